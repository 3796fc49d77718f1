"""Ability from answers: the mean of the posterior distribution (EAP; Bock & Mislevy 1982)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import Grid, normal_grid

Array = NDArray[np.float64]


class Abilities(NamedTuple):
    """`theta`: posterior means; `se`: posterior standard deviations; `items`: how many answers each rests on."""

    theta: Array
    se: Array
    items: NDArray[np.int64]


def log_likelihood(responses: ArrayLike, items: ItemParameters, nodes: Array) -> Array:
    """Log-likelihood of each person's answers at each node, shape (persons, nodes).

    `responses`: contestants x items of 0 and 1, NaN where an item was not presented.
    """
    scores = np.atleast_2d(np.asarray(responses, dtype=np.float64))
    p = probability(nodes, items)
    right, wrong = np.nan_to_num(scores, nan=0.0), np.nan_to_num(1.0 - scores, nan=0.0)
    result: Array = right @ np.log(p).T + wrong @ np.log1p(-p).T
    return result


def posterior(responses: ArrayLike, items: ItemParameters, grid: Grid | None = None) -> Array:
    """Posterior probabilities of the grid's nodes, shape (persons, nodes); rows sum to 1."""
    grid = grid or normal_grid()
    joint = log_likelihood(responses, items, grid.nodes) + grid.log_weights
    joint -= joint.max(axis=1, keepdims=True)
    weights = np.exp(joint)
    result: Array = weights / weights.sum(axis=1, keepdims=True)
    return result


def eap(responses: ArrayLike, items: ItemParameters, grid: Grid | None = None) -> Abilities:
    """Expected a posteriori ability. Without any answer it is the prior's mean and standard deviation."""
    grid = grid or normal_grid()
    weights = posterior(responses, items, grid)
    theta = weights @ grid.nodes
    variance = weights @ grid.nodes**2 - theta**2
    answered = (~np.isnan(np.atleast_2d(np.asarray(responses, dtype=np.float64)))).sum(axis=1)
    return Abilities(theta, np.sqrt(np.maximum(variance, 0.0)), answered)


class Posterior:
    """One person's posterior, brought up to date answer by answer in microseconds."""

    def __init__(self, items: ItemParameters, grid: Grid | None = None) -> None:
        self._grid = grid or normal_grid()
        p = probability(self._grid.nodes, items)
        self._log_right, self._log_wrong = np.log(p).T, np.log1p(-p).T
        self._log = self._grid.log_weights.copy()

    def update(self, item: int, score: int) -> None:
        self._log += self._log_right[item] if score else self._log_wrong[item]

    def estimate(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        weights = np.exp(self._log - self._log.max())
        weights /= weights.sum()
        mean = float(weights @ self._grid.nodes)
        return mean, float(np.sqrt(weights @ (self._grid.nodes - mean) ** 2))
