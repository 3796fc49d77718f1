"""Posterior means and standard deviations of very many people, whose posteriors are not kept.

A posterior needs its logarithm only up to a constant, which saves most of the work where log P(score k) - log P(0)
is k a theta plus a constant (2PL and partial credit: one number a person stands for all their scores), and where
everybody answered everything (log P(0) is then the same for all). All sums are in double precision.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.likelihood import LikelihoodTable
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters
from question_bank.irt.responses import Codes
from question_bank.irt.table_sums import product, score_sums


class PosteriorTable(NamedTuple):
    """`likelihood` with, for models where the score counts by its slope alone, those `slopes` (items,), else None;
    `prior` (nodes,) log weights; `nothing` (nodes,) the log-probability of scoring 0 everywhere; `rise` (items, nodes)
    log P(1) - log P(0)."""

    likelihood: LikelihoodTable
    slopes: FloatArray | None
    nothing: FloatArray
    rise: FloatArray


def posterior_table(parameters: Parameters, likelihood: LikelihoodTable) -> PosteriorTable:
    log_p = likelihood.log_p
    guessed = isinstance(parameters, ItemParameters) and bool(parameters.c.any())
    graded = isinstance(parameters, StepParameters) and parameters.family == "grm"
    return PosteriorTable(
        likelihood=likelihood,
        slopes=None if guessed or graded else parameters.a,
        nothing=log_p[0].sum(axis=0),
        rise=log_p[1] - log_p[0],
    )


def posterior_moments(codes: Codes, table: PosteriorTable) -> tuple[FloatArray, FloatArray]:
    """Each person's posterior mean and standard deviation, shape (persons,)."""
    joint = _log_likelihood_up_to_a_constant(codes, table)
    joint += table.likelihood.grid.log_weights
    joint -= joint.max(axis=1, keepdims=True)
    sums = product(np.exp(joint, out=joint), table.likelihood.powers)
    mean = sums[:, 1] / sums[:, 0]
    return mean, np.sqrt(np.maximum(sums[:, 2] / sums[:, 0] - mean**2, 0.0))


def _log_likelihood_up_to_a_constant(codes: Codes, table: PosteriorTable) -> FloatArray:
    complete = bool(codes.min(initial=0) >= 0)
    log_p = table.likelihood.log_p
    if table.slopes is not None:
        weighted = np.maximum(codes, 0).astype(np.float64) @ table.slopes
        joint = np.multiply.outer(weighted, table.likelihood.grid.nodes)
        joint += table.nothing if complete else product((codes >= 0).astype(np.float64), log_p[0])
        return joint
    if complete and len(log_p) == 2:
        return product(codes.astype(np.float64), table.rise) + table.nothing
    return score_sums(codes, log_p)
