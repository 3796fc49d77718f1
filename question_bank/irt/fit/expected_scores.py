"""What the model expects of single answers: curves at each answerer's ability, means and variances of scores."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import CategoryCurves, category_curves
from question_bank.irt.fit.answer_rows import Given
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters


class ExpectedScores(NamedTuple):
    """Shape (points, items)."""

    mean: FloatArray
    variance: FloatArray


class Residuals(NamedTuple):
    """Some people's answers: `off` (score - E(score)) and the `variance` of the score, both of shape (answers,)."""

    given: Given
    off: FloatArray
    variance: FloatArray


def expected_scores(theta: ArrayLike, parameters: Parameters) -> ExpectedScores:
    return _mean_and_variance(np.exp(category_curves(theta, parameters).log_p))


def answer_curves(given: Given, theta: FloatArray, parameters: Parameters) -> CategoryCurves:
    """Curves of each answer's item at its person's ability, shape (answers, categories). `theta` is that of all people.

    All models know only the distance from ability to item, so each answer is taken as an item of its own that is
    moved by the ability, and met at zero.
    """
    point = theta[given.first + given.person]
    moved: Parameters
    if isinstance(parameters, ItemParameters):
        a, b, c = (part[given.item] for part in parameters)
        moved = ItemParameters(a, b - point, c)
    else:
        steps = parameters.thresholds[given.item] - point[:, None]
        moved = StepParameters(parameters.a[given.item], steps, parameters.family)
    curves = category_curves([0.0], moved)
    return CategoryCurves(curves.log_p[0], curves.slope[0])


def checked_abilities(theta: ArrayLike, persons: int) -> FloatArray:
    """Raises `ValueError` unless there is one ability a person; NaN and infinities are people without an estimate."""
    points = np.asarray(theta, dtype=np.float64)
    if points.shape != (persons,):
        raise ValueError(f"theta must have shape ({persons},), got {points.shape}")
    return points


def of_estimated(given: Given, theta: FloatArray) -> Given:
    """The answers of those whose ability is a finite number."""
    known = np.isfinite(theta[given.part])
    return given if known.all() else given.of(known)


def residuals(given: Given, theta: FloatArray, parameters: Parameters) -> Residuals:
    """Residuals of the people with a finite ability."""
    own = of_estimated(given, theta)
    expected = _mean_and_variance(np.exp(answer_curves(own, theta, parameters).log_p))
    return Residuals(own, own.score - expected.mean, expected.variance)


def _mean_and_variance(chances: FloatArray) -> ExpectedScores:
    """From the chances of the scores along the last axis."""
    score = np.arange(chances.shape[-1], dtype=np.float64)
    mean = chances @ score
    return ExpectedScores(np.asarray(mean), np.asarray(chances @ score**2 - mean**2))
