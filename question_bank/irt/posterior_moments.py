"""Posterior means and standard deviations of very many people, whose posteriors are not kept.

A posterior needs its logarithm only up to a constant, which saves most of the work where log P(score k) - log P(0)
is k a theta plus a constant (2PL and partial credit: one number a person stands for all their scores), and where
everybody answered everything (log P(0) is then the same for all). Where both hold the moments are smooth functions of
that one number, which are tabulated. Sums are in double precision.
"""

from functools import reduce
from typing import NamedTuple

import numpy as np

from question_bank.irt.likelihood import LikelihoodTable
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters
from question_bank.irt.responses import Codes
from question_bank.irt.table_sums import ENOUGH_FOR_THREADS, score_indicators

# Curves of items are so smooth that a table of them has far fewer dimensions than nodes. Leaving out what is smaller
# than this moves no logarithm of a curve by more, and estimates by some 1e-10.
NEGLIGIBLE = 1e-8

# Length of a piece of the tabulated moments, in units of a sum of slopes.
PIECE = 0.1

# Matrices whose product is the table.
Factors = tuple[FloatArray, ...]


class PosteriorTable(NamedTuple):
    """The logarithms that a posterior is summed up from. `scores`: of every score, (categories x items, nodes);
    `nothing`: of the score 0, (items, nodes); `rise`: of 1 less that of 0, (items, nodes); `nothing_at_all`: of
    scoring 0 everywhere, (nodes,). `slopes` (items,) where the score counts by its slope alone, else None; `by_sum`
    then holds the moments as functions of the sum of slopes, for very many people."""

    likelihood: LikelihoodTable
    scores: Factors
    nothing: Factors
    rise: Factors
    nothing_at_all: FloatArray
    slopes: FloatArray | None
    by_sum: "MomentsBySum | None"


class MomentsBySum(NamedTuple):
    """Mean and variance of the posterior of who answered everything, as cubic pieces of length `step` from `start` on;
    `mean` and `variance` (pieces, 4), the coefficients from the constant up."""

    start: float
    step: float
    mean: FloatArray
    variance: FloatArray


def posterior_table(parameters: Parameters, likelihood: LikelihoodTable, persons: int) -> PosteriorTable:
    """The table for so many people; for very many it is worth finding factors."""
    log_p = likelihood.log_p
    guessed = isinstance(parameters, ItemParameters) and bool(parameters.c.any())
    graded = isinstance(parameters, StepParameters) and parameters.family == "grm"
    tables = (log_p.reshape(-1, log_p.shape[2]), log_p[0], log_p[1] - log_p[0])
    scores, nothing, rise = (_factors(table) if persons >= ENOUGH_FOR_THREADS else (table,) for table in tables)
    slopes = None if guessed or graded else parameters.a
    nothing_at_all = log_p[0].sum(axis=0)
    by_sum = None
    if slopes is not None and persons >= ENOUGH_FOR_THREADS:
        by_sum = _moments_by_sum(slopes * likelihood.highest, nothing_at_all, likelihood)
    return PosteriorTable(likelihood, scores, nothing, rise, nothing_at_all, slopes, by_sum)


def posterior_moments(codes: Codes, table: PosteriorTable) -> tuple[FloatArray, FloatArray]:
    """Each person's posterior mean and standard deviation, shape (persons,)."""
    if table.by_sum is not None and table.slopes is not None and codes.min(initial=0) >= 0:
        return _moments_at(codes.astype(np.float64) @ table.slopes, table.by_sum)
    joint = _log_likelihood_up_to_a_constant(codes, table)
    joint += table.likelihood.grid.log_weights
    joint -= joint.max(axis=1, keepdims=True)
    sums = np.exp(joint, out=joint) @ table.likelihood.powers
    mean = sums[:, 1] / sums[:, 0]
    return mean, np.sqrt(np.maximum(sums[:, 2] / sums[:, 0] - mean**2, 0.0))


def _moments_by_sum(most: FloatArray, nothing_at_all: FloatArray, likelihood: LikelihoodTable) -> MomentsBySum:
    """`most` (items,): what each item adds to the sum at its highest score.

    The posterior is an exponential family in the sum, whose cumulants are each the derivative of the one before: the
    pieces take the values and the slopes at both ends (cubic Hermite), and are right to (step^4 / 384) times the fifth
    cumulant, below 1e-7.
    """
    start, end = float(np.minimum(most, 0.0).sum()), float(np.maximum(most, 0.0).sum())
    count = max(2, int(np.ceil((end - start) / PIECE)) + 1)
    sums, step = np.linspace(start, end, count, retstep=True)
    nodes = likelihood.grid.nodes
    joint = np.multiply.outer(sums, nodes) + (nothing_at_all + likelihood.grid.log_weights)
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = weights @ nodes
    off = nodes - mean[:, None]
    variance, third = (weights * off**2).sum(axis=1), (weights * off**3).sum(axis=1)
    return MomentsBySum(start, float(step), _cubic(mean, step * variance), _cubic(variance, step * third))


def _cubic(values: FloatArray, rises: FloatArray) -> FloatArray:
    """Coefficients of the pieces between values, with what the slopes there rise over a piece."""
    leap = np.diff(values)
    left, right = rises[:-1], rises[1:]
    return np.stack([values[:-1], left, 3.0 * leap - 2.0 * left - right, left + right - 2.0 * leap], axis=1)


def _moments_at(sums: FloatArray, table: MomentsBySum) -> tuple[FloatArray, FloatArray]:
    way = (sums - table.start) / table.step
    piece = np.clip(way.astype(np.intp), 0, len(table.mean) - 1)
    way -= piece
    mean, variance = (
        ((part[:, 3] * way + part[:, 2]) * way + part[:, 1]) * way + part[:, 0]
        for part in (table.mean[piece], table.variance[piece])
    )
    return mean, np.sqrt(np.maximum(variance, 0.0))


def _log_likelihood_up_to_a_constant(codes: Codes, table: PosteriorTable) -> FloatArray:
    complete = bool(codes.min(initial=0) >= 0)
    if table.slopes is not None:
        weighted = np.maximum(codes, 0).astype(np.float64) @ table.slopes
        joint = np.multiply.outer(weighted, table.likelihood.grid.nodes)
        joint += table.nothing_at_all if complete else _product((codes >= 0).astype(np.float64), table.nothing)
        return joint
    scores = len(table.likelihood.log_p)
    if complete and scores == 2:
        return _product(codes.astype(np.float64), table.rise) + table.nothing_at_all
    return _product(score_indicators(codes, scores), table.scores)


def _product(left: FloatArray, factors: Factors) -> FloatArray:
    return reduce(np.matmul, factors, left)


def _factors(table: FloatArray) -> Factors:
    """Two narrow matrices in place of a wide one, where that saves work."""
    left, sizes, right = np.linalg.svd(table, full_matrices=False)
    kept = int(np.count_nonzero(sizes > NEGLIGIBLE))
    rows, nodes = table.shape
    if kept * (rows + nodes) >= rows * nodes:
        return (table,)
    return left[:, :kept] * sizes[:kept], np.ascontiguousarray(right[:kept])
