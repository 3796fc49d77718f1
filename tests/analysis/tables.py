"""Small tables of answers, written as a matrix or drawn from a model."""

import numpy as np
from numpy.typing import NDArray

from question_bank.analysis import AnswerTable
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters

# Four options: the first is right.
KEY = 1


def of_matrix(rows: list[list[int | None]]) -> AnswerTable:
    """People x items: 1, 0, or None where an item was not presented. Who is right chose the first option, others the
    second."""
    cells = [
        (person, item, mark) for person, row in enumerate(rows) for item, mark in enumerate(row) if mark is not None
    ]
    person, item, score = (np.array(part, dtype=np.int64) for part in zip(*cells, strict=True))
    blank = np.full(score.size, np.nan)
    choice = np.where(score == 1, 1, 2)
    return AnswerTable(person, item, score.astype(np.int8), choice, blank, np.zeros_like(item), len(rows), len(rows[0]))


def drawn(
    parameters: ItemParameters, people: int, seed: int = 1, share: float = 1.0, mean: float = 0.0
) -> tuple[AnswerTable, NDArray[np.float64]]:
    """Answers by the model and everybody's ability; each item is presented to a share of the people."""
    rng = np.random.default_rng(seed)
    theta = rng.normal(mean, 1.0, people)
    right = rng.random((people, parameters.b.size)) < probability(theta, parameters)
    presented = rng.random(right.shape) < share
    person, item = np.nonzero(presented)
    score = right[person, item].astype(np.int8)
    choice = np.where(score == 1, 1, 2 ** rng.integers(1, 4, score.size))
    ms = 1000.0 * rng.lognormal(2.0, 0.3, score.size)
    day = (person * 10) // people
    return AnswerTable(person, item, score, choice, ms, day, people, parameters.b.size), theta
