"""The scale of 0 to 100: the percent of the reference bank that a person of some ability would be expected to get
right, were they asked all of it, with the four dimensions weighted 40/20/20/20.

Because of guessing nobody's expected percent is 0: the scale begins where knowing nothing ends up by luck, some 30
points on a bank of true/false, single and multiple choice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.ability import moments
from question_bank.irt.curves import expected_score
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.posterior import above, posterior_weights, quantiles
from question_bank.irt.quadrature import Grid, normal_grid
from question_bank.taxonomy import DIMENSION_WEIGHTS

FloatArray = NDArray[np.float64]

# An interval is given from the 5th to the 95th percentile: it holds the ability with a probability of 90 %.
CONFIDENCE = 0.90
# The curve is kept at points 0.01 apart; in between a straight line is off by less than 0.001 points.
REACH, POINTS = 12.0, 2401


class Scale(NamedTuple):
    """A rising curve from theta, shape (points,), to scores in percent, shape (points,)."""

    theta: FloatArray
    score: FloatArray

    def score_of(self, theta: ArrayLike) -> FloatArray:
        """Scores of abilities, of the same shape; flat beyond theta = +-12."""
        return np.asarray(np.interp(np.asarray(theta, dtype=np.float64), self.theta, self.score))

    def theta_of(self, score: ArrayLike) -> FloatArray:
        """Abilities that have these scores, of the same shape: minus infinity below the least score, which luck alone
        gives, and infinity above the highest."""
        wanted = np.asarray(score, dtype=np.float64)
        return np.asarray(np.interp(wanted, self.score, self.theta, left=-np.inf, right=np.inf))


class ScaleScores(NamedTuple):
    """For each person: ability and its posterior sd; the number of items scored; the score, in percent, at the
    ability, and its 90 % interval, each of shape (persons,); and `reached`, the posterior probability of standing at
    or above each cut, of shape (persons, cuts). Nobody's answers give the population's mean and spread."""

    theta: FloatArray
    se: FloatArray
    items: NDArray[np.int64]
    score: FloatArray
    lo: FloatArray
    hi: FloatArray
    reached: FloatArray


def reference_scale(
    parameters: ItemParameters, dimensions: Sequence[str], weights: Mapping[str, float] | None = None
) -> Scale:
    """The scale of a reference bank: `parameters` of its items and the dimension of each, both of length (items,).

    `weights` gives each dimension's share, 40/20/20/20 unless said. Raises `ValueError` where a weighted dimension has
    no item, an item's dimension has no weight, or an item's slope is not positive (the scale would not rise).
    """
    shares = DIMENSION_WEIGHTS if weights is None else weights
    per_item = _item_weights(parameters, dimensions, {str(name): share for name, share in shares.items()})
    theta = np.linspace(-REACH, REACH, POINTS)
    return Scale(theta, expected_score(theta, parameters, per_item))


def scale_scores(
    scores: ArrayLike, parameters: ItemParameters, scale: Scale, cuts: Sequence[float], grid: Grid | None = None
) -> ScaleScores:
    """Everybody's place on the scale from their answers to the items of `parameters`.

    `scores`: (persons, items), 1 right, 0 wrong, NaN missing; `cuts` in percent; the grid is the population, N(0, 1)
    unless given. Raises `ValueError` for other scores.
    """
    chosen = normal_grid() if grid is None else grid
    weights = posterior_weights(scores, parameters, chosen)
    theta, se = moments(weights, chosen)
    tail = (1.0 - CONFIDENCE) / 2.0
    ends = scale.score_of(quantiles(weights, chosen, (tail, 1.0 - tail)))
    items = (~np.isnan(np.asarray(scores, dtype=np.float64))).sum(axis=1).astype(np.int64)
    reached = above(weights, chosen, scale.theta_of(list(cuts)).tolist())
    return ScaleScores(theta, se, items, scale.score_of(theta), ends[:, 0], ends[:, 1], reached)


def _item_weights(parameters: ItemParameters, dimensions: Sequence[str], shares: dict[str, float]) -> FloatArray:
    """Each item's part of the 100 points: its dimension's share, divided among the dimension's items."""
    counts = Counter(str(dimension) for dimension in dimensions)
    if len(dimensions) != parameters.b.size:
        raise ValueError(f"{parameters.b.size} items and {len(dimensions)} dimensions")
    if counts.keys() != shares.keys():
        raise ValueError(f"the reference bank has items of {sorted(counts)}, the scale weights {sorted(shares)}")
    if not (parameters.a > 0).all():
        raise ValueError("a reference item's slope is not positive")
    total = sum(shares.values())
    return np.array([100.0 * shares[str(name)] / total / counts[str(name)] for name in dimensions])
