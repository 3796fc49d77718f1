"""From day to day: how many had an item right, beside how many of these very people were to be expected to."""

from typing import NamedTuple

import numpy as np

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
