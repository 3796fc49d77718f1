"""Where falling curves cross zero, for very many curves at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import FloatArray

# Halving alone would bring an interval of a million units below the tolerance in 64 steps.
MOST_STEPS = 100
TOLERANCE = 1e-10
# A secant through a far-off point can make a step look short; the curve's own slope must think so too, roughly.
ROUGHLY = 1e-6

Curve = Callable[[FloatArray, NDArray[np.intp]], tuple[FloatArray, FloatArray]]


def falling_zero(curve: Curve, low: FloatArray, high: FloatArray, start: FloatArray) -> FloatArray:
    """A point between `low` and `high` where each curve crosses zero from above; all arrays of shape (curves,).

    `curve(points, which)` gives the heights of the curves with the indices `which`, and how steeply they fall there,
    right to some orders of magnitude: it serves for the first step and to confirm the last; the others go by the
    secant through the last two points. A curve is taken to be positive at `low` and not positive at `high`. A step
    that would leave the interval, that goes by a rising secant, or that is not at most half as long as the one before,
    gives way to halving the interval, so that the end is always reached (the safeguard of Dekker and Brent: Brent
    1973, Algorithms for Minimization without Derivatives, ch. 4).
    """
    below, above, point = low.copy(), high.copy(), np.clip(start, low, high)
    last_point, last_height, last_step = point.copy(), np.zeros_like(point), above - below
    active = np.arange(point.size)
    for turn in range(MOST_STEPS):
        if not active.size:
            break
        here = point[active]
        height, fall = curve(here, active)
        below[active] = np.where(height > 0, here, below[active])
        above[active] = np.where(height > 0, above[active], here)
        with np.errstate(all="ignore"):
            slope = (height - last_height[active]) / (last_point[active] - here) if turn else fall
            step = np.where(height == 0, 0.0, height / np.where(slope > 0, slope, np.nan))
        target = here + step
        trusted = (np.abs(step) <= 0.5 * last_step[active]) & (target >= below[active]) & (target <= above[active])
        target = np.where(trusted, target, (below[active] + above[active]) / 2)
        last_point[active], last_height[active], last_step[active] = here, height, np.abs(target - here)
        point[active] = target
        arrived = (last_step[active] <= TOLERANCE * (1.0 + np.abs(target))) & (np.abs(height) <= ROUGHLY * fall)
        active = active[~arrived]
    return point
