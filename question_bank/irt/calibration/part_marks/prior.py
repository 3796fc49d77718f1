"""Prior densities of slopes and thresholds, and their derivatives by slopes and intercepts d = -a t.

log a ~ N(0, 0.5). An item's difficulty b, the mean of its m thresholds, ~ N(author's b, 1), or N(0, 2) without one,
and the thresholds' deviations from b ~ N(0, 2) in the m - 1 directions that they have; N(mean, standard deviation).
With one threshold this is the prior of right/wrong items.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.part_marks.state import SlopeRule
from question_bank.irt.calibration.part_marks.terms import Terms
from question_bank.irt.calibration.priors import AUTHORS_SD, LOG_SLOPE_SD, WITHOUT_AUTHOR_SD
from question_bank.irt.parameters import FloatArray

DEVIATION_SD = 2.0


class Prior(NamedTuple):
    """Priors of the free items.

    The thresholds' `centre` (items,), `precision` (items, steps, steps) and the logarithm of the density's constant,
    `log_constant` (items,). `slope_share`: each item's share of a slope's prior, so that one slope of all has it once.
    """

    centre: FloatArray
    precision: FloatArray
    log_constant: FloatArray
    slope_share: float


def default_prior(there: BoolArray, author_b: FloatArray, slopes: SlopeRule) -> Prior:
    """The priors above; `author_b` (items,) is NaN where the author gave no difficulty."""
    sd = np.where(np.isnan(author_b), WITHOUT_AUTHOR_SD, AUTHORS_SD)
    steps = there.sum(axis=1)
    mean_of = (there[:, :, None] & there[:, None, :]) / steps[:, None, None]
    single = np.eye(there.shape[1]) * there[:, None, :]
    precision = mean_of / (steps * sd**2)[:, None, None] + (single - mean_of) / DEVIATION_SD**2
    log_constant = -np.log(sd) - (steps - 1) * np.log(DEVIATION_SD) - 0.5 * steps * np.log(2.0 * np.pi)
    share = {"separate": 1.0, "common": 1.0 / max(len(there), 1), "held": 0.0}[slopes]
    return Prior(np.nan_to_num(author_b), precision, log_constant, share)


def log_density(prior: Prior, slope: FloatArray, intercept: FloatArray, there: BoolArray) -> FloatArray:
    """The logarithm of each item's prior density, shape (items,)."""
    _, away, push = _thresholds(prior, slope, intercept, there)
    z = np.log(slope) / LOG_SLOPE_SD
    of_slope = -0.5 * z**2 - np.log(LOG_SLOPE_SD) - 0.5 * np.log(2.0 * np.pi)
    return np.asarray(prior.log_constant - 0.5 * (away * push).sum(axis=1) + prior.slope_share * of_slope)


def terms(prior: Prior, slope: FloatArray, intercept: FloatArray, there: BoolArray) -> Terms:
    """Derivatives of the prior's logarithm by (a, d_1, d_2, ...); the rows of steps not there are 0."""
    a = slope[:, None]
    t, _, push = _thresholds(prior, slope, intercept, there)
    spread = np.einsum("jhg,jg->jh", prior.precision, t)
    gradient = np.concatenate([(t * push).sum(axis=1, keepdims=True), push], axis=1) / a
    curvature = np.empty((len(t), t.shape[1] + 1, t.shape[1] + 1))
    curvature[:, 0, 0] = (t * (spread + 2.0 * push)).sum(axis=1) / slope**2
    curvature[:, 0, 1:] = curvature[:, 1:, 0] = (spread + push) / a**2
    curvature[:, 1:, 1:] = prior.precision / a[..., None] ** 2
    gradient[:, 0] -= prior.slope_share * np.log(slope) / (slope * LOG_SLOPE_SD**2)
    curvature[:, 0, 0] += prior.slope_share * (1.0 - np.log(slope)) / (slope * LOG_SLOPE_SD) ** 2
    return Terms(gradient, curvature)


def _thresholds(
    prior: Prior, slope: FloatArray, intercept: FloatArray, there: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Thresholds, how far they lie from their centres, and that times the precision; (items, steps) each."""
    t = np.where(there, -intercept / slope[:, None], 0.0)
    away = np.where(there, t - prior.centre[:, None], 0.0)
    return t, away, np.einsum("jhg,jg->jh", prior.precision, away)
