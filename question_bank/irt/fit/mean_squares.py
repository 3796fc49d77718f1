"""Infit and outfit: are answers as far from what was expected as chance would have it?

Wright & Masters (1982, Rating Scale Analysis, ch. 5): z = (score - E) / sd at the estimated ability; outfit is the mean
of z^2, infit the sum of (score - E)^2 over the sum of the variances. 1 is as expected; below, answers are more regular
than that, above, more erratic.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.residuals import Residuals, checked_abilities, residuals
from question_bank.irt.parameters import FloatArray, Parameters


class MeanSquares(NamedTuple):
    """`item_infit`, `item_outfit` (items,), `person_infit`, `person_outfit` (persons,); NaN where there is no answer,
    or no finite ability. `left_out` counts people with answers but without a finite ability, weighted."""

    item_infit: FloatArray
    item_outfit: FloatArray
    person_infit: FloatArray
    person_outfit: FloatArray
    left_out: float


def mean_squares(
    answers: Answers, parameters: Parameters, theta: ArrayLike, *, weights: ArrayLike | None = None
) -> MeanSquares:
    """Infit and outfit at the abilities `theta` (persons,), of any estimator; answers and weights as for `s_x2`.

    People whose ability is infinite or NaN are left out.
    """
    rows = AnswerRows(answers, parameters, weights)
    points = checked_abilities(theta, rows.persons)
    items = _Sums(rows.items)
    person_infit, person_outfit = np.full(rows.persons, np.nan), np.full(rows.persons, np.nan)
    for part in residuals(rows, parameters, points):
        squares = part.off**2
        variance = np.where(part.presented, part.variance, 0.0)
        standardised = np.divide(squares, variance, out=np.zeros_like(squares), where=variance > 0)
        items.add(part, squares, variance, standardised)
        with np.errstate(divide="ignore", invalid="ignore"):
            person_infit[part.persons] = squares.sum(axis=1) / variance.sum(axis=1)
            person_outfit[part.persons] = standardised.sum(axis=1) / part.presented.sum(axis=1)
    infit, outfit = items.result()
    return MeanSquares(infit, outfit, person_infit, person_outfit, _left_out(rows, points))


class _Sums:
    """Weighted sums over people, for each item."""

    def __init__(self, items: int) -> None:
        self.squares, self.variance = np.zeros(items), np.zeros(items)
        self.standardised, self.answers = np.zeros(items), np.zeros(items)

    def add(self, part: Residuals, squares: FloatArray, variance: FloatArray, standardised: FloatArray) -> None:
        self.squares += part.weights @ squares
        self.variance += part.weights @ variance
        self.standardised += part.weights @ standardised
        self.answers += part.weights @ part.presented

    def result(self) -> tuple[FloatArray, FloatArray]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.squares / self.variance, self.standardised / self.answers


def _left_out(rows: AnswerRows, theta: FloatArray) -> float:
    return sum(
        float(rows.weights[part] @ ((codes >= 0).any(axis=1) & ~np.isfinite(theta[part])))
        for part, codes in rows.chunks()
    )
