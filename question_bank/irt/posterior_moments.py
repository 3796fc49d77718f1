"""Posterior means and standard deviations of very many people, whose posteriors are not kept.

A posterior needs its logarithm only up to a constant, which saves most of the work where log P(score k) - log P(0)
is k a theta plus a constant (2PL and partial credit: one number a person stands for all their scores), and where
everybody answered everything (log P(0) is then the same for all). Sums are in double precision.
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

# Matrices whose product is the table.
Factors = tuple[FloatArray, ...]


class PosteriorTable(NamedTuple):
    """The logarithms that a posterior is summed up from. `scores`: of every score, (categories x items, nodes);
    `nothing`: of the score 0, (items, nodes); `rise`: of 1 less that of 0, (items, nodes); `nothing_at_all`: of
    scoring 0 everywhere, (nodes,). `slopes` (items,) where the score counts by its slope alone, else None."""

    likelihood: LikelihoodTable
    scores: Factors
    nothing: Factors
    rise: Factors
    nothing_at_all: FloatArray
    slopes: FloatArray | None


def posterior_table(parameters: Parameters, likelihood: LikelihoodTable, persons: int) -> PosteriorTable:
    """The table for so many people; for very many it is worth finding factors."""
    log_p = likelihood.log_p
    guessed = isinstance(parameters, ItemParameters) and bool(parameters.c.any())
    graded = isinstance(parameters, StepParameters) and parameters.family == "grm"
    tables = (log_p.reshape(-1, log_p.shape[2]), log_p[0], log_p[1] - log_p[0])
    scores, nothing, rise = (_factors(table) if persons >= ENOUGH_FOR_THREADS else (table,) for table in tables)
    slopes = None if guessed or graded else parameters.a
    return PosteriorTable(likelihood, scores, nothing, rise, log_p[0].sum(axis=0), slopes)


def posterior_moments(codes: Codes, table: PosteriorTable) -> tuple[FloatArray, FloatArray]:
    """Each person's posterior mean and standard deviation, shape (persons,)."""
    joint = _log_likelihood_up_to_a_constant(codes, table)
    joint += table.likelihood.grid.log_weights
    joint -= joint.max(axis=1, keepdims=True)
    sums = np.exp(joint, out=joint) @ table.likelihood.powers
    mean = sums[:, 1] / sums[:, 0]
    return mean, np.sqrt(np.maximum(sums[:, 2] / sums[:, 0] - mean**2, 0.0))


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
