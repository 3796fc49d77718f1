"""What a model says of each item: slope a, difficulty b and lower asymptote c."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

TRUE_FALSE, SINGLE, MULTIPLE = "true_false", "single", "multiple"
PROVISIONAL_SLOPE = 1.0
# Half of those who do not know are right all the same, so a true/false answer tells less.
TRUE_FALSE_SLOPE = 0.8


class ItemParameters(NamedTuple):
    """Parameters on the logistic metric (D = 1): P(right) = c + (1 - c) / (1 + exp(-a (theta - b))).

    `a` (per unit of theta), `b` (units of theta) and `c` (a probability) are arrays of shape (items,).
    """

    a: FloatArray
    b: FloatArray
    c: FloatArray


def item_parameters(a: ArrayLike, b: ArrayLike, c: ArrayLike = 0.0) -> ItemParameters:
    """Checked parameters; scalars are spread over the items.

    Raises `ValueError` for shapes that do not fit, numbers that are not finite, and c outside [0, 1), naming the
    item's index.
    """
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (a, b, c)))
    slope, difficulty, guessing = (array.copy() for array in arrays)
    if slope.ndim != 1:
        raise ValueError(f"item parameters are one-dimensional, got shape {slope.shape}")
    _refuse(~np.isfinite(slope + difficulty + guessing), "a parameter that is not a finite number")
    _refuse((guessing < 0) | (guessing >= 1), "a c outside [0, 1)")
    return ItemParameters(slope, difficulty, guessing)


def provisional_parameters(types: Sequence[str], author_b: Sequence[float], options: Sequence[int]) -> ItemParameters:
    """Parameters for items without data: b by the author, a = 1 (true/false 0.8), c = 1/options.

    `types` are true_false, single or multiple; `options` the number of options shown (ignored for true/false, where
    c = 1/2, and for multiple choice, scored all or nothing, where c = 0). All of length (items,).
    Raises `ValueError` for an unknown type, unequal lengths, or a single-choice item with fewer than two options.
    """
    if not len(types) == len(author_b) == len(options):
        raise ValueError(f"{len(types)} types, {len(author_b)} difficulties and {len(options)} option counts")
    slopes = [TRUE_FALSE_SLOPE if kind == TRUE_FALSE else PROVISIONAL_SLOPE for kind in types]
    guessing = [_guessing(kind, count) for kind, count in zip(types, options, strict=True)]
    return item_parameters(slopes, author_b, guessing)


def take(parameters: ItemParameters, items: Sequence[int] | NDArray[np.intp]) -> ItemParameters:
    """The parameters of some items, by index, in the order asked for."""
    index = np.asarray(items, dtype=np.intp)
    return ItemParameters(*(part[index] for part in parameters))


def _guessing(kind: str, options: int) -> float:
    if kind == TRUE_FALSE:
        return 0.5
    if kind == MULTIPLE:
        return 0.0
    if kind != SINGLE:
        raise ValueError(f"no provisional parameters for items of type {kind!r}")
    if options < 2:
        raise ValueError(f"a single-choice item has at least two options, got {options}")
    return 1.0 / options


def _refuse(bad: NDArray[np.bool_], fault: str) -> None:
    if bad.any():
        raise ValueError(f"item {int(np.flatnonzero(bad)[0])} has {fault}")
