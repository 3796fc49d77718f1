"""Infit and outfit: are answers as far from what was expected as chance would have it?

Wright & Masters (1982, Rating Scale Analysis, ch. 5): z = (score - E) / sd at the estimated ability; outfit is the mean
of z^2, infit the sum of (score - E)^2 over the sum of the variances. 1 is as expected; below, answers are more regular
than that, above, more erratic.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.fit.answer_rows import AnswerRows, Answers, Given
from question_bank.irt.fit.expected_scores import checked_abilities, expected_scores, residuals
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid


class UsualInfit(NamedTuple):
    """What infit is to be expected of items that fit, and its standard error; shape (items,)."""

    expected: FloatArray
    error: FloatArray


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
    items = np.zeros((4, rows.items))
    person_infit, person_outfit = np.full(rows.persons, np.nan), np.full(rows.persons, np.nan)

    def sums(given: Given) -> tuple[FloatArray, FloatArray]:
        own, off, variance = residuals(given, points, parameters)
        squares = off**2
        standardised = np.divide(squares, variance, out=np.zeros_like(squares), where=variance > 0)
        terms = (squares, variance, standardised, np.ones_like(squares))
        mass = rows.weights[own.first + own.person]
        return (
            np.array([np.bincount(own.item, mass * term, rows.items) for term in terms]),
            np.array([np.bincount(own.person, term, own.persons) for term in terms]),
        )

    for given, (by_item, by_person) in rows.worked(sums):
        items += by_item
        person_infit[given.part], person_outfit[given.part] = _ratios(by_person)
    item_infit, item_outfit = _ratios(items)
    left_out = float(rows.weights @ (_answering(rows) & ~np.isfinite(points)))
    return MeanSquares(item_infit, item_outfit, person_infit, person_outfit, left_out)


def _ratios(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Infit and outfit from the sums of squares, of variances, of standardised squares, and of ones."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return sums[0] / sums[1], sums[2] / sums[3]


def _answering(rows: AnswerRows) -> NDArray[np.bool_]:
    """Who has any answer, shape (persons,)."""
    found = np.zeros(rows.persons, dtype=np.bool_)
    for given in rows.given():
        found[given.first + given.person] = True
    return found


def usual_infit(parameters: Parameters, grid: Grid, together: FloatArray, prior_precision: float = 0.0) -> UsualInfit:
    """The infit of items that fit: below 1, as each answer draws the estimate towards itself.

    To first order the mean square of (score - E) at the estimate is V (1 - I_i / I), with the item's information I_i
    and that of all answers I, to which a prior adds `prior_precision` = 1 / variance where the estimates are posterior
    means or modes. `together` (items, items) counts the people who answered both items of a pair; it says how much the
    other items add. Some 0.97 among 50 items, 0.6 for the steepest of five. The standard error is that of Wright &
    Masters (1982, ch. 5), from the fourth moment of the score.
    """
    chances = np.exp(category_curves(grid.nodes, parameters).log_p)
    score = np.arange(chances.shape[2], dtype=np.float64)
    mean, variance = (part.T for part in expected_scores(grid.nodes, parameters))
    fourth = (chances * (score - mean.T[..., None]) ** 4).sum(axis=2).T
    information = category_information(grid.nodes, parameters).T
    weights = np.exp(grid.log_weights)
    people = np.diag(together)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = (together / people[:, None]) @ information + prior_precision
        leverage = np.where(information > 0, information / whole, 0.0)
        expected = (variance * (1.0 - leverage)) @ weights / (variance @ weights)
        error = np.sqrt((fourth - variance**2) @ weights / people) / (variance @ weights)
    return UsualInfit(expected, error)
