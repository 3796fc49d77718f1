"""What sum scores say: how likely each is at each ability, and the ability that each stands for.

The recursion of Lord & Wingersky (1984, Applied Psychological Measurement 8, 453-461) adds the items one by one;
Thissen, Pommerich, Billeaud & Williams (1995, Applied Psychological Measurement 19, 39-49) have it for part marks, and
EAP for sum scores. A table serves one form: everybody who is read off it must have been given all its items.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.quadrature import Grid, grid_for


class SumScoreTable(NamedTuple):
    """For each sum score from 0 to the highest: the `share` of the population that is expected to reach just it, and
    the posterior mean `theta` and standard deviation `se` of those who do. All of shape (scores,); theta and se are
    NaN for sums that weights make impossible."""

    score: NDArray[np.int64]
    share: FloatArray
    theta: FloatArray
    se: FloatArray


def sum_score_probabilities(theta: ArrayLike, parameters: Parameters, weights: ArrayLike | None = None) -> FloatArray:
    """P(sum score | theta), shape (points, scores), for the scores 0 ... highest; rows sum to one.

    `weights` (items,) are whole numbers that marks are multiplied by, one each unless given. Raises `ValueError` for
    weights of another shape, negative ones and fractions.
    """
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    chances = np.exp(category_curves(points, parameters).log_p).transpose(1, 2, 0)
    most = categories(parameters) - 1
    worth = _checked(weights, most.size)
    sums = np.zeros((int(worth @ most) + 1, points.size))
    sums[0], reached = 1.0, 0
    for chance, highest, weight in zip(chances, most.tolist(), worth.tolist(), strict=True):
        before = sums[: reached + 1].copy()
        sums[: reached + 1] *= chance[0]
        for score in range(1, highest + 1):
            sums[score * weight : score * weight + reached + 1] += chance[score] * before
        reached += highest * weight
    return sums.T


def sum_score_table(
    parameters: Parameters, grid: Grid | None = None, weights: ArrayLike | None = None
) -> SumScoreTable:
    """EAP and its standard deviation for every sum score; the grid is the population, N(0, 1) unless given.

    Weights and errors as for `sum_score_probabilities`.
    """
    chosen = grid_for(parameters) if grid is None else grid
    joint = sum_score_probabilities(chosen.nodes, parameters, weights).T * np.exp(chosen.log_weights)
    share = joint.sum(axis=1)
    with np.errstate(invalid="ignore"):
        theta = joint @ chosen.nodes / share
        variance = (joint * (chosen.nodes - theta[:, None]) ** 2).sum(axis=1) / share
    return SumScoreTable(np.arange(share.size, dtype=np.int64), share, theta, np.sqrt(variance))


def _checked(weights: ArrayLike | None, items: int) -> NDArray[np.int64]:
    if weights is None:
        return np.ones(items, dtype=np.int64)
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (items,):
        raise ValueError(f"weights must have shape ({items},), got {given.shape}")
    bad = ~((given >= 0) & (given == np.floor(given)) & np.isfinite(given))
    if bad.any():
        item = int(np.flatnonzero(bad)[0])
        raise ValueError(f"item {item} has the weight {given[item]:g}, which is not a whole number from 0 on")
    return given.astype(np.int64)
