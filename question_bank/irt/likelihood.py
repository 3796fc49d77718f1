"""How probable each person's answers are at each node of a grid: what every marginal method starts from."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid
from question_bank.irt.responses import Codes, answer_matrix, codes_of, highest_scores
from question_bank.irt.table_sums import in_chunks, score_sums


class LikelihoodTable(NamedTuple):
    """Log P(score) of each item at each node, shape (categories, items, nodes), with the grid they stand on.

    `highest` (items,) is each item's highest score; the places of scores beyond it hold zero. `powers` (nodes, 3) are
    the nodes to the power of 0, 1 and 2, for moments. Made once for a set of items and shared by all who answer them.
    """

    log_p: FloatArray
    highest: Codes
    grid: Grid
    powers: FloatArray

    @property
    def right(self) -> FloatArray:
        """Log P(score 1), shape (items, nodes)."""
        return np.asarray(self.log_p[1])

    @property
    def wrong(self) -> FloatArray:
        """Log P(score 0), shape (items, nodes)."""
        return np.asarray(self.log_p[0])


def likelihood_table(parameters: Parameters, grid: Grid) -> LikelihoodTable:
    logs = category_curves(grid.nodes, parameters).log_p
    highest = highest_scores(parameters)
    there = np.arange(logs.shape[2]) <= highest[:, None]
    log_p = np.ascontiguousarray(np.where(there, logs, 0.0).transpose(2, 1, 0))
    return LikelihoodTable(log_p, highest, grid, np.power.outer(grid.nodes, (0, 1, 2)))


def log_likelihood(scores: ArrayLike, table: LikelihoodTable) -> FloatArray:
    """Log-likelihood of each person's answers at each node, shape (persons, nodes); zero for nobody's answers.

    Scores are read and checked as by `answer_codes`.
    """
    matrix = answer_matrix(scores, table.highest.size)
    sums = np.empty((len(matrix), table.log_p.shape[2]))

    def add_up(part: slice) -> None:
        sums[part] = score_sums(codes_of(matrix[part], table.highest, part.start), table.log_p)

    in_chunks(add_up, len(matrix))
    return sums


def log_marginal(scores: ArrayLike, parameters: Parameters, grid: Grid) -> FloatArray:
    """Log of the probability of each person's pattern in the grid's population, shape (persons,).

    Its sum is the marginal log-likelihood of Bock & Lieberman (1970, Psychometrika 35, 179-197).
    """
    joint = log_likelihood(scores, likelihood_table(parameters, grid)) + grid.log_weights
    return np.asarray(np.logaddexp.reduce(joint, axis=1))
