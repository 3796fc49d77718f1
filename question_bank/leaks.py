"""Signs that an item has got about: it becomes easier day by day, or is answered right too soon.

Both compare an item with what its people do elsewhere: a day of able contestants, or a quick hand, is no leak.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.analysis.answer_table import AnswerTable, FloatArray
from question_bank.analysis.shift import one_step
from question_bank.analysis.times import Speeds

# A trend is an alarm when it is certain and large: in standard errors, in shares of people over the whole span.
TREND_ERRORS, TREND_CHANGE = 3.0, 0.10
FEWEST_DAYS, FEWEST_ANSWERS = 3, 100
# Fast right answers: how much more often than in other items.
FAST_ERRORS, FAST_MORE, FEWEST_RIGHT = 4.0, 0.15, 30


class Trend(NamedTuple):
    """How an item's residuals go with the days. `change` is how much larger the share of right answers, less what was
    expected of these people, is on the last day than on the first; `shift` the same in logits of b (negative: easier);
    `z` the trend in standard errors. NaN where fewer than two days, or too few answers, can tell."""

    days: int
    change: float
    se: float
    z: float
    shift: float
    alarm: bool


class Fast(NamedTuple):
    """`share` of the right answers came too soon, of `n` whose person's usual speed is known; `usual` is that share in
    all other items, `z` the difference in standard errors."""

    n: int
    share: float
    usual: float
    z: float
    alarm: bool


def trends(table: AnswerTable, expected: FloatArray, slope: FloatArray) -> list[Trend]:
    """Of each item, by least squares of (score - expected) on the day, each residual weighted alike; the variance is
    that of the model, expected (1 - expected). `expected`, `slope` (answers,) by `rest_abilities`."""
    return [_trend(table, rows, expected, slope) for rows in table.of_items()]


def fast_rights(table: AnswerTable, speeds: Speeds) -> list[Fast]:
    """Of each item: the share of its right answers that came too soon, beside the same share in all other items."""
    right = (table.score == 1) & speeds.known
    n = np.bincount(table.item[right], minlength=table.items)
    fast = np.bincount(table.item[right & speeds.fast], minlength=table.items)
    return [_fast(int(n[item]), int(fast[item]), int(n.sum()), int(fast.sum())) for item in range(table.items)]


def _trend(table: AnswerTable, rows: NDArray[np.intp], expected: FloatArray, slope: FloatArray) -> Trend:
    day = table.day[rows].astype(np.float64)
    days = np.unique(day)
    if days.size < 2:
        nothing = float("nan")
        return Trend(int(days.size), nothing, nothing, nothing, nothing, False)
    chance = expected[rows]
    residual, spread = table.score[rows] - chance, chance * (1.0 - chance)
    centred = day - day.mean()
    square = float(centred @ centred)
    span = float(days[-1] - days[0])
    change = float(centred @ residual) / square * span
    se = float(np.sqrt((centred**2) @ spread)) / square * span
    z = change / se if se > 0 else float("nan")
    late = day > np.median(days)
    shifts = [one_step(table.score[rows][part], chance[part], slope[rows][part]) for part in (late, ~late)]
    alarm = days.size >= FEWEST_DAYS and rows.size >= FEWEST_ANSWERS and z >= TREND_ERRORS and change >= TREND_CHANGE
    return Trend(int(days.size), change, se, z, shifts[0] - shifts[1], bool(alarm))


def _fast(n: int, fast: int, all_n: int, all_fast: int) -> Fast:
    others = all_n - n
    if not n or not others:
        return Fast(n, fast / n if n else float("nan"), float("nan"), float("nan"), False)
    share, usual = fast / n, (all_fast - fast) / others
    # With one more of either kind, so that a usual share of nothing has a spread too.
    supposed = (all_fast - fast + 1) / (others + 2)
    z = (share - usual) / float(np.sqrt(supposed * (1.0 - supposed) / n))
    alarm = n >= FEWEST_RIGHT and z >= FAST_ERRORS and share - usual >= FAST_MORE
    return Fast(n, share, usual, z, bool(alarm))
