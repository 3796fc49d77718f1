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
from question_bank.irt.fit.pseudo_counts import PseudoCounts, pseudo_counts
from question_bank.irt.likelihood import likelihood_table
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.quadrature import Grid, grid_for


class RMSD(NamedTuple):
    """`value` of each item and what it is `by_chance`, the root of its mean square were the curve true; shape (items,),
    NaN for items that nobody answered."""

    value: FloatArray
    by_chance: FloatArray


def rmsd(
    answers: Answers, parameters: Parameters, grid: Grid | None = None, *, weights: ArrayLike | None = None
) -> RMSD:
    """RMSD of each item; answers, grid and weights as for `s_x2`, any pattern of missing ones."""
    population = grid_for(parameters) if grid is None else grid
    rows = AnswerRows(answers, parameters, weights)
    return rmsd_of(pseudo_counts(rows, parameters, population), parameters, population)


def rmsd_of(pseudo: PseudoCounts, parameters: Parameters, grid: Grid) -> RMSD:
    """By chance: people's parts in O - P, posterior chance times (score given - P), have the mean zero, so that the
    mean square of their sum is the sum of their squares."""
    known = categories(parameters)
    there = np.arange(len(pseudo.counts))[:, None] < known
    curves = np.where(there[..., None], np.exp(likelihood_table(parameters, grid).log_p), 0.0)
    people = pseudo.counts.sum(axis=0)
    # Where nobody at all can be, nothing is to be compared.
    observed = np.divide(pseudo.counts, people, out=curves.copy(), where=people > 0)
    parts = (pseudo.squares * (1.0 - 2.0 * curves + (curves**2).sum(axis=0))).sum(axis=0)
    expected = np.divide(parts, people**2, out=np.zeros_like(people), where=people > 0)
    density = np.exp(grid.log_weights)
    answered = pseudo.answers > 0
    value, by_chance = (
        np.where(answered, np.sqrt(squares @ density / known), np.nan)
        for squares in (((observed - curves) ** 2).sum(axis=0), expected)
    )
    return RMSD(value, by_chance)
