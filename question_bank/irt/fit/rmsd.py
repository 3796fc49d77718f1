"""RMSD: how far an item's curve lies from what people of each ability answered, whatever papers they had.

Köhler, Robitzsch & Hartig (2020, Journal of Educational and Behavioral Statistics 45, 251-273); used by the OECD for
PISA since 2015. RMSD = sqrt( sum over nodes of f (O - P)^2 ), f the population's density and O the share expected from
everybody's posterior distribution (pseudo-counts); with part marks the mean over an item's scores of these sums, as in
the R packages CDM and TAM, which for right/wrong is the same.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.likelihood import likelihood_table
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.quadrature import Grid, grid_for
from question_bank.irt.table_sums import score_sums


class PseudoCounts(NamedTuple):
    """`counts` (scores, items, nodes): how many people of each ability are expected to have given each score;
    `answers` (items,) how many answered; `log_likelihood` of all answers and `people` with an answer, weighted."""

    counts: FloatArray
    answers: FloatArray
    log_likelihood: float
    people: float


def pseudo_counts(rows: AnswerRows, parameters: Parameters, grid: Grid) -> PseudoCounts:
    table = likelihood_table(parameters, grid)
    counts = np.zeros(table.log_p.shape)
    answered = np.zeros(rows.items)
    log_likelihood = people = 0.0
    for part, codes in rows.chunks():
        joint = score_sums(codes, table.log_p) + grid.log_weights
        most = joint.max(axis=1, keepdims=True)
        share = np.exp(joint - most)
        total = share.sum(axis=1, keepdims=True)
        weights = rows.weights[part]
        log_likelihood += float(weights @ (np.log(total) + most)[:, 0])
        share *= weights[:, None] / total
        for score in range(len(counts)):
            counts[score] += (codes == score).astype(np.float64).T @ share
        presented = codes >= 0
        answered += weights @ presented
        people += float(weights @ presented.any(axis=1))
    return PseudoCounts(counts, answered, log_likelihood, people)


def rmsd_of(pseudo: PseudoCounts, parameters: Parameters, grid: Grid) -> FloatArray:
    """RMSD of each item, shape (items,); NaN for items that nobody answered."""
    known = categories(parameters)
    there = np.arange(len(pseudo.counts))[:, None] < known
    curves = np.where(there[..., None], np.exp(likelihood_table(parameters, grid).log_p), 0.0)
    people = pseudo.counts.sum(axis=0)
    # Where nobody at all can be, nothing is to be compared.
    observed = np.divide(pseudo.counts, people, out=curves.copy(), where=people > 0)
    squares = ((observed - curves) ** 2 @ np.exp(grid.log_weights)).sum(axis=0) / known
    return np.where(pseudo.answers > 0, np.sqrt(squares), np.nan)


def rmsd(
    answers: Answers, parameters: Parameters, grid: Grid | None = None, *, weights: ArrayLike | None = None
) -> FloatArray:
    """RMSD of each item, shape (items,); answers and weights as for `s_x2`, any pattern of missing ones."""
    population = grid_for(parameters) if grid is None else grid
    rows = AnswerRows(answers, parameters, weights)
    return rmsd_of(pseudo_counts(rows, parameters, population), parameters, population)
