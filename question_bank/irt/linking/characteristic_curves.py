"""Linking by the characteristic curves of the common items.

Haebara (1980), Japanese Psychological Research 22, 144-149: the squared differences between the old curve and the
transformed new one, of each score of each item, summed. Stocking & Lord (1983), Applied Psychological Measurement 7,
201-210: the squared difference between the two test characteristic curves. For items with part marks Kim & Kolen
(2005, Iowa Testing Programs) and Kim & Lee (2006, Journal of Educational Measurement 43, 53-76).

The transformed curve of a new item is P(score | a/A, A b + B; theta) = P(score | a, b; (theta - B)/A): A and B act on
theta alone. So a criterion is one half of a weighted sum over theta of D^2, D the differences between curves at rest
and curves at eta(theta; A, B).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from question_bank.irt.linking.anchors import Anchors
from question_bank.irt.linking.curve_slopes import ParameterSlopes, curves, parameter_slopes
from question_bank.irt.linking.result import Constants
from question_bank.irt.parameters import FloatArray
from question_bank.irt.quadrature import Grid

ITERATIONS = 200
HALVINGS = 50
SETTLED = 1e-7


class Comparison(NamedTuple):
    """One side of a criterion: curves at rest at the grid's points and moving ones at eta. On the old scale the new
    items move, eta = (theta - B) / A; on the new scale (`forward`) the old ones, eta = A theta + B. `whole_test` is
    Stocking & Lord's way, else each score of each item is compared for itself. `p` are the curves at rest."""

    rest: Anchors
    p: FloatArray
    moving: Anchors
    grid: Grid
    forward: bool
    whole_test: bool


class Criterion(NamedTuple):
    """The criterion and its first (2,) and second (2, 2) derivatives by A and B."""

    value: float
    gradient: FloatArray
    curvature: FloatArray


class _Path(NamedTuple):
    """eta (points,) and its derivatives by (A, B): (points, 2) and (points, 2, 2)."""

    eta: FloatArray
    first: FloatArray
    second: FloatArray


def comparisons(
    new: Anchors, old: Anchors, whole_test: bool, on_old: Grid, on_new: Grid | None = None
) -> list[Comparison]:
    """The criterion's sides: on the old scale, and with `on_new` on the new scale as well (symmetric)."""
    sides = [Comparison(old, curves(on_old.nodes, old).p, new, on_old, False, whole_test)]
    if on_new is not None:
        sides.append(Comparison(new, curves(on_new.nodes, new).p, old, on_new, True, whole_test))
    return sides


def criterion(sides: Iterable[Comparison], constants: FloatArray) -> Criterion:
    found = [_one_side(side, constants) for side in sides]
    return Criterion(
        sum(part.value for part in found),
        np.sum([part.gradient for part in found], axis=0),
        np.sum([part.curvature for part in found], axis=0),
    )


def least(sides: list[Comparison], starts: Iterable[tuple[float, float]], shift_only: bool = False) -> FloatArray:
    """(A, B) at the least of the minima reached from the starts, by Newton steps with exact curvature.

    With `shift_only` A stays 1. Raises `ArithmeticError` where no start leads to a minimum.
    """
    minima = [found for start in starts if (found := _descend(sides, np.array(start), shift_only)) is not None]
    if not minima:
        raise ArithmeticError("the characteristic curves of the common items have no closest position")
    return min(minima, key=lambda constants: criterion(sides, constants).value)


def constants_with_slopes(sides: list[Comparison], found: FloatArray, shift_only: bool = False) -> Constants:
    """A and B with their derivatives by the items' parameters: at the minimum the gradient g(A, B; parameters) stays
    0, so d(A, B) = -(dg/d(A, B))^-1 dg/dparameters."""
    at = criterion(sides, found)
    shape = (2, found_items(sides), sides[0].rest.thresholds.shape[1] + 2)
    by_new, by_old = np.zeros(shape), np.zeros(shape)
    for side in sides:
        rest, moving = _gradient_by_parameters(side, found)
        of_rest, of_moving = (by_new, by_old) if side.forward else (by_old, by_new)
        of_rest += rest
        of_moving += moving
    free = slice(1, 2) if shift_only else slice(0, 2)
    inverse = np.zeros((2, 2))
    inverse[free, free] = np.linalg.inv(at.curvature[free, free])
    return Constants(
        float(found[0]), float(found[1]), at.value, -np.tensordot(inverse, by_new, 1), -np.tensordot(inverse, by_old, 1)
    )


def found_items(sides: list[Comparison]) -> int:
    return int(sides[0].rest.a.size)


