"""The M-step: Newton's method for all items at once, and the groups' means and standard deviations.

An item's curvature matrix has an arrow's form when one slope is common to all items: each item's intercepts are
eliminated first, in one batched solution, then the slope or slopes follow.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.calibration.part_marks import graded, partial_credit, prior
from question_bank.irt.calibration.part_marks.expectation import Expected, log_probabilities
from question_bank.irt.calibration.part_marks.prior import Prior
from question_bank.irt.calibration.part_marks.state import NARROWEST, STEEPEST, Frame, State
from question_bank.irt.calibration.part_marks.terms import Terms
from question_bank.irt.parameters import FloatArray

NEWTON_STEPS = 4
HALVINGS = 30
# The part of its way to a bound (slope 0, neighbouring boundaries meeting) that one step may go.
BOLDNESS = 0.9


class Image(NamedTuple):
    """Where an M-step leads, and at its start, in the order of `Frame.pack`, the gradient of the log-posterior
    (Fisher's identity: that of its expectation) and the diagonal of its expected curvature."""

    state: State
    gradient: FloatArray
    information: FloatArray


def maximise(frame: Frame, state: State, expected: Expected, nodes: FloatArray, belief: Prior | None) -> Image:
    """The state at which the expected log-posterior is greatest, or at least greater than before."""
    mean, sd, pull, stiffness = _populations(frame, state, expected, nodes)
    items = _Items(frame, expected.counts, nodes, belief)
    slope, intercept = state.slope[frame.free], state.intercept[frame.free]
    found = items.terms(slope, intercept)
    gradient = np.concatenate([_packed(frame, found.gradient), pull])
    information = np.concatenate([_packed(frame, np.diagonal(found.curvature, axis1=1, axis2=2)), stiffness])
    for _ in range(NEWTON_STEPS):
        before = slope, intercept
        slope, intercept = items.improved(slope, intercept, found)
        if max(np.abs(slope - before[0]).max(initial=0.0), np.abs(intercept - before[1]).max(initial=0.0)) < 1e-9:
            break
        found = items.terms(slope, intercept)
    slopes, intercepts = state.slope.copy(), state.intercept.copy()
    slopes[frame.free], intercepts[frame.free] = slope, intercept
    return Image(State(slopes, intercepts, mean, sd), gradient, information)


def _packed(frame: Frame, parts: FloatArray) -> FloatArray:
    """Numbers (free items, parts) in the order of `Frame.pack`, those of a common slope added up."""
    slope = parts[:, 0]
    slope = slope.sum(keepdims=True) if frame.slopes == "common" else slope
    return np.concatenate([slope[: frame.own_slopes], parts[:, 1:][frame.there[frame.free]]])


def item_terms(
    frame: Frame,
    slope: FloatArray,
    intercept: FloatArray,
    nodes: FloatArray,
    counts: FloatArray,
    belief: Prior | None,
) -> Terms:
    """Gradient and curvature of the expected log-posterior of the free items; all arguments are theirs alone."""
    there = frame.there[frame.free]
    of_model = graded.terms if frame.family == "grm" else partial_credit.terms
    found = of_model(slope, intercept, there, nodes, counts)
    if belief is None:
        return found
    own = prior.terms(belief, slope, intercept, there)
    return Terms(found.gradient + own.gradient, found.curvature + own.curvature)


def _populations(
    frame: Frame, state: State, expected: Expected, nodes: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """New means and standard deviations; gradient and curvature by the moving means and logarithms of the latter."""
    people = expected.mass.sum(axis=1)
    here = frame.moving & (people > 0)
    some = np.where(here, people, 1.0)
    mean = np.where(here, expected.mass @ nodes / some, state.mean)
    square = (expected.mass * (nodes - state.mean[:, None]) ** 2).sum(axis=1) / some
    sd = np.where(here, np.sqrt(np.maximum(square - (mean - state.mean) ** 2, NARROWEST**2)), state.sd)
    pull = np.stack([people * (mean - state.mean) / state.sd**2, people * (square / state.sd**2 - 1.0)])
    stiffness = np.stack([people / state.sd**2, 2.0 * people])
    return mean, sd, pull[:, frame.moving].ravel(), stiffness[:, frame.moving].ravel()


class _Items:
    """The expected log-posterior of the free items at fixed counts."""

    def __init__(self, frame: Frame, counts: FloatArray, nodes: FloatArray, belief: Prior | None) -> None:
        self._frame, self._nodes, self._belief = frame, nodes, belief
        self._there = frame.there[frame.free]
        self._counts = counts[frame.free]

    def terms(self, slope: FloatArray, intercept: FloatArray) -> Terms:
        return item_terms(self._frame, slope, intercept, self._nodes, self._counts, self._belief)

    def improved(self, slope: FloatArray, intercept: FloatArray, found: Terms) -> tuple[FloatArray, FloatArray]:
        """One step of Newton's, halved until no item (or, with a common slope, their sum) falls."""
        turn, shift = _newton(found, slope, self._frame)
        reach = self._reach(slope, intercept, turn, shift)
        before = self._value(slope, intercept)
        for _ in range(HALVINGS):
            new_slope, new_intercept = slope + reach * turn, intercept + reach[:, None] * shift
            fallen = self._value(new_slope, new_intercept) < before - 1e-12 * np.abs(before)
            if not fallen.any():
                break
            reach = np.where(fallen, 0.5 * reach, reach)
        return np.where(fallen, slope, new_slope), np.where(fallen[:, None], intercept, new_intercept)

    def _value(self, slope: FloatArray, intercept: FloatArray) -> FloatArray:
        log_p = log_probabilities(self._frame.family, slope, intercept, self._there, self._nodes)
        # Categories that an item lacks have no counts, and log P = -inf.
        value = (self._counts * np.where(self._counts > 0, log_p, 0.0)).sum(axis=(1, 2))
        if self._belief is not None:
            value += prior.log_density(self._belief, slope, intercept, self._there)
        return np.full_like(value, value.sum()) if self._frame.slopes == "common" else value

    def _reach(self, slope: FloatArray, intercept: FloatArray, turn: FloatArray, shift: FloatArray) -> FloatArray:
        """How much of the step each item may go without crossing a bound, at most 1; shape (items,)."""
        reach = np.ones(len(slope))
        if self._frame.positive:
            reach = np.minimum(reach, _share(slope, -turn))
        if self._frame.family == "grm":
            gaps = np.where(self._there[:, 1:], intercept[:, :-1] - intercept[:, 1:], np.inf)
            closing = np.where(self._there[:, 1:], shift[:, 1:] - shift[:, :-1], 0.0)
            reach = np.minimum(reach, _share(gaps, closing).min(axis=1, initial=1.0))
        return np.full_like(reach, reach.min()) if self._frame.slopes == "common" else reach


def _newton(found: Terms, slope: FloatArray, frame: Frame) -> tuple[FloatArray, FloatArray]:
    """Changes of slopes (items,) and intercepts (items, steps), the slopes kept within +-STEEPEST."""
    cross = found.curvature[:, 0, 1:]
    right = np.stack([found.gradient[:, 1:], cross], axis=2)
    solved = np.linalg.solve(found.curvature[:, 1:, 1:], right)
    alone, along = solved[..., 0], solved[..., 1]
    pull = found.gradient[:, 0] - (cross * alone).sum(axis=1)
    stiff = found.curvature[:, 0, 0] - (cross * along).sum(axis=1)
    if frame.slopes == "common":
        pull, stiff = np.full_like(pull, pull.sum()), np.full_like(stiff, stiff.sum())
    # A prior is not concave in these parameters far from its mode; there the step goes uphill all the same.
    stiff = np.maximum(np.abs(stiff), 1e-8 * np.abs(found.curvature[:, 0, 0]) + 1e-12)
    turn = np.clip(slope + pull / stiff, -STEEPEST, STEEPEST) - slope
    if frame.slopes == "held":
        turn = np.zeros_like(turn)
    return turn, alone - along * turn[:, None]


def _share(room: FloatArray, closing: FloatArray) -> FloatArray:
    """The share of a step that uses up no more than BOLDNESS of the room, where it is used up at all."""
    return np.minimum(1.0, BOLDNESS * room / np.maximum(closing, 1e-300))
