"""The graded response model in slopes a and intercepts d_k = -a t_k: P(score >= k) = L(a theta + d_k).

Samejima (1969), Psychometrika Monograph 17. In these parameters the log-likelihood of each score is concave (Pratt
1981, Journal of the American Statistical Association 76, 103-106). With u_k = a theta + d_k and F_k = L(u_k),
log P_k = log F_k + log(1 - F_k+1) + log(1 - exp(d_k+1 - d_k)), and the last term does not depend on theta.

`slope` (items,), `intercept` and `there` (items, steps), `nodes` (nodes,), `counts` (items, categories, nodes).
"""

import numpy as np

from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.part_marks.terms import Terms, with_unit_rows
from question_bank.irt.parameters import FloatArray


def log_probabilities(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray) -> FloatArray:
    """Log P of each category at each node, shape (items, categories, nodes); meaningless where an item has none."""
    u = slope[:, None, None] * nodes + np.where(there, intercept, -np.inf)[..., None]
    log_p = np.zeros((*there.shape, nodes.size))
    log_p = np.concatenate([log_p[:, :1], -np.logaddexp(0.0, -u)], axis=1)
    log_p[:, :-1] -= np.logaddexp(0.0, u)
    log_p[:, 1:-1] += np.log(-np.expm1(-_fall(intercept, there)))[..., None]
    return log_p


def feasible(intercept: FloatArray, there: BoolArray) -> BoolArray:
    """Whether each item's intercepts fall, so that every category has a chance; shape (items,)."""
    return np.asarray((~there[:, 1:] | (np.diff(intercept, axis=1) < 0)).all(axis=1))


def terms(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray, counts: FloatArray) -> Terms:
    """Gradient and curvature of the expected log-likelihood, sum over nodes and k of counts_k log P_k."""
    above = _above(slope, intercept, there, nodes)
    odds, spread = _gaps(intercept, there)
    lower, upper = counts[:, 1:], counts[:, :-1]
    pull = lower * (1.0 - above + odds[:, 1:, None]) - upper * (above + odds[:, :-1, None])
    pull = np.where(there[..., None], pull, 0.0)
    weight = np.where(there[..., None], above * (1.0 - above) * (lower + upper), 0.0)
    gap = spread * counts.sum(axis=2)
    steps = there.shape[1]
    gradient = np.concatenate([(pull.sum(axis=1) @ nodes)[:, None], pull.sum(axis=2)], axis=1)
    curvature = np.zeros((len(slope), steps + 1, steps + 1))
    curvature[:, 0, 0] = weight.sum(axis=1) @ nodes**2
    curvature[:, 0, 1:] = curvature[:, 1:, 0] = weight @ nodes
    place = np.arange(1, steps + 1)
    curvature[:, place, place] = weight.sum(axis=2) + gap[:, 1:] + gap[:, :-1]
    curvature[:, place[:-1], place[1:]] = curvature[:, place[1:], place[:-1]] = -gap[:, 1:-1]
    return Terms(gradient, with_unit_rows(curvature, there))


def scores(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray) -> FloatArray:
    """d log P_k / d (a, d_1, d_2, ...), shape (items, categories, parts, nodes)."""
    above = _above(slope, intercept, there, nodes)
    odds, _ = _gaps(intercept, there)
    steps = there.shape[1]
    parts = np.zeros((len(slope), steps + 1, steps + 1, nodes.size))
    place = np.arange(steps)
    parts[:, place + 1, place + 1] = np.where(there[..., None], 1.0 - above + odds[:, 1:, None], 0.0)
    parts[:, place, place + 1] = np.where(there[..., None], -above - odds[:, :-1, None], 0.0)
    parts[:, :, 0] = nodes * parts[:, :, 1:].sum(axis=2)
    return parts


def _above(slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray) -> FloatArray:
    """F_1, F_2, ..., shape (items, steps, nodes); zero for steps that an item lacks."""
    u = slope[:, None, None] * nodes + np.where(there, intercept, -np.inf)[..., None]
    return np.asarray(np.exp(-np.logaddexp(0.0, -u)))


def _fall(intercept: FloatArray, there: BoolArray) -> FloatArray:
    """d_k - d_k+1 of the categories between the first and the last, shape (items, steps - 1); else infinite."""
    return np.where(there[:, 1:], intercept[:, :-1] - intercept[:, 1:], np.inf)


def _gaps(intercept: FloatArray, there: BoolArray) -> tuple[FloatArray, FloatArray]:
    """With r = exp(d_k+1 - d_k), the derivative of -log(1 - r) by log r, r / (1 - r), and the second, r / (1 - r)^2; of
    each category, shape (items, categories), zero for the first and the last."""
    odds = np.zeros((len(there), there.shape[1] + 1))
    # Not as 1 - exp, which loses its digits where boundaries nearly meet; infinite falls give 0.
    with np.errstate(over="ignore"):
        odds[:, 1:-1] = 1.0 / np.expm1(_fall(intercept, there))
    return odds, odds * (1.0 + odds)
