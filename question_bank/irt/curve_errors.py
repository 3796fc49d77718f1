"""How sure one is of an item's curve: the standard error of its mean score at each ability, by the delta method.

With g the derivatives of the mean score by the item's parameters and V their covariance, the variance is g' V g.
"""

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.linking.anchors import anchors
from question_bank.irt.linking.curve_slopes import parameter_slopes
from question_bank.irt.linking.errors import parameter_column
from question_bank.irt.linking.result import ParameterCovariance
from question_bank.irt.parameters import FloatArray, Parameters


def mean_score_errors(
    theta: ArrayLike, parameters: Parameters, scores: ArrayLike, errors: ParameterCovariance
) -> FloatArray:
    """Standard errors, shape (points, items); 0 for items without a row in the covariance, which count as known.

    `scores` (items, categories) are what the categories count; beyond an item's last one they do not matter.
    """
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    by_category = parameter_slopes(points, anchors(parameters)).p
    slopes = np.einsum("pikq,ik->piq", by_category, np.asarray(scores, dtype=np.float64))
    found = np.zeros(slopes.shape[:2])
    for item in np.unique(errors.items):
        rows = np.flatnonzero(errors.items == item).tolist()
        columns = [parameter_column(errors.parts[row], slopes.shape[2]) for row in rows]
        own = slopes[:, item, columns]
        variance = np.einsum("pr,rs,ps->p", own, errors.matrix[np.ix_(rows, rows)], own)
        found[:, item] = np.sqrt(np.maximum(variance, 0.0))
    return found
