"""Nodes that the integrals over theta need: far enough out, and close enough for the steepest item and the sharpest
posterior.

The rectangle rule on an unbounded line errs by exp(-2 pi y / h) for spacing h, when the integrand's nearest pole lies y
off the real line, and by exp(-2 pi^2 s^2 / h^2) for a normal curve of standard deviation s (Trefethen & Weideman 2014,
SIAM Review 56, 385-458). A logistic curve of slope a has its poles at pi / a, and its information a^2 / 4 at most, by
which the steepness of other curves is told as well.
"""

import numpy as np

from question_bank.irt.calibration.part_marks.state import Frame, State, parameters_of
from question_bank.irt.categories import category_information
from question_bank.irt.parameters import FloatArray

REACH = 6.0
# Room for populations that still move.
MARGIN = 1.5
MOST_NODES = 601
# Spacings that make the errors above some 1e-7: pi / a * 2 pi / 16, and 1.1 s.
POLE_SPACING = 2.0 * np.pi**2 / 16.0
POSTERIOR_SPACING = 1.1
COARSE_SPACING = 0.3
# In sds of the narrowest population.
COARSEST = 0.8


def spacing(frame: Frame, state: State, presented: FloatArray) -> float:
    """The widest spacing that the curves at hand allow; `presented` (items,): the share of people who saw each item."""
    parameters = parameters_of(state, frame)
    middle = np.linspace((state.mean - 3.0 * state.sd).min(), (state.mean + 3.0 * state.sd).max(), 61)
    information = category_information(middle, parameters)
    sharpest = 1.0 / np.sqrt(1.0 / state.sd.min() ** 2 + np.nanmax(information @ presented))
    steepest = max(np.abs(state.slope).max(), 2.0 * np.sqrt(np.nanmax(information)))
    return float(min(COARSE_SPACING * min(1.0, state.sd.min()), POSTERIOR_SPACING * sharpest, POLE_SPACING / steepest))


def lay(state: State, frame: Frame, width: float, nodes: int | None) -> FloatArray:
    """Equally spaced nodes over all populations, some `width` apart, or as many as are asked for."""
    low, high = _ends(state, REACH + (MARGIN if frame.moving.any() else 0.0))
    return np.linspace(low, high, nodes or min(int(np.ceil((high - low) / width - 1e-9)) + 1, MOST_NODES))


def covers(nodes: FloatArray, state: State) -> bool:
    """Whether the nodes still reach far enough for populations that have moved."""
    low, high = _ends(state, REACH - 1e-9)
    return bool(nodes[0] <= low and high <= nodes[-1])


def resolves(nodes: FloatArray, state: State) -> bool:
    """Whether the nodes still lie close enough, or as close as they may, for populations that have become narrow: else
    the M-step's formulas for a normal density do not hold for sums over the nodes, and steps lead down."""
    return bool(nodes.size >= MOST_NODES or nodes[1] - nodes[0] <= COARSEST * state.sd.min())


def _ends(state: State, reach: float) -> tuple[float, float]:
    return float((state.mean - reach * state.sd).min()), float((state.mean + reach * state.sd).max())
