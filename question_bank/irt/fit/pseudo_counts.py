"""How many people of each ability are expected to have given each answer, from everybody's posterior distribution."""

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from question_bank.irt.fit.answer_rows import AnswerRows, Given
from question_bank.irt.fit.population import GroupPriors
from question_bank.irt.likelihood import likelihood_table
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid

# Below this share of answered cells sparse products are faster.
SPARSE_SHARE = 0.1


class PseudoCounts(NamedTuple):
    """`counts` (scores, items, nodes): people expected at each node who gave each score, that is, sums of posterior
    chances; `squares` the same of squared chances; `answers` (items,) how many answered; `log_likelihood` of all
    answers and `people` with an answer. All are weighted."""

    counts: FloatArray
    squares: FloatArray
    answers: FloatArray
    log_likelihood: float
    people: float


def pseudo_counts(
    rows: AnswerRows, parameters: Parameters, grid: Grid, groups: GroupPriors | None = None
) -> PseudoCounts:
    """Everybody comes from the population of `grid` or, with `groups`, from that of their own group."""
    log_p = likelihood_table(parameters, grid).log_p

    def of_some(given: Given) -> PseudoCounts:
        marks = [_marks(given, score, rows.items) for score in range(len(log_p))]
        joint = (
            np.tile(grid.log_weights, (given.persons, 1))
            if groups is None
            else groups.log_weights[groups.group[given.part]]
        )
        for mark, logs in zip(marks, log_p, strict=True):
            joint += mark @ logs
        most = joint.max(axis=1, keepdims=True)
        chance = np.exp(joint - most)
        total = chance.sum(axis=1, keepdims=True)
        chance /= total
        weights = rows.weights[given.part]
        weighted = chance * weights[:, None]
        return PseudoCounts(
            counts=np.array([mark.T @ weighted for mark in marks]),
            squares=np.array([mark.T @ (weighted * chance) for mark in marks]),
            answers=np.asarray(np.bincount(given.item, weights[given.person], rows.items), dtype=np.float64),
            log_likelihood=float(weights @ (np.log(total) + most)[:, 0]),
            people=float(weights[np.unique(given.person)].sum()),
        )

    whole = PseudoCounts(np.zeros(log_p.shape), np.zeros(log_p.shape), np.zeros(rows.items), 0.0, 0.0)
    for _, part in rows.worked(of_some):
        whole = _sum(whole, part)
    return whole


def _sum(one: PseudoCounts, other: PseudoCounts) -> PseudoCounts:
    columns: Any = zip(one, other, strict=True)
    return PseudoCounts(*(first + second for first, second in columns))


def _marks(given: Given, score: int, items: int) -> Any:
    """1 where the score was given, shape (people, items); a sparse matrix where few answered."""
    own = given.score == score
    shape = (given.persons, items)
    if given.score.size < SPARSE_SHARE * given.persons * items:
        return sparse.csr_array((np.ones(own.sum()), (given.person[own], given.item[own])), shape=shape)
    table = np.zeros(shape)
    table[given.person[own], given.item[own]] = 1.0
    return table
