"""Item curves: probability, log-probability, information and expected score at given abilities.

The three-parameter logistic model of Birnbaum (1968, in Lord & Novick, Statistical Theories of Mental Test Scores,
ch. 17-20), metric D = 1; c = 0 gives the two-parameter, equal a the one-parameter model.
Everywhere `theta` has shape (points,) and results have shape (points, items) unless said otherwise.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.parameters import FloatArray, ItemParameters


class LogProbabilities(NamedTuple):
    """Natural logarithms of P(right) and P(wrong), each of shape (points, items)."""

    right: FloatArray
    wrong: FloatArray


def probability(theta: ArrayLike, parameters: ItemParameters) -> FloatArray:
    """P(right) = c + (1 - c) L, with L = 1 / (1 + exp(-a (theta - b))). Shape (points, items)."""
    knowing = np.exp(_log_logistic(_logit(theta, parameters)))
    return parameters.c + (1.0 - parameters.c) * knowing


def log_probabilities(theta: ArrayLike, parameters: ItemParameters) -> LogProbabilities:
    """Log P(right) and log P(wrong), finite and exact however far theta lies from b."""
    logit = _logit(theta, parameters)
    log_not_guessing = np.log1p(-parameters.c)
    with np.errstate(divide="ignore"):
        log_guessing = np.log(parameters.c)
    return LogProbabilities(
        right=np.logaddexp(log_guessing, log_not_guessing + _log_logistic(logit)),
        wrong=log_not_guessing + _log_logistic(-logit),
    )


def information(theta: ArrayLike, parameters: ItemParameters) -> FloatArray:
    """Fisher information of each item, Birnbaum (1968, ch. 20): a^2 (1 - c) L^2 (1 - L) / P, per theta squared.

    Shape (points, items); sum over items for a test's information. For c = 0 it is a^2 L (1 - L).
    """
    logit = _logit(theta, parameters)
    log_knowing = _log_logistic(logit)
    log_right = log_probabilities(theta, parameters).right
    # In logarithms, because L^2 / P is 0 / 0 far below an item without guessing.
    return np.asarray(
        parameters.a**2 * (1.0 - parameters.c) * np.exp(2.0 * log_knowing + _log_logistic(-logit) - log_right)
    )


def expected_score(theta: ArrayLike, parameters: ItemParameters, weights: ArrayLike | None = None) -> FloatArray:
    """The test characteristic curve: the (weighted) sum of P(right) over the items. Shape (points,).

    `weights` has shape (items,) and defaults to one each.
    """
    curves = probability(theta, parameters)
    return np.asarray(curves.sum(axis=1) if weights is None else curves @ np.asarray(weights, dtype=np.float64))


def _logit(theta: ArrayLike, parameters: ItemParameters) -> FloatArray:
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    return np.asarray(parameters.a * (points[:, None] - parameters.b))


def _log_logistic(logit: FloatArray) -> FloatArray:
    """log(1 / (1 + exp(-x))) without overflow on either side."""
    return np.asarray(-np.logaddexp(0.0, -logit))
