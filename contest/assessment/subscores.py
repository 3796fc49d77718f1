"""Right and asked in each of the four dimensions: plain counts, for so few items carry no scale of their own."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.taxonomy import DIMENSIONS

# Under this many items a dimension is too few to tell anything by.
ENOUGH = 4


class Subscore(NamedTuple):
    """`enough` is false where `asked` is too small for the count to say anything."""

    dimension: str
    right: int
    asked: int
    enough: bool


def subscores(scores: ArrayLike, dimensions: Sequence[str]) -> tuple[Subscore, ...]:
    """One person's counts, always for all four dimensions and in their order.

    `scores`: (items,), 1 right, 0 wrong, NaN missing; `dimensions` of the same length. Raises `ValueError` where the
    lengths differ.
    """
    row = np.asarray(scores, dtype=np.float64)
    if row.shape != (len(dimensions),):
        raise ValueError(f"scores of shape {row.shape} and {len(dimensions)} dimensions")
    names = np.array([str(name) for name in dimensions], dtype=object)
    return tuple(_counted(str(name), row[names == str(name)]) for name in DIMENSIONS)


def _counted(dimension: str, scores: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Subscore:
    asked = int((~np.isnan(scores)).sum())
    return Subscore(dimension, int((scores == 1.0).sum()), asked, asked >= ENOUGH)
