"""Reliability of ability estimates: what share of their spread is spread of ability.

Marginal reliability is a property of items and a population, empirical reliability one of estimates that were made.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import category_information
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, normal_grid

ErrorKind = Literal["posterior", "sampling"]

# Steep items make an information that varies over short distances.
NODES = 241


def marginal_reliability(parameters: Parameters, grid: Grid | None = None) -> float:
    """The population's mean of I / (I + 1 / variance), with the variance of the grid's distribution.

    That is the reliability at each ability, 1 - error / (variance of ability in the population) with the posterior's
    error 1 / (I + 1 / variance), averaged (Green, Bock, Humphreys, Linn & Reckase 1984, Journal of Educational
    Measurement 21, 347-360, average the error; this form is that of Thissen & Wainer 2001, Test Scoring, ch. 3, and of
    `marginal_rxx` in the R package mirt for a variance of 1). It does not depend on the unit of theta. The grid is
    N(0, 1) unless given.
    """
    chosen = normal_grid(nodes=NODES) if grid is None else grid
    shares = np.exp(chosen.log_weights)
    variance = shares @ chosen.nodes**2 - (shares @ chosen.nodes) ** 2
    information = category_information(chosen.nodes, parameters).sum(axis=1)
    return float(shares @ (information / (information + 1.0 / variance)))


def empirical_reliability(
    theta: ArrayLike, se: ArrayLike, errors: ErrorKind = "posterior", weights: ArrayLike | None = None
) -> float:
    """The share of ability in the spread of estimates `theta` with standard errors `se`, both of shape (persons,).

    With `errors` "posterior" (EAP, MAP), var / (var + mean se^2): the posterior means' variance and the posteriors'
    add up to that of ability. With "sampling" (ML, WLE), 1 - mean se^2 / var: the estimates' variance is that of
    ability and of errors together; it is negative where errors outweigh all. (`empirical_rxx` of the R package mirt,
    the latter with `T_as_X = TRUE`.) Variances have the divisor n - 1. `weights` (persons,) count people. People whose
    estimate or error is not a finite number are left out; with fewer than two left the reliability is NaN.
    """
    estimates, spread = np.asarray(theta, dtype=np.float64), np.asarray(se, dtype=np.float64)
    counts = np.ones_like(estimates) if weights is None else np.asarray(weights, dtype=np.float64)
    finite = np.isfinite(estimates) & np.isfinite(spread) & (counts > 0)
    estimates, spread, counts = estimates[finite], spread[finite], counts[finite]
    if counts.sum() < 2:
        return float("nan")
    error = np.average(spread**2, weights=counts)
    variance = _variance(estimates, counts)
    if errors == "posterior":
        return float(variance / (variance + error))
    return float(1.0 - error / variance) if variance > 0 else float("nan")


def _variance(values: FloatArray, counts: FloatArray) -> float:
    deviations = values - np.average(values, weights=counts)
    return float(counts @ deviations**2 / (counts.sum() - 1.0))
