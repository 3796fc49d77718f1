"""How the curves of single scores change with ability and with the items' parameters: what the linking criteria and
the standard errors of their minima are made of.

Everything has the shape (points, items, scores) or (points, items, scores, parameters); the parameters of an item
stand in the order a, c, t1, t2, ... What an item does not have is 0.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.linking.anchors import Anchors, taken
from question_bank.irt.parameters import FloatArray

A, C, FIRST_THRESHOLD = 0, 1, 2


class Curves(NamedTuple):
    """P(score) and its first and second derivatives by theta."""

    p: FloatArray
    slope: FloatArray
    bend: FloatArray


class ParameterSlopes(NamedTuple):
    """The derivatives by the items' parameters of P(score) and of its slope by theta."""

    p: FloatArray
    slope: FloatArray


def curves(theta: FloatArray, items: Anchors) -> Curves:
    shape = (theta.size, items.a.size, items.thresholds.shape[1] + 1)
    out = Curves(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    for rows, found in _kind_by_kind(theta, items, _cumulative, _adjacent):
        for whole, part in zip(out, found, strict=True):
            whole[:, rows] = part
    return out


def parameter_slopes(theta: FloatArray, items: Anchors) -> ParameterSlopes:
    steps = items.thresholds.shape[1]
    shape = (theta.size, items.a.size, steps + 1, steps + FIRST_THRESHOLD)
    out = ParameterSlopes(np.zeros(shape), np.zeros(shape))
    for rows, found in _kind_by_kind(theta, items, _cumulative_by_parameter, _adjacent_by_parameter):
        for whole, part in zip(out, found, strict=True):
            whole[:, rows] = part
    return out


Found = TypeVar("Found")


def _kind_by_kind(
    theta: FloatArray,
    items: Anchors,
    of_boundaries: Callable[[FloatArray, Anchors], Found],
    of_steps: Callable[[FloatArray, Anchors], Found],
) -> Iterator[tuple[NDArray[np.intp], Found]]:
    """The items of either kind, by index, with what is found for them; kinds that no item is of are left out."""
    for rows, finding in (
        (np.flatnonzero(~items.adjacent), of_boundaries),
        (np.flatnonzero(items.adjacent), of_steps),
    ):
        if rows.size:
            yield rows, finding(theta, taken(items, rows))


class _Boundaries(NamedTuple):
    """Of each boundary: the distance from it, (points, items, steps), the logistic curve L and L (1 - L), zero where
    an item has no such boundary; and a and c, spread out to the same shape."""

    distance: FloatArray
    logistic: FloatArray
    density: FloatArray
    a: FloatArray
    c: FloatArray


def _boundaries(theta: FloatArray, items: Anchors) -> _Boundaries:
    there = ~np.isnan(items.thresholds)
    distance = np.where(there, theta[:, None, None] - np.where(there, items.thresholds, 0.0), 0.0)
    a, c = (np.broadcast_to(part[:, None], distance.shape) for part in (items.a, items.c))
    logistic = np.where(there, np.exp(-np.logaddexp(0.0, -a * distance)), 0.0)
    return _Boundaries(distance, logistic, logistic * (1.0 - logistic), a, c)


def _cumulative(theta: FloatArray, items: Anchors) -> Curves:
    """P(score >= k) = c + (1 - c) L(a (theta - t_k)), and P(score = k) is the difference of two of these."""
    at = _boundaries(theta, items)
    there = ~np.isnan(items.thresholds)
    rising = (1.0 - at.c) * at.a * at.density
    return Curves(
        _differences(np.where(there, at.c + (1.0 - at.c) * at.logistic, 0.0), first=1.0),
        _differences(rising),
        _differences(rising * at.a * (1.0 - 2.0 * at.logistic)),
    )


def _cumulative_by_parameter(theta: FloatArray, items: Anchors) -> ParameterSlopes:
    at = _boundaries(theta, items)
    there = ~np.isnan(items.thresholds)
    steps = there.shape[1]
    p, slope = (np.zeros((*at.distance.shape, steps + FIRST_THRESHOLD)) for _ in range(2))
    falling = (1.0 - at.c) * at.density
    bending = falling * (1.0 - 2.0 * at.logistic)
    p[..., A], slope[..., A] = falling * at.distance, falling + at.a * bending * at.distance
    p[..., C], slope[..., C] = np.where(there, 1.0 - at.logistic, 0.0), -at.a * at.density
    for step in range(steps):
        p[..., step, FIRST_THRESHOLD + step] = -(at.a * falling)[..., step]
        slope[..., step, FIRST_THRESHOLD + step] = -(at.a**2 * bending)[..., step]
    return ParameterSlopes(_differences(p, axis=2), _differences(slope, axis=2))


def _differences(cumulative: FloatArray, first: float = 0.0, axis: int = 2) -> FloatArray:
    """Of scores 0 ... m from those of "at least k", k = 1 ... m; what holds of "at least 0" is `first`."""
    edge = np.zeros_like(np.take(cumulative, [0], axis=axis))
    whole = np.concatenate([edge + first, cumulative, edge], axis=axis)
    return np.asarray(-np.diff(whole, axis=axis))


class _PartialCredit(NamedTuple):
    """P, (points, items, scores); the scores 0 ... m; the sums of the steps up to each score, (items, scores); and
    score - mean score, (points, items, scores)."""

    p: FloatArray
    score: FloatArray
    sums: FloatArray
    deviation: FloatArray


def _partial_credit(theta: FloatArray, items: Anchors) -> _PartialCredit:
    there = np.pad(~np.isnan(items.thresholds), ((0, 0), (1, 0)), constant_values=True)
    sums = np.cumsum(np.pad(np.nan_to_num(items.thresholds), ((0, 0), (1, 0))), axis=1)
    score = np.arange(there.shape[1], dtype=np.float64)
    exponent = np.where(there, items.a[:, None] * (score * theta[:, None, None] - sums), -np.inf)
    p = np.exp(exponent - np.logaddexp.reduce(exponent, axis=2, keepdims=True))
    return _PartialCredit(p, score, sums, score - (p @ score)[..., None])


def _adjacent(theta: FloatArray, items: Anchors) -> Curves:
    """P' = a P (k - mean), P'' = a^2 P ((k - mean)^2 - variance)."""
    at = _partial_credit(theta, items)
    a = items.a[:, None]
    spread = at.deviation**2 - (at.p * at.deviation**2).sum(axis=2, keepdims=True)
    return Curves(at.p, a * at.p * at.deviation, a**2 * at.p * spread)


def _adjacent_by_parameter(theta: FloatArray, items: Anchors) -> ParameterSlopes:
    """With P = exp(z_k) / sum of exp(z), the derivative by u is P times the deviation of dz/du from its mean, and the
    mixed one by u and theta P (D_u D_theta - cov(D_u, D_theta) + D_u,theta), D the deviations from the means."""
    at = _partial_credit(theta, items)
    a = items.a[:, None]
    steps = items.thresholds.shape[1]
    shape = (*at.p.shape, steps + FIRST_THRESHOLD)
    by_parameter, by_both = np.zeros(shape), np.zeros(shape)
    by_parameter[..., A] = at.score * theta[:, None, None] - at.sums
    by_both[..., A] = at.score
    for step in range(steps):
        by_parameter[..., FIRST_THRESHOLD + step] = -a * (at.score > step)
    p = at.p[..., None]
    own, both = (values - (p * values).sum(axis=2, keepdims=True) for values in (by_parameter, by_both))
    along = (a * at.deviation)[..., None]
    product = own * along
    slope = p * (product - (p * product).sum(axis=2, keepdims=True) + both)
    there = ~np.isnan(items.thresholds)
    known = np.concatenate([np.ones((there.shape[0], 1)), np.zeros((there.shape[0], 1)), there], axis=1)[:, None, :]
    return ParameterSlopes(p * own * known, slope * known)
