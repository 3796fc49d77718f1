"""What happened in a number of adaptive tests, step by step."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.parameters import FloatArray

Index = NDArray[np.intp]


class Trace(NamedTuple):
    """Steps of everybody's test, arrays of shape (persons, length).

    `items` and `scores` are -1 and `theta` and `se` NaN after a person's last step. `final` is true where theta comes
    from the test's own method, false where EAP stands in. `stop` (persons,) says why each test ended; `log_ratio`
    (persons,) is the SPRT's at the end, 0 without one. `chosen` (items,) counts how often an item was the best, given
    or passed over.
    """

    items: Index
    scores: Index
    theta: FloatArray
    se: FloatArray
    final: NDArray[np.bool_]
    stop: NDArray[np.str_]
    log_ratio: FloatArray
    chosen: Index

    @property
    def lengths(self) -> Index:
        """How many items each person was given, shape (persons,)."""
        return np.asarray((self.items >= 0).sum(axis=1))


def blank_trace(test: AdaptiveTest, people: int) -> Trace:
    shape = (people, min(test.length, test.items))
    return Trace(
        items=np.full(shape, -1, dtype=np.intp),
        scores=np.full(shape, -1, dtype=np.intp),
        theta=np.full(shape, np.nan),
        se=np.full(shape, np.nan),
        final=np.zeros(shape, dtype=bool),
        stop=np.full(people, "", dtype="<U9"),
        log_ratio=np.zeros(people),
        chosen=np.zeros(test.items, dtype=np.intp),
    )


def joined(parts: list[Trace]) -> Trace:
    """Several groups' tests as one trace, in the groups' order."""
    return Trace(
        items=np.concatenate([part.items for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        theta=np.concatenate([part.theta for part in parts]),
        se=np.concatenate([part.se for part in parts]),
        final=np.concatenate([part.final for part in parts]),
        stop=np.concatenate([part.stop for part in parts]),
        log_ratio=np.concatenate([part.log_ratio for part in parts]),
        chosen=np.asarray(np.sum([part.chosen for part in parts], axis=0)),
    )


def exposure_rates(trace: Trace) -> FloatArray:
    """The share of the people that each item was given to, shape (items,)."""
    given = np.bincount(trace.items[trace.items >= 0], minlength=trace.chosen.size)
    return np.asarray(given / max(len(trace.items), 1))
