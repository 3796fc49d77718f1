"""Percent right and discrimination as classical test theory has them, for papers that differ."""

from typing import NamedTuple

import numpy as np

from question_bank.analysis.answer_table import AnswerTable, FloatArray
from question_bank.irt.fit.observed import Z, wilson

# Fisher's interval of a correlation needs four people.
FEWEST = 4


class Classical(NamedTuple):
    """Items (items,). `n` people saw each; `share` of them had it right, with the 95 % interval `low` to `high`
    (Wilson's). `correlation` is the corrected point-biserial, with the 95 % interval `correlation_low` to
    `correlation_high` (Fisher's). NaN where nobody, or too few, can tell."""

    n: FloatArray
    share: FloatArray
    low: FloatArray
    high: FloatArray
    correlation: FloatArray
    correlation_low: FloatArray
    correlation_high: FloatArray


def classical(table: AnswerTable) -> Classical:
    """Figures of all items from the answers themselves, without a model."""
    n = np.bincount(table.item, minlength=table.items).astype(np.float64)
    right = np.bincount(table.item, table.score, table.items)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = right / n
        low, high = wilson(share, n)
    rest = rest_scores(table, share)
    rows = table.of_items()
    correlation = np.array([correlation_of(table.score[each], rest[each]) for each in rows]).reshape(-1)
    told = np.array([float(np.isfinite(rest[each]).sum()) for each in rows]).reshape(-1)
    return Classical(n, share, low, high, correlation, *correlation_interval(correlation, told))


def rest_scores(table: AnswerTable, share: FloatArray) -> FloatArray:
    """How well each answer's person did in all their other items, less how well people do in those items on average,
    (answers,): a hard paper makes nobody weak. NaN for somebody with a single item.

    On one paper for all it is a straight line of the rest score, so that a correlation with it is the classical one.
    """
    items = np.bincount(table.person, minlength=table.persons)[table.person] - 1
    ahead = table.score - share[table.item]
    total = np.bincount(table.person, ahead, table.persons)[table.person]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(items > 0, (total - ahead) / items, np.nan))


def correlation_of(mark: np.ndarray, rest: FloatArray) -> float:
    """Pearson's, over those with a rest score; NaN where one of the two does not vary."""
    known = np.isfinite(rest)
    one, other = mark[known].astype(np.float64), rest[known]
    if one.size < 2:
        return float("nan")
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / spread if spread > 1e-12 else float("nan")


def correlation_interval(correlation: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fisher (1921): atanh r is about normal with the variance 1 / (n - 3)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = np.arctanh(np.clip(correlation, -0.999999, 0.999999))
        half = np.where(n >= FEWEST, Z / np.sqrt(n - 3), np.nan)
    return np.tanh(middle - half), np.tanh(middle + half)
