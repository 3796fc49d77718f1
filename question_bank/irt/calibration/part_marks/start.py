"""Where the climb starts: slopes of one, steps from how often each category was given, everybody N(0, 1)."""

import numpy as np

from question_bank.irt.calibration.part_marks.coding import Coding
from question_bank.irt.calibration.part_marks.state import Frame, State
from question_bank.irt.parameters import FloatArray, StepParameters

# A logistic curve of slope one averaged over N(0, 1) is flatter by the root of this (Camilli 1994, Journal of
# Educational and Behavioral Statistics 19, 293-295).
FLATTENING = 1.346


def first_state(frame: Frame, coding: Coding, given: FloatArray, fixed: StepParameters | None) -> State:
    """`given` (columns,): how often each category was given. What is not free is as in `fixed`."""
    counts = np.zeros((len(frame.there), frame.there.shape[1] + 1))
    counts[coding.item, coding.category] = given + 0.5
    at_least = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    total = at_least[:, :1]
    with np.errstate(divide="ignore", invalid="ignore"):
        if frame.family == "grm":
            intercept = np.sqrt(FLATTENING) * np.log(at_least[:, 1:] / (total - at_least[:, 1:]))
        else:
            intercept = np.log(counts[:, 1:] / counts[:, :-1])
    slope = np.ones(len(counts))
    if fixed is not None:
        own = ~frame.free
        slope = np.where(own | (frame.slopes == "held"), fixed.a, slope)
        steps = fixed.thresholds[own][:, : frame.there.shape[1]]
        intercept[own, : steps.shape[1]] = -fixed.a[own, None] * steps
    groups = frame.moving.size
    return State(slope, np.where(frame.there, intercept, 0.0), np.zeros(groups), np.ones(groups))
