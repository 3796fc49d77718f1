"""Takes in scores as they come, as a matrix or as single answers, and codes them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.calibration.part_marks.coding import HIGHEST_SCORE, BoolArray, Coding, coding, settled_scores
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.parameters import FloatArray

# Persons whose scores are converted at a time.
CHUNK = 16_384


class Settled(NamedTuple):
    """Items whose categories are settled beforehand: how many each has, and the scores they stand for, if known."""

    categories: Mapping[int, int]
    scores: Mapping[int, list[int]]

    def known(self, used: BoolArray) -> dict[int, list[int]]:
        guessed = {item: settled_scores(used[item], count) for item, count in self.categories.items()}
        return {item: self.scores.get(item, scores) for item, scores in guessed.items()}


class CodedMatrix(NamedTuple):
    """`codes` (items, persons): the category of each answer, -1 where there is none."""

    codes: NDArray[np.int8]
    coding: Coding


class CodedAnswers(NamedTuple):
    """Single answers in the order of persons: who, which item, which category; each of shape (answers,)."""

    persons: NDArray[np.intp]
    items: NDArray[np.intp]
    categories: NDArray[np.int8]
    coding: Coding


def coded_matrix(matrix: NDArray[Any], weights: FloatArray | None, settled: Settled) -> CodedMatrix:
    """A matrix (persons, items) of whole scores, with NaN or a negative number where nothing was presented.

    What people of weight zero did counts for nothing. Raises `ValueError`, with the row and column, for a score that is
    not a whole number or above 10,000.
    """
    raw = np.empty(matrix.shape[::-1], dtype=np.int8 if matrix.dtype == np.int8 else np.int16)
    for start in range(0, len(matrix), CHUNK):
        part = matrix[start : start + CHUNK]
        raw[:, start : start + CHUNK] = _whole(part, start).T
    if weights is not None and not weights.all():
        raw[:, weights == 0.0] = -1
    used = _used(raw)
    found = coding(used, settled.known(used))
    table = found.table()
    codes = np.empty(raw.shape, dtype=np.int8)
    for row, lookup, given in zip(codes, table, raw, strict=True):
        np.take(lookup, given, out=row, mode="wrap")
    return CodedMatrix(codes, found)


def coded_answers(scores: SparseScores, weights: FloatArray | None, settled: Settled) -> CodedAnswers:
    """Single answers in any order; negative scores and NaN were not presented.

    Raises `ValueError` for arrays that do not fit, indexes out of range, a score that is not a whole number, and a
    second answer of one person to one item.
    """
    who, which = _indexes("person", scores.person, scores.persons), _indexes("item", scores.item, scores.items)
    marks = np.asarray(scores.score)
    if not who.shape == which.shape == marks.shape or who.ndim != 1:
        raise ValueError(f"persons, items and scores have the shapes {who.shape}, {which.shape} and {marks.shape}")
    given = _whole(marks[:, None], 0)[:, 0]
    kept = given >= 0 if weights is None else (given >= 0) & (weights[who] > 0)
    who, which, given = who[kept], which[kept], given[kept]
    order = np.argsort(who * scores.items + which, kind="stable")
    who, which, given = who[order], which[order], given[order]
    again = np.flatnonzero((np.diff(who) == 0) & (np.diff(which) == 0))
    if again.size:
        raise ValueError(f"person {who[again[0]]} answered item {which[again[0]]} twice")
    used = np.zeros((scores.items, int(given.max(initial=0)) + 1), dtype=np.bool_)
    used[which, given] = True
    found = coding(used, settled.known(used))
    return CodedAnswers(who, which, found.table()[which, given], found)


def _whole(part: NDArray[Any], start: int) -> NDArray[np.int16]:
    """Scores as small integers, -1 for those that were not presented."""
    with np.errstate(invalid="ignore"):
        presented = part >= 0
    bad = presented & (part > HIGHEST_SCORE)
    if not np.issubdtype(part.dtype, np.integer):
        with np.errstate(invalid="ignore"):
            bad |= presented & (part != np.floor(part))
    if bad.any():
        row, column = (int(place) for place in np.argwhere(bad)[0])
        raise ValueError(f"row {start + row}, column {column}: {part[row, column]:g} is no score in whole marks")
    return np.where(presented, part, -1).astype(np.int16)


def _used(raw: NDArray[np.integer]) -> BoolArray:
    used = np.zeros((len(raw), int(raw.max(initial=0)) + 1), dtype=np.bool_)
    for row, given in zip(used, raw, strict=True):
        row[: used.shape[1]] = np.bincount(given[given >= 0], minlength=used.shape[1]) > 0
    return used


def _indexes(name: str, values: ArrayLike, count: int) -> NDArray[np.intp]:
    indexes = np.asarray(values)
    if indexes.size and (indexes.dtype.kind not in "iu" or indexes.min() < 0 or indexes.max() >= count):
        raise ValueError(f"every {name} is an integer from 0 to {count - 1}")
    return indexes.astype(np.intp)
