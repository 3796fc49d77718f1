"""Logistic regression of an item's score on the matching value, the group and their product.

Swaminathan & Rogers (1990), Journal of Educational Measurement 27, 361-370; for part marks the cumulative logits of
Zumbo (1999), A handbook on the theory and methods of differential item functioning; R2 after Nagelkerke (1991),
Biometrika 78, 691-692, as in Gomez-Benito, Hidalgo & Padilla (2009), Methodology 5, 18-25.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, xlogy

from question_bank.irt.dif.cells import BoolArray, IntArray
from question_bank.irt.dif.cumulative_logits import Observed, fit
from question_bank.irt.dif.mantel_haenszel import checked_counts
from question_bank.irt.parameters import FloatArray

FEWEST_IN_A_FORM = 30


class Logistic(NamedTuple):
    """Likelihood-ratio tests: `chi2` of group and product together (2 df), `uniform_chi2` of the group beside the
    matching value, `nonuniform_chi2` of the product beside both (1 df each), with their p; the gains in Nagelkerke's R2
    that go with them. NaN where everybody has the same score."""

    chi2: float
    p: float
    uniform_chi2: float
    uniform_p: float
    nonuniform_chi2: float
    nonuniform_p: float
    delta_r2: float
    uniform_delta_r2: float
    nonuniform_delta_r2: float


def logistic(counts: ArrayLike, values: ArrayLike, forms: ArrayLike | None = None) -> Logistic:
    """Tests one item. `counts`: (cells, 2, scores), people by cell, group (reference, focal) and score 0, 1, ...;
    `values` (cells,): what the people of each cell were matched on; `forms` (cells,): which paper they had.

    Each form has an intercept and a slope of its own, and the product takes the value in standard deviations within
    the form. Among several forms those with fewer than thirty people, too few to carry a line, are left out. Scores
    that nobody has are passed over. Raises `ValueError` for shapes that do not fit.
    """
    table, value = checked_counts(counts), np.asarray(values, dtype=np.float64)
    form = np.zeros(len(table), dtype=np.int64) if forms is None else np.asarray(forms, dtype=np.int64)
    if not value.shape == form.shape == table.shape[:1]:
        raise ValueError(f"{len(table)} cells, values of shape {value.shape} and forms of shape {form.shape}")
    observed = _observed(table, value, form)
    if observed is None:
        return Logistic(*[float("nan")] * 9)
    matched = fit(observed, terms=0)
    uniform = fit(observed, terms=1, start=matched)
    full = fit(observed, terms=2, start=uniform)
    none = _null_log_likelihood(observed.counts)
    logs = [found.log_likelihood for found in (matched, uniform, full)]
    r2 = [_nagelkerke(log, none, observed.counts.sum()) for log in logs]
    total, first, second = (max(2.0 * (logs[more] - logs[less]), 0.0) for more, less in ((2, 0), (1, 0), (2, 1)))
    return Logistic(
        *(total, float(chdtrc(2, total)), first, float(chdtrc(1, first)), second, float(chdtrc(1, second))),
        *(r2[2] - r2[0], r2[1] - r2[0], r2[2] - r2[1]),
    )


def _observed(table: FloatArray, value: FloatArray, form: IntArray) -> Observed | None:
    """Rows with people in them, sorted by form, of forms that tell something."""
    order = np.argsort(form, kind="stable")
    kept = order[_telling(table, form)[form[order]]]
    if not kept.size:
        return None
    table, value = table[kept], value[kept]
    numbers = np.asarray(np.unique(form[kept], return_inverse=True)[1], dtype=np.int64)
    used = table.sum(axis=(0, 1)) > 0
    standard = _standardised(value, table.sum(axis=(1, 2)), numbers)
    rows = table[:, :, used].reshape(-1, int(used.sum()))
    peopled = rows.sum(axis=1) > 0
    group = np.tile([0.0, 1.0], len(table))
    return Observed(rows[peopled], np.repeat(standard, 2)[peopled], group[peopled], np.repeat(numbers, 2)[peopled])


def _telling(table: FloatArray, form: IntArray) -> BoolArray:
    """Which forms have people of different scores, and enough of them unless none has."""
    by_form = np.zeros((int(form.max(initial=-1)) + 1, table.shape[2]))
    np.add.at(by_form, form, table.sum(axis=1))
    differ = np.asarray((by_form > 0).sum(axis=1) > 1)
    large = differ & (by_form.sum(axis=1) >= FEWEST_IN_A_FORM)
    return large if large.any() else differ


def _standardised(value: FloatArray, people: FloatArray, form: IntArray) -> FloatArray:
    """Values less their mean, in standard deviations, within each form; 0 where a form has one value only."""
    size = np.bincount(form, people)
    away = value - (np.bincount(form, people * value) / size)[form]
    sd = np.sqrt(np.bincount(form, people * away**2) / size)[form]
    return np.asarray(away / np.where(sd > 0, sd, 1.0))


def _null_log_likelihood(counts: FloatArray) -> float:
    by_score = counts.sum(axis=0)
    return float(xlogy(by_score, by_score / by_score.sum()).sum())


def _nagelkerke(log_likelihood: float, none: float, people: float) -> float:
    return float(np.expm1(2.0 * (none - log_likelihood) / people) / np.expm1(2.0 * none / people))
