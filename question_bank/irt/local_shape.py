"""How the likelihood rises and bends at an ability: its slope, the expected information, and Warm's third term.

With P_k the probability of score k and P' its derivative by theta: the slope is the sum of P'_k / P_k over the scores
given, the information I the sum over items and all their scores of P'_k^2 / P_k, and Warm's J that of P'_k P''_k / P_k
(Warm 1989, Psychometrika 54, 427-450; for part marks Penfield & Bergeron 2005, Applied Psychological Measurement 29,
218-233). Nothing here subtracts numbers that are nearly alike, so that signs hold however far theta lies out.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters
from question_bank.irt.responses import Codes

# A chance of e^-300 stands for every smaller one: no slope is lost to zero.
FARTHEST = 300.0


class ItemShape(NamedTuple):
    """`p` and `slope` (points, items, categories): the chance of each score and the slope of its logarithm;
    `information` and `warm`, each item's part of I and J (points, items)."""

    p: FloatArray
    slope: FloatArray
    information: FloatArray
    warm: FloatArray


class LocalShape(NamedTuple):
    """Slope of each person's log-likelihood, I and J over the items that they answered; all of shape (persons,)."""

    slope: FloatArray
    information: FloatArray
    warm: FloatArray


def item_shape(theta: FloatArray, parameters: Parameters) -> ItemShape:
    """Every item at every point of `theta` (points,)."""
    if isinstance(parameters, ItemParameters):
        return _right_wrong(theta, parameters)
    return _graded(theta, parameters) if parameters.family == "grm" else _partial_credit(theta, parameters)


def local_shape(theta: FloatArray, codes: Codes, parameters: Parameters) -> LocalShape:
    """Each person's answers at the person's own theta; `theta` (persons,), `codes` (persons, items)."""
    if isinstance(parameters, ItemParameters):
        return _local_right_wrong(theta, codes, parameters)
    shape, there = item_shape(theta, parameters), codes >= 0
    return LocalShape(*((part * there).sum(axis=1) for part in (_given(shape.slope, codes), *shape[2:])))


def local_log_likelihood(theta: FloatArray, codes: Codes, parameters: Parameters) -> FloatArray:
    """Log-likelihood of each person's answers at the person's own theta, shape (persons,)."""
    chance = _given(item_shape(theta, parameters).p, codes)
    return np.asarray(np.log(np.where(codes < 0, 1.0, chance)).sum(axis=1))


def _given(per_score: FloatArray, codes: Codes) -> FloatArray:
    """What holds for the scores given, (persons, items); where there is none, what holds for score 0."""
    return np.take_along_axis(per_score, np.maximum(codes, 0).astype(np.intp)[..., None], axis=2)[..., 0]


def _right_wrong(theta: FloatArray, parameters: ItemParameters) -> ItemShape:
    """With L the chance to know and e = exp(-logit): L = 1 / (1 + e), P = (1 + c e) L, 1 - P = (1 - c) e L."""
    knowing, share, guessed = _knowing(theta, parameters)
    a, information = parameters.a, parameters.a**2 * knowing * share
    wrong = share * guessed
    return ItemShape(
        p=np.stack([wrong, knowing * guessed], axis=2),
        slope=np.stack([-a * knowing, a * share], axis=2),
        information=information,
        warm=information * a * (1.0 - 2.0 * knowing),
    )


def _local_right_wrong(theta: FloatArray, codes: Codes, parameters: ItemParameters) -> LocalShape:
    """The same for many people without the steps between; most of the time of an estimation is spent here."""
    knowing, share, _ = _knowing(theta, parameters)
    slope, information = np.where(codes == 1, share, -knowing), np.multiply(share, knowing, out=share)
    if codes.min(initial=0) < 0:
        there = codes >= 0
        slope *= there
        information *= there
    sums = (_weighted(slope, parameters.a), _weighted(information, parameters.a**2))
    np.multiply(knowing, -2.0, out=knowing)
    knowing += 1.0
    knowing *= information
    return LocalShape(*sums, _weighted(knowing, parameters.a**3))


