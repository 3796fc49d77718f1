"""Theta by maximum likelihood or Warm's weighted likelihood from the items given so far, for one examinee or many."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, take
from question_bank.irt.point_estimates import mle, wle
from question_bank.irt.responses import NOT_PRESENTED


class Points(NamedTuple):
    """`theta` and `se` (persons,), of use where `known`: maximum likelihood is infinite until answers differ enough."""

    theta: FloatArray
    se: FloatArray
    known: NDArray[np.bool_]


def point_estimate(test: AdaptiveTest, items: tuple[int, ...], scores: tuple[int, ...]) -> tuple[float, float] | None:
    """One examinee's theta and standard error; None where there is no finite one."""
    found = _estimates(test, np.array([scores], dtype=np.int8), np.array(items, dtype=np.intp))
    return (float(found.theta[0]), float(found.se[0])) if found.known[0] else None


def point_estimates(test: AdaptiveTest, items: NDArray[np.intp], scores: NDArray[np.intp]) -> Points:
    """Everybody's theta from their items and scores, both of shape (persons, steps)."""
    given = np.unique(items)
    codes = np.full((len(items), given.size), NOT_PRESENTED, dtype=np.int8)
    np.put_along_axis(codes, np.searchsorted(given, items), scores.astype(np.int8), axis=1)
    return _estimates(test, codes, given)


def _estimates(test: AdaptiveTest, codes: NDArray[np.int8], items: NDArray[np.intp]) -> Points:
    method = mle if test.method == "mle" else wle
    found = method(codes, _chosen(test.parameters, items), threads=1)
    return Points(found.theta, found.se, np.isfinite(found.theta))


def _chosen(parameters: Parameters, items: NDArray[np.intp]) -> Parameters:
    if isinstance(parameters, ItemParameters):
        return take(parameters, items)
    return take(parameters, items)
