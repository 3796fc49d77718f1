"""A person's distribution over the grid after the answers: weights, quantiles, and chances to lie above a point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.likelihood import likelihood_table, log_likelihood
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid


def posterior_weights(scores: ArrayLike, parameters: Parameters, grid: Grid) -> FloatArray:
    """P(theta = node | answers) for each person, shape (persons, nodes); rows sum to one.

    `scores` has shape (persons, items) with NaN for items that were not presented, which are ignored; a row without
    any answer yields the prior. Raises `ValueError` for scores that an item does not have.
    """
    return normalised(log_likelihood(scores, likelihood_table(parameters, grid)) + grid.log_weights)


def normalised(log_weights: FloatArray) -> FloatArray:
    """Weights from their logarithms along the last axis, safe for logarithms of any size."""
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def quantiles(weights: FloatArray, grid: Grid, probabilities: Sequence[float]) -> FloatArray:
    """Theta below which the given shares of each posterior lie, shape (persons, probabilities).

    A node's weight is spread evenly over its cell, half-way to its neighbours. That adds (cell width)^2 / 12 to the
    variance, so an interval of a posterior with sd 0.35 comes out some 1 % wide on the default grid.
    """
    edges, below = cells(grid), _distribution(weights)
    return np.stack([_crossing(below, edges, share) for share in probabilities], axis=1)


def above(weights: FloatArray, grid: Grid, points: Sequence[float]) -> FloatArray:
    """Each person's posterior probability of theta at or above each point, shape (persons, points).

    1 for points below the grid, minus infinity included, and 0 for points beyond it.
    """
    edges, below = cells(grid), _distribution(weights)
    return np.stack([1.0 - _at(below, edges, point) for point in points], axis=1)


def cells(grid: Grid) -> FloatArray:
    """The borders between the nodes' cells, shape (nodes + 1,); the outermost lie as far out as the next ones in."""
    nodes = grid.nodes
    between = (nodes[1:] + nodes[:-1]) / 2.0
    return np.concatenate([[2.0 * nodes[0] - between[0]], between, [2.0 * nodes[-1] - between[-1]]])


def _distribution(weights: FloatArray) -> FloatArray:
    """The share below each border of a cell, shape (persons, nodes + 1)."""
    return np.pad(np.cumsum(weights, axis=1), ((0, 0), (1, 0)))


def _crossing(below: FloatArray, edges: FloatArray, share: float) -> FloatArray:
    """The theta, interpolated, where each row of `below` reaches the share."""
    right = np.clip((below < share).sum(axis=1), 1, edges.size - 1)
    rows = np.arange(below.shape[0])
    low, high = below[rows, right - 1], below[rows, right]
    rise = np.where(high > low, high - low, 1.0)
    way = np.clip((share - low) / rise, 0.0, 1.0)
    return np.asarray(edges[right - 1] + way * (edges[right] - edges[right - 1]))


def _at(below: FloatArray, edges: FloatArray, point: float) -> FloatArray:
    """Each row's share below one point of theta."""
    if not edges[0] < point < edges[-1]:
        return np.full(below.shape[0], float(point >= edges[-1]))
    right = int(np.searchsorted(edges, point))
    way = (point - edges[right - 1]) / (edges[right] - edges[right - 1])
    return np.asarray((1.0 - way) * below[:, right - 1] + way * below[:, right])
