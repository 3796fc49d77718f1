"""What a form measures at each ability: information, standard error and expected score, in all and item by item."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import category_information, expected_item_score
from question_bank.irt.parameters import FloatArray, Parameters


class FormCurves(NamedTuple):
    """`theta`, `information` (per theta squared), `se` (of theta, infinite where there is no information) and
    `expected_score` (in points: the test characteristic curve), all of shape (points,); `item_information` and
    `item_scores` (points, items), the items' parts of information and expected score."""

    theta: FloatArray
    information: FloatArray
    se: FloatArray
    expected_score: FloatArray
    item_information: FloatArray
    item_scores: FloatArray


def form_curves(theta: ArrayLike, parameters: Parameters) -> FormCurves:
    """The curves of a form at the points `theta`.

    Information is the sum of the items' (Birnbaum 1968, in Lord & Novick, ch. 20; Samejima 1969, Psychometrika
    Monograph 17), and 1 / its root the conditional standard error of a maximum likelihood estimate.
    """
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    parts, scores = category_information(points, parameters), expected_item_score(points, parameters)
    total = parts.sum(axis=1)
    with np.errstate(divide="ignore"):
        se = 1.0 / np.sqrt(total)
    return FormCurves(points, total, se, scores.sum(axis=1), parts, scores)
