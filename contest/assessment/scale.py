"""The scale on which literacy is told: the percent of the reference bank that somebody could be expected to know.

score(theta) = 100 * sum over dimensions of weight * mean of P(theta) over the dimension's items, with the survey's
weights 40/20/20/20 (scale of 2024). Strictly increasing in theta, so that cuts on the scale are cuts on theta.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.taxonomy import DIMENSION_WEIGHTS

Array = NDArray[np.float64]

# An interval holds this share of the posterior.
INTERVAL = 0.90
_REACH = 6.0


class ScaleScore(NamedTuple):
    """Points of 100 with the bounds of the interval, each rounded by whoever shows them."""

    score: float
    lo: float
    hi: float


class Scale:
    """Built from the reference bank's parameters and the dimension of each of its items."""

    def __init__(self, items: ItemParameters, dimensions: Sequence[str]) -> None:
        names = np.asarray([str(each) for each in dimensions])
        weights = np.zeros(len(names))
        present = {str(each): weight for each, weight in DIMENSION_WEIGHTS.items() if str(each) in set(names)}
        for name, weight in present.items():
            members = names == name
            # A bank that lacks a dimension shares its weight out among the others.
            weights[members] = weight / sum(present.values()) / members.sum()
        self._items = items
        self._weights = weights
        self._theta = np.linspace(-_REACH, _REACH, 601)
        self._scores = self.score(self._theta)

    def score(self, theta: ArrayLike) -> Array:
        """Scale scores, shape of `theta` flattened."""
        result: Array = 100.0 * (probability(theta, self._items) @ self._weights)
        return result

    def theta_at(self, score: float) -> float:
        """The ability at which the scale shows `score`; the ends of the scale for what lies beyond them."""
        return float(np.interp(score, self._scores, self._theta))

    def told(self, theta: float, nodes: Array, weights: Array) -> ScaleScore:
        """One person's score with the interval that the posterior `weights` over `nodes` gives."""
        tail = (1.0 - INTERVAL) / 2.0
        bounds = quantiles(nodes, weights, (tail, 1.0 - tail))
        score, lo, hi = self.score([theta, *bounds])
        return ScaleScore(float(score), float(lo), float(hi))


def quantiles(nodes: Array, weights: Array, shares: Sequence[float]) -> list[float]:
    """Quantiles of a distribution on a grid, by linear interpolation of its cumulative sum at the nodes' middles."""
    middles = np.cumsum(weights) - 0.5 * weights
    return [float(np.interp(share, middles, nodes)) for share in shares]
