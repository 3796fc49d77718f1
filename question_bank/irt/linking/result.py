"""What a linking finds, and what it needs to know of the calibrations' errors."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import FloatArray

Method = Literal["mean-mean", "mean-sigma", "haebara", "stocking-lord"]
METHODS: tuple[Method, ...] = ("mean-mean", "mean-sigma", "haebara", "stocking-lord")


class ParameterCovariance(Protocol):
    """A covariance matrix (rows, rows) with the part ("a", "b", "c", "t1", "t2", ...) and the item, by index, that
    each row is about: as `question_bank.irt.calibration.result.StandardErrors` has it. Parameters without a row are
    known without error."""

    @property
    def parts(self) -> Sequence[str]: ...
    @property
    def items(self) -> NDArray[np.intp]: ...
    @property
    def matrix(self) -> FloatArray: ...


class Link(NamedTuple):
    """theta on the old scale = A theta on the new scale + B.

    `se_A`, `se_B` and `cov_AB` are their standard errors and covariance, NaN without both calibrations' covariances.
    `criterion` is the least value of the characteristic curve criterion, NaN for the methods of moments. `items` counts
    the common items; `symmetric` says whether the curves were compared on both scales.
    """

    method: Method
    A: float
    B: float
    se_A: float
    se_B: float
    cov_AB: float
    criterion: float
    items: int
    symmetric: bool


class Constants(NamedTuple):
    """A and B, the criterion at them, and their derivatives by the common items' parameters on either scale, each
    (2, items, parameters) with the parameters in the order a, c, t1, t2, ..."""

    A: float
    B: float
    criterion: float
    by_new: FloatArray
    by_old: FloatArray
