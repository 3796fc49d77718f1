"""What is estimated: items' slopes and intercepts, and groups' means and standard deviations; and which of it is free.

The climb works in slopes a and intercepts d = -a t, in which both models' log-likelihoods are concave.
"""

from typing import Literal, NamedTuple

import numpy as np

from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.parameters import FloatArray, StepFamily, StepParameters

# One slope for each free item, one that all have in common, or that of the fixed items.
SlopeRule = Literal["separate", "common", "held"]

# A narrower population is a point to any grid.
NARROWEST = 0.05
# Beyond it an item splits people at a point; under plain maximum likelihood a slope can run away to infinity.
STEEPEST = 20.0


class State(NamedTuple):
    """`slope` (items,), `intercept` (items, steps) with 0 for steps that an item lacks, `mean` and `sd` (groups,)."""

    slope: FloatArray
    intercept: FloatArray
    mean: FloatArray
    sd: FloatArray


class Frame(NamedTuple):
    """What stays as it is during a climb.

    `there` (items, steps) tells which steps exist, `free` (items,) and `moving` (groups,) what is estimated;
    `slopes` how the free items' slopes are, `positive` whether they must be above 0.
    """

    family: StepFamily
    there: BoolArray
    free: BoolArray
    moving: BoolArray
    slopes: SlopeRule
    positive: bool

    @property
    def own_slopes(self) -> int:
        """How many slopes are estimated."""
        items = int(self.free.sum())
        return {"separate": items, "common": min(items, 1), "held": 0}[self.slopes]

    def pack(self, state: State) -> FloatArray:
        """The free parameters as one vector: slopes, intercepts, means, and logarithms of standard deviations."""
        slope = state.slope[self.free][: self.own_slopes]
        steps = state.intercept[self.free][self.there[self.free]]
        return np.concatenate([slope, steps, state.mean[self.moving], np.log(state.sd[self.moving])])

    def unpack(self, vector: FloatArray, like: State) -> State:
        """The state that a vector stands for; what is not free is as in `like`."""
        slope, intercept, mean, sd = (part.copy() for part in like)
        slopes, groups = self.own_slopes, int(self.moving.sum())
        of_slopes, steps, means, sds = np.split(vector, np.cumsum([slopes, vector.size - slopes - 2 * groups, groups]))
        if slopes:
            slope[self.free] = of_slopes
        intercept[self.free[:, None] & self.there] = steps
        mean[self.moving], sd[self.moving] = means, np.exp(sds)
        return State(slope, intercept, mean, sd)


def parameters_of(state: State, frame: Frame) -> StepParameters:
    """Slopes and thresholds, NaN beyond an item's last step."""
    # An item that is perfectly flat has its thresholds infinitely far out.
    with np.errstate(divide="ignore", invalid="ignore"):
        thresholds = -state.intercept / state.slope[:, None]
    return StepParameters(state.slope.copy(), np.where(frame.there, thresholds, np.nan), frame.family)
