"""Parameter drift: which items that two calibrations share have changed, and which can still link the two.

Robust z: Huynh & Meyer (2010), Use of robust z in detecting unstable items in item response theory models, Practical
Assessment, Research & Evaluation 15(2): z = (d - median) / (0.74 IQR), where d is the difference of the log slopes, and
then that of the difficulties on one unit; |z| above 1.645 is unstable. A large sample makes trifles stand out, so an
item has drifted only if it is also displaced by as much as matters (0.3 logits by habit, 0.5 by another).
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.dif.areas import areas, curve_distance
from question_bank.irt.dif.cells import BoolArray
from question_bank.irt.linking import Method, link, transformed_parameters
from question_bank.irt.parameters import FloatArray, Parameters, StepParameters, locations, take
from question_bank.irt.quadrature import Grid, normal_grid

FEWEST = 3
ROUNDS = 50
# In a normal distribution 0.74 of the distance between the quartiles is the standard deviation.
QUARTILES_TO_SD = 0.74
# Parameters are printed with four decimals; a spread below that is no spread.
LEAST_SPREAD = 1e-4

Verdict = Literal["stable", "watch", "uncertain", "drifted"]


class Limits(NamedTuple):
    """`z`: the robust z that makes an item stand out; `displacement`, in logits of the old scale, and `slope`, a
    difference of logarithms (0.3 is a third more), that make it matter."""

    z: float = 1.645
    displacement: float = 0.3
    slope: float = 0.3


class Drift(NamedTuple):
    """Common items (items,), the new ones moved to the old scale by theta_old = A theta_new + B.

    `displacement` = A b_new + B - b_old, positive where the item has become harder, with its standard error (NaN
    without both calibrations'); `slope_change` = log of a_new / A over a_old; `z_b`, `z_a`: their robust z;
    `curve_distance`: root mean squared difference of the expected scores (D-squared's root), as a share of the highest
    score; `signed_area`, `unsigned_area` between the curves, `area_bounded` (see `areas`).
    `verdict`: "drifted" (stands out from the others by as much as matters), "watch" (stands out, by less), "uncertain"
    (displaced by as much as matters, but so are others) or "stable". `anchor`: the suggested anchor items, all but the
    drifted. `correlation` and `spread_ratio` of the anchors' difficulties, new to old: Huynh & Meyer ask for .95 and
    more, and .9 to 1.1. `rounds` of purification, and whether the set `settled`.
    """

    A: float
    B: float
    method: Method
    displacement: FloatArray
    se_displacement: FloatArray
    z_b: FloatArray
    slope_change: FloatArray
    z_a: FloatArray
    curve_distance: FloatArray
    signed_area: FloatArray
    unsigned_area: FloatArray
    area_bounded: BoolArray
    verdict: list[Verdict]
    anchor: BoolArray
    correlation: float
    spread_ratio: float
    rounds: int
    settled: bool


class _Moved(NamedTuple):
    A: float
    B: float
    displacement: FloatArray
    z_b: FloatArray
    slope_change: FloatArray
    z_a: FloatArray


def drift(
    new: Parameters,
    old: Parameters,
    *,
    common: tuple[ArrayLike, ArrayLike] | None = None,
    method: Method = "stocking-lord",
    limits: Limits | None = None,
    grid: Grid | None = None,
    se_b_new: ArrayLike | None = None,
    se_b_old: ArrayLike | None = None,
) -> Drift:
    """Compares the common items of two calibrations, and says which to link by.

    `common` holds indices of the common items among the new and the old ones, pair by pair; without it all are common
    and in the same order. The first link is robust (medians); each following one is by `method` on the items that had
    not drifted by the one before, until their set repeats. `grid` is the population on the old scale, N(0, 1) unless
    given. `se_b_new` and `se_b_old` (all items of each) are standard errors of difficulties.

    Raises `ValueError` for fewer than three common items, slopes that are not positive, and what `link` refuses.
    """
    pair = _pair(new, old, common)
    allowed = Limits() if limits is None else limits
    weighed = normal_grid() if grid is None else grid
    anchor, moved, rounds, settled = _purified(*pair, method, allowed, weighed)
    on_old = _to_old_scale(pair[0], moved)
    between = areas(on_old, pair[1])
    difficulties = locations(on_old)[anchor], locations(pair[1])[anchor]
    return Drift(
        A=moved.A,
        B=moved.B,
        method=method,
        displacement=moved.displacement,
        se_displacement=_se_displacement(moved.A, common, se_b_new, se_b_old, moved.displacement.size),
        z_b=moved.z_b,
        slope_change=moved.slope_change,
        z_a=moved.z_a,
        curve_distance=curve_distance(on_old, pair[1], weighed),
        signed_area=between.signed,
        unsigned_area=between.unsigned,
        area_bounded=between.bounded,
        verdict=_verdicts(moved, allowed),
        anchor=anchor,
        correlation=_correlation(*difficulties),
        spread_ratio=_ratio(float(np.std(difficulties[0])), float(np.std(difficulties[1]))),
        rounds=rounds,
        settled=settled,
    )


def robust_z(differences: ArrayLike) -> FloatArray:
    """(d - median) / (0.74 IQR), quartiles as numpy's default has them; a spread below 0.0001 counts as that."""
    d = np.asarray(differences, dtype=np.float64)
    low, middle, high = np.percentile(d, [25, 50, 75])
    return np.asarray((d - middle) / max(QUARTILES_TO_SD * (high - low), LEAST_SPREAD))


def _pair(
    new: Parameters, old: Parameters, common: tuple[ArrayLike, ArrayLike] | None
) -> tuple[Parameters, Parameters]:
    sides = (_taken(new, None if common is None else common[0]), _taken(old, None if common is None else common[1]))
    sizes = [side.a.size for side in sides]
    if sizes[0] != sizes[1]:
        raise ValueError(f"{sizes[0]} new items cannot be paired with {sizes[1]} old ones")
    if sizes[0] < FEWEST:
        raise ValueError(f"drift needs at least {FEWEST} common items, got {sizes[0]}")
    for side, name in zip(sides, ("new", "old"), strict=True):
        falling = np.flatnonzero(side.a <= 0)
        if falling.size:
            raise ValueError(f"common item {int(falling[0])} has a slope that is not positive in the {name} set")
    return sides


def _taken(parameters: Parameters, index: ArrayLike | None) -> Parameters:
    if index is None:
        return parameters
    chosen: NDArray[np.intp] = np.asarray(index, dtype=np.intp)
    if isinstance(parameters, StepParameters):
        return take(parameters, chosen)
    return take(parameters, chosen)


def _purified(
    new: Parameters, old: Parameters, method: Method, limits: Limits, grid: Grid
) -> tuple[BoolArray, _Moved, int, bool]:
    moved = _moved(new, old, *_robust_constants(new, old))
    anchor = ~_drifted(moved, limits)
    seen = set()
    for rounds in range(1, ROUNDS + 1):
        seen.add(anchor.tobytes())
        index = np.flatnonzero(anchor)
        if index.size < FEWEST:
            return anchor, moved, rounds - 1, False
        found = link(new, old, method, common=(index, index), theta=grid)
        moved = _moved(new, old, found.A, found.B)
        following = ~_drifted(moved, limits)
        if following.tobytes() in seen:
            return anchor, moved, rounds, bool((following == anchor).all())
        anchor = following
    return anchor, moved, ROUNDS, False


def _robust_constants(new: Parameters, old: Parameters) -> tuple[float, float]:
    scale = float(np.exp(np.median(np.log(new.a) - np.log(old.a))))
    return scale, float(np.median(locations(old) - scale * locations(new)))


def _moved(new: Parameters, old: Parameters, scale: float, shift: float) -> _Moved:
    displacement = scale * locations(new) + shift - locations(old)
    slope_change = np.log(new.a / scale) - np.log(old.a)
    return _Moved(scale, shift, displacement, robust_z(displacement), slope_change, robust_z(slope_change))


def _to_old_scale(new: Parameters, moved: _Moved) -> Parameters:
    if isinstance(new, StepParameters):
        return transformed_parameters(new, moved.A, moved.B)
    return transformed_parameters(new, moved.A, moved.B)


def _drifted(moved: _Moved, limits: Limits) -> BoolArray:
    harder = (np.abs(moved.z_b) >= limits.z) & (np.abs(moved.displacement) >= limits.displacement)
    steeper = (np.abs(moved.z_a) >= limits.z) & (np.abs(moved.slope_change) >= limits.slope)
    return np.asarray(harder | steeper)


def _verdicts(moved: _Moved, limits: Limits) -> list[Verdict]:
    stands_out = (np.abs(moved.z_b) >= limits.z) | (np.abs(moved.z_a) >= limits.z)
    matters = (np.abs(moved.displacement) >= limits.displacement) | (np.abs(moved.slope_change) >= limits.slope)
    words: Sequence[Verdict] = ("stable", "watch", "uncertain", "drifted")
    places = np.where(_drifted(moved, limits), 3, np.where(stands_out, 1, np.where(matters, 2, 0)))
    return [words[place] for place in places]


def _se_displacement(
    scale: float, common: tuple[ArrayLike, ArrayLike] | None, new: ArrayLike | None, old: ArrayLike | None, items: int
) -> FloatArray:
    """Of A b_new - b_old with A known: the two calibrations are of different people."""
    if new is None or old is None:
        return np.full(items, np.nan)
    chosen = common or (np.arange(items), np.arange(items))
    errors = [
        np.asarray(side, dtype=np.float64)[np.asarray(index, dtype=np.intp)]
        for side, index in zip((new, old), chosen, strict=True)
    ]
    return np.asarray(np.hypot(scale * errors[0], errors[1]))


def _correlation(new: FloatArray, old: FloatArray) -> float:
    if min(np.ptp(new, axis=None) if new.size else 0.0, np.ptp(old, axis=None) if old.size else 0.0) == 0:
        return float("nan")
    return float(np.corrcoef(new, old)[0, 1])


def _ratio(new: float, old: float) -> float:
    return new / old if old > 0 else float("nan")