def _descend(sides: list[Comparison], constants: FloatArray, shift_only: bool) -> FloatArray | None:
    """Newton's method with the curvature's eigenvalues taken as positive and steps halved until the criterion falls.
    A step of SETTLED is taken as the last one: its successor would be of the size of its square."""
    here = criterion(sides, constants)
    for _ in range(ITERATIONS):
        step = _step(here, shift_only)
        if np.all(np.abs(step) <= SETTLED * (1.0 + np.abs(constants))):
            return constants + step if _is_minimum(here, shift_only) else None
        for _ in range(HALVINGS):
            there = constants + step
            if there[0] > 0 and (at := criterion(sides, there)).value < here.value:
                constants, here = there, at
                break
            step = step / 2.0
        else:
            return None
    return None


def _step(at: Criterion, shift_only: bool) -> FloatArray:
    free = slice(1, 2) if shift_only else slice(0, 2)
    values, vectors = np.linalg.eigh(at.curvature[free, free])
    size = np.abs(values)
    step = np.zeros(2)
    floor = max(1e-12 * float(size.max()), np.finfo(np.float64).tiny)
    step[free] = -vectors @ ((vectors.T @ at.gradient[free]) / np.maximum(size, floor))
    return step


def _is_minimum(at: Criterion, shift_only: bool) -> bool:
    free = slice(1, 2) if shift_only else slice(0, 2)
    return bool(np.linalg.eigvalsh(at.curvature[free, free]).min() > 0)


def _path(side: Comparison, constants: FloatArray) -> _Path:
    scale, shift = constants
    theta = side.grid.nodes
    zero, one = np.zeros_like(theta), np.ones_like(theta)
    if side.forward:
        return _Path(scale * theta + shift, np.stack([theta, one], axis=1), np.zeros((theta.size, 2, 2)))
    eta = (theta - shift) / scale
    mixed = one / scale**2
    second = np.stack([np.stack([2.0 * eta / scale**2, mixed], axis=1), np.stack([mixed, zero], axis=1)], axis=2)
    return _Path(eta, np.stack([-eta, -one], axis=1) / scale, second)


def _one_side(side: Comparison, constants: FloatArray) -> Criterion:
    path = _path(side, constants)
    moving = curves(path.eta, side.moving)
    gap, slope, bend = (_compared(side, part) for part in (side.p - moving.p, moving.slope, moving.bend))
    weight = np.exp(side.grid.log_weights)
    falling = -weight * (gap * slope).sum(axis=1)
    curving = weight * (slope**2 - gap * bend).sum(axis=1)
    return Criterion(
        float(0.5 * weight @ (gap**2).sum(axis=1)),
        falling @ path.first,
        np.einsum("q,qi,qj->ij", curving, path.first, path.first) + np.tensordot(falling, path.second, 1),
    )


def _gradient_by_parameters(side: Comparison, constants: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The derivatives of the gradient by the parameters of the items at rest and of those that move."""
    path = _path(side, constants)
    moving = curves(path.eta, side.moving)
    gap = side.p - moving.p
    of_rest, of_moving = parameter_slopes(side.grid.nodes, side.rest), parameter_slopes(path.eta, side.moving)
    along = np.exp(side.grid.log_weights)[:, None] * path.first
    if side.whole_test:
        return _by_whole_test(along, gap, moving.slope, of_rest, of_moving)
    return (
        -np.einsum("qi,qjk,qjku->iju", along, moving.slope, of_rest.p, optimize=True),
        np.einsum("qi,qjk,qjku->iju", along, moving.slope, of_moving.p, optimize=True)
        - np.einsum("qi,qjk,qjku->iju", along, gap, of_moving.slope, optimize=True),
    )


def _by_whole_test(
    along: FloatArray, gaps: FloatArray, slopes: FloatArray, of_rest: ParameterSlopes, of_moving: ParameterSlopes
) -> tuple[FloatArray, FloatArray]:
    score = np.arange(gaps.shape[2], dtype=np.float64)
    gap, slope = ((part @ score).sum(axis=1) for part in (gaps, slopes))
    still, by_p, by_slope = (
        np.einsum("qjku,k->qju", part, score) for part in (of_rest.p, of_moving.p, of_moving.slope)
    )
    return (
        -np.einsum("qi,q,qju->iju", along, slope, still),
        np.einsum("qi,q,qju->iju", along, slope, by_p) - np.einsum("qi,q,qju->iju", along, gap, by_slope),
    )


def _compared(side: Comparison, part: FloatArray) -> FloatArray:
    """What is squared and summed, (points, ...): the expected score of the whole test, or each score of each item."""
    if side.whole_test:
        expected = part @ np.arange(part.shape[2], dtype=np.float64)
        return np.asarray(expected.sum(axis=1, keepdims=True))
    return part.reshape(part.shape[0], -1)
