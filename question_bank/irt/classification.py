"""How surely people are put into classes by cuts: accuracy, as against where they truly belong, and consistency, as
against another form of the same make.

Two ways: Rudner (2001, Practical Assessment, Research & Evaluation 7(14); 2005, 10(13)) for cuts on the scale of
theta, where an estimate is normal around the ability; Lee (2010, Journal of Educational Measurement 47, 1-17) for cuts
on sum scores, whose distribution at each ability is exact. A person at or above a cut is above it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, normal_grid
from question_bank.irt.sum_scores import sum_score_probabilities

# True classes jump at the cuts, which only a fine grid places well.
NODES = 1201


class Classification(NamedTuple):
    """At each of the `cuts` alone, arrays of shape (cuts,): `accuracy`, the chance of being put on the right side;
    `false_positive` and `false_negative`, the chances of being put above though below, and below though above (the
    three sum to one); `consistency`, that of landing on the same side twice; and `kappa`, consistency beyond what
    chance alone would bring (Cohen 1960). `overall_...`: the same for all classes between the cuts at once."""

    cuts: FloatArray
    accuracy: FloatArray
    false_positive: FloatArray
    false_negative: FloatArray
    consistency: FloatArray
    kappa: FloatArray
    overall_accuracy: float
    overall_consistency: float
    overall_kappa: float


def classify_abilities(
    theta: ArrayLike, se: ArrayLike, cuts: ArrayLike, weights: ArrayLike | None = None
) -> Classification:
    """Rudner's indices for abilities `theta` measured with the standard errors `se`, both of shape (persons,).

    `cuts` in units of theta, rising. `weights` (persons,) count people; for a population in place of people, give a
    grid's nodes, the standard errors there and the grid's weights. People whose theta or se is not a finite number
    are left out. Raises `ValueError` for cuts that do not rise, and where nobody is left.
    """
    places, spread = np.asarray(theta, dtype=np.float64), np.asarray(se, dtype=np.float64)
    shares = np.ones_like(places) if weights is None else np.asarray(weights, dtype=np.float64)
    kept = np.isfinite(places) & np.isfinite(spread)
    borders = _checked(cuts)
    with np.errstate(divide="ignore", invalid="ignore"):
        distances = (places[kept, None] - borders) / spread[kept, None]
    # Somebody who stands on a cut and is measured without error is above it.
    # Here and not above: a server that scores rounds starts half a second sooner without it.
    from scipy.special import ndtr

    above = ndtr(np.where(np.isnan(distances), np.inf, distances))
    return _indices(borders, above, places[kept, None] >= borders, shares[kept])


def classify_sum_scores(
    parameters: Parameters,
    cuts: ArrayLike,
    population: Grid | FloatArray | None = None,
    weights: ArrayLike | None = None,
) -> Classification:
    """Lee's indices for sum scores on a form; a person's true class is that of the expected score at their ability.

    `cuts` in points, rising. `population`: a grid (Lee's D method), N(0, 1) unless given, or an array of abilities,
    such as estimates (his P method). `weights` (items,) are whole numbers as for `sum_score_probabilities`. Raises
    `ValueError` for cuts that do not rise, and where there is nobody.
    """
    chosen = normal_grid(nodes=NODES) if population is None else population
    if isinstance(chosen, Grid):
        theta, shares = chosen.nodes, np.exp(chosen.log_weights)
    else:
        theta = np.asarray(chosen, dtype=np.float64)
        theta = theta[np.isfinite(theta)]
        shares = np.ones_like(theta)
    borders = _checked(cuts)
    chances = sum_score_probabilities(theta, parameters, weights)
    scores = np.arange(chances.shape[1], dtype=np.float64)
    above = chances @ (scores[:, None] >= borders).astype(np.float64)
    return _indices(borders, above, (chances @ scores)[:, None] >= borders, shares)


def _checked(cuts: ArrayLike) -> FloatArray:
    borders = np.atleast_1d(np.asarray(cuts, dtype=np.float64))
    if borders.ndim != 1 or not borders.size or not np.isfinite(borders).all() or (np.diff(borders) <= 0).any():
        raise ValueError(f"cuts must be finite numbers that rise, got {borders.tolist()}")
    return borders


def _indices(cuts: FloatArray, above: FloatArray, belongs: NDArray[np.bool_], weights: FloatArray) -> Classification:
    """`above` (persons, cuts): the chance to be put above each cut; `belongs`: whether they are."""
    if not weights.sum() > 0:
        raise ValueError("there is nobody to classify")
    shares = weights / weights.sum()
    classes = -np.diff(above, axis=1, prepend=1.0, append=0.0)
    own = np.take_along_axis(classes, belongs.sum(axis=1)[:, None], axis=1)[:, 0]
    twice, by_chance = shares @ (classes**2).sum(axis=1), ((shares @ classes) ** 2).sum()
    same_side = shares @ (above**2 + (1.0 - above) ** 2)
    marginal = shares @ above
    same_by_chance = marginal**2 + (1.0 - marginal) ** 2
    return Classification(
        cuts=cuts,
        accuracy=shares @ np.where(belongs, above, 1.0 - above),
        false_positive=shares @ np.where(belongs, 0.0, above),
        false_negative=shares @ np.where(belongs, 1.0 - above, 0.0),
        consistency=same_side,
        kappa=_beyond_chance(same_side, same_by_chance),
        overall_accuracy=float(shares @ own),
        overall_consistency=float(twice),
        overall_kappa=float(_beyond_chance(twice, by_chance)),
    )


def _beyond_chance(agreement: FloatArray, chance: FloatArray) -> FloatArray:
    """NaN where everybody is on one side for certain."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(chance < 1.0, (agreement - chance) / (1.0 - chance), np.nan))
