"""Standard errors of slopes and thresholds from the information in slopes and intercepts, by the delta method."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.definite_inverse import definite_inverse
from question_bank.irt.calibration.part_marks.information import Sources, observed, outer_product
from question_bank.irt.calibration.part_marks.state import NARROWEST, STEEPEST, Frame, State
from question_bank.irt.calibration.result import StandardErrors
from question_bank.irt.parameters import FloatArray

# Observed information costs a product for each node, the outer product one in all.
OBSERVED_PEOPLE = 200_000
OBSERVED_PRODUCTS = 3e7
# An outer product needs many more people than parameters.
PEOPLE_PER_ROW = 5


class Errors(NamedTuple):
    """Of the items, and of the groups' means and sds, each of shape (groups,): 0 where they were given."""

    items: StandardErrors
    mean: FloatArray
    sd: FloatArray


def standard_errors_of(sources: Sources) -> Errors:
    """NaN where the answers do not tell, and for a population at the least width that there is."""
    frame, rows = sources.frame, sources.rows
    by_outer_product = _is_large(sources)
    information = (outer_product if by_outer_product else observed)(sources)
    method = "outer_product" if by_outer_product else "observed"
    given = np.zeros(rows.size, dtype=np.bool_)
    slopes, narrow = np.flatnonzero(rows.part == 0), sources.state.sd[rows.groups] <= NARROWEST
    given[slopes] = _given_slopes(frame, sources.state)[frame.free]
    given[rows.size - rows.groups.size :] = narrow
    covariance = _inverse(information, given, slopes.size if frame.slopes == "common" else 0)
    mean, sd = np.zeros((2, frame.moving.size))
    spread = np.sqrt(np.diagonal(covariance)[rows.part.size :])
    mean[rows.groups] = spread[: rows.groups.size]
    sd[rows.groups] = np.where(narrow, np.nan, spread[rows.groups.size :])
    return Errors(_of_items(sources, covariance, method), mean, sd)


def _given_slopes(frame: Frame, state: State) -> NDArray[np.bool_]:
    """Slopes that were not estimated, or stand at their bound, so that no error can be told; shape (items,)."""
    given = ~frame.free | (np.abs(state.slope) >= STEEPEST)
    if frame.slopes == "held" or (frame.slopes == "common" and given[frame.free].any()):
        return np.ones_like(given)
    return given


def _is_large(sources: Sources) -> bool:
    people, answers = sources.answers.weights.size, sources.answers
    if people > OBSERVED_PEOPLE:
        return True
    if answers.codes is not None:
        return False
    parts = np.diff(answers.indicators.indptr) * sources.rows.part.size / max(int(sources.frame.free.sum()), 1)
    return bool((parts**2).sum() > OBSERVED_PRODUCTS and people > PEOPLE_PER_ROW * sources.rows.size)


def _inverse(information: FloatArray, given: NDArray[np.bool_], slopes: int) -> FloatArray:
    """The covariance of all rows: 0 for those that are `given` (rows,); the same for the first `slopes`, which are one
    parameter."""
    size = len(information)
    kept = np.flatnonzero(~given)
    one = slopes > 0 and not given[:slopes].any()
    if one:
        # Summed over the slopes' rows and columns, the information is that of their one value.
        information[0] = information[:slopes].sum(axis=0)
        information[:, 0] = information[:, :slopes].sum(axis=1)
        kept = np.concatenate([[0], kept[kept >= slopes]])
    covariance = np.zeros((size, size))
    found = definite_inverse(information[np.ix_(kept, kept)])
    covariance[np.ix_(kept, kept)] = np.nan if found is None else found
    if one:
        covariance[1:slopes] = covariance[0]
        covariance[:, 1:slopes] = covariance[:, :1]
    return covariance


def _of_items(sources: Sources, covariance: FloatArray, method: str) -> StandardErrors:
    frame, state, rows = sources.frame, sources.state, sources.rows
    # Item by item: its slope, then its thresholds.
    order = np.lexsort((rows.part, rows.item))
    part, item = rows.part[order], rows.item[order]
    matrix = covariance[np.ix_(order, order)]
    slope_row = np.flatnonzero(part == 0)[np.searchsorted(np.flatnonzero(frame.free), item)]
    step = np.flatnonzero(part > 0)
    a = state.slope[item[step]]
    t = -state.intercept[item[step], part[step] - 1] / a
    # t = -d / a, so that dt = -(dd + t da) / a.
    matrix[step] = -(matrix[step] + t[:, None] * matrix[slope_row[step]]) / a[:, None]
    matrix[:, step] = -(matrix[:, step] + t * matrix[:, slope_row[step]]) / a
    spread = np.sqrt(np.diagonal(matrix))
    se = np.full((len(state.slope), 1 + frame.there.shape[1]), np.nan)
    se[item, part] = spread
    given = _given_slopes(frame, state)
    se[given, 0] = np.nan
    kept = np.flatnonzero(~((part == 0) & given[item]))
    names = ["a" if number == 0 else f"t{number}" for number in part[kept]]
    nothing = np.full(len(state.slope), np.nan)
    return StandardErrors(
        se[:, 0],
        _of_difficulties(frame, matrix, part, item),
        nothing,
        se[:, 1:],
        names,
        item[kept],
        matrix[np.ix_(kept, kept)],
        method,
    )


def _of_difficulties(frame: Frame, matrix: FloatArray, part: NDArray[np.intp], item: NDArray[np.intp]) -> FloatArray:
    """Standard errors of the thresholds' means, shape (items,)."""
    found = np.full(frame.free.size, np.nan)
    starts = np.flatnonzero(part == 0)
    for start, end in zip(starts, np.append(starts, part.size)[1:], strict=True):
        block = matrix[start + 1 : end, start + 1 : end]
        found[item[start]] = np.sqrt(block.mean())
    return found
