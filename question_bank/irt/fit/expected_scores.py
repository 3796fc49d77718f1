"""Mean and variance of each item's score at given abilities."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, Parameters


class ExpectedScores(NamedTuple):
    """Shape (points, items)."""

    mean: FloatArray
    variance: FloatArray


def expected_scores(theta: ArrayLike, parameters: Parameters) -> ExpectedScores:
    chances = np.exp(category_curves(theta, parameters).log_p)
    score = np.arange(chances.shape[2], dtype=np.float64)
    mean = chances @ score
    return ExpectedScores(np.asarray(mean), np.asarray(chances @ score**2 - mean**2))
