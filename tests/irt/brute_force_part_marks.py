"""The marginal log-posterior of a calibration with part marks, written down once more as plainly as can be: category by
category from the models' definitions, on a dense grid of each group's own."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp
from scipy.stats import norm

from question_bank.irt.parameters import FloatArray, StepFamily

STANDARD = np.linspace(-8.0, 8.0, 161)


def category_probabilities(theta: FloatArray, a: float, thresholds: FloatArray, family: StepFamily) -> FloatArray:
    """Shape (points, categories); `thresholds` without NaN."""
    if family == "grm":
        above = [np.ones_like(theta), *(expit(a * (theta - t)) for t in thresholds), np.zeros_like(theta)]
        return np.stack([higher - lower for higher, lower in pairwise(above)], axis=1)
    odds = np.stack([np.exp(a * (k * theta - thresholds[:k].sum())) for k in range(thresholds.size + 1)], axis=1)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def simulated(
    a: FloatArray, thresholds: FloatArray, family: StepFamily, theta: FloatArray, chance: np.random.Generator
) -> FloatArray:
    """Scores (persons, items) of people at `theta`."""
    scores = np.empty((theta.size, a.size))
    for item, (slope, row) in enumerate(zip(a, thresholds, strict=True)):
        p = category_probabilities(theta, slope, row[~np.isnan(row)], family)
        scores[:, item] = (chance.random(theta.size)[:, None] > np.cumsum(p, axis=1)[:, :-1]).sum(axis=1)
    return scores


def marginal_log_likelihood(
    scores: FloatArray,
    a: FloatArray,
    thresholds: FloatArray,
    family: StepFamily,
    mean: FloatArray,
    sd: FloatArray,
    groups: NDArray[np.intp],
    weights: FloatArray,
) -> float:
    """`scores` (persons, items) from 0, NaN for missing; `mean` and `sd` (groups,); `groups`, `weights` (persons,)."""
    log_prior = norm.logpdf(STANDARD)
    total = 0.0
    for group in range(mean.size):
        people = np.flatnonzero(groups == group)
        joint = np.tile(log_prior - logsumexp(log_prior), (people.size, 1))
        for item, row in enumerate(thresholds):
            theta = mean[group] + sd[group] * STANDARD
            log_p = np.log(category_probabilities(theta, a[item], row[~np.isnan(row)], family))
            answers = scores[people, item]
            known = ~np.isnan(answers)
            joint[known] += log_p[:, answers[known].astype(int)].T
        total += float(weights[people] @ logsumexp(joint, axis=1))
    return total


def log_prior_density(slopes: FloatArray, thresholds: FloatArray, author_b: FloatArray) -> float:
    """Of the default priors: `slopes` as many as are estimated, `author_b` NaN where there is none."""
    total = float(norm.logpdf(np.log(slopes), 0.0, 0.5).sum())
    for row, author in zip(thresholds, author_b, strict=True):
        steps = row[~np.isnan(row)]
        centre, spread = (0.0, 2.0) if np.isnan(author) else (author, 1.0)
        total += float(norm.logpdf(steps.mean(), centre, spread))
        # Deviations in the directions that the mean leaves, by an orthonormal basis of them.
        basis = np.linalg.svd(np.ones((1, steps.size)))[2][1:]
        total += float(norm.logpdf(basis @ steps, 0.0, 2.0).sum())
    return total
