"""Item response curves of the three-parameter logistic model (Birnbaum 1968), metric D = 1.

P(theta) = c + (1 - c) / (1 + exp(-a (theta - b)))
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import ItemParameters

Array = NDArray[np.float64]


def probability(theta: ArrayLike, items: ItemParameters) -> Array:
    """Probability of a right answer, shape (points, items). Stable for any theta."""
    z = items.a * (np.atleast_1d(np.asarray(theta, dtype=np.float64))[:, None] - items.b)
    return items.c + (1.0 - items.c) * 0.5 * (1.0 + np.tanh(0.5 * z))


def information(theta: ArrayLike, items: ItemParameters) -> Array:
    """Fisher information of each item, shape (points, items).

    I = a^2 (Q / P) ((P - c) / (1 - c))^2 (Lord 1980, eq. 4-43).
    """
    p = probability(theta, items)
    return items.a**2 * ((1.0 - p) / p) * ((p - items.c) / (1.0 - items.c)) ** 2


def expected_score(theta: ArrayLike, items: ItemParameters) -> Array:
    """The test characteristic curve: expected number of right answers, shape (points,)."""
    total: Array = probability(theta, items).sum(axis=1)
    return total
