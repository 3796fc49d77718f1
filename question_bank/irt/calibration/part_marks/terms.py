"""First and second derivatives of an objective by each item's parameters (a, d_1, d_2, ...)."""

from typing import NamedTuple

import numpy as np

from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.parameters import FloatArray


class Terms(NamedTuple):
    """`gradient` (items, parts) and `curvature` (items, parts, parts), the Hessian with its sign turned.

    Parts that an item lacks have gradient 0 and a row of the identity.
    """

    gradient: FloatArray
    curvature: FloatArray


def with_unit_rows(curvature: FloatArray, there: BoolArray) -> FloatArray:
    """The matrix with rows and columns of the identity for the steps that an item lacks."""
    lacking = np.concatenate([np.zeros((len(there), 1), dtype=np.bool_), ~there], axis=1)
    outside = lacking[:, :, None] | lacking[:, None, :]
    return np.where(outside, np.eye(lacking.shape[1]) * lacking[:, None, :], curvature)
