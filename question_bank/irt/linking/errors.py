"""The covariance of A and B from both calibrations' covariances, by the delta method.

Ogasawara (2000), Economic Review (Otaru) 51(1), 1-23, for the moments, and (2001), Journal of Educational and
Behavioral Statistics 26, 31-50, for the characteristic curves; Battauz (2015), Journal of Statistical Software 68(7),
does the same. The two calibrations rest on different people and are independent.
"""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.linking.curve_slopes import FIRST_THRESHOLD, A, C
from question_bank.irt.linking.result import Constants, ParameterCovariance
from question_bank.irt.parameters import FloatArray


def covariance_of_constants(
    constants: Constants,
    new: ParameterCovariance,
    old: ParameterCovariance,
    new_items: NDArray[np.intp],
    old_items: NDArray[np.intp],
) -> FloatArray:
    """(2, 2). `new_items` and `old_items` are the common items' indices in either calibration. NaN where the common
    items' own covariances are not known (NaN).

    Raises `ValueError` for a covariance whose rows do not match its matrix, or with a part that is no parameter.
    """
    return _share(constants.by_new, new, new_items) + _share(constants.by_old, old, old_items)


def _share(derivatives: FloatArray, errors: ParameterCovariance, items: NDArray[np.intp]) -> FloatArray:
    matrix = np.asarray(errors.matrix, dtype=np.float64)
    if matrix.shape != (len(errors.parts), len(errors.items)) or len(errors.parts) != len(errors.items):
        raise ValueError(f"a covariance of shape {matrix.shape} with {len(errors.parts)} parts")
    place = {int(item): position for position, item in enumerate(items)}
    rows = [row for row, item in enumerate(errors.items) if int(item) in place]
    at = [(place[int(errors.items[row])], parameter_column(errors.parts[row], derivatives.shape[2])) for row in rows]
    chosen = matrix[np.ix_(rows, rows)]
    slopes = np.array([[derivatives[constant, item, column] for item, column in at] for constant in range(2)])
    slopes = slopes.reshape(2, len(rows))
    return np.asarray(slopes @ chosen @ slopes.T)


def parameter_column(part: str, columns: int) -> int:
    """Where the derivatives by a part stand, in the order a, c, t1, t2, ... Raises `ValueError` for an unknown part."""
    known = {"a": A, "c": C, "b": FIRST_THRESHOLD}
    column = known.get(part, FIRST_THRESHOLD - 1 + int(part[1:]) if part[:1] == "t" and part[1:].isdigit() else -1)
    if not 0 <= column < columns or part == "t0":
        raise ValueError(f"{part!r} is no parameter of the common items")
    return column
