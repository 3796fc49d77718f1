"""M2: does the model as a whole reproduce how often items, and pairs of items, are solved?

Maydeu-Olivares & Joe (2006, Psychometrika 71, 713-732) for right/wrong; for part marks the statistic M2* of Cai &
Hansen (2013, British Journal of Mathematical and Statistical Psychology 66, 245-276), built on the mean scores and the
mean products of two scores, which for right/wrong are the same numbers. With e the difference of observed and expected
means, X its covariance under the model and D the derivatives of the expected means by the parameters,
M2 = n e' (X^-1 - X^-1 D (D' X^-1 D)^-1 D' X^-1) e, chi-squared with (means - parameters) degrees of freedom.
"""

from math import nan
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2

from question_bank.irt.blas import one_blas_thread
from question_bank.irt.calibration.calibrate import Model
from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.expected_scores import expected_scores
from question_bank.irt.fit.freedom import Estimated, estimated
from question_bank.irt.fit.pair_means import PairMeans, covariance, expected_means, observed_means, pair_places
from question_bank.irt.fit.s_x2 import rmsea
from question_bank.irt.fit.score_derivatives import score_derivatives
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, grid_for

# The covariance of 7,260 means, those of 120 items, takes 0.4 GB, and as much again for its root.
MOST_ITEMS = 120

MissingReason = Literal["no_answers", "missing_answers", "too_many_items", "too_few_means", "singular"]


class M2(NamedTuple):
    """The statistic with its degrees of freedom and p; `rmsea`, its 90 % confidence interval (`low`, `high`; Browne &
    Cudeck 1993), and `srmsr`, the root mean square of observed minus expected correlations of scores. NaN with a
    `reason` where there is none."""

    statistic: float
    df: float
    p: float
    rmsea: float
    low: float
    high: float
    srmsr: float
    reason: MissingReason | None


def m2(
    answers: Answers,
    parameters: Parameters,
    grid: Grid | None = None,
    *,
    model: Model | None,
    weights: ArrayLike | None = None,
) -> M2:
    """M2 of complete answers to at most 120 items; arguments as for `s_x2`. People without any answer do not count."""
    rows = AnswerRows(answers, parameters, weights)
    if rows.items > MOST_ITEMS:
        return without("too_many_items")
    with one_blas_thread():
        observed = observed_means(rows)
    if observed is None:
        return without("missing_answers")
    if observed.people == 0:
        return without("no_answers")
    free = estimated(parameters, model)
    df = observed.values.size - free.total
    if df <= 0:
        return without("too_few_means")
    population = grid_for(parameters) if grid is None else grid
    with one_blas_thread():
        return _statistic(observed, parameters, free, population)


def without(reason: MissingReason) -> M2:
    return M2(nan, nan, nan, nan, nan, nan, nan, reason)


def _statistic(observed: PairMeans, parameters: Parameters, free: Estimated, grid: Grid) -> M2:
    weights = np.exp(grid.log_weights)
    mean, variance = (part.T for part in expected_scores(grid.nodes, parameters))
    expected = expected_means(mean, variance, weights)
    df = observed.values.size - free.total
    try:
        root = np.linalg.cholesky(covariance(mean, variance, weights, expected))
    except np.linalg.LinAlgError:
        return without("singular")
    rest = linalg.solve_triangular(root, observed.values - expected.values, lower=True)
    if free.total:
        slopes = linalg.solve_triangular(root, _derivatives(mean, parameters, free, grid, weights), lower=True)
        rest = rest - slopes @ np.linalg.lstsq(slopes, rest)[0]
    statistic = observed.people * float(rest @ rest)
    low, high = rmsea_interval(statistic, df, observed.people)
    return M2(
        statistic=statistic,
        df=float(df),
        p=float(chi2.sf(statistic, df)),
        rmsea=float(rmsea(statistic, df, observed.people)),
        low=low,
        high=high,
        srmsr=_srmsr(observed, expected),
        reason=None,
    )


def _derivatives(
    mean: FloatArray, parameters: Parameters, free: Estimated, grid: Grid, weights: FloatArray
) -> FloatArray:
    """Of the expected means by the estimated parameters, shape (means, parameters)."""
    items = len(mean)
    place = pair_places(items)
    factors = np.vstack([np.ones_like(mean[:1]), mean])
    columns = []
    common = np.zeros(place.max() + 1)
    for item, curves in enumerate(score_derivatives(grid.nodes, parameters, free.guessing)):
        moved = (curves * weights) @ factors.T
        whole = np.zeros((len(curves), common.size))
        others = np.arange(items) != item
        whole[:, item] = moved[:, 0]
        whole[:, place[item, others]] = moved[:, 1:][:, others]
        if free.common_slope:
            common += whole[0]
            whole = whole[1:]
        columns.append(whole)
    return np.vstack([*([common[None]] if free.common_slope else []), *columns]).T


def _srmsr(observed: PairMeans, expected: PairMeans) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = observed.correlations() - expected.correlations()
    return float(np.sqrt(np.nanmean(difference**2))) if np.isfinite(difference).any() else nan


def rmsea_interval(statistic: float, df: float, people: float) -> tuple[float, float]:
    """The 90 % confidence interval of the RMSEA from the non-central chi-squared distribution."""
    if people <= 1:
        return nan, nan

    def bound(share: float) -> float:
        def surplus(shift: float) -> float:
            return float(ncx2.cdf(statistic, df, shift)) - share

        if float(chi2.cdf(statistic, df)) <= share:
            return 0.0
        most = max(statistic, 1.0)
        while surplus(most) > 0:
            most *= 2.0
        return float(np.sqrt(brentq(surplus, 1e-12, most) / (df * (people - 1.0))))

    return bound(0.95), bound(0.05)
