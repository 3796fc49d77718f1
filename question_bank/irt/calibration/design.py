"""Answers made ready for the E-step: checked, as int8 codes or compressed rows, in blocks of one group each.

Memory stays bounded: a dense matrix is kept as one byte a cell and turned into floats a chunk of people at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from question_bank.irt.calibration.refusals import NotEstimable
from question_bank.irt.calibration.sparse_scores import SparseScores, by_person, compressed
from question_bank.irt.parameters import FloatArray
from question_bank.irt.responses import numbers_of

Codes = NDArray[np.int8]
CHUNK = 8192
# A long list that fills this share of the matrix, or a matrix of so few cells, is held densely.
DENSE_SHARE = 0.2
DENSE_CELLS = 4_000_000


class DenseBlock(NamedTuple):
    """People of one group: `codes` (people, items), -1 for not presented; `weights` (people,), None for ones."""

    group: int
    codes: Codes
    weights: FloatArray | None
    complete: bool


class SparseBlock(NamedTuple):
    """The same as compressed rows: `right` marks the right answers, `seen` all."""

    group: int
    right: sparse.csr_array
    seen: sparse.csr_array
    weights: FloatArray | None


Block = DenseBlock | SparseBlock


class Design(NamedTuple):
    """All answers. `right` and `answers` (items,) and `group_size` (groups,) are weighted counts; `people` counts the
    rows that have an answer (others are not there), `longest` the answers of who has the most."""

    blocks: list[Block]
    items: int
    groups: int
    right: FloatArray
    answers: FloatArray
    group_size: FloatArray
    people: int
    longest: int

    @property
    def complete(self) -> bool:
        return all(isinstance(block, DenseBlock) and block.complete for block in self.blocks)


def make_design(
    responses: Any,
    groups: NDArray[np.intp] | None = None,
    group_count: int = 1,
    weights: FloatArray | None = None,
) -> Design:
    """Checks and arranges right/wrong answers.

    `responses`: a matrix or data frame (persons, items) of 1, 0 and NaN or a negative number for not presented;
    `SparseScores`; or an iterable of int8 matrices with the same columns. `groups` and `weights` have shape (persons,).
    Raises `ValueError` naming row and column of another score, for arrays that do not fit, and for somebody's second
    answer to an item.
    """
    if isinstance(responses, SparseScores):
        blocks, items = _from_answers(responses, groups, group_count, weights)
    else:
        parts = [responses] if hasattr(responses, "shape") or _is_rows(responses) else responses
        blocks, items = _from_matrices(parts, groups, group_count, weights)
    return _design(blocks, items, group_count)


def sample(design: Design, people: int) -> Design:
    """Every n-th person of each block, about so many in all: what a first, rough fit is made on."""
    step = max(1, design.people // people)
    blocks = [_every(block, step) for block in design.blocks]
    return _design(blocks, design.items, design.groups)


def chunks(design: Design, size: int = CHUNK) -> list[Block]:
    """The blocks cut into pieces of at most `size` people."""
    return list(_pieces(design.blocks, size))


def stars(design: Design) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """For each chunk of people the items that each answered, beside the first of them."""
    for block in chunks(design):
        seen = sparse.csr_array(block.codes >= 0) if isinstance(block, DenseBlock) else block.seen
        yield np.repeat(seen.indices[seen.indptr[:-1]], np.diff(seen.indptr)), seen.indices


def codes_of(matrix: Any, first_row: int = 0) -> Codes:
    """A matrix of scores as int8 codes. Raises `ValueError` naming the row (from 0, plus `first_row`) and column."""
    array = numbers_of(matrix)
    if array.ndim != 2:
        raise ValueError(f"scores must have shape (persons, items), got {array.shape}")
    if array.dtype == np.int8:
        codes = array
    elif array.dtype.kind in "iub":
        _refuse_over_one(array, first_row)
        codes = np.maximum(array, -1).astype(np.int8)
    else:
        codes = _codes_of_floats(array.astype(np.float64, copy=False), first_row)
    if codes.size and codes.max() > 1:
        _refuse_over_one(codes, first_row)
    return np.ascontiguousarray(codes)


def _codes_of_floats(array: FloatArray, first_row: int) -> Codes:
    codes = np.empty(array.shape, dtype=np.int8)
    for start in range(0, len(array), CHUNK):
        part = array[start : start + CHUNK]
        missing = np.isnan(part) | (part < 0)
        clean = np.where(missing, -1.0, part)
        bad = np.argwhere((clean != -1.0) & (clean != 0.0) & (clean != 1.0))
        if bad.size:
            row, column = (int(place) for place in bad[0])
            raise ValueError(
                f"row {first_row + start + row}, column {column}: {part[row, column]:g} is not 0, 1 or NaN"
            )
        codes[start : start + CHUNK] = clean
    return codes


def _refuse_over_one(array: NDArray[Any], first_row: int) -> None:
    bad = np.argwhere(array > 1)
    if bad.size:
        row, column = (int(place) for place in bad[0])
        raise ValueError(f"row {first_row + row}, column {column}: {array[row, column]} is not 0 or 1")


def _is_rows(responses: Any) -> bool:
    """Plain nested lists of numbers, which are one matrix and not an iterable of matrices."""
    return isinstance(responses, Sequence) and bool(responses) and np.ndim(responses[0]) == 1


def _from_matrices(
    parts: Iterable[ArrayLike], groups: NDArray[np.intp] | None, group_count: int, weights: FloatArray | None
) -> tuple[list[Block], int]:
    blocks: list[Block] = []
    row, items = 0, -1
    for part in parts:
        codes = codes_of(part, row)
        _check_lengths(groups, weights, row + len(codes), exactly=False)
        if items not in (-1, codes.shape[1]):
            raise ValueError(f"a chunk with {codes.shape[1]} items after one with {items}")
        items = codes.shape[1]
        here = slice(row, row + len(codes))
        own_weights = None if weights is None else weights[here]
        if groups is None:
            blocks.append(_dense(0, codes, own_weights))
        else:
            for group in range(group_count):
                rows = np.flatnonzero(groups[here] == group)
                if rows.size:
                    blocks.append(_dense(group, codes[rows], None if own_weights is None else own_weights[rows]))
        row += len(codes)
    _check_lengths(groups, weights, row)
    if row == 0 or items == 0:
        raise NotEstimable("no_answers", detail="there are no answers")
    return blocks, items


def _check_lengths(
    groups: NDArray[np.intp] | None, weights: FloatArray | None, persons: int, exactly: bool = True
) -> None:
    """`exactly`: there are no more persons to come."""
    for name, array in (("groups", groups), ("weights", weights)):
        if array is not None and (len(array) < persons or (exactly and len(array) > persons)):
            raise ValueError(f"{len(array)} {name} for {persons} persons")


def _dense(group: int, codes: Codes, weights: FloatArray | None) -> DenseBlock:
    """People without an answer, and those who count nothing, say nothing of the items and are left out."""
    if weights is not None and not weights.all():
        codes, weights = codes[weights > 0], weights[weights > 0]
    if codes.size == 0 or codes.min() >= 0:
        return DenseBlock(group, codes, weights, complete=True)
    answering = codes.max(axis=1) >= 0
    if answering.all():
        return DenseBlock(group, codes, weights, complete=False)
    return DenseBlock(group, codes[answering], None if weights is None else weights[answering], complete=False)


def _from_answers(
    answers: SparseScores, groups: NDArray[np.intp] | None, group_count: int, weights: FloatArray | None
) -> tuple[list[Block], int]:
    answers = by_person(answers)
    cells = answers.persons * answers.items
    if cells <= DENSE_CELLS or answers.score.size >= DENSE_SHARE * cells:
        codes = np.full((answers.persons, answers.items), -1, dtype=np.int8)
        codes[answers.person, answers.item] = answers.score
        return _from_matrices([codes], groups, group_count, weights)
    _check_lengths(groups, weights, answers.persons)
    right, seen = compressed(answers)
    answering = np.diff(seen.indptr) > 0
    if weights is not None:
        answering &= weights > 0
    if groups is None and answering.all():
        return [SparseBlock(0, right, seen, weights)], answers.items
    of_group = np.zeros(answers.persons, dtype=np.intp) if groups is None else groups
    rows = [np.flatnonzero((of_group == group) & answering) for group in range(group_count)]
    return [
        SparseBlock(group, right[own], seen[own], None if weights is None else weights[own])
        for group, own in enumerate(rows)
        if own.size
    ], answers.items


def _design(blocks: list[Block], items: int, group_count: int) -> Design:
    right, answers, size = np.zeros(items), np.zeros(items), np.zeros(group_count)
    people = longest = 0
    for block in _pieces(blocks):
        longest = max(longest, _most_answers(block))
        block_right, block_answers = _counts(block)
        right += block_right
        answers += block_answers
        count = people_of(block)
        size[block.group] += count if block.weights is None else block.weights.sum()
        people += count
    if not people:
        raise NotEstimable("no_answers", detail="nobody has answered anything")
    return Design(blocks, items, group_count, right, answers, size, people, longest)


def _most_answers(block: Block) -> int:
    if isinstance(block, SparseBlock):
        return int(np.diff(block.seen.indptr).max(initial=0))
    if block.complete or not block.codes.size:
        return int(block.codes.shape[1])
    return int(((block.codes >= 0).astype(np.float32) @ np.ones(block.codes.shape[1], dtype=np.float32)).max())


def people_of(block: Block) -> int:
    return int((block.codes if isinstance(block, DenseBlock) else block.right).shape[0])


def _pieces(blocks: list[Block], size: int = CHUNK) -> Iterator[Block]:
    for block in blocks:
        for start in range(0, people_of(block), size):
            yield _part(block, slice(start, start + size))


def _counts(block: Block) -> tuple[FloatArray, FloatArray]:
    """Weighted right answers and answers of each item."""
    if isinstance(block, SparseBlock):
        weights = np.ones(people_of(block)) if block.weights is None else block.weights
        return block.right.T @ weights, block.seen.T @ weights
    if block.weights is not None:
        return block.weights @ (block.codes == 1), block.weights @ (block.codes >= 0)
    # In float32, which counts up to a chunk's people exactly and is summed by BLAS.
    ones = np.ones(len(block.codes), dtype=np.float32)
    seen = np.full(block.codes.shape[1], ones.size) if block.complete else ones @ (block.codes >= 0).astype(np.float32)
    return (ones @ (block.codes == 1).astype(np.float32)).astype(np.float64), seen.astype(np.float64)


def _part(block: Block, rows: slice) -> Block:
    weights = None if block.weights is None else block.weights[rows]
    if isinstance(block, DenseBlock):
        return DenseBlock(block.group, block.codes[rows], weights, block.complete)
    return SparseBlock(block.group, block.right[rows], block.seen[rows], weights)


def _every(block: Block, step: int) -> Block:
    weights = None if block.weights is None else block.weights[::step]
    if isinstance(block, DenseBlock):
        return DenseBlock(block.group, np.ascontiguousarray(block.codes[::step]), weights, block.complete)
    return SparseBlock(block.group, block.right[::step], block.seen[::step], weights)