def _knowing(theta: FloatArray, parameters: ItemParameters) -> tuple[FloatArray, FloatArray, FloatArray]:
    """L, the share (1 - P) L / P, and P / L."""
    odds = theta[:, None] - parameters.b
    odds *= -parameters.a
    np.exp(np.clip(odds, -FARTHEST, FARTHEST, out=odds), out=odds)
    knowing = 1.0 / (1.0 + odds)
    if not parameters.c.any():
        return knowing, odds * knowing, np.ones_like(parameters.b)
    guessed = 1.0 + parameters.c * odds
    return knowing, (1.0 - parameters.c) * odds * knowing / guessed, guessed


def _graded(theta: FloatArray, parameters: StepParameters) -> ItemShape:
    """With F_k the chance of at least k: P_k = F_k (1 - F_k+1) (1 - exp(u_k+1 - u_k)), u_k the logit of F_k."""
    a = parameters.a[:, None]
    steps = parameters.thresholds
    odds = np.exp(-_within(a * (theta[:, None, None] - np.where(np.isnan(steps), np.inf, steps))))
    reached = _padded(1.0 / (1.0 + odds), 1.0)
    failed = _padded(odds / (1.0 + odds), 0.0)
    # Beyond an item's last step nobody comes; the last score itself is whatever lies above it.
    there = np.pad(~np.isnan(steps), ((0, 0), (1, 1)), constant_values=((0, 0), (True, False)))
    reached, failed = np.where(there, reached, 0.0), np.where(there, failed, 1.0)
    gap = -np.expm1(-a * np.diff(steps, axis=1, prepend=-np.inf, append=np.inf))
    p = reached[..., :-1] * failed[..., 1:] * np.where(np.isnan(gap), 1.0, gap)
    slope = a * (failed[..., :-1] - reached[..., 1:])
    bend = a**2 * reached * failed * (failed - reached)
    return _summed(p, slope, slope * (bend[..., :-1] - bend[..., 1:]))


def _partial_credit(theta: FloatArray, parameters: StepParameters) -> ItemShape:
    """The slope of log P_k is a times the sum over h of (k - h) P_h; J is the sum of P_k slope_k^3, because the second
    derivatives of all log P_k are one and the same."""
    steps = np.concatenate([np.zeros_like(parameters.thresholds[:, :1]), parameters.thresholds], axis=1)
    score = np.arange(steps.shape[1], dtype=np.float64)
    exponent = parameters.a[:, None] * (score * theta[:, None, None] - np.cumsum(steps, axis=1))
    exponent -= np.nanmax(exponent, axis=2, keepdims=True)
    p = np.where(np.isnan(exponent), 0.0, np.exp(np.maximum(exponent, -FARTHEST)))
    p /= p.sum(axis=2, keepdims=True)
    slope = parameters.a[:, None] * (p @ np.subtract.outer(score, score).T)
    return _summed(p, slope, p * slope**3)


def _summed(p: FloatArray, slope: FloatArray, warm: FloatArray) -> ItemShape:
    return ItemShape(p, slope, (p * slope**2).sum(axis=2), warm.sum(axis=2))


def _within(logit: FloatArray) -> FloatArray:
    return np.clip(logit, -FARTHEST, FARTHEST)


def _padded(steps: FloatArray, first: float) -> FloatArray:
    """One place before the first step and one behind the last."""
    return np.pad(steps, ((0, 0), (0, 0), (1, 1)), constant_values=((0, 0), (0, 0), (first, 0.0)))


def _weighted(parts: FloatArray, weights: FloatArray) -> FloatArray:
    """Sum over items. Not by BLAS, which would spread so small a product over threads."""
    return np.asarray(np.einsum("pi,i->p", parts, weights))
