"""Standard errors: the inverse of the observed information, or of the outer product of the scores.

The observed information of a marginal likelihood is the complete data's expected information less what is lost for not
knowing theta (Louis 1982, Journal of the Royal Statistical Society B 44, 226-233): minus the posterior mean of the
second derivatives, less the posterior covariance of the scores, summed over people. It is exact, not differenced. For
very large samples, and for long lists of answers, the outer product of the mean scores stands for it (Berndt et al.
1974), which has the same limit. Under priors their precision is added, so that the errors are those of the mode.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from question_bank.irt.calibration.definite_inverse import definite_inverse
from question_bank.irt.calibration.design import DenseBlock, Design
from question_bank.irt.calibration.expectation import Expectation
from question_bank.irt.calibration.expectation_maximisation import Mode, spaced_grid
from question_bank.irt.calibration.maximisation import SMALLEST_LOG_SD, slope_bounds
from question_bank.irt.calibration.result import StandardErrors
from question_bank.irt.calibration.score_moments import NodeScores, node_scores, score_moments
from question_bank.irt.calibration.state import State, Task, curves_of, parameters_of
from question_bank.irt.parameters import FloatArray

# Products that the second moments may cost: people x items^2 x nodes; some seconds on two cores.
OBSERVED_UP_TO = 6e11
# A standard error is wanted to a percent; the polish's own grid would give five digits more, for twice the time.
SPACING, WIDEST = 1.6, 0.45


class GroupErrors(NamedTuple):
    """Of the groups' means and sds, shape (groups,); 0 where they are fixed."""

    mean: FloatArray
    sd: FloatArray


def standard_errors(
    task: Task, mode: Mode, design: Design, expectation: Expectation
) -> tuple[StandardErrors, GroupErrors]:
    """Errors of a, b and c and of the groups' distributions, with the whole covariance of the former. A slope at its
    bound is taken as given, and has none, and so is a population at the least width; NaN where the answers do not tell
    what was estimated."""
    state = mode.state
    low, high = slope_bounds(task)
    inside = (state.items[0] > low) & (state.items[0] < high)
    task = task._replace(free=np.vstack([task.free[:1] & inside, task.free[1:]]))
    nodes = spaced_grid(task, state, design, SPACING, WIDEST)
    curves = curves_of(task, state, nodes)
    c = parameters_of(task, state).c if task.guessing else None
    scores = node_scores(curves, c, state)
    observed = _observed_is_affordable(task, design, nodes.size)
    moments = score_moments(expectation, curves, scores, design, second=observed)
    map_ = _coordinate_map(task, design, state)
    covariance = None
    method = "observed"
    if moments.second is not None:
        # Two E-steps' worth of counts at these nodes: expected answers, and the gradient, which priors hold off zero.
        expected = expectation(curves, np.float64)
        complete, gradient = _complete(task, curves, scores, c, expected, design, state)
        information = complete - moments.second + moments.outer
        covariance = _inverse(map_, information, _curvature(task, state, gradient))
    if covariance is None:
        method = "outer_product"
        covariance = _inverse(map_, moments.outer, np.zeros((2, 2, design.items)))
    if covariance is None:
        rows = map_.matrix.shape[1]
        covariance = np.full((rows, rows), np.nan)
    return _in_a_b_c(task, state, design, map_, covariance, method)


def _observed_is_affordable(task: Task, design: Design, nodes: int) -> bool:
    if not all(isinstance(block, DenseBlock) for block in design.blocks):
        return False
    if task.guessing:
        per_pair = nodes * (0.5 if design.complete else 2.0)
    else:
        per_pair = 3.0 if design.complete else 6.0 + 0.5 * nodes
    return design.people * design.items**2 * per_pair <= OBSERVED_UP_TO


class _CoordinateMap(NamedTuple):
    """`matrix` (rows, coordinates): derivative of all rows (a, d, logit c of the items, mean and log sd of the groups)
    by what was estimated; `precision` (coordinates,) of the priors; `slots` (parts, items) each item's coordinate or
    -1, and `group_slots` (2, groups)."""

    matrix: sparse.csr_array
    precision: FloatArray
    slots: Any
    group_slots: Any


