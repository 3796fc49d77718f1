"""The population of people of several groups: one mixture where the groups are not told apart, else everybody's own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.categories import category_information
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, take
from question_bank.irt.quadrature import REACH, Grid, grid_for, normal_grid


class GroupPriors(NamedTuple):
    """Which group everybody is of, `group` (persons,), and the groups' distributions over the nodes of one grid,
    `log_weights` (groups, nodes)."""

    group: NDArray[np.intp]
    log_weights: FloatArray


def mixed_grid(parameters: Parameters, mean: ArrayLike, sd: ArrayLike, share: ArrayLike) -> Grid:
    """The mixture of normal groups as a grid; `mean`, `sd` and `share` (any positive numbers) have shape (groups,).

    Nodes stand as close as the most compact group asks for (`grid_for`) and reach 6 sd beyond every group. A single
    group has the grid of `grid_for`. Raises `ValueError` for unequal lengths, and unless sd and share are positive.
    """
    means, sds, shares = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (mean, sd, share))
    if not means.shape == sds.shape == shares.shape or not (shares > 0).all():
        raise ValueError("groups need a mean, a sd and a positive share each")
    grids = [grid_for(parameters, each, spread) for each, spread in zip(means.tolist(), sds.tolist(), strict=True)]
    if len(grids) == 1:
        return grids[0]
    step = min(float(grid.nodes[1] - grid.nodes[0]) for grid in grids)
    low, high = float((means - REACH * sds).min()), float((means + REACH * sds).max())
    nodes = np.linspace(low, high, 2 + int((high - low) / step))
    log_density = -0.5 * ((nodes[:, None] - means) / sds) ** 2 + np.log(shares / sds)
    log_weights = np.logaddexp.reduce(log_density, axis=1)
    return Grid(nodes, log_weights - np.logaddexp.reduce(log_weights))


def group_priors(grid: Grid, mean: ArrayLike, sd: ArrayLike, group: ArrayLike) -> GroupPriors:
    """Normal groups on the nodes of their mixture (`mixed_grid`); `mean` and `sd` have shape (groups,), and `group`
    (persons,) numbers them from 0. Raises `ValueError` for a group that is not there."""
    index = np.asarray(group, dtype=np.intp)
    means, sds = (np.atleast_1d(np.asarray(part, dtype=np.float64))[:, None] for part in (mean, sd))
    if index.size and not (index.min() >= 0 and index.max() < len(means)):
        raise ValueError(f"groups are numbered from 0 to {len(means) - 1}, got {index.min()} to {index.max()}")
    log_density = -0.5 * ((grid.nodes - means) / sds) ** 2
    return GroupPriors(index, log_density - np.logaddexp.reduce(log_density, axis=1, keepdims=True))


def most_telling(parameters: Parameters, number: int) -> Parameters:
    """The so many items with the highest peaks of information: a grid that is close enough for these is so for whoever
    answered no more items, of whatever bank."""
    peaks = category_information(normal_grid().nodes, parameters).max(axis=0)
    chosen = np.argsort(-peaks, kind="stable")[: max(1, number)]
    if isinstance(parameters, ItemParameters):
        return take(parameters, chosen)
    return take(parameters, chosen)
