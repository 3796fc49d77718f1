"""Q3: do two items still go together when ability is taken away?

Yen (1984, Applied Psychological Measurement 8, 125-145): the correlation, over the people who answered both, of the
residuals score - E(score) at the estimated ability. Adjusted (Christensen, Makransky & Horton 2017, Applied
Psychological Measurement 41, 178-194): less the mean over all pairs, which is below zero because the items' own answers
went into the estimate (near -1 / (items - 1)).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from question_bank.irt.fit.answer_rows import AnswerRows, Answers, Given
from question_bank.irt.fit.expected_scores import checked_abilities, residuals
from question_bank.irt.parameters import FloatArray, Parameters

# Below this share of answered cells sparse products are faster.
SPARSE_SHARE = 0.1


class Q3(NamedTuple):
    """`matrix` (items, items) with ones on the diagonal, `adjusted` the same less `mean`, the mean over all pairs that
    have a value, and `n` how many people answered both. NaN for pairs whom fewer than three people answered, or whose
    residuals do not vary."""

    matrix: FloatArray
    adjusted: FloatArray
    mean: float
    n: FloatArray


def q3(answers: Answers, parameters: Parameters, theta: ArrayLike, *, weights: ArrayLike | None = None) -> Q3:
    """Q3 of all pairs at the abilities `theta` (persons,), of any estimator; answers and weights as for `s_x2`.

    People whose ability is infinite or NaN are left out.
    """
    rows = AnswerRows(answers, parameters, weights)
    n, first, second, product = _pair_sums(rows, parameters, checked_abilities(theta, rows.persons))
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = product - first * first.T / n
        spread = second - first**2 / n
        matrix = covariance / np.sqrt(spread * spread.T)
    # Rounding leaves a trace of spread where there is none.
    flat = spread <= 1e-12 * second
    matrix[(n < 3) | flat | flat.T] = np.nan
    np.fill_diagonal(matrix, np.where(np.isnan(np.diag(matrix)), np.nan, 1.0))
    pairs = matrix[np.triu_indices(rows.items, 1)]
    pairs = pairs[np.isfinite(pairs)]
    mean = float(pairs.mean()) if pairs.size else float("nan")
    return Q3(matrix, matrix - mean, mean, n)


def _pair_sums(
    rows: AnswerRows, parameters: Parameters, theta: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Sums over the people who answered items i and j: of 1, of i's residual, of its square, and of the product."""
    total = tuple(np.zeros((rows.items, rows.items)) for _ in range(4))

    def sums(given: Given) -> tuple[Any, Any, Any, Any]:
        own, off, _ = residuals(given, theta, parameters)
        mass = rows.weights[own.first + own.person]
        thin = off.size < SPARSE_SHARE * own.persons * rows.items
        residual, weighted, square = (
            _table(own, values, rows.items, thin) for values in (off, mass * off, mass * off**2)
        )
        if off.size == own.persons * rows.items:
            everybody = rows.weights[own.part].sum()
            return everybody, weighted.sum(axis=0)[:, None], square.sum(axis=0)[:, None], residual.T @ weighted
        seen = _table(own, np.ones_like(off), rows.items, thin)
        return seen.T @ _table(own, mass, rows.items, thin), weighted.T @ seen, square.T @ seen, residual.T @ weighted

    for _, parts in rows.worked(sums):
        for whole, part in zip(total, parts, strict=True):
            whole += part.toarray() if sparse.issparse(part) else part
    return total[0], total[1], total[2], total[3]


def _table(given: Given, values: FloatArray, items: int, thin: bool) -> Any:
    """Values of answers in their places (people, items), zero elsewhere."""
    shape = (given.persons, items)
    if thin:
        return sparse.csr_array((values, (given.person, given.item)), shape=shape)
    if values.size == given.persons * items:
        return values.reshape(shape)
    table = np.zeros(shape)
    table[given.person, given.item] = values
    return table
