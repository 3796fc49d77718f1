"""How probable each person's answers are at each node of a grid: what every marginal method starts from."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.curves import log_probabilities
from question_bank.irt.parameters import FloatArray, ItemParameters
from question_bank.irt.quadrature import Grid


class LikelihoodTable(NamedTuple):
    """Log P(right) and log P(wrong) of each item at each node, shapes (items, nodes), with the grid they stand on.

    Made once for a set of items and shared by everybody who answers them.
    """

    right: FloatArray
    wrong: FloatArray
    grid: Grid


def likelihood_table(parameters: ItemParameters, grid: Grid) -> LikelihoodTable:
    logs = log_probabilities(grid.nodes, parameters)
    return LikelihoodTable(np.ascontiguousarray(logs.right.T), np.ascontiguousarray(logs.wrong.T), grid)


def checked_scores(scores: ArrayLike, items: int) -> FloatArray:
    """The scores as a float matrix of shape (persons, items): 1 right, 0 wrong, NaN not presented.

    Raises `ValueError` for another shape, or naming the row and column of any other number.
    """
    matrix = np.asarray(scores, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] != items:
        raise ValueError(f"scores must have shape (persons, {items}), got {matrix.shape}")
    bad = np.argwhere(~(np.isnan(matrix) | (matrix == 0.0) | (matrix == 1.0)))
    if bad.size:
        row, column = (int(place) for place in bad[0])
        raise ValueError(f"row {row}, column {column}: {matrix[row, column]:g} is not 0, 1 or NaN")
    return matrix


def log_likelihood(scores: ArrayLike, table: LikelihoodTable) -> FloatArray:
    """Log-likelihood of each person's answers at each node, shape (persons, nodes); zero for nobody's answers."""
    matrix = checked_scores(scores, table.right.shape[0])
    right, wrong = (matrix == 1.0).astype(np.float64), (matrix == 0.0).astype(np.float64)
    return np.asarray(right @ table.right + wrong @ table.wrong)


def log_marginal(scores: ArrayLike, parameters: ItemParameters, grid: Grid) -> FloatArray:
    """Log of the probability of each person's pattern in the grid's population, shape (persons,).

    Its sum is the marginal log-likelihood of Bock & Lieberman (1970, Psychometrika 35, 179-197).
    """
    joint = log_likelihood(scores, likelihood_table(parameters, grid)) + grid.log_weights
    return np.asarray(np.logaddexp.reduce(joint, axis=1))
