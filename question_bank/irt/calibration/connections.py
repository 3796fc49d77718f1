"""Whether answers hang together: items that no chain of people connects cannot be put on one scale."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

Places = NDArray[Any]


def separate_parts(stars: Iterable[tuple[Places, Places]], answered: NDArray[np.bool_]) -> list[list[int]]:
    """The sets of answered items that share no people, each by index; one set when all items hang together.

    `stars` tie items a chunk of people at a time, as two arrays of items: the first one that a person answered, and
    each that the person answered (a star connects as well as all pairs do). They are read until all hangs together.
    """
    items = answered.size
    ties = np.zeros((items, items), dtype=np.bool_)
    labels = np.arange(items)
    for first, item in stars:
        ties[first, item] = True
        _, labels = csgraph.connected_components(sparse.csr_array(ties), directed=False)
        if np.unique(labels[answered]).size <= 1:
            break
    return [np.flatnonzero(answered & (labels == label)).tolist() for label in np.unique(labels[answered])]
