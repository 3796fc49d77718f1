"""Item parameters as arrays, and the provisional ones that stand in for data."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class ItemParameters(NamedTuple):
    """Discrimination, difficulty and lower asymptote of each item, arrays of shape (items,). Logistic metric, D = 1."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    c: NDArray[np.float64]


def provisional_parameters(types: Sequence[str], author_b: Sequence[float], options: Sequence[int]) -> ItemParameters:
    """Parameters before any data: b by the author, a = 1 (true/false 0.8), c = 1/options (multiple choice 0)."""
    a = np.array([0.8 if kind == "true_false" else 1.0 for kind in types])
    c = np.array([0.0 if kind == "multiple" else 1.0 / count for kind, count in zip(types, options, strict=True)])
    return ItemParameters(a, np.array(author_b, dtype=np.float64), c)
