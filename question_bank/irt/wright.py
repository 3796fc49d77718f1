"""A Wright map: abilities and item difficulties on one axis (Wright & Stone 1979)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class WrightMap(NamedTuple):
    """`edges`: shape (bins + 1,). `people`: expected number of people in each bin. `items`: items in each bin, by
    their places in the order given."""

    edges: NDArray[np.float64]
    people: NDArray[np.float64]
    items: list[list[int]]


def wright_map(
    posterior: ArrayLike, nodes: ArrayLike, b: ArrayLike, lowest: float = -3.0, highest: float = 3.0, bins: int = 24
) -> WrightMap:
    """Spreads every person's posterior (persons x nodes), not the point estimates, whose spread is too narrow.

    What lies beyond the ends is counted in the outermost bins.
    """
    edges = np.linspace(lowest, highest, bins + 1)
    density = np.atleast_2d(np.asarray(posterior, dtype=np.float64)).sum(axis=0)
    place = np.clip(np.digitize(np.asarray(nodes, dtype=np.float64), edges) - 1, 0, bins - 1)
    people = np.bincount(place, weights=density, minlength=bins).astype(np.float64)
    homes = np.clip(np.digitize(np.asarray(b, dtype=np.float64), edges) - 1, 0, bins - 1)
    return WrightMap(edges, people, [[int(i) for i in np.flatnonzero(homes == each)] for each in range(bins)])
