"""People counted by matching level, group and score: all that a test of an item needs to know of them.

A million people and fifty items shrink to some hundred cells an item, so whatever is computed afterwards costs nothing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

HIGHEST_SCORE = 100
# Beyond this many empty places per person the levels are numbered afresh instead.
SPARSE = 4


class People(NamedTuple):
    """`scores` (persons, items) in columns, -1 where an item was not presented; `focal` (persons,) tells the focal
    group from the reference group; `weights` (persons,) or None; `tops` (items,) the highest score of each item."""

    scores: NDArray[np.int8]
    focal: BoolArray
    weights: FloatArray | None
    tops: IntArray


class Cells(NamedTuple):
    """One item's people. `counts` (cells, 2, scores), group 0 the reference group; `value` (cells,), what they were
    matched on; `form` (cells,), which paper they had; `stratum` (cells,), cells to be compared as one."""

    counts: FloatArray
    value: FloatArray
    form: IntArray
    stratum: IntArray

    def strata(self) -> FloatArray:
        """Counts of shape (strata, 2, scores)."""
        if self.stratum.size == 0 or self.stratum[-1] == self.stratum.size - 1:
            return self.counts
        sums = np.zeros((int(self.stratum.max()) + 1, *self.counts.shape[1:]))
        np.add.at(sums, self.stratum, self.counts)
        return sums


def whole_scores(scores: ArrayLike) -> NDArray[np.int8]:
    """Scores in columns of small integers, -1 for NaN; integer matrices may carry -1 themselves.

    Raises `ValueError` for another shape, and naming the row and column of a score that is not 0, 1, ... 100.
    """
    given = np.asarray(scores)
    if given.ndim != 2:
        raise ValueError(f"scores must have shape (persons, items), got {given.shape}")
    held = np.empty(given.shape, dtype=np.int8, order="F")
    for column in range(given.shape[1]):
        held[:, column] = _whole_column(given[:, column], column)
    return held


def _whole_column(given: NDArray[np.generic], column: int) -> NDArray[np.int8]:
    numbers = np.asarray(given, dtype=np.float64)
    missing = np.isnan(numbers) if not np.issubdtype(given.dtype, np.integer) else numbers == -1
    there = np.where(missing, 0.0, numbers)
    bad = np.flatnonzero((there < 0) | (there > HIGHEST_SCORE) | (there != np.rint(there)))
    if bad.size:
        raise ValueError(f"row {int(bad[0])}, column {column}: {numbers[bad[0]]:g} is not a score 0, 1, ... or NaN")
    return np.where(missing, -1, there).astype(np.int8)


def count_cells(people: People, item: int, level: IntArray, form: IntArray | None) -> Cells:
    """Cells of one item by form and level (persons,), sorted by both; every cell is a stratum of its own.

    Forms that only one of the groups answered compare nobody and are left out.
    """
    marks = people.scores[:, item]
    there = np.flatnonzero(marks >= 0)
    weights = None if people.weights is None else people.weights[there]
    place, forms, levels = _places(level[there], None if form is None else form[there])
    width = int(people.tops[item]) + 1
    flat = (place * 2 + people.focal[there]) * width + marks[there]
    counts = np.bincount(flat, weights, minlength=forms.size * 2 * width).astype(np.float64)
    counts = counts.reshape(forms.size, 2, width)
    met = np.zeros((int(forms.max(initial=0)) + 1, 2))
    np.add.at(met, forms, counts.sum(axis=2))
    kept = (met[forms] > 0).all(axis=1) & (counts.sum(axis=(1, 2)) > 0)
    return Cells(counts[kept], levels[kept].astype(np.float64), forms[kept], np.arange(int(kept.sum())))


def _places(level: IntArray, form: IntArray | None) -> tuple[IntArray, IntArray, IntArray]:
    """Each person's place among the sorted pairs of form and level, and the form and level of each place."""
    lowest = int(level.min(initial=0))
    span = int(level.max(initial=0)) - lowest + 1
    forms = 1 if form is None else int(form.max(initial=0)) + 1
    key = level - lowest if form is None else form * span + level - lowest
    if forms * span <= max(SPARSE * level.size, 1000):
        places, keys = key, np.arange(forms * span)
    else:
        keys, places = np.unique(key, return_inverse=True)
    return places, keys // span, keys % span + lowest
