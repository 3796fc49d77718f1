"""What the model expects of each answer at each person's estimated ability, and by how much the answer is off."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.expected_scores import expected_scores
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.responses import Codes


class Residuals(NamedTuple):
    """Some people's answers, shape (people, items): `presented`, `off` (score - E(score); 0 where not presented) and
    `variance` of the score. `persons` are these people's places among all, `weights` how many each stands for."""

    persons: NDArray[np.intp]
    weights: FloatArray
    presented: NDArray[np.bool_]
    off: FloatArray
    variance: FloatArray


def checked_abilities(theta: ArrayLike, persons: int) -> FloatArray:
    """Raises `ValueError` unless there is one ability a person; NaN and infinities are people without an estimate."""
    points = np.asarray(theta, dtype=np.float64)
    if points.shape != (persons,):
        raise ValueError(f"theta must have shape ({persons},), got {points.shape}")
    return points


def estimated_people(rows: AnswerRows, theta: FloatArray) -> Iterator[tuple[NDArray[np.intp], Codes]]:
    """The places and answers, some at a time, of the people whose ability is a finite number."""
    for part, codes in rows.chunks():
        known = np.isfinite(theta[part])
        yield part.start + np.flatnonzero(known), codes if known.all() else codes[known]


def residuals(rows: AnswerRows, parameters: Parameters, theta: FloatArray) -> Iterator[Residuals]:
    """Residuals of the people with a finite ability, some people at a time."""
    for persons, codes in estimated_people(rows, theta):
        expected = expected_scores(theta[persons], parameters)
        presented = codes >= 0
        yield Residuals(
            persons=persons,
            weights=rows.weights[persons],
            presented=presented,
            off=np.where(presented, codes - expected.mean, 0.0),
            variance=expected.variance,
        )
