"""What is odd about a calibrated item, by name; the words for people are the caller's."""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.design import Design
from question_bank.irt.calibration.expectation_maximisation import Mode
from question_bank.irt.calibration.maximisation import LARGEST_SLOPE, SMALLEST_SLOPE
from question_bank.irt.calibration.state import Task, parameters_of

# Fewer answers than this leave a slope's standard error near 0.3 (2PL, middling item); more for a third parameter.
FEW_ANSWERS = 200
FEW_ANSWERS_GUESSING = 500
FLAT = 0.35
FAR_OUT = 4.0


def item_flags(task: Task, mode: Mode, design: Design) -> list[list[str]]:
    """Names, per item: `no_answers`, `few_answers`, `all_right`, `all_wrong`, `slope_at_bound`, `flat`,
    `reversed_key` (those who were right know less than those who were not) and `far_out`."""
    a, b, _ = parameters_of(task, mode.state)
    answered = design.answers > 0
    few = FEW_ANSWERS_GUESSING if task.guessing else FEW_ANSWERS
    free = task.free.any(axis=0)
    constant = (design.right == 0) | (design.right == design.answers)
    rising = _rising(task, mode, design)
    at_bound = (np.abs(a) >= 0.999 * LARGEST_SLOPE) | (
        (np.abs(a) <= 1.001 * SMALLEST_SLOPE) & (task.priors is not None)
    )
    found = {
        "no_answers": ~answered,
        "few_answers": answered & (design.answers < few),
        "all_right": answered & (design.right == design.answers),
        "all_wrong": answered & (design.right == 0),
        "slope_at_bound": at_bound & free,
        "flat": ~constant & (np.abs(a) < FLAT) & free & ~task.common_slope,
        "reversed_key": ~constant & ~rising,
        "far_out": answered & ~constant & (np.abs(b) > FAR_OUT),
    }
    return [[name for name, items in found.items() if items[item]] for item in range(design.items)]


def _rising(task: Task, mode: Mode, design: Design) -> NDArray[np.bool_]:
    """Whether those who were right are on average more able than all who answered."""
    expected, nodes = mode.expected, mode.nodes
    right_theta = expected.right_theta if expected.right is None else expected.right @ nodes
    all_theta = expected.people.sum(axis=0) @ nodes if expected.seen is None else expected.seen @ nodes
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(~(right_theta / design.right < all_theta / design.answers))
