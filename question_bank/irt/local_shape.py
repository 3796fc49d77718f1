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
# People whose part marks are worked on at a time: larger arrays would be fetched from memory again and again.
BLOCK = 128


class ItemShape(NamedTuple):
    """`p` and `slope` (categories, points, items): the chance of each score and the slope of its logarithm;
    `information` and `warm`, each item's part of I and J (points, items). Scores come first because sums over them
    are then sums of long rows, several times as fast."""

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
    found = LocalShape(*(np.empty_like(theta) for _ in LocalShape._fields))
    for start in range(0, len(codes), BLOCK):
        rows = slice(start, start + BLOCK)
        shape, there = item_shape(theta[rows], parameters), codes[rows] >= 0
        parts = (_given(shape.slope, codes[rows]), shape.information, shape.warm)
        for whole, part in zip(found, parts, strict=True):
            np.einsum("pi,pi->p", part, there, out=whole[rows])
    return found


def local_log_likelihood(theta: FloatArray, codes: Codes, parameters: Parameters) -> FloatArray:
    """Log-likelihood of each person's answers at the person's own theta, shape (persons,)."""
    chance = _given(item_shape(theta, parameters).p, codes)
    return np.asarray(np.log(np.where(codes < 0, 1.0, chance)).sum(axis=1))


def _given(per_score: FloatArray, codes: Codes) -> FloatArray:
    """What holds for the scores given, (persons, items); where there is none, what holds for score 0."""
    given = np.array(per_score[0])
    for score in range(1, len(per_score)):
        np.copyto(given, per_score[score], where=codes == score)
    return np.asarray(given)


def _right_wrong(theta: FloatArray, parameters: ItemParameters) -> ItemShape:
    """With L the chance to know and e = exp(-logit): L = 1 / (1 + e), P = (1 + c e) L, 1 - P = (1 - c) e L."""
    knowing, share, guessed = _knowing(theta, parameters)
    a, information = parameters.a, parameters.a**2 * knowing * share
    wrong = share * guessed
    return ItemShape(
        p=np.stack([wrong, knowing * guessed]),
        slope=np.stack([-a * knowing, a * share]),
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
    sums = (slope @ parameters.a, information @ parameters.a**2)
    np.multiply(knowing, -2.0, out=knowing)
    knowing += 1.0
    knowing *= information
    return LocalShape(*sums, knowing @ parameters.a**3)


def _knowing(theta: FloatArray, parameters: ItemParameters) -> tuple[FloatArray, FloatArray, FloatArray]:
    """L, the share (1 - P) L / P, and P / L."""
    odds = _odds_against(theta, parameters.b, parameters.a)
    knowing = 1.0 / (1.0 + odds)
    if not parameters.c.any():
        return knowing, odds * knowing, np.ones_like(parameters.b)
    guessed = 1.0 + parameters.c * odds
    return knowing, (1.0 - parameters.c) * odds * knowing / guessed, guessed


def _graded(theta: FloatArray, parameters: StepParameters) -> ItemShape:
    """With F_k the chance of at least k: P_k = F_k (1 - F_k+1) (1 - exp(u_k+1 - u_k)), u_k the logit of F_k."""
    a, steps = parameters.a, parameters.thresholds.T
    real = ~np.isnan(steps)
    odds = _odds_against(theta, np.where(real, steps, 0.0), a)
    reached = 1.0 / (1.0 + odds)
    failed = np.multiply(odds, reached, out=odds)
    if not real.all():
        reached, failed = reached * real[:, None], np.where(real[:, None], failed, 1.0)
    everybody, nobody = np.ones_like(reached[:1]), np.zeros_like(reached[:1])
    reached, failed = np.concatenate([everybody, reached, nobody]), np.concatenate([nobody, failed, everybody])
    gap = -np.expm1(-a * np.diff(steps, axis=0, prepend=-np.inf, append=np.inf))
    p = reached[:-1] * failed[1:] * np.where(np.isnan(gap), 1.0, gap)[:, None]
    slope = a * (failed[:-1] - reached[1:])
    bend = a**2 * reached * failed * (failed - reached)
    return _summed(p, slope, slope * (bend[:-1] - bend[1:]))


def _partial_credit(theta: FloatArray, parameters: StepParameters) -> ItemShape:
    """The slope of log P_k is a times the sum over h of (k - h) P_h; J is the sum of P_k slope_k^3, because the second
    derivatives of all log P_k are one and the same."""
    a, steps = parameters.a, parameters.thresholds.T
    sums = np.concatenate([np.zeros_like(a)[None], np.cumsum(steps, axis=0)])
    real = ~np.isnan(sums)
    score = np.arange(len(sums), dtype=np.float64)
    exponent = (a * score[:, None])[:, None] * theta[:, None] - (a * np.where(real, sums, 0.0))[:, None]
    exponent = np.where(real[:, None], exponent, -np.inf)
    exponent -= exponent.max(axis=0)
    p = np.exp(np.maximum(exponent, np.where(real, -FARTHEST, -np.inf)[:, None], out=exponent), out=exponent)
    p /= p.sum(axis=0)
    slope = np.einsum("kh,hpi->kpi", np.subtract.outer(score, score), p)
    slope *= a
    return _summed(p, slope, p * slope * slope * slope)


def _summed(p: FloatArray, slope: FloatArray, warm: FloatArray) -> ItemShape:
    return ItemShape(p, slope, (p * slope**2).sum(axis=0), warm.sum(axis=0))


def _odds_against(theta: FloatArray, places: FloatArray, a: FloatArray) -> FloatArray:
    """exp(-a (theta - place)), shape (places..., points, items) for places of shape (..., items)."""
    odds = theta[:, None] - places[..., None, :]
    odds *= -a
    return np.asarray(np.exp(np.clip(odds, -FARTHEST, FARTHEST, out=odds), out=odds))
