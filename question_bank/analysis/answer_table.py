"""Answers one by one, whatever papers they were given in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NO_CHOICE = 0


class AnswerTable(NamedTuple):
    """One row an answer, nobody twice an item; every array has shape (answers,).

    `person` and `item` are indices below `persons` and `items`. `score` is 1 or 0; whoever saw an item and gave no
    answer has 0. `choice` holds the chosen options as bits (1 for the first, 2 for the second, 4 for the third, ...),
    0 for none. `ms` is the time taken, NaN where not known. `day` numbers days, from any beginning.
    """

    person: IntArray
    item: IntArray
    score: NDArray[np.int8]
    choice: IntArray
    ms: FloatArray
    day: IntArray
    persons: int
    items: int

    def of_items(self) -> list[NDArray[np.intp]]:
        """The rows of each item, in the table's order."""
        order = np.argsort(self.item, kind="stable")
        ends = np.cumsum(np.bincount(self.item, minlength=self.items))
        return np.split(order, ends[:-1]) if self.items else []

    def with_rows(self, rows: NDArray[np.bool_]) -> "AnswerTable":
        """Some of the answers, of the same people and items."""
        return self._replace(
            person=self.person[rows],
            item=self.item[rows],
            score=self.score[rows],
            choice=self.choice[rows],
            ms=self.ms[rows],
            day=self.day[rows],
        )
