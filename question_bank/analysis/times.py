"""How long answers take, and which right ones came sooner than the person who gave them usually needs."""

from typing import NamedTuple

import numpy as np

from question_bank.analysis.answer_table import AnswerTable, FloatArray

# An answer in less than this part of the person's usual time was not thought about.
FAST = 0.4
FEWEST_TIMES = 5


class ItemTimes(NamedTuple):
    """Items (items,), in seconds: the median, and the middle half `low` to `high`, of all timed answers; medians of
    the right and of the wrong. NaN where there are none."""

    median: FloatArray
    low: FloatArray
    high: FloatArray
    right: FloatArray
    wrong: FloatArray


class Speeds(NamedTuple):
    """`fast` (answers,): whether an answer came in less than `FAST` of the time in which its person usually answers as
    much text; `known` (answers,): whether this can be told, for it takes five timed answers of the person."""

    fast: np.ndarray
    known: np.ndarray


def item_times(table: AnswerTable) -> ItemTimes:
    rows = table.of_items()
    found = np.full((5, table.items), np.nan)
    for item, each in enumerate(rows):
        ms, score = table.ms[each] / 1000, table.score[each]
        timed = np.isfinite(ms)
        if timed.any():
            found[:3, item] = np.percentile(ms[timed], [50, 25, 75])
            for place, mark in ((3, 1), (4, 0)):
                own = ms[timed & (score == mark) & (table.choice[each] > 0)]
                found[place, item] = np.median(own) if own.size else np.nan
    return ItemTimes(*found)


def speeds(table: AnswerTable, load: FloatArray) -> Speeds:
    """`load` (items,): how much there is to read, in characters of stem and options. An item's usual time goes by its
    length as far as the times themselves do; a person's usual speed is the median of their times beside these."""
    pace = table.ms / _usual_times(table, load)[table.item]
    timed = np.isfinite(pace) & (table.choice > 0)
    usual = np.full(table.persons, np.nan)
    order = np.argsort(table.person[timed], kind="stable")
    person, own = table.person[timed][order], pace[timed][order]
    starts = np.flatnonzero(np.diff(person, prepend=-1))
    for first, last in zip(starts.tolist(), [*starts[1:].tolist(), person.size], strict=True):
        if last - first >= FEWEST_TIMES:
            usual[person[first]] = np.median(own[first:last])
    known = timed & np.isfinite(usual[table.person])
    with np.errstate(invalid="ignore"):
        fast = known & (pace < FAST * usual[table.person])
    return Speeds(fast, known)


def _usual_times(table: AnswerTable, load: FloatArray) -> FloatArray:
    """Of each item: what its length lets expect, (items,), by a straight line through the logarithms of all items'
    median times. Half the text takes at least half, and at most all of the time."""
    medians = np.array([_median(table.ms[rows][table.choice[rows] > 0]) for rows in table.of_items()])
    known = np.isfinite(medians) & (medians > 0)
    if known.sum() < 2:
        return np.ones(table.items)
    x, y = np.log(load[known]), np.log(medians[known])
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * y).sum()) / spread if spread > 0 else 0.0
    return np.asarray(load ** min(max(slope, 0.0), 1.0))


def _median(ms: FloatArray) -> float:
    timed = ms[np.isfinite(ms)]
    return float(np.median(timed)) if timed.size else float("nan")
