"""The data of a Wright map: how many people stand where on the scale, beside how hard the items are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.ability import moments
from question_bank.irt.parameters import FloatArray, ItemParameters
from question_bank.irt.posterior import cells, posterior_weights
from question_bank.irt.quadrature import Grid, normal_grid

BIN_WIDTH = 0.5


class WrightMap(NamedTuple):
    """`edges` (bins + 1,) in units of theta; `people` (bins,) how many are expected in each bin; `difficulties`
    (items,) the items' b, and `item_bins` (items,) the bin of each, the outermost for items beyond the edges.
    `mean` and `sd` describe the people's ability. Without people `people` is zero and mean and sd are NaN."""

    edges: FloatArray
    people: FloatArray
    difficulties: FloatArray
    item_bins: NDArray[np.intp]
    mean: float
    sd: float


def wright_map(
    scores: ArrayLike, parameters: ItemParameters, grid: Grid | None = None, width: float = BIN_WIDTH
) -> WrightMap:
    """A Wright map (Wright & Stone 1979, Best Test Design) of the people who answered at least one item.

    People are spread by their posteriors, not set down at their estimates: after few answers estimates huddle around
    the mean and would make a crowd look more alike than it is. Scores as for `eap`; `width` in units of theta.
    """
    chosen = normal_grid() if grid is None else grid
    matrix = np.asarray(scores, dtype=np.float64)
    answering = matrix[~np.isnan(matrix).all(axis=1)]
    weights = posterior_weights(answering, parameters, chosen)
    edges = _edges(chosen, width)
    mean, sd = _population(weights, chosen)
    inside = np.digitize(parameters.b, edges) - 1
    return WrightMap(
        edges=edges,
        people=_people(weights, chosen, edges),
        difficulties=parameters.b,
        item_bins=np.clip(inside, 0, edges.size - 2).astype(np.intp),
        mean=mean,
        sd=sd,
    )


def _edges(grid: Grid, width: float) -> FloatArray:
    """Multiples of the width that cover the inner two thirds of the grid, where nearly all people and items are."""
    if not width > 0:
        raise ValueError(f"bins need a positive width, got {width}")
    centre, reach = (grid.nodes[0] + grid.nodes[-1]) / 2, (grid.nodes[-1] - grid.nodes[0]) / 3
    first, last = np.floor((centre - reach) / width), np.ceil((centre + reach) / width)
    return np.asarray(width * np.arange(first, last + 1))


def _people(weights: FloatArray, grid: Grid, edges: FloatArray) -> FloatArray:
    """Expected counts. Each node's weight is spread evenly over its cell; what lies outside goes to the end bins."""
    total = np.append(0.0, np.cumsum(weights.sum(axis=0)))
    below = np.interp(edges, cells(grid), total)
    below[0], below[-1] = 0.0, total[-1]
    return np.diff(below)


def _population(weights: FloatArray, grid: Grid) -> tuple[float, float]:
    if not len(weights):
        return float("nan"), float("nan")
    mean, sd = moments(weights.mean(axis=0), grid)
    return float(mean), float(sd)
