"""The one call that links two calibrations."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.linking.anchors import Anchors, anchors, checked_pair, taken
from question_bank.irt.linking.characteristic_curves import comparisons, constants_with_slopes, least
from question_bank.irt.linking.errors import covariance_of_constants
from question_bank.irt.linking.moments import mean_mean, mean_sigma
from question_bank.irt.linking.result import METHODS, Constants, Link, Method, ParameterCovariance
from question_bank.irt.parameters import Parameters
from question_bank.irt.quadrature import Grid, normal_grid

Indices = NDArray[np.intp]


def link(
    new: Parameters | Sequence[Parameters],
    old: Parameters | Sequence[Parameters],
    method: Method = "stocking-lord",
    *,
    common: tuple[ArrayLike, ArrayLike] | None = None,
    errors_new: ParameterCovariance | None = None,
    errors_old: ParameterCovariance | None = None,
    theta: Grid | None = None,
    theta_new: Grid | None = None,
    symmetric: bool = False,
    shift_only: bool = False,
) -> Link:
    """A and B with theta_old = A theta_new + B, and their standard errors where both calibrations' are given.

    `new` and `old` are items or, for a test of mixed formats, blocks of items, indexed one after the other. `common`
    holds the indices of the common items among the new and among the old ones, pair by pair; without it all items are
    common and in the same order. For the characteristic curves `theta` weighs ability on the OLD scale, N(0, 1) unless
    given, and `symmetric` compares them on the new scale as well, weighed by `theta_new`, N(0, 1) unless given; items
    weigh alike. `shift_only` holds A at 1, for calibrations that share their unit (Rasch models with slopes fixed).

    Raises `ValueError` for an unknown method, fewer than two common items (one for `shift_only`), an index that is out
    of place or named twice, a common item with other scores or a slope that is not positive, and for mean-sigma
    difficulties that do not differ; `ArithmeticError` where the curves have no closest position.
    """
    if method not in METHODS:
        raise ValueError(f"a method is one of {', '.join(METHODS)}, not {method!r}")
    pair, indices = _common(new, old, common, 1 if shift_only else 2)
    curves = method in ("haebara", "stocking-lord")
    found = _constants(pair, method, theta, theta_new, symmetric and curves, shift_only)
    covariance = np.full((2, 2), np.nan)
    if errors_new is not None and errors_old is not None:
        covariance = covariance_of_constants(found, errors_new, errors_old, *indices)
    deviations = np.sqrt(np.diag(covariance))
    return Link(
        method=method,
        A=found.A,
        B=found.B,
        se_A=float(deviations[0]),
        se_B=float(deviations[1]),
        cov_AB=float(covariance[0, 1]),
        criterion=found.criterion,
        items=pair[0].a.size,
        symmetric=symmetric and curves,
    )


def _constants(
    pair: tuple[Anchors, Anchors],
    method: Method,
    theta: Grid | None,
    theta_new: Grid | None,
    symmetric: bool,
    shift_only: bool,
) -> Constants:
    new, old = pair
    if method == "mean-mean":
        return mean_mean(new, old, shift_only)
    if method == "mean-sigma":
        return mean_sigma(new, old, shift_only)
    on_old = normal_grid() if theta is None else theta
    on_new = (normal_grid() if theta_new is None else theta_new) if symmetric else None
    sides = comparisons(new, old, method == "stocking-lord", on_old, on_new)
    return constants_with_slopes(sides, least(sides, _starts(new, old, shift_only), shift_only), shift_only)


def _starts(new: Anchors, old: Anchors, shift_only: bool) -> list[tuple[float, float]]:
    """Where the search for the closest position sets out: both methods of moments, and no change at all."""
    moments = mean_mean(new, old, shift_only)
    starts = [(moments.A, moments.B), (1.0, 0.0)]
    if min(np.nanstd(new.thresholds), np.nanstd(old.thresholds)) > 0:
        spread = mean_sigma(new, old, shift_only)
        starts.append((spread.A, spread.B))
    return starts


def _common(
    new: Parameters | Sequence[Parameters],
    old: Parameters | Sequence[Parameters],
    common: tuple[ArrayLike, ArrayLike] | None,
    fewest: int,
) -> tuple[tuple[Anchors, Anchors], tuple[Indices, Indices]]:
    left, right = anchors(new), anchors(old)
    width = max(left.thresholds.shape[1], right.thresholds.shape[1])
    left, right = anchors(new, width), anchors(old, width)
    if common is None:
        common = (np.arange(left.a.size), np.arange(right.a.size))
    indices = (_checked_index(common[0], left.a.size), _checked_index(common[1], right.a.size))
    if indices[0].size < fewest:
        raise ValueError(f"a link needs at least {fewest} common items, got {indices[0].size}")
    pair = (taken(left, indices[0]), taken(right, indices[1]))
    checked_pair(*pair)
    return pair, indices


def _checked_index(index: ArrayLike, items: int) -> Indices:
    chosen = np.asarray(index, dtype=np.intp).ravel()
    if chosen.size and (chosen.min() < 0 or chosen.max() >= items):
        raise ValueError(f"common items are numbered from 0 to {items - 1}, got {chosen.min()} to {chosen.max()}")
    if np.unique(chosen).size != chosen.size:
        raise ValueError("a common item is named twice")
    return chosen
