"""The area between an item's curves in two groups or at two times, on one scale.

Raju (1988), The area between two item characteristic curves, Psychometrika 53, 495-502, over the whole of theta; where
the lower asymptotes differ that area is infinite, and the area between -4 and 4 (Kim & Cohen 1991, Applied
Psychological Measurement 15, 269-278) stands for it, as it does for items with part marks.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.categories import expected_item_score
from question_bank.irt.dif.cells import BoolArray
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, categories
from question_bank.irt.quadrature import Grid

REACH = 4.0
POINTS = 1601


class Areas(NamedTuple):
    """`signed` (items,): the first curve lies so much lower than the second, in points times units of theta; positive
    where the item is harder in the first. `unsigned`: the same without the curves' crossing. `bounded`: whether theta
    ran from -4 to 4 only."""

    signed: FloatArray
    unsigned: FloatArray
    bounded: BoolArray


def areas(first: Parameters, second: Parameters) -> Areas:
    """Areas between the curves of the same items by two sets of parameters.

    Raises `ValueError` for sets of different lengths.
    """
    if categories(first).size != categories(second).size:
        raise ValueError(f"{categories(first).size} items cannot be compared with {categories(second).size}")
    signed, unsigned = _bounded(first, second)
    if not (isinstance(first, ItemParameters) and isinstance(second, ItemParameters)):
        return Areas(signed, unsigned, np.ones(signed.size, dtype=np.bool_))
    whole = np.isclose(first.c, second.c, rtol=0.0, atol=1e-9)
    away, size = _whole(first, second)
    return Areas(np.where(whole, away, signed), np.where(whole, size, unsigned), ~whole)


def curve_distance(first: Parameters, second: Parameters, grid: Grid) -> FloatArray:
    """Root of the mean squared difference between the expected scores over the grid's population, as a share of the
    item's highest score. Shape (items,)."""
    gap = expected_item_score(grid.nodes, first) - expected_item_score(grid.nodes, second)
    return np.asarray(np.sqrt(np.exp(grid.log_weights) @ gap**2) / (categories(second) - 1))


def _whole(first: ItemParameters, second: ItemParameters) -> tuple[FloatArray, FloatArray]:
    apart = first.b - second.b
    turned = second.a - first.a
    parallel = np.abs(turned) < 1e-12 * (first.a + second.a)
    k = first.a * second.a / np.where(parallel, 1.0, turned)
    crossing = np.abs(2.0 * np.logaddexp(0.0, -k * apart) / k + apart)
    return (1.0 - first.c) * apart, (1.0 - first.c) * np.where(parallel, np.abs(apart), crossing)


def _bounded(first: Parameters, second: Parameters) -> tuple[FloatArray, FloatArray]:
    theta = np.linspace(-REACH, REACH, POINTS)
    gap = expected_item_score(theta, second) - expected_item_score(theta, first)
    return np.asarray(np.trapezoid(gap, theta, axis=0)), np.asarray(np.trapezoid(np.abs(gap), theta, axis=0))
