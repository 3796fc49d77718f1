"""Right and asked by dimension: what one evening can say of the four sides of literacy, which is little."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.items import Dimension

# Fewer items of a dimension than this are too few to say anything.
ENOUGH = 4


class Subscore(NamedTuple):
    dimension: Dimension
    right: int
    asked: int

    @property
    def enough(self) -> bool:
        return self.asked >= ENOUGH


def subscores(scores: NDArray[np.float64], dimensions: Sequence[str]) -> list[Subscore]:
    """One person's `scores` (0, 1, NaN) summed by the dimension of each item; all four, in the survey's order."""
    names = np.asarray([str(each) for each in dimensions])
    told = []
    for dimension in Dimension:
        own = scores[names == dimension.value] if len(names) else np.array([])
        told.append(Subscore(dimension, int(np.nansum(own)), int((~np.isnan(own)).sum())))
    return told
