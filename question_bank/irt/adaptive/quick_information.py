"""Fisher information of every item of a bank at once, exactly and in microseconds.

The same numbers as `category_information`, with what does not depend on theta worked out beforehand, and without the
logarithms that guard against overflow: each form holds for |theta| up to its `reach`.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters

# Exponents up to which nothing overflows, even cubed.
TAME = 200.0


class RightWrong(NamedTuple):
    """Birnbaum's a^2 (1 - c) L^2 (1 - L) / P as scale v / ((1 + v)^2 (1 + c v)), with v = exp(shift - slope theta).

    `guessing` is None where every c is 0; all arrays have shape (items,).
    """

    slope: FloatArray
    shift: FloatArray
    scale: FloatArray
    guessing: FloatArray | None
    reach: float

    def at(self, theta: float | FloatArray) -> FloatArray:
        value = np.exp(self.shift - self.slope * theta)
        below = value + 1.0
        below *= below
        if self.guessing is not None:
            below *= self.guessing * value + 1.0
        value *= self.scale
        value /= below
        return np.asarray(value)


class PartialCredit(NamedTuple):
    """Muraki's a^2 Var(score): score k has the weight exp(slopes[k] theta + shifts[k]), 0 where an item lacks it."""

    squared: FloatArray
    slopes: list[FloatArray]
    shifts: list[FloatArray]
    reach: float

    def at(self, theta: float | FloatArray) -> FloatArray:
        weights = [np.exp(slope * theta + shift) for slope, shift in zip(self.slopes, self.shifts, strict=True)]
        total = sum(weights[1:], weights[0])
        mean = sum((score * weight for score, weight in enumerate(weights[1:], start=1)), np.zeros_like(total)) / total
        spread = sum((weight * (score - mean) ** 2 for score, weight in enumerate(weights)), np.zeros_like(total))
        return np.asarray(self.squared * spread / total)


class Graded(NamedTuple):
    """Samejima's sum over k of P_k (d log P_k / d theta)^2, where with F_k the chance of at least k
    P_k = F_k (1 - F_k+1) gap_k and the slope of its logarithm is a (1 - F_k - F_k+1).

    `shifts` are a t_k for each step, infinite where an item lacks it; `gaps` are 1 - exp(-a (t_k+1 - t_k)).
    """

    slope: FloatArray
    squared: FloatArray
    shifts: list[FloatArray]
    gaps: list[FloatArray]
    reach: float

    def at(self, theta: float | FloatArray) -> FloatArray:
        logit = self.slope * theta
        reached = [1.0 / (1.0 + np.exp(shift - logit)) for shift in self.shifts]
        ones = np.ones_like(logit)
        chances = [ones, *reached, 0.0 * ones]
        found = np.zeros_like(logit)
        for lower, upper, gap in zip(chances, chances[1:], self.gaps, strict=False):
            missed = 1.0 - upper
            found += gap * lower * missed * (missed - lower) ** 2
        return self.squared * found


QuickInformation = RightWrong | PartialCredit | Graded


def quick_information(parameters: Parameters) -> QuickInformation:
    if isinstance(parameters, ItemParameters):
        a, b, c = parameters
        return RightWrong(a, a * b, a * a * (1.0 - c), c if c.any() else None, _reach(a, b, 1))
    return _graded(parameters) if parameters.family == "grm" else _partial_credit(parameters)


def _partial_credit(parameters: StepParameters) -> PartialCredit:
    a, steps = parameters.a, parameters.thresholds
    there = np.cumsum(np.pad(steps, ((0, 0), (1, 0))), axis=1)
    shifts = np.where(np.isnan(there), -np.inf, -a[:, None] * there)
    scores = range(shifts.shape[1])
    reach = _reach(a, steps, steps.shape[1])
    return PartialCredit(a * a, [score * a for score in scores], [shifts[:, score].copy() for score in scores], reach)


def _graded(parameters: StepParameters) -> Graded:
    a, steps = parameters.a[:, None], parameters.thresholds
    shifts = np.where(np.isnan(steps), np.inf, a * steps)
    gaps = -np.expm1(-np.abs(a) * np.diff(steps, axis=1, prepend=-np.inf, append=np.inf))
    gaps = np.where(np.isnan(gaps), 1.0, gaps)
    return Graded(
        parameters.a,
        parameters.a**2,
        [shifts[:, step].copy() for step in range(steps.shape[1])],
        [gaps[:, score].copy() for score in range(gaps.shape[1])],
        _reach(parameters.a, steps, 1),
    )


def _reach(slopes: FloatArray, places: FloatArray, steps: int) -> float:
    """How far theta may lie out for no exponent to be larger than is tame."""
    steepest = float(np.abs(slopes).max(initial=0.0)) * steps
    return TAME / steepest - float(np.nanmax(np.abs(places), initial=0.0)) if steepest else np.inf