class _Triplets:
    """A sparse matrix while it is being filled; entries of held coordinates (slot -1) are left out."""

    def __init__(self) -> None:
        self._rows: list[Any] = []
        self._columns: list[Any] = []
        self._values: list[Any] = []

    def put(self, rows: Any, slots: Any, values: Any) -> None:
        known = slots >= 0
        self._rows.append(rows[known])
        self._columns.append(slots[known])
        self._values.append(np.broadcast_to(values, rows.shape)[known])

    def matrix(self, rows: int, columns: int) -> sparse.csr_array:
        places = (np.concatenate(self._rows), np.concatenate(self._columns))
        return sparse.csr_array((np.concatenate(self._values), places), shape=(rows, columns))


def _coordinate_map(task: Task, design: Design, state: State) -> _CoordinateMap:
    parts, items, groups = task.coordinates, design.items, design.groups
    slots = np.full((parts, items), -1)
    count = 0
    for part in range(parts):
        free = np.flatnonzero(task.free[part])
        common = part == 0 and task.common_slope
        slots[part, free] = count + (np.zeros_like(free) if common else np.arange(free.size))
        count += min(1, free.size) if common else free.size
    group_slots = np.full((2, groups), -1)
    for row, estimated in enumerate((task.free_groups, task.free_groups & (state.log_sd > SMALLEST_LOG_SD))):
        own = np.flatnonzero(estimated)
        group_slots[row, own] = count + np.arange(own.size)
        count += own.size
    change, place = _Triplets(), np.arange(items)
    if task.priors is None:
        change.put(place, slots[0], 1.0)
        change.put(items + place, slots[1], 1.0)
    else:
        a, b = np.exp(state.items[0]), state.items[1]
        change.put(place, slots[0], a)
        change.put(items + place, slots[0], -a * b)
        change.put(items + place, slots[1], -a)
        if task.guessing:
            change.put(2 * items + place, slots[2], 1.0)
    for row in range(2):
        change.put(parts * items + row * groups + np.arange(groups), group_slots[row], 1.0)
    precision = np.zeros(count)
    if task.priors is not None:
        for part in range(parts):
            free = task.free[part]
            precision[slots[part, free]] = 1.0 / task.priors.sd[part, free] ** 2
    return _CoordinateMap(change.matrix(parts * items + 2 * groups, count), precision, slots, group_slots)


def _complete(
    task: Task, curves: Any, scores: NodeScores, c: FloatArray | None, expected: Any, design: Design, state: State
) -> tuple[FloatArray, FloatArray]:
    """Minus the expected second derivatives over all rows, and the gradient by a and d, (2, items)."""
    nodes = curves.nodes
    parts, items = task.coordinates, design.items
    seen = expected.people.sum(axis=0)[None, :] if expected.seen is None else expected.seen
    knowing = 1.0 / (1.0 + np.exp(-(curves.slope[:, None] * nodes + curves.intercept[:, None])))
    slope_of_knowing = knowing * (1.0 - knowing)
    powers = np.stack([np.ones_like(nodes), nodes, nodes**2], axis=1)
    matrix = np.zeros((parts * items + 2 * design.groups,) * 2)
    place = np.arange(items)
    if c is None:
        zz = (seen * slope_of_knowing) @ powers
        gradient = np.stack(
            [expected.right_theta - (seen * knowing) @ nodes, design.right - (seen * knowing).sum(axis=1)]
        )
    else:
        right, wrong = expected.right, seen - expected.right
        guess = c[:, None]
        p = guess + (1.0 - guess) * knowing
        by_z = (1.0 - guess) * slope_of_knowing / p
        by_c = guess * (1.0 - guess) * (1.0 - knowing) / p
        right_zz = by_z * (1.0 - 2.0 * knowing) - by_z**2
        right_cc = by_c * (1.0 - 2.0 * guess) - by_c**2
        right_zc = -guess * by_z - by_z * by_c
        zz = -(right * right_zz - wrong * slope_of_knowing) @ powers
        zc = -(right * right_zc) @ powers[:, :2]
        cc = -(right * right_cc - wrong * (guess * (1.0 - guess))).sum(axis=1)
        by_logit = right * by_z - wrong * knowing
        gradient = np.stack([by_logit @ nodes, by_logit.sum(axis=1)])
        for part, column in ((0, 1), (1, 0)):
            matrix[part * items + place, 2 * items + place] = zc[:, column]
            matrix[2 * items + place, part * items + place] = zc[:, column]
        matrix[2 * items + place, 2 * items + place] = cc
    matrix[place, place] = zz[:, 2]
    matrix[place, items + place] = matrix[items + place, place] = zz[:, 1]
    matrix[items + place, items + place] = zz[:, 0]
    first, groups = parts * items, np.arange(design.groups)
    sd = np.exp(state.log_sd)
    standard = (nodes - state.mean[:, None]) / sd[:, None]
    matrix[first + groups, first + groups] = expected.people.sum(axis=1) / sd**2
    cross = 2.0 * (expected.people * standard).sum(axis=1) / sd
    matrix[first + groups, first + design.groups + groups] = cross
    matrix[first + design.groups + groups, first + groups] = cross
    spread = 2.0 * (expected.people * standard**2).sum(axis=1)
    matrix[first + design.groups + groups, first + design.groups + groups] = spread
    return matrix, gradient


