"""Maximum likelihood of cumulative logits on grouped rows, by Fisher's scoring; with two scores logistic regression.

log P(score <= k) / P(score > k) = t_k - (u_f + v_f x + g y + h g x) (McCullagh 1980, Journal of the Royal Statistical
Society B 42, 109-142) with x the matching value, g the group (0 or 1) and t_0 = 0. Each form f has its own u and v, so
the information matrix is an arrow of 2 x 2 blocks: the forms are eliminated one by one, and thousands of them cost a
pass over the rows.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit, xlogy

from question_bank.irt.dif.cells import IntArray
from question_bank.irt.parameters import FloatArray

ITERATIONS = 60
# Twice the log-likelihood that one more step would gain is a chi-squared's error.
TOLERANCE = 1e-10
RIDGE = 1e-10
HALVINGS = 30
TINY = 1e-300


class Observed(NamedTuple):
    """Rows of people, sorted by form: `counts` (rows, scores), `value`, `group` (0 or 1), `form` 0, 1, ... (rows,)."""

    counts: FloatArray
    value: FloatArray
    group: FloatArray
    form: IntArray


class Fit(NamedTuple):
    """`blocks` (forms, 2): u and v; `shared`: the thresholds after the first, then the group's terms y and h."""

    blocks: FloatArray
    shared: FloatArray
    log_likelihood: float


def fit(observed: Observed, terms: int, start: Fit | None = None) -> Fit:
    """The model with no term of the group, with y, or with y and h; from the fit of a smaller model, if there is one.

    Where groups or scores are separable some coefficients run off to infinity and the log-likelihood to its supremum.
    """
    now = _start(observed, terms) if start is None else _extended(observed, start, terms)
    for _ in range(ITERATIONS):
        step, gain = _scoring_step(observed, now, terms)
        following = _uphill(observed, now, step)
        if gain < TOLERANCE or following is None:
            break
        now = following
    return now


def _start(observed: Observed, terms: int) -> Fit:
    by_score = observed.counts.sum(axis=0)
    below = logit(np.cumsum(by_score)[:-1] / by_score.sum())
    blocks = np.zeros((int(observed.form[-1]) + 1, 2))
    blocks[:, 0] = -below[0]
    return _at(observed, blocks, np.append(below[1:] - below[0], np.zeros(terms)))


def _extended(observed: Observed, start: Fit, terms: int) -> Fit:
    thresholds = observed.counts.shape[1] - 2
    return start._replace(shared=np.append(start.shared, np.zeros(thresholds + terms - start.shared.size)))


def _at(observed: Observed, blocks: FloatArray, shared: FloatArray) -> Fit:
    chances = _chances(_logits(observed, blocks, shared))
    with np.errstate(divide="ignore", invalid="ignore"):
        total = float(xlogy(observed.counts, chances).sum())
    return Fit(blocks, shared, total if np.isfinite(total) else -np.inf)


def _logits(observed: Observed, blocks: FloatArray, shared: FloatArray) -> FloatArray:
    """Logits of scoring k or less, shape (rows, scores - 1)."""
    inner = observed.counts.shape[1] - 2
    mine = blocks[observed.form]
    line = mine[:, 0] + mine[:, 1] * observed.value
    for column, coefficient in zip(_group_columns(observed), shared[inner:], strict=False):
        line = line + coefficient * column
    return np.asarray(np.append(0.0, shared[:inner]) - line[:, None])


def _group_columns(observed: Observed) -> tuple[FloatArray, FloatArray]:
    return observed.group, observed.group * observed.value


def _chances(logits: FloatArray) -> FloatArray:
    below = expit(logits)
    middle = np.diff(below, axis=1)
    return np.concatenate([below[:, :1], middle, expit(-logits[:, -1:])], axis=1)


def _scoring_step(observed: Observed, now: Fit, terms: int) -> tuple[tuple[FloatArray, FloatArray], float]:
    """The step of Fisher's scoring in blocks and shared coefficients, and the gain that it promises."""
    logits = _logits(observed, now.blocks, now.shared)
    chances = np.maximum(_chances(logits), TINY)
    moved = _chance_slopes(observed, logits, terms)
    people = observed.counts.sum(axis=1)[:, None]
    g = _gradients(observed.counts / chances, moved, observed.form)
    m = _information(people / chances, moved, observed.form)
    corner = m[:, :2, :2] + RIDGE * (1.0 + m[:, [0, 1], [0, 1]].sum(axis=1))[:, None, None] * np.eye(2)
    solved = np.linalg.solve(corner, np.concatenate([m[:, :2, 2:], g[:, :2, None]], axis=2))
    across = m[:, :2, 2:].transpose(0, 2, 1)
    rest = m[:, 2:, 2:].sum(axis=0) - (across @ solved[:, :, :-1]).sum(axis=0)
    pull = g[:, 2:].sum(axis=0) - (across @ solved[:, :, -1:]).sum(axis=0)[:, 0]
    shared = np.linalg.pinv(rest, rcond=1e-12, hermitian=True) @ pull
    blocks = solved[:, :, -1] - solved[:, :, :-1] @ shared
    return (blocks, shared), float((g[:, :2] * blocks).sum() + g[:, 2:].sum(axis=0) @ shared)


def _chance_slopes(observed: Observed, logits: FloatArray, terms: int) -> FloatArray:
    """Derivatives of each score's probability by u, v, thresholds and group's terms, shape (rows, scores, columns)."""
    rows, steps = logits.shape
    columns = [np.ones(rows), observed.value, *_group_columns(observed)[:terms]]
    line = np.repeat(-np.stack(columns, axis=1)[:, None, :], steps, axis=1)
    thresholds = np.broadcast_to(np.eye(steps)[:, 1:], (rows, steps, steps - 1))
    by_logit = np.concatenate([line[:, :, :2], thresholds, line[:, :, 2:]], axis=2)
    rising = (expit(logits) * expit(-logits))[..., None] * by_logit
    return np.diff(np.pad(rising, ((0, 0), (1, 1), (0, 0))), axis=1)


def _gradients(pulls: FloatArray, moved: FloatArray, form: IntArray) -> FloatArray:
    """Sums over rows and scores of pull times slope, shape (forms, columns)."""
    return _by_form((pulls[..., None] * moved).sum(axis=1), form)


def _information(weights: FloatArray, moved: FloatArray, form: IntArray) -> FloatArray:
    """Sums over rows and scores of weight times slope times slope, shape (forms, columns, columns)."""
    weighted = weights[..., None] * moved
    if form[-1] == 0:
        flat = moved.reshape(-1, moved.shape[2])
        return np.asarray(weighted.reshape(flat.shape).T @ flat)[None]
    return _by_form(np.einsum("rkp,rkq->rpq", weighted, moved), form)


def _by_form(rows: FloatArray, form: IntArray) -> FloatArray:
    return np.asarray(np.add.reduceat(rows, np.searchsorted(form, np.arange(form[-1] + 1)), axis=0))


def _uphill(observed: Observed, now: Fit, step: tuple[FloatArray, FloatArray]) -> Fit | None:
    """The full step, or as many times half of it as it takes not to fall."""
    share = 1.0
    for _ in range(HALVINGS):
        there = _at(observed, now.blocks + share * step[0], now.shared + share * step[1])
        if there.log_likelihood >= now.log_likelihood:
            return there
        share /= 2.0
    return None
