"""Anderson acceleration of a fixed-point map, such as one EM step.

Anderson (1965, Journal of the ACM 12, 547-560); Walker & Ni (2011, SIAM Journal on Numerical Analysis 49, 1715-1735),
type II. The last few residuals are combined so that what is left of them is least; the next point is the same
combination of the map's images.
"""

import numpy as np

from question_bank.irt.parameters import FloatArray

DEPTH = 5


class Anderson:
    """Holds the last `DEPTH` differences. `metric` (size,) weighs the residual's entries against one another."""

    def __init__(self) -> None:
        self._points: list[FloatArray] = []
        self._residuals: list[FloatArray] = []

    def forget(self) -> None:
        """Starts anew, as after a step that was taken back."""
        self._points.clear()
        self._residuals.clear()

    def next(self, point: FloatArray, image: FloatArray, metric: FloatArray) -> FloatArray:
        """The next point, from a point and the map's value there."""
        residual = image - point
        self._points.append(point)
        self._residuals.append(residual)
        del self._points[: -DEPTH - 1], self._residuals[: -DEPTH - 1]
        if len(self._points) < 2:
            return image
        moves = np.diff(np.stack(self._points, axis=1), axis=1)
        changes = np.diff(np.stack(self._residuals, axis=1), axis=1)
        weights = np.sqrt(metric)
        mix, *_ = np.linalg.lstsq(weights[:, None] * changes, weights * residual, rcond=1e-8)
        return np.asarray(image - (moves + changes) @ mix)
