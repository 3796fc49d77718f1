"""The M-step: the items' parameters, and the groups' distributions, that make the expected answers most probable.

Items are independent given the expected counts, so their Newton systems of two or three unknowns are solved side by
side; a common slope couples them through one row, which is eliminated first. Without priors Newton's matrix is the
2PL's Hessian in a and d; otherwise it is Fisher's expected information, positive definite wherever it stands.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.design import Design
from question_bank.irt.calibration.expectation import Expected
from question_bank.irt.calibration.state import State, Task, slope_intercept
from question_bank.irt.parameters import FloatArray

STEPS = 3
HALVINGS = 12
# After a step as small as this Newton's next one is smaller than EM's next by orders.
SMALL = 0.02
# How far one step may go in each coordinate (a or log a, d or b, logit c), against leaps from flat places.
REACH_OF_PRIORS = np.array([[0.7], [2.0], [1.0]])
REACH_WITHOUT = np.array([[1.0], [3.0]])
# Slopes beyond say that the answers are nearly or wholly separable by theta; the likelihood rises to infinity there.
LARGEST_SLOPE = 20.0
SMALLEST_SLOPE = 0.02
# A narrower population is a point to any grid.
SMALLEST_LOG_SD = float(np.log(0.05))


class Maximum(NamedTuple):
    """The next state, and for each estimated coordinate (in the order of `packed`) the information of the complete
    data, by which steps are measured."""

    state: State
    information: FloatArray


def maximise(task: Task, state: State, expected: Expected, nodes: FloatArray, design: Design) -> Maximum:
    """The M-step from the expected counts."""
    problem = _Problem(task, expected, nodes, design)
    items = state.items
    value, gradient, information = problem.at(items)
    for _ in range(STEPS):
        step = _newton_step(task, items, gradient, information)
        items, value, gradient, information, moved = _climb(problem, items, step, value)
        if moved < SMALL:
            break
    mean, log_sd, group_information = _distributions(task, state, expected, nodes)
    return Maximum(State(items, mean, log_sd), _diagonal(task, information, group_information))


class _Problem:
    """The expected log-likelihood of each item, with its priors, as a function of the items' coordinates."""

    def __init__(self, task: Task, expected: Expected, nodes: FloatArray, design: Design) -> None:
        self.task = task
        self.nodes = nodes
        self.powers = np.stack([np.ones_like(nodes), nodes, nodes**2], axis=1)
        people = expected.people.sum(axis=0)
        self.seen = people[None, :] if expected.seen is None else expected.seen
        self.right = expected.right
        self.right_sum = design.right
        self.right_theta = expected.right_theta

    def at(self, items: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value (items,), gradient (coordinates, items) and information (coordinates, coordinates, items)."""
        value, gradient, information = self._guessing(items) if self.task.guessing else self._logistic(items)
        priors = self.task.priors
        if priors is not None:
            count = len(items)
            off = (items - priors.mean[:count]) / priors.sd[:count] ** 2
            weight = self._prior_weight(count)
            value = value - 0.5 * (weight * off**2 * priors.sd[:count] ** 2).sum(axis=0)
            gradient = gradient - weight * off
            for row in range(count):
                information[row, row] += weight[row] / priors.sd[row] ** 2
        return value, gradient, information

    def _prior_weight(self, count: int) -> FloatArray:
        """A common slope has one prior, which is shared out among the items that have the slope."""
        weight = np.ones((count, 1))
        if self.task.common_slope:
            weight[0] = 1.0 / max(1, int(self.task.free[0].sum()))
        return weight

    def _logistic(self, items: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        a, d = slope_intercept(self.task, State(items, np.empty(0), np.empty(0)))
        logit = a[:, None] * self.nodes + d[:, None]
        p = 1.0 / (1.0 + np.exp(-logit))
        expected_right = self.seen * p
        sums = expected_right @ self.powers[:, :2]
        curvature = (expected_right * (1.0 - p)) @ self.powers
        softplus = np.maximum(logit, 0.0) + np.log1p(np.exp(-np.abs(logit)))
        value = a * self.right_theta + d * self.right_sum - (self.seen * softplus).sum(axis=1)
        by_d, by_a = self.right_sum - sums[:, 0], self.right_theta - sums[:, 1]
        gradient = np.stack([by_a, by_d])
        information = np.array([[curvature[:, 2], curvature[:, 1]], [curvature[:, 1], curvature[:, 0]]])
        if self.task.priors is None:
            return value, gradient, information
        return value, *_in_log_a_and_b(a, items[1], gradient, information)

    def _guessing(self, items: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        a, d = slope_intercept(self.task, State(items, np.empty(0), np.empty(0)))
        c = 1.0 / (1.0 + np.exp(-items[2]))[:, None]
        logit = a[:, None] * self.nodes + d[:, None]
        knowing = 1.0 / (1.0 + np.exp(-logit))
        # exp(-logit) may overflow to infinity far below a steep item; 1 / inf is the zero that is meant.
        not_knowing = np.maximum(1.0 - knowing, 1e-300)
        right, wrong = c + (1.0 - c) * knowing, (1.0 - c) * not_knowing
        assert self.right is not None
        value = (self.right * np.log(right) + (self.seen - self.right) * np.log(wrong)).sum(axis=1)
        per_right = (self.right - self.seen * right) / (right * wrong)
        by_z, by_c = (1.0 - c) * knowing * not_knowing, c * (1.0 - c) * not_knowing
        gz = (per_right * by_z) @ self.powers[:, :2]
        gradient = np.stack([gz[:, 1], gz[:, 0], (per_right * by_c).sum(axis=1)])
        weight = self.seen / (right * wrong)
        zz = (weight * by_z**2) @ self.powers
        zc = (weight * by_z * by_c) @ self.powers[:, :2]
        cc = (weight * by_c**2).sum(axis=1)
        information = np.array(
            [[zz[:, 2], zz[:, 1], zc[:, 1]], [zz[:, 1], zz[:, 0], zc[:, 0]], [zc[:, 1], zc[:, 0], cc]]
        )
        return value, *_in_log_a_and_b(a, items[1], gradient, information)


def _in_log_a_and_b(
    a: FloatArray, b: FloatArray, gradient: FloatArray, information: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """From (a, d) to (log a, b), where d = -a b; a third coordinate stays."""
    jacobian = np.zeros((len(gradient), len(gradient), a.size))
    jacobian[0, 0], jacobian[0, 1] = a, 0.0
    jacobian[1, 0], jacobian[1, 1] = -a * b, -a
    for row in range(2, len(gradient)):
        jacobian[row, row] = 1.0
    return (
        np.einsum("pri,pi->ri", jacobian, gradient),
        np.einsum("pri,pqi,qsi->rsi", jacobian, information, jacobian),
    )


def _newton_step(task: Task, items: FloatArray, gradient: FloatArray, information: FloatArray) -> FloatArray:
    """The step of each free coordinate, of shape (coordinates, items); zero for what is held, and for slopes at a bound
    that lead beyond it: the others then step as if those were held, not as if they went along."""
    count = len(gradient)
    diagonal = np.arange(count)
    low, high = slope_bounds(task)
    outwards = np.sign(np.full_like(gradient[0], gradient[0].sum()) if task.common_slope else gradient[0])
    held = ~task.free
    held[0] |= ((items[0] >= high) & (outwards > 0)) | ((items[0] <= low) & (outwards < 0))
    gradient = np.where(held, 0.0, gradient)
    matrix = np.where(held[None] | held[:, None], 0.0, information)
    matrix[diagonal, diagonal] += np.where(held, 1.0, 1e-10 * (1.0 + np.abs(matrix[diagonal, diagonal])))
    matrix = np.moveaxis(matrix, 2, 0)
    if task.common_slope and task.free[0].any():
        step = _coupled(gradient, matrix, ~held[0])
    else:
        step = np.asarray(np.linalg.solve(matrix, gradient.T[:, :, None])[:, :, 0].T, dtype=np.float64)
    step = np.where(held, 0.0, step)
    reach = REACH_WITHOUT if task.priors is None else REACH_OF_PRIORS
    # Scaled as a whole, item by item, so that a shortened step keeps its direction.
    scale = np.minimum(1.0, (reach[:count] / np.maximum(np.abs(step), 1e-300)).min(axis=0))
    return np.asarray(step * (scale.min() if task.common_slope else scale))


def _coupled(gradient: FloatArray, matrix: FloatArray, free: NDArray[np.bool_]) -> FloatArray:
    """Two coordinates with a common first one: the others are eliminated from the first equation."""
    own, cross, slope = matrix[:, 1, 1], matrix[:, 0, 1], matrix[:, 0, 0]
    reduced = np.where(free, slope - cross**2 / own, 0.0).sum()
    rest = np.where(free, gradient[0] - cross / own * gradient[1], 0.0).sum()
    common = rest / reduced if reduced > 0 else 0.0
    return np.stack([np.where(free, common, 0.0), (gradient[1] - cross * common) / own])


def _climb(
    problem: _Problem, items: FloatArray, step: FloatArray, value: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, float]:
    """Takes the step, halved where an item's value would fall (everywhere, under a common slope)."""
    for _ in range(HALVINGS):
        there = _slopes_within_bounds(problem.task, items + step)
        new_value, gradient, information = problem.at(there)
        slack = 1e-9 * (1.0 + np.abs(value))
        if problem.task.common_slope:
            fallen = np.full(value.size, bool(new_value.sum() < value.sum() - slack.sum()))
        else:
            fallen = ~(new_value >= value - slack)
        if not fallen.any():
            break
        step = np.where(fallen, 0.5 * step, step)
    return there, new_value, gradient, information, float(np.abs(step).max(initial=0.0))


def slope_bounds(task: Task) -> tuple[float, float]:
    """The least and the largest value of the first coordinate, a or log a."""
    if task.priors is None:
        return -LARGEST_SLOPE, LARGEST_SLOPE
    return float(np.log(SMALLEST_SLOPE)), float(np.log(LARGEST_SLOPE))


def within_bounds(task: Task, state: State) -> State:
    """The nearest state that an M-step could lead to."""
    free = task.free_groups
    log_sd = np.where(free, np.maximum(state.log_sd, SMALLEST_LOG_SD), state.log_sd)
    return State(_slopes_within_bounds(task, state.items), state.mean, log_sd)


def _slopes_within_bounds(task: Task, items: FloatArray) -> FloatArray:
    low, high = slope_bounds(task)
    return np.vstack([np.where(task.free[0], np.clip(items[0], low, high), items[0]), items[1:]])


def _distributions(
    task: Task, state: State, expected: Expected, nodes: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Means, log sds and their information (2, groups) from the expected people at each node."""
    size = expected.people.sum(axis=1)
    mean = expected.people @ nodes / size
    variance = expected.people @ nodes**2 / size - mean**2
    log_sd = np.maximum(0.5 * np.log(np.maximum(variance, 1e-12)), SMALLEST_LOG_SD)
    free = task.free_groups
    return (
        np.where(free, mean, state.mean),
        np.where(free, log_sd, state.log_sd),
        np.stack([size / np.exp(2.0 * log_sd), 2.0 * size]),
    )


def _diagonal(task: Task, information: FloatArray, group_information: FloatArray) -> FloatArray:
    groups = task.free_groups
    rows = [information[row, row, task.free[row]] for row in range(information.shape[0])]
    if task.common_slope:
        rows[0] = rows[0].sum(keepdims=True)[: rows[0].size]
    return np.concatenate([*rows, group_information[0, groups], group_information[1, groups]])
