"""From numbers to places on the drawing, and the round numbers between which a reader finds others."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Scale(NamedTuple):
    """Numbers from `low` to `high` lie from `start` to `end` on the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def places(self, values: FloatArray) -> list[float]:
        return [self.at(float(value)) for value in values]

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers within the range, at most so many, evenly spaced."""
    step = round_step((high - low) / max(most - 1, 1))
    first = math.ceil(round(low / step, 9))
    last = math.floor(round(high / step, 9))
    return [round(count * step, 12) + 0.0 for count in range(first, last + 1)]


def round_step(least: float) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that is not below."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in ROUND_STEPS if factor * power >= least * (1 - 1e-9))


def round_top(value: float, most: int) -> float:
    """A round number not below the value, so that a scale from 0 to there has at most so many round steps."""
    if not value > 0:
        return 1.0
    step = round_step(value / most)
    return step * math.ceil(round(value / step, 9))
