"""The rows of the information matrix: every free item's slope, then its steps, then groups' means and sds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.part_marks.state import Frame
from question_bank.irt.parameters import FloatArray


class Rows(NamedTuple):
    """`part` (item rows,) is 0 for a slope and h for step h, `item` (item rows,) whose it is; all slopes come first,
    one for each free item even where they are one. `groups` are the moving ones: means, then sds, follow the items."""

    part: NDArray[np.intp]
    item: NDArray[np.intp]
    groups: NDArray[np.intp]

    @property
    def size(self) -> int:
        return self.part.size + 2 * self.groups.size

    def of_group(self, group: int) -> NDArray[np.intp]:
        """All item rows and, for a moving group, the rows of its mean and sd."""
        place = np.flatnonzero(self.groups == group)
        own = [self.part.size + place, self.part.size + self.groups.size + place]
        return np.concatenate([np.arange(self.part.size), *own])

    def scattered(self, curvature: FloatArray, free: NDArray[np.intp]) -> FloatArray:
        """The matrix (rows, rows) with each free item's block (free items, parts, parts) at its place."""
        matrix = np.zeros((self.size, self.size))
        parts = curvature.shape[1]
        place = np.full((int(free.max(initial=-1)) + 1, parts), -1)
        place[self.item, self.part] = np.arange(self.part.size)
        place = place[free]
        there = (place[:, :, None] >= 0) & (place[:, None, :] >= 0)
        item, first, second = np.nonzero(there)
        matrix[place[item, first], place[item, second]] = curvature[item, first, second]
        return matrix


def rows_of(frame: Frame) -> Rows:
    """In the order of `Frame.pack`, but with a slope for each item."""
    free = np.flatnonzero(frame.free)
    item, step = np.nonzero(frame.there & frame.free[:, None])
    part = np.concatenate([np.zeros(free.size, dtype=np.intp), step + 1])
    return Rows(part, np.concatenate([free, item]), np.flatnonzero(frame.moving))
