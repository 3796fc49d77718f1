"""The matrix of right and wrong that ability is estimated from.

Its input has an item, a status and the chosen options: speed, streaks, weights and points have no way in.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Who saw an item and gave no answer did not know it; what nobody could see says nothing.
SCORED_AS_WRONG = frozenset({"omitted", "timed_out"})


class LedgerItem(NamedTuple):
    """An item that counts: not a warm-up, not void, its key public. `key` holds the bank's option ids."""

    item: str
    key: frozenset[str]


class LedgerAnswer(NamedTuple):
    status: str
    options: frozenset[str] = frozenset()


NOT_PRESENTED = LedgerAnswer("not_presented")


def score_of(item: LedgerItem, answer: LedgerAnswer) -> float:
    """1 for the whole key and nothing else, 0 for any other answer or none, NaN when it was not presented."""
    if answer.status == "answered":
        return float(answer.options == item.key)
    return 0.0 if answer.status in SCORED_AS_WRONG else np.nan


def response_matrix(items: Sequence[LedgerItem], answers: Sequence[Sequence[LedgerAnswer]]) -> NDArray[np.float64]:
    """Contestants x items of 0, 1 and NaN; `answers` holds one row a contestant, in the order of `items`."""
    matrix = [[score_of(item, answer) for item, answer in zip(items, row, strict=True)] for row in answers]
    return np.array(matrix, dtype=np.float64).reshape(len(answers), len(items))
