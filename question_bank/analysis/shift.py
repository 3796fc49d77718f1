"""By how much an item's difficulty seems to have moved: the b at which as many would have been right as were."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.analysis.answer_table import FloatArray
from question_bank.irt.parameters import ItemParameters

# No item moves further than this, in logits; beyond it the answers say something else than difficulty.
FURTHEST = 4.0
HALVINGS = 40


class Displacement(NamedTuple):
    """In logits of b: positive where the item has become harder. NaN where the answers tell nothing of b."""

    shift: float
    se: float


NOTHING = Displacement(float("nan"), float("nan"))


def displacement(
    right: float, presence: FloatArray, nodes: FloatArray, parameters: ItemParameters, item: int, spread: float
) -> Displacement:
    """The shift of an item's b at which `right` people are expected to have it right; at most 4 to either side.

    `presence` (nodes,) is how many of those who answered are expected at each of the `nodes`, by their other answers
    (`Rest.presence`); `spread` the variance of the number of right answers, the sum of expected (1 - expected).
    """
    people = float(presence.sum())
    if not people > 0:
        return NOTHING
    a, b, c = (float(part[item]) for part in parameters)

    def knowing(shift: float) -> FloatArray:
        return np.asarray(1.0 / (1.0 + np.exp(-a * (nodes - b - shift))))

    low, high = -FURTHEST, FURTHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        expected = float(presence @ (c + (1.0 - c) * knowing(middle)))
        low, high = (middle, high) if expected > right else (low, middle)
    shift = (low + high) / 2
    known = knowing(shift)
    steepness = float(presence @ (a * (1.0 - c) * known * (1.0 - known)))
    return Displacement(shift, float(np.sqrt(spread)) / steepness) if steepness > 1e-9 else NOTHING


def one_step(score: NDArray[np.int8], expected: FloatArray, slope: FloatArray) -> float:
    """The same roughly, for some of the answers: one step of scoring from the item's own b. NaN without answers, or
    where they tell nothing of b. `expected` and `slope` (answers,) by `rest_abilities`."""
    spread = np.maximum(expected * (1.0 - expected), 1e-12)
    told = float((slope**2 / spread).sum())
    # An item that has become harder is one with fewer right answers than expected: dP/db = -dP/dtheta.
    return float((slope * (expected - score) / spread).sum()) / told if told > 1e-9 else float("nan")
