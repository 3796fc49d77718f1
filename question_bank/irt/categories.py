"""Curves of single scores for every model: right/wrong items are items with the scores 0 and 1.

Everything here has shape (points, items, categories); an item that lacks a category has P = 0 (log P = -inf) and slope
0 there. The graded response model is Samejima's (1969, Psychometrika Monograph 17), the generalised partial credit
model Muraki's (1992, Applied Psychological Measurement 16, 159-176); with equal slopes the latter is Masters's (1982)
partial credit model.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.curves import log_probabilities
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters


class CategoryCurves(NamedTuple):
    """`log_p`: log P(score = k | theta); `slope`: its derivative by theta. Shape (points, items, categories)."""

    log_p: FloatArray
    slope: FloatArray


def category_curves(theta: ArrayLike, parameters: Parameters) -> CategoryCurves:
    """Log-probabilities of each score at each point, and their slopes; exact however far theta lies out."""
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    if isinstance(parameters, ItemParameters):
        return _right_wrong(points, parameters)
    return _graded(points, parameters) if parameters.family == "grm" else _partial_credit(points, parameters)


def category_information(theta: ArrayLike, parameters: Parameters) -> FloatArray:
    """Fisher information of each item, sum over k of P_k (d log P_k / d theta)^2. Shape (points, items)."""
    curves = category_curves(theta, parameters)
    return np.asarray((np.exp(curves.log_p) * curves.slope**2).sum(axis=2))


def expected_item_score(theta: ArrayLike, parameters: Parameters) -> FloatArray:
    """The mean score of each item at each point, sum over k of k P_k. Shape (points, items)."""
    curves = category_curves(theta, parameters)
    return np.asarray(np.exp(curves.log_p) @ np.arange(curves.log_p.shape[2]))


def _right_wrong(points: FloatArray, parameters: ItemParameters) -> CategoryCurves:
    logs = log_probabilities(points, parameters)
    log_knowing = -np.logaddexp(0.0, -parameters.a * (points[:, None] - parameters.b))
    # d log P(right) = a L (1 - L) (1 - c) / P(right), and 1 - P(right) = (1 - c) (1 - L). In logarithms, because the
    # factors are zero and infinite far below the item.
    rising = parameters.a * np.exp(log_knowing + logs.wrong - logs.right)
    falling = -parameters.a * np.exp(log_knowing)
    return CategoryCurves(np.stack([logs.wrong, logs.right], axis=2), np.stack([falling, rising], axis=2))


def _graded(points: FloatArray, parameters: StepParameters) -> CategoryCurves:
    """P_k = L(u_k) - L(u_k+1) = L(u_k) L(-u_k+1) (1 - exp(u_k+1 - u_k)), with u_0 = inf and u_m+1 = -inf."""
    a = parameters.a[:, None]
    known = ~np.isnan(parameters.thresholds)
    # No boundary is one that nobody crosses, whichever way the slope goes.
    u = np.where(known, a * (points[:, None, None] - np.where(known, parameters.thresholds, 0.0)), -np.inf)
    lower = np.concatenate([np.full_like(u[..., :1], np.inf), u], axis=2)
    upper = np.concatenate([u, np.full_like(u[..., :1], -np.inf)], axis=2)
    there = np.concatenate([np.ones_like(known[:, :1]), known], axis=1)
    gap = np.where(there, np.where(np.isinf(lower) | np.isinf(upper), -np.inf, upper - np.where(there, lower, 0.0)), -1)
    log_p = -np.logaddexp(0.0, -lower) - np.logaddexp(0.0, upper) + np.log1p(-np.exp(gap))
    slope = a * (1.0 - _logistic(lower) - _logistic(upper))
    return CategoryCurves(np.where(there, log_p, -np.inf), np.where(there, slope, 0.0))


def _partial_credit(points: FloatArray, parameters: StepParameters) -> CategoryCurves:
    steps = np.concatenate([np.zeros_like(parameters.thresholds[:, :1]), parameters.thresholds], axis=1)
    there = ~np.isnan(steps)
    score = np.arange(steps.shape[1])
    sums = np.cumsum(np.where(there, steps, 0.0), axis=1)
    exponent = parameters.a[:, None] * (score * points[:, None, None] - sums)
    exponent = np.where(there, exponent, -np.inf)
    log_p = exponent - np.logaddexp.reduce(exponent, axis=2, keepdims=True)
    mean = np.exp(log_p) @ score.astype(np.float64)
    slope = parameters.a[:, None] * (score - mean[..., None])
    return CategoryCurves(log_p, np.where(there, slope, 0.0))


def _logistic(x: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-np.logaddexp(0.0, -x)))
