"""Everybody's answers as blocks of indicators: which category of which item, person by person.

A block's product with the logarithms of the category curves is its people's log-likelihood at each node; the product
of their posteriors with the same block is how often each category is to be expected there. Blocks are made when they
are needed, so that memory does not grow with the people; where few of the items were presented they are sparse.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy import sparse

from question_bank.irt.calibration.design import DENSE_CELLS, DENSE_SHARE
from question_bank.irt.calibration.part_marks.coding import Coding
from question_bank.irt.calibration.part_marks.reading import CodedAnswers, CodedMatrix
from question_bank.irt.parameters import FloatArray

# People in a block of dense indicators and of sparse ones.
DENSE_ROWS = 2_048
SPARSE_ROWS = 16_384


class Block(NamedTuple):
    """People of one group: dense `codes` (items, persons), or sparse `indicators` (persons, columns)."""

    coding: Coding
    group: int
    weights: FloatArray
    codes: NDArray[np.int8] | None
    indicators: Any

    def columns(self) -> NDArray[np.intp]:
        """The column of each dense answer, and one beyond the last where there is none; shape (items, persons)."""
        assert self.codes is not None
        return np.asarray(np.where(self.codes < 0, self.coding.columns, self.coding.first[:, None] + self.codes))

    def dense(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """The indicators, shape (columns, persons)."""
        assert self.codes is not None
        return np.asarray(self.codes[self.coding.item] == self.coding.category[:, None], dtype=dtype)


class Answers(NamedTuple):
    """Distinct patterns with their weights, in the order of groups.

    `weights` and `groups` (patterns,); one of `codes` (items, patterns) and `indicators` (patterns, columns) is None.
    `people` gave an answer.
    """

    coding: Coding
    weights: FloatArray
    groups: NDArray[np.intp]
    codes: NDArray[np.int8] | None
    indicators: Any
    people: int

    def blocks(self, dense_rows: int = DENSE_ROWS) -> list[Block]:
        """Blocks of people of one group each."""
        found = []
        rows = dense_rows if self.codes is not None else SPARSE_ROWS
        edges = np.flatnonzero(np.diff(self.groups)) + 1
        for start, end in zip([0, *edges], [*edges, self.groups.size], strict=True):
            for first in range(int(start), int(end), rows):
                part = slice(first, min(first + rows, int(end)))
                codes = None if self.codes is None else self.codes[:, part]
                indicators = None if self.indicators is None else self.indicators[part]
                found.append(Block(self.coding, int(self.groups[first]), self.weights[part], codes, indicators))
        return found

    def sample(self, step: int) -> "Answers":
        """Every n-th pattern."""
        codes = None if self.codes is None else np.ascontiguousarray(self.codes[:, ::step])
        indicators = None if self.indicators is None else self.indicators[::step]
        weights = self.weights[::step]
        return Answers(self.coding, weights, self.groups[::step], codes, indicators, weights.size)

    def given(self) -> FloatArray:
        """How often each category was given (weighted), shape (columns,)."""
        if self.codes is None:
            return np.asarray(self.indicators.T @ self.weights)
        total = np.zeros(self.coding.columns)
        for block in self.blocks():
            total += block.dense() @ block.weights
        return total


def answers_of_matrix(coded: CodedMatrix, weights: FloatArray, groups: NDArray[np.intp]) -> Answers:
    """Patterns of a matrix; people of weight zero or without answers are left out."""
    there = (weights > 0) & (coded.codes >= 0).any(axis=0)
    codes = coded.codes if there.all() else coded.codes[:, there]
    weights, groups = weights[there], groups[there]
    order = np.argsort(groups, kind="stable")
    if groups.size and groups[order[0]] != groups[order[-1]]:
        codes, weights, groups = codes[:, order], weights[order], groups[order]
    people = weights.size
    codes, weights, groups = _collapsed(codes, weights, groups)
    if codes.size > DENSE_CELLS and np.count_nonzero(codes >= 0) < DENSE_SHARE * codes.size:
        persons, items = np.nonzero(codes.T >= 0)
        indicators = _indicators(coded.coding, persons, items, codes[items, persons], weights.size)
        return Answers(coded.coding, weights, groups, None, indicators, people)
    return Answers(coded.coding, weights, groups, np.ascontiguousarray(codes), None, people)


def answers_of_triplet(coded: CodedAnswers, weights: FloatArray, groups: NDArray[np.intp]) -> Answers:
    """Single answers, by person; dense where that is faster."""
    items = coded.coding.first.size
    cells = items * weights.size
    if cells <= DENSE_CELLS or coded.persons.size >= DENSE_SHARE * cells:
        codes = np.full((items, weights.size), -1, dtype=np.int8)
        codes[coded.items, coded.persons] = coded.categories
        return answers_of_matrix(CodedMatrix(codes, coded.coding), weights, groups)
    indicators = _indicators(coded.coding, coded.persons, coded.items, coded.categories, weights.size)
    there = np.flatnonzero(np.diff(indicators.indptr) > 0)
    order = there[np.argsort(groups[there], kind="stable")]
    return Answers(coded.coding, weights[order], groups[order], None, indicators[order], order.size)


def _indicators(
    coding: Coding,
    persons: NDArray[np.intp],
    items: NDArray[np.intp],
    categories: NDArray[np.int8],
    people: int,
) -> Any:
    begin = np.searchsorted(persons, np.arange(people + 1))
    columns = coding.first[items] + categories
    return sparse.csr_matrix((np.ones(columns.size), columns, begin), shape=(people, coding.columns))


def _collapsed(
    codes: NDArray[np.int8], weights: FloatArray, groups: NDArray[np.intp]
) -> tuple[NDArray[np.int8], FloatArray, NDArray[np.intp]]:
    """Identical patterns of one group once, with their weights added."""
    name = groups.astype(np.uint64)
    for row in codes:
        # Knuth's multiplier for 64 bits; the shift lets the upper half, which a product mixes best, reach the lower.
        name = (name ^ (name >> np.uint64(29))) * np.uint64(6364136223846793005) + row.astype(np.uint64)
    _, first, which = np.unique(name, return_index=True, return_inverse=True)
    if first.size > 0.8 * weights.size:
        return codes, weights, groups
    first, which = _in_order(first, which)
    if not all(np.array_equal(row[first][which], row) for row in codes) or (groups[first][which] != groups).any():
        return codes, weights, groups
    return codes[:, first], np.asarray(np.bincount(which, weights), dtype=np.float64), groups[first]


def _in_order(first: NDArray[np.intp], which: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Distinct patterns in the order in which they first came, which is the order of groups."""
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return first[order], place[which]
