"""The common items of two calibrations in one form, whatever their models.

An anchor has a slope, a lower asymptote and one or more thresholds. A right/wrong item has one threshold, its b; a
graded item is the same with more of them and no guessing. Only partial credit with two or more steps is built
otherwise. So an item calibrated as 1PL in one year and as 3PL in the next can link the two.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters


class Anchors(NamedTuple):
    """`a`, `c` of shape (items,), `thresholds` (items, steps) with NaN beyond an item's last one, and `adjacent`
    (items,): whether the thresholds are step difficulties of partial credit rather than boundaries."""

    a: FloatArray
    c: FloatArray
    thresholds: FloatArray
    adjacent: NDArray[np.bool_]


def anchors(parameters: Parameters | Sequence[Parameters], steps: int = 1) -> Anchors:
    """Items of one or several blocks (a test of mixed formats), in their order; at least `steps` threshold columns."""
    blocks = [parameters] if isinstance(parameters, ItemParameters | StepParameters) else list(parameters)
    parts = [_block(block) for block in blocks]
    width = max([steps, *(part.thresholds.shape[1] for part in parts)])
    return Anchors(
        a=np.concatenate([part.a for part in parts]),
        c=np.concatenate([part.c for part in parts]),
        thresholds=np.concatenate([_widened(part.thresholds, width) for part in parts]),
        adjacent=np.concatenate([part.adjacent for part in parts]),
    )


def taken(items: Anchors, index: ArrayLike) -> Anchors:
    """Some of the items, by index, in the order asked for."""
    chosen = np.asarray(index, dtype=np.intp)
    return Anchors(items.a[chosen], items.c[chosen], items.thresholds[chosen], items.adjacent[chosen])


def checked_pair(new: Anchors, old: Anchors) -> None:
    """Raises `ValueError` for item counts that differ and, by index, for an item whose two versions have different
    numbers of scores or a slope that is not positive: neither moments nor curves of such an item can be compared."""
    if new.a.size != old.a.size:
        raise ValueError(f"{new.a.size} new items cannot be paired with {old.a.size} old ones")
    counts = [(~np.isnan(side.thresholds)).sum(axis=1) + 1 for side in (new, old)]
    unequal = np.flatnonzero(counts[0] != counts[1])
    if unequal.size:
        item = int(unequal[0])
        raise ValueError(
            f"common item {item} has {counts[0][item]} scores in the new set, {counts[1][item]} in the old"
        )
    falling = np.flatnonzero((new.a <= 0) | (old.a <= 0))
    if falling.size:
        raise ValueError(f"common item {int(falling[0])} has a slope that is not positive")


def _block(parameters: Parameters) -> Anchors:
    if isinstance(parameters, ItemParameters):
        return Anchors(parameters.a, parameters.c, parameters.b[:, None], np.zeros(parameters.b.size, dtype=np.bool_))
    several = (~np.isnan(parameters.thresholds)).sum(axis=1) > 1
    return Anchors(
        parameters.a, np.zeros_like(parameters.a), parameters.thresholds, several & (parameters.family == "gpcm")
    )


def _widened(thresholds: FloatArray, width: int) -> FloatArray:
    missing = width - thresholds.shape[1]
    return np.pad(thresholds, ((0, 0), (0, missing)), constant_values=np.nan)
