"""Ability by EAP, the mean of the posterior distribution, for many people at once or for one, answer by answer.

Bock & Mislevy (1982), Adaptive EAP estimation of ability in a microcomputer environment, Applied Psychological
Measurement 6, 431-444: theta = sum X_k L(X_k) W(X_k) / sum L(X_k) W(X_k), and the standard error is the posterior
standard deviation, the root of the same sum over (X_k - theta)^2.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.likelihood import LikelihoodTable, checked_scores
from question_bank.irt.parameters import FloatArray, ItemParameters
from question_bank.irt.posterior import normalised, posterior_weights
from question_bank.irt.quadrature import Grid, normal_grid

# People whose posteriors are held in memory at a time; some 2 MB on the default grid.
CHUNK = 4096


class Abilities(NamedTuple):
    """Posterior mean and standard deviation in units of theta, and the number of items scored; shape (persons,)."""

    theta: FloatArray
    se: FloatArray
    items: NDArray[np.int64]


class Ability(NamedTuple):
    """One person's posterior mean and standard deviation, and the number of items scored."""

    theta: float
    se: float
    items: int


def eap(scores: ArrayLike, parameters: ItemParameters, grid: Grid | None = None) -> Abilities:
    """EAP for everybody. `scores`: (persons, items), 1 right, 0 wrong, NaN not presented.

    The grid is the population's distribution, N(0, 1) unless given. Nobody's answers give its mean and sd.
    Raises `ValueError` for scores of another shape or with other numbers, naming the row and column.
    """
    chosen = normal_grid() if grid is None else grid
    matrix = checked_scores(scores, parameters.b.size)
    theta, se = np.empty(len(matrix)), np.empty(len(matrix))
    for start in range(0, len(matrix), CHUNK):
        part = slice(start, start + CHUNK)
        theta[part], se[part] = moments(posterior_weights(matrix[part], parameters, chosen), chosen)
    return Abilities(theta, se, (~np.isnan(matrix)).sum(axis=1).astype(np.int64))


def moments(weights: FloatArray, grid: Grid) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of posteriors of shape (persons, nodes) or (nodes,)."""
    mean = weights @ grid.nodes
    deviations = grid.nodes - np.asarray(mean)[..., None]
    return np.asarray(mean), np.sqrt((weights * deviations**2).sum(axis=-1))


class Posterior:
    """One person's posterior, kept as answers come in; an update adds one row of the shared table."""

    __slots__ = ("_items", "_log_weights", "_table")

    def __init__(self, table: LikelihoodTable) -> None:
        self._table = table
        self._log_weights = table.grid.log_weights.copy()
        self._items = 0

    def update(self, item: int, score: int) -> None:
        """Takes in one answer: the item's index in the table and 1 or 0. An item is to be given once only.

        Raises `ValueError` for another score and `IndexError` for an index that the table does not have.
        """
        if score not in (0, 1):
            raise ValueError(f"item {item}: {score!r} is not 0 or 1")
        if item < 0:
            raise IndexError(f"no item {item}")
        self._log_weights += (self._table.right if score else self._table.wrong)[item]
        self._items += 1

    def weights(self) -> FloatArray:
        """P(theta = node | answers so far), shape (nodes,)."""
        return normalised(self._log_weights)

    def estimate(self) -> Ability:
        theta, se = moments(self.weights(), self._table.grid)
        return Ability(float(theta), float(se), self._items)
