"""What a model says of each item: slope a, difficulty b and lower asymptote c; or slope and thresholds where answers
earn part marks."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
StepFamily = Literal["grm", "gpcm"]

TRUE_FALSE, SINGLE = "true_false", "single"
NEVER_GUESSED = ("multiple", "ordering", "numeric")
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


class StepParameters(NamedTuple):
    """Parameters of items scored 0, 1, ... m (part marks), all of one family; logistic metric, D = 1.

    `a` (items,) slopes; `thresholds` (items, steps) in units of theta, NaN beyond an item's last one, so that an item
    with m thresholds has the scores 0 ... m. In the family "grm" (Samejima 1969) they are the category boundaries,
    P(score >= k) = 1 / (1 + exp(-a (theta - t_k))), and rise (fall, for a negative slope); in "gpcm" (Muraki 1992) the
    step difficulties, P(score = k) in proportion to exp(sum over h <= k of a (theta - t_h)), in any order. With one
    threshold both are the two-parameter model.
    """

    a: FloatArray
    thresholds: FloatArray
    family: StepFamily


Parameters = ItemParameters | StepParameters


def step_parameters(a: ArrayLike, thresholds: ArrayLike, family: StepFamily) -> StepParameters:
    """Checked parameters of items with part marks; one slope is spread over the items.

    Raises `ValueError` for another family, shapes that do not fit, numbers that are not finite, a gap among an item's
    thresholds, and boundaries of a graded item that do not rise; the item's index is named.
    """
    if family not in ("grm", "gpcm"):
        raise ValueError(f"a family is grm or gpcm, not {family!r}")
    steps = np.array(thresholds, dtype=np.float64, ndmin=2)
    if steps.ndim != 2 or steps.shape[1] < 1:
        raise ValueError(f"thresholds must have shape (items, steps), got {steps.shape}")
    slope = np.broadcast_to(np.asarray(a, dtype=np.float64), (len(steps),)).copy()
    known = ~np.isnan(steps)
    _refuse(~(np.isfinite(slope) & ~np.isinf(steps).any(axis=1)), "a parameter that is not a finite number")
    _refuse(~known[:, 0] | (known[:, 1:] & ~known[:, :-1]).any(axis=1), "a gap among its thresholds")
    direction = np.sign(slope)[:, None]
    rises = np.asarray((np.isnan(steps[:, 1:]) | (direction * np.diff(steps, axis=1) > 0)).all(axis=1))
    if family == "grm":
        _refuse(~rises, "boundaries that do not rise")
    return StepParameters(slope, steps, family)


def categories(parameters: Parameters) -> NDArray[np.int64]:
    """How many scores each item has, shape (items,): 2 for right/wrong."""
    if isinstance(parameters, ItemParameters):
        return np.full(parameters.b.size, 2, dtype=np.int64)
    return np.asarray(1 + (~np.isnan(parameters.thresholds)).sum(axis=1), dtype=np.int64)


def locations(parameters: Parameters) -> FloatArray:
    """Each item's difficulty, shape (items,): b, or the mean of its thresholds."""
    return parameters.b if isinstance(parameters, ItemParameters) else np.nanmean(parameters.thresholds, axis=1)


def provisional_parameters(types: Sequence[str], author_b: Sequence[float], options: Sequence[int]) -> ItemParameters:
    """Parameters for items without data: b by the author, a = 1 (true/false 0.8), c = 1/options.

    `types` are true_false, single, multiple, ordering or numeric; `options` the number of options shown (ignored for
    true/false, where c = 1/2, and for the last three, scored all or nothing, where c = 0: so few guess them that no
    sample tells it from nobody). All of length (items,).
    Raises `ValueError` for an unknown type, unequal lengths, or a single-choice item with fewer than two options.
    """
    if not len(types) == len(author_b) == len(options):
        raise ValueError(f"{len(types)} types, {len(author_b)} difficulties and {len(options)} option counts")
    slopes = [TRUE_FALSE_SLOPE if kind == TRUE_FALSE else PROVISIONAL_SLOPE for kind in types]
    guessing = [_guessing(kind, count) for kind, count in zip(types, options, strict=True)]
    return item_parameters(slopes, author_b, guessing)


SomeParameters = TypeVar("SomeParameters", ItemParameters, StepParameters)


def take(parameters: SomeParameters, items: Sequence[int] | NDArray[np.intp]) -> SomeParameters:
    """The parameters of some items, by index, in the order asked for."""
    index = np.asarray(items, dtype=np.intp)
    if isinstance(parameters, ItemParameters):
        return ItemParameters(*(part[index] for part in parameters))
    return StepParameters(parameters.a[index], parameters.thresholds[index], parameters.family)


def _guessing(kind: str, options: int) -> float:
    if kind == TRUE_FALSE:
        return 0.5
    if kind in NEVER_GUESSED:
        return 0.0
    if kind != SINGLE:
        raise ValueError(f"no provisional parameters for items of type {kind!r}")
    if options < 2:
        raise ValueError(f"a single-choice item has at least two options, got {options}")
    return 1.0 / options


def _refuse(bad: NDArray[np.bool_], fault: str) -> None:
    if bad.any():
        raise ValueError(f"item {int(np.flatnonzero(bad)[0])} has {fault}")
