"""The marginal log-posterior of a right/wrong calibration, written down once more as plainly as can be: a dense
grid, no sufficient statistics; and its derivatives by differences."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

FloatArray = NDArray[np.float64]
STANDARD = np.linspace(-8.0, 8.0, 401)


def marginal_log_likelihood(
    scores: FloatArray,
    a: FloatArray,
    d: FloatArray,
    c: FloatArray,
    mean: float = 0.0,
    sd: float = 1.0,
    weights: FloatArray | None = None,
) -> float:
    """Of one group. `scores` (persons, items) with NaN for missing."""
    theta = mean + sd * STANDARD
    p = c + (1 - c) * expit(theta[:, None] * a + d)
    log_prior = -0.5 * STANDARD**2 - logsumexp(-0.5 * STANDARD**2)
    right, wrong = (scores == 1).astype(float), (scores == 0).astype(float)
    log_p = right @ np.log(p).T + wrong @ np.log1p(-p).T
    own = logsumexp(log_p + log_prior, axis=1)
    return float(own.sum() if weights is None else own @ weights)


def log_prior_density(log_a: FloatArray, b: FloatArray, logit_c: FloatArray | None) -> float:
    """Under the default priors without an author's b and with four options."""

    def normal(x: FloatArray, mean: float, sd: float) -> float:
        return float((-0.5 * ((x - mean) / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))).sum())

    total = normal(log_a, 0.0, 0.5) + normal(b, 0.0, 2.0)
    return total if logit_c is None else total + normal(logit_c, float(np.log(1 / 3)), 0.5)


def hessian(function: Callable[[FloatArray], float], at: FloatArray, step: float = 1e-3) -> FloatArray:
    """Second derivatives by central differences."""
    size = at.size
    result = np.zeros((size, size))
    steps = step * np.eye(size)
    for i in range(size):
        for j in range(i, size):
            ends = [
                function(at + one * steps[i] + other * steps[j]) * one * other for one in (1, -1) for other in (1, -1)
            ]
            result[i, j] = result[j, i] = sum(ends) / (4 * step**2)
    return result


def gradient(function: Callable[[FloatArray], float], at: FloatArray, step: float = 1e-4) -> FloatArray:
    return np.array(
        [(function(at + step * unit) - function(at - step * unit)) / (2 * step) for unit in np.eye(at.size)]
    )
