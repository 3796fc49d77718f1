"""Where a calibration stands: the items' coordinates and the groups' distributions, and what they mean.

Under priors an item's coordinates are log a, b and logit c, in which the priors are normal; without priors they are a
and d = -a b, in which the M-step of the 2PL is a concave problem and a slope may turn out negative.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.design import Design
from question_bank.irt.calibration.expectation import Curves
from question_bank.irt.calibration.priors import Priors, log_density
from question_bank.irt.parameters import FloatArray, ItemParameters


class Task(NamedTuple):
    """What is to be estimated. `common_slope`, `guessing`: of the model; `priors` or None; `free` (coordinates, items):
    which coordinates are estimated; `free_groups` (groups,): whose mean and sd are."""

    common_slope: bool
    guessing: bool
    priors: Priors | None
    free: NDArray[np.bool_]
    free_groups: NDArray[np.bool_]

    @property
    def coordinates(self) -> int:
        return 3 if self.guessing else 2


class State(NamedTuple):
    """`items` (coordinates, items), `mean` and `log_sd` (groups,)."""

    items: FloatArray
    mean: FloatArray
    log_sd: FloatArray


def parameters_of(task: Task, state: State) -> ItemParameters:
    if task.priors is None:
        a, d = state.items
        with np.errstate(divide="ignore", invalid="ignore"):
            return ItemParameters(a, -d / a, np.zeros_like(a))
    c = 1.0 / (1.0 + np.exp(-state.items[2])) if task.guessing else np.zeros_like(state.items[0])
    return ItemParameters(np.exp(state.items[0]), state.items[1], c)


def slope_intercept(task: Task, state: State) -> tuple[FloatArray, FloatArray]:
    """a and d of the logit a theta + d."""
    if task.priors is None:
        return state.items[0], state.items[1]
    a = np.exp(state.items[0])
    return a, -a * state.items[1]


def curves_of(task: Task, state: State, nodes: FloatArray) -> Curves:
    """The model at the nodes. A group's prior is its normal density there, made to sum to one."""
    a, d = slope_intercept(task, state)
    logit = a[:, None] * nodes + d[:, None]
    not_knowing = -_softplus(logit)
    odds = None
    wrong = not_knowing
    if task.guessing:
        c = 1.0 / (1.0 + np.exp(-state.items[2]))
        wrong = np.log1p(-c)[:, None] + not_knowing
        # P(right) = c + (1 - c) L; logit + log(1 - L) is log L.
        odds = np.log(c[:, None] + (1.0 - c[:, None]) * np.exp(logit + not_knowing)) - wrong
    return Curves(nodes, log_prior(state, nodes), wrong, a, d, odds)


def log_prior(state: State, nodes: FloatArray) -> FloatArray:
    """Of each group, shape (groups, nodes)."""
    standard = (nodes - state.mean[:, None]) / np.exp(state.log_sd)[:, None]
    density = -0.5 * standard**2
    return np.asarray(density - np.logaddexp.reduce(density, axis=1, keepdims=True))


def log_prior_density(task: Task, state: State) -> float:
    """Of the free items' coordinates under the priors; a common slope counts once."""
    if task.priors is None:
        return 0.0
    own = log_density(state.items, task.priors.mean[: len(state.items)], task.priors.sd[: len(state.items)])
    rows = [own[row, task.free[row]] for row in range(len(own))]
    if task.common_slope:
        rows[0] = rows[0][:1]
    return float(np.concatenate(rows).sum())


def upright(task: Task, state: State) -> State:
    """The mirror image of a state whose common slope is negative: as likely, with theta counted upwards."""
    if task.priors is not None or not (task.common_slope and task.free[0].all()) or state.items[0, 0] >= 0:
        return state
    a, d = state.items
    return State(np.stack([-a, d]), 0.0 - state.mean, state.log_sd)


def packed(task: Task, state: State) -> FloatArray:
    """What is estimated, as one vector."""
    groups = task.free_groups
    rows = [state.items[row, task.free[row]] for row in range(len(state.items))]
    if task.common_slope:
        rows[0] = rows[0][:1]
    return np.concatenate([*rows, state.mean[groups], state.log_sd[groups]])


def unpacked(task: Task, vector: FloatArray, like: State) -> State:
    """The state of a vector; what is not estimated is taken from `like`."""
    groups = task.free_groups
    items, mean, log_sd = like.items.copy(), like.mean.copy(), like.log_sd.copy()
    start = 0
    for row in range(len(items)):
        count = int(task.free[row].sum())
        width = min(1, count) if row == 0 and task.common_slope else count
        items[row, task.free[row]] = vector[start : start + width]
        start += width
    width = int(groups.sum())
    mean[groups] = vector[start : start + width]
    log_sd[groups] = vector[start + width :]
    return State(items, mean, log_sd)


def first_state(task: Task, design: Design, fixed: ItemParameters | None) -> State:
    """Slopes of one, difficulties from the share of right answers, guessing at its prior; everybody N(0, 1)."""
    share = (design.right + 0.5) / (design.answers + 1.0)
    if task.guessing and task.priors is not None:
        chance = 1.0 / (1.0 + np.exp(-task.priors.mean[2]))
        share = np.clip((share - chance) / (1.0 - chance), 0.05, 0.98)
    # A logistic curve of slope one averaged over N(0, 1) is flatter by the square root of 1 + 0.346 (Camilli 1994).
    d = np.log(share / (1.0 - share)) * np.sqrt(1.346)
    items = np.stack([np.ones(design.items), d] if task.priors is None else [np.zeros(design.items), -d])
    if task.guessing and task.priors is not None:
        items = np.vstack([items, task.priors.mean[2]])
    if fixed is not None:
        items = np.where(task.free, items, coordinates_of(task, fixed))
    return State(items, np.zeros(design.groups), np.zeros(design.groups))


def coordinates_of(task: Task, parameters: ItemParameters) -> FloatArray:
    """The coordinates (coordinates, items) of known parameters."""
    a, b, c = parameters
    if task.priors is None:
        return np.stack([a, -a * b])
    rows = [np.log(a), b]
    if task.guessing:
        rows.append(np.log(np.maximum(c, 1e-9) / (1.0 - c)))
    return np.stack(rows)


def _softplus(x: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))
