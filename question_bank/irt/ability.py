"""Ability by EAP, the mean of the posterior distribution, for many people at once or for one, answer by answer.

Bock & Mislevy (1982), Adaptive EAP estimation of ability in a microcomputer environment, Applied Psychological
Measurement 6, 431-444: theta = sum X_k L(X_k) W(X_k) / sum L(X_k) W(X_k), and the standard error is the posterior
standard deviation, the root of the same sum over (X_k - theta)^2.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.likelihood import LikelihoodTable, likelihood_table
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.posterior import normalised
from question_bank.irt.posterior_moments import posterior_moments, posterior_table
from question_bank.irt.quadrature import Grid, grid_for
from question_bank.irt.responses import answer_matrix, codes_of
from question_bank.irt.table_sums import answered, in_chunks

OK, INFINITE, NO_ANSWERS = "ok", "infinite", "no_answers"


class Abilities(NamedTuple):
    """Estimates and standard errors in units of theta, and the number of items scored; all of shape (persons,).

    `status` says of each person "ok"; "infinite" where the estimate is plus or minus infinity; or "no_answers" where
    nothing was answered, or nothing that depends on ability.
    """

    theta: FloatArray
    se: FloatArray
    items: NDArray[np.int64]
    status: NDArray[np.str_]


class Ability(NamedTuple):
    """One person's posterior mean and standard deviation, and the number of items scored."""

    theta: float
    se: float
    items: int


def eap(scores: ArrayLike, parameters: Parameters, grid: Grid | None = None, *, threads: int = 2) -> Abilities:
    """EAP for everybody. `scores`: (persons, items), integers from 0 on; NaN, or a negative integer: not presented.

    The grid is the population's distribution; unless given it is N(0, 1), on nodes close enough for the sharpest
    posterior of these items (`grid_for`). Nobody's answers give its mean and sd, with the status "no_answers".
    `threads` work side by side on more than some 20,000 people. Fastest from a matrix of int8.
    Raises `ValueError` for scores of another shape or with other numbers, naming the row and column.
    """
    likelihood = likelihood_table(parameters, grid_for(parameters) if grid is None else grid)
    matrix = answer_matrix(scores, likelihood.highest.size)
    table = posterior_table(parameters, likelihood, len(matrix))
    theta, se, items = np.empty(len(matrix)), np.empty(len(matrix)), np.empty(len(matrix), dtype=np.int64)

    def score(part: slice) -> None:
        codes = codes_of(matrix[part], likelihood.highest, part.start)
        theta[part], se[part] = posterior_moments(codes, table)
        items[part] = answered(codes)

    in_chunks(score, len(matrix), threads)
    return Abilities(theta, se, items, np.where(items > 0, OK, NO_ANSWERS))


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
        """Takes in one answer: the item's index in the table and its score. An item is to be given once only.

        Raises `ValueError` for a score that the item does not have and `IndexError` for an index that the table does
        not have.
        """
        if item < 0:
            raise IndexError(f"no item {item}")
        most = self._table.highest[item]
        if not (0 <= score <= most and score == int(score)):
            raise ValueError(f"item {item}: {score!r} is not {'0 or 1' if most == 1 else f'one of 0 ... {most}'}")
        self._log_weights += self._table.log_p[int(score), item]
        self._items += 1

    def weights(self) -> FloatArray:
        """P(theta = node | answers so far), shape (nodes,)."""
        return normalised(self._log_weights)

    def estimate(self) -> Ability:
        # A quarter of the time of max() and @, which do more than is needed for one row.
        weights = self._log_weights - self._log_weights[self._log_weights.argmax()]
        total, first, second = np.exp(weights, out=weights).dot(self._table.powers).tolist()
        mean = first / total
        return Ability(mean, sqrt(max(second / total - mean * mean, 0.0)), self._items)
