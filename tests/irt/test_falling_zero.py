"""The root finder on curves that are hard to find roots of."""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.falling_zero import falling_zero
from question_bank.irt.parameters import FloatArray

# Each falls through zero at the number given, within -10 ... 10.
ROOTS = np.array([0.3, 0.3, 2.0, -9.999, 0.0, 1.0])


def hard(points: FloatArray, which: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    away = points - ROOTS[which]
    curves = [
        lambda x: -x,
        lambda x: -np.arctan(50.0 * x),
        lambda x: -(np.sign(x) * np.abs(x) ** (1 / 3)),
        lambda x: -np.expm1(np.minimum(x, 50.0)),
        lambda x: -(x**3),
        lambda x: np.where(x < 0, -x, -1e-9 * x),
    ]
    heights = np.array([curves[curve](x) for curve, x in zip(which, away, strict=True)], dtype=float)
    # A slope of the wrong size must do.
    return heights, np.where(which == 5, 1e-9, 3.0)


def test_every_root_is_found_from_any_start() -> None:
    low, high = np.full(6, -10.0), np.full(6, 10.0)
    for start in (-10.0, -3.0, 0.0, 7.7, 10.0):
        found = falling_zero(hard, low, high, np.full(6, start))
        np.testing.assert_allclose(found[[0, 1, 2, 3, 5]], ROOTS[[0, 1, 2, 3, 5]], atol=1e-8)
        # The cube is flat around its root.
        assert abs(found[4]) < 2e-2


def test_no_curves_have_no_roots() -> None:
    assert falling_zero(hard, np.empty(0), np.empty(0), np.empty(0)).shape == (0,)
