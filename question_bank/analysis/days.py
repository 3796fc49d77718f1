"""From day to day: how many had an item right, beside how many of these very people were to be expected to."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.analysis.answer_table import AnswerTable, FloatArray, IntArray
from question_bank.irt.fit.observed import wilson


class DayFigures(NamedTuple):
    """The days on which an item was answered, in order; all (days,). `share` had it right, with its 95 % interval;
    `expected` to have it right, by their other answers."""

    day: IntArray
    n: FloatArray
    share: FloatArray
    low: FloatArray
    high: FloatArray
    expected: FloatArray


class Displacement(NamedTuple):
    """By how much an item's b seems to have moved, in logits: positive where it has become harder."""

    shift: float
    se: float


def by_days(table: AnswerTable, expected: FloatArray) -> list[DayFigures]:
    """Of each item, in order; `expected` (answers,) by `rest_abilities`."""
    found = []
    for rows in table.of_items():
        days, where = np.unique(table.day[rows], return_inverse=True)
        n = np.bincount(where, minlength=days.size).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.bincount(where, table.score[rows], days.size) / n
            mean = np.bincount(where, expected[rows], days.size) / n
        low, high = wilson(share, n) if n.size else (share, share)
        found.append(DayFigures(days, n, share, low, high, mean))
    return found


def displacement(score: NDArray[np.int8], expected: FloatArray, slope: FloatArray) -> Displacement:
    """One step of scoring from the item's own b, over these answers: sum of dlogL/db over the information.

    `expected` and `slope` (answers,) by `rest_abilities`, so that what is not known of people's ability flattens the
    curve. NaN without answers, or where they tell nothing of b.
    """
    spread = np.maximum(expected * (1.0 - expected), 1e-12)
    told = float((slope**2 / spread).sum())
    if not told > 1e-9:
        return Displacement(float("nan"), float("nan"))
    # An item that has become harder is one with fewer right answers than expected: dP/db = -dP/dtheta.
    return Displacement(float((slope * (expected - score) / spread).sum()) / told, told**-0.5)