def _curvature(task: Task, state: State, gradient: FloatArray) -> FloatArray:
    """What the bend of (a, d) as functions of (log a, b) adds to the information: minus gradient times second
    derivative; shape (2, 2, items). Zero without priors, where a and d are the coordinates."""
    bend = np.zeros((2, 2, gradient.shape[1]))
    if task.priors is not None:
        a, b = np.exp(state.items[0]), state.items[1]
        by_a, by_d = gradient
        bend[0, 0] = -(by_a * a - by_d * a * b)
        bend[0, 1] = bend[1, 0] = by_d * a
    return bend


def _inverse(map_: _CoordinateMap, information: FloatArray, bend: FloatArray) -> FloatArray | None:
    """The covariance of the coordinates; None when the answers do not tell them."""
    reduced = np.asarray(map_.matrix.T @ (map_.matrix.T @ information).T)
    reduced[np.diag_indices_from(reduced)] += map_.precision
    for one in range(2):
        for other in range(2):
            free = (map_.slots[one] >= 0) & (map_.slots[other] >= 0)
            np.add.at(reduced, (map_.slots[one, free], map_.slots[other, free]), bend[one, other, free])
    return definite_inverse(reduced)


def _in_a_b_c(
    task: Task, state: State, design: Design, map_: _CoordinateMap, covariance: FloatArray, method: str
) -> tuple[StandardErrors, GroupErrors]:
    """From the coordinates to a, b and c by the delta method; a common slope's row stands with each item."""
    parts, items = task.coordinates, design.items
    a, b, c = parameters_of(task, state)
    place, width = np.arange(items), items
    change = _Triplets()
    if task.priors is None:
        change.put(place, map_.slots[0], 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            change.put(width + place, map_.slots[0], -b / a)
            change.put(width + place, map_.slots[1], -1.0 / a)
    else:
        change.put(place, map_.slots[0], a)
        change.put(width + place, map_.slots[1], 1.0)
        if task.guessing:
            change.put(2 * width + place, map_.slots[2], c * (1.0 - c))
    rows = np.flatnonzero(task.free)
    matrix = change.matrix(parts * items, len(covariance))[rows]
    matrix = np.asarray(matrix @ (matrix @ covariance).T)
    errors = np.full((3, items), np.nan)
    errors.ravel()[rows] = np.sqrt(np.diag(matrix))
    of_groups = np.sqrt(np.diag(covariance))
    group = np.zeros((2, design.groups))
    told = map_.group_slots >= 0
    group[told] = of_groups[map_.group_slots[told]]
    group[~told & task.free_groups] = np.nan
    group[1] *= np.exp(state.log_sd)
    return (
        StandardErrors(
            a=errors[0],
            b=errors[1],
            c=errors[2],
            thresholds=None,
            parts=["abc"[part] for part in rows // items],
            items=rows % items,
            matrix=matrix,
            method=method,
        ),
        GroupErrors(group[0], group[1]),
    )
