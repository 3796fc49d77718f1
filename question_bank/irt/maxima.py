"""The highest point of each person's likelihood, with or without the pull of a prior, wherever it lies.

The slope is laid out on a grid; every cell in which it falls through zero holds a maximum, which is then found there
to full precision. Where somebody has several (guessing makes such likelihoods: Samejima 1973, Psychometrika 38,
221-233) the highest counts.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.falling_zero import falling_zero
from question_bank.irt.local_shape import item_shape, local_log_likelihood, local_shape
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.responses import Codes
from question_bank.irt.table_sums import score_sums

# Stands for infinity, where infinity itself would make 0 x infinity of an item without slope.
FAR_OUT = 1e300


class Method(NamedTuple):
    """What a method adds to the likelihood. `pull` takes theta, I and J and gives what is added to the slope;
    `personal`: it depends on I and J, that is, on which items were answered. `precision` is added to I.
    `open_ended`: the highest point may be an end of the scale."""

    pull: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    precision: float = 0.0
    personal: bool = False
    open_ended: bool = False


class SlopeTable(NamedTuple):
    """What every search starts from: `slope` (categories, items, nodes) of log P of each score; `information` and
    `warm` (items, nodes), each item's part of I and J."""

    parameters: Parameters
    nodes: FloatArray
    slope: FloatArray
    information: FloatArray
    warm: FloatArray


class _Maxima(NamedTuple):
    """Whose they are, where, and the likelihood's logarithm there, less what is common to all of a person's."""

    rows: NDArray[np.intp]
    theta: FloatArray
    height: FloatArray


def slope_table(parameters: Parameters, nodes: FloatArray) -> SlopeTable:
    shape = item_shape(nodes, parameters)
    slope, information, warm = shape.slope.transpose(0, 2, 1), shape.information.T, shape.warm.T
    return SlopeTable(parameters, nodes, *(np.ascontiguousarray(part) for part in (slope, information, warm)))


def highest_points(codes: Codes, table: SlopeTable, method: Method) -> tuple[FloatArray, FloatArray]:
    """Theta and the expected information there, shape (persons,): NaN for somebody whose slope is zero everywhere,
    plus or minus infinity and 0 where an end of the scale is highest."""
    pull = _pull_at_nodes(codes, table, method)
    slope = score_sums(codes, table.slope) + pull
    falling = (slope[:, :-1] > 0) & (slope[:, 1:] <= 0)
    lowest, highest = (slope[:, 0] < 0) & method.open_ended, (slope[:, -1] > 0) & method.open_ended
    rivals = np.count_nonzero(falling, axis=1) + lowest + highest > 1
    places = [
        _inner(codes, slope, falling, rivals, np.broadcast_to(pull, slope.shape), table, method),
        _end(codes, lowest, -FAR_OUT, rivals, table.parameters),
        _end(codes, highest, FAR_OUT, rivals, table.parameters),
    ]
    rows, theta, height = (np.concatenate(parts) for parts in zip(*places, strict=True))
    found = np.full(len(codes), np.nan)
    upwards = np.argsort(height, kind="stable")
    # Where a row comes several times its last value stays: that of the highest place.
    found[rows[upwards]] = theta[upwards]
    return found, _information(codes, found, table.parameters)


def _pull_at_nodes(codes: Codes, table: SlopeTable, method: Method) -> FloatArray:
    """Shape (persons, nodes), or (1, nodes) where it is the same for all."""
    if not method.personal:
        return method.pull(table.nodes, table.nodes, table.nodes)[None]
    present = ((codes if codes.min(initial=0) < 0 else codes[:1]) >= 0).astype(np.float64)
    return method.pull(table.nodes, present @ table.information, present @ table.warm)


def _inner(
    codes: Codes,
    slope: FloatArray,
    falling: NDArray[np.bool_],
    rivals: NDArray[np.bool_],
    pull: FloatArray,
    table: SlopeTable,
    method: Method,
) -> _Maxima:
    rows, cells = np.nonzero(falling)
    before, behind = slope[rows, cells], slope[rows, cells + 1]
    low, width = table.nodes[cells], np.diff(table.nodes)[cells]

    def total_slope(points: FloatArray, which: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        shape = local_shape(points, codes[rows[which]], table.parameters)
        own = method.pull(points, shape.information, shape.warm)
        return shape.slope + own, shape.information + method.precision

    theta = falling_zero(total_slope, low, low + width, low + width * before / (before - behind))
    height, contested = np.zeros(len(rows)), rivals[rows]
    height[contested] = local_log_likelihood(theta[contested], codes[rows[contested]], table.parameters)
    height[contested] += _pulled_up(theta[contested], rows[contested], cells[contested], pull, table.nodes)
    return _Maxima(rows, theta, height)


def _pulled_up(
    theta: FloatArray, rows: NDArray[np.intp], cells: NDArray[np.intp], pull: FloatArray, nodes: FloatArray
) -> FloatArray:
    """The pull summed up from the first node to theta, under a cubic spline: exact for a normal prior's."""
    own = pull[rows]
    if not own.any():
        return np.zeros_like(theta)
    # Here and not above: a server that scores rounds by EAP starts sooner without it.
    from scipy.interpolate import CubicSpline

    pieces = CubicSpline(nodes, own, axis=1).antiderivative().c
    return np.asarray(np.polyval(pieces[:, cells, np.arange(len(rows))], theta - nodes[cells]))


def _end(
    codes: Codes, open_here: NDArray[np.bool_], end: float, rivals: NDArray[np.bool_], parameters: Parameters
) -> _Maxima:
    rows = np.flatnonzero(open_here)
    height, contested = np.zeros(len(rows)), rivals[rows]
    contenders = codes[rows[contested]]
    height[contested] = local_log_likelihood(np.full(len(contenders), end), contenders, parameters)
    return _Maxima(rows, np.full(len(rows), np.copysign(np.inf, end)), height)


def _information(codes: Codes, theta: FloatArray, parameters: Parameters) -> FloatArray:
    inner = np.isfinite(theta)
    information = np.where(np.isnan(theta), np.nan, 0.0)
    information[inner] = local_shape(theta[inner], codes[inner], parameters).information
    return information
