"""The generalised partial credit model in slopes a and intercepts d_h = -a t_h: log P_k = k a theta + sum over h <= k
of d_h, up to a constant that makes the P add up to one.

Muraki (1992), Applied Psychological Measurement 16, 159-176; with one common slope Masters's (1982, Psychometrika 47,
149-174) partial credit model. An exponential family, so that the log-likelihood is concave in these parameters.

`slope` (items,), `intercept` and `there` (items, steps), `nodes` (nodes,), `counts` (items, categories, nodes).
"""

import numpy as np

from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.part_marks.terms import Terms, with_unit_rows
from question_bank.irt.parameters import FloatArray


def log_probabilities(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray) -> FloatArray:
    """Log P of each category at each node, shape (items, categories, nodes); -inf where an item has none."""
    steps = np.where(there, intercept, -np.inf)
    sums = np.concatenate([np.zeros((len(slope), 1)), np.cumsum(steps, axis=1)], axis=1)
    exponent = sums[..., None] + np.arange(sums.shape[1])[:, None] * (slope[:, None, None] * nodes)
    top = exponent.max(axis=1, keepdims=True)
    return np.asarray(exponent - top - np.log(np.exp(exponent - top).sum(axis=1, keepdims=True)))


def terms(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray, counts: FloatArray) -> Terms:
    """Gradient and curvature of the expected log-likelihood, sum over nodes and k of counts_k log P_k."""
    p = np.exp(log_probabilities(slope, intercept, there, nodes))
    people = counts.sum(axis=1)
    at_least = _at_least(p)
    pull = _at_least(counts) - people[:, None] * at_least
    steps = there.shape[1]
    number = np.arange(1, steps + 1)
    mean = at_least.sum(axis=1)
    # E(score^2) = sum over h of (2h - 1) P(score >= h), E(score [score >= h]) = h P(>= h) + sum over g > h of P(>= g).
    variance = np.einsum("h,jhk->jk", 2.0 * number - 1.0, at_least) - mean**2
    later = np.cumsum(at_least[:, ::-1], axis=1)[:, ::-1] - at_least
    with_score = number[:, None] * at_least + later - mean[:, None] * at_least
    gradient = np.concatenate([(pull.sum(axis=1) @ nodes)[:, None], pull.sum(axis=2)], axis=1)
    curvature = np.empty((len(slope), steps + 1, steps + 1))
    curvature[:, 0, 0] = (people * variance) @ nodes**2
    curvature[:, 0, 1:] = curvature[:, 1:, 0] = (people[:, None] * with_score) @ nodes
    total = (people[:, None] * at_least).sum(axis=2)
    higher = np.maximum(number[:, None], number) - 1
    curvature[:, 1:, 1:] = total[:, higher] - (people[:, None] * at_least) @ at_least.transpose(0, 2, 1)
    gradient[:, 1:] = np.where(there, gradient[:, 1:], 0.0)
    return Terms(gradient, with_unit_rows(curvature, there))


def scores(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray) -> FloatArray:
    """d log P_k / d (a, d_1, d_2, ...), shape (items, categories, parts, nodes)."""
    at_least = _at_least(np.exp(log_probabilities(slope, intercept, there, nodes)))
    steps = there.shape[1]
    reached = np.arange(steps + 1)[:, None] >= np.arange(1, steps + 1)
    parts = np.empty((len(slope), steps + 1, steps + 1, nodes.size))
    parts[:, :, 1:] = reached[None, :, :, None] - at_least[:, None]
    parts[:, :, 0] = nodes * (np.arange(steps + 1)[:, None] - at_least.sum(axis=1)[:, None])
    return parts


def _at_least(categories: FloatArray) -> FloatArray:
    """Sums over the categories from h on, h = 1, 2, ...; shape (items, steps, nodes)."""
    return np.asarray(np.cumsum(categories[:, :0:-1], axis=1)[:, ::-1])
