"""Answers as one small integer each, in whatever form they come: the score, or negative for "not presented"."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import Parameters, categories

Codes = NDArray[np.int8]
NOT_PRESENTED = -1


def highest_scores(parameters: Parameters) -> Codes:
    """Each item's highest score, shape (items,); 1 for right/wrong."""
    return np.asarray(categories(parameters) - 1, dtype=np.int8)


def answer_codes(scores: ArrayLike, parameters: Parameters) -> Codes:
    """All answers as codes, shape (persons, items).

    Floating point marks what was not presented by NaN, integers by a negative number; data frames are taken for their
    numbers. Raises `ValueError` for another shape, or naming the row and column of a score that the item lacks.
    """
    highest = highest_scores(parameters)
    return codes_of(answer_matrix(scores, highest.size), highest)


def numbers_of(scores: Any) -> NDArray[Any]:
    """An array, nested lists, or a data frame as an array; a data frame's own sign for a missing value (pandas: NA)
    becomes NaN."""
    if not hasattr(scores, "to_numpy"):
        return np.asarray(scores)
    array = np.asarray(scores.to_numpy())
    return array if array.dtype.kind != "O" else np.asarray(scores.to_numpy(dtype=np.float64, na_value=np.nan))


def answer_matrix(scores: ArrayLike, items: int) -> NDArray[Any]:
    """The answers as they come, with the shape (persons, items) checked and the numbers not."""
    matrix = numbers_of(scores)
    if matrix.ndim != 2 or matrix.shape[1] != items:
        raise ValueError(f"scores must have shape (persons, {items}), got {matrix.shape}")
    return matrix if matrix.dtype.kind in "fi" else matrix.astype(np.float64)


def codes_of(part: NDArray[Any], highest: Codes, first_row: int = 0) -> Codes:
    """The codes of some rows of an answer matrix, of which errors count the first as `first_row`."""
    if part.dtype.kind == "i":
        _refuse_where(part > highest, part, highest, first_row)
        return part if part.dtype == np.int8 else np.maximum(part, NOT_PRESENTED).astype(np.int8)
    missing = np.isnan(part)
    with np.errstate(invalid="ignore"):
        # What NaN becomes differs between processors; it is overlaid below.
        codes = part.astype(np.int8)
    # As a number without sign a negative code is larger than any score. NaN differs from everything.
    no_score = (codes != part) | (codes.view(np.uint8) > highest.view(np.uint8))
    _refuse_where(no_score != missing, part, highest, first_row)
    # All bits set are -1: a masked assignment would cost six times as much.
    codes |= -missing.view(np.int8)
    return codes


def _refuse_where(bad: NDArray[np.bool_], part: NDArray[Any], highest: Codes, first_row: int) -> None:
    if not bad.any():
        return
    row, column = (int(place) for place in np.argwhere(bad)[0])
    most = int(highest[column])
    known = "0, 1" if most == 1 else f"0 ... {most}"
    missing = "NaN" if part.dtype.kind == "f" else "negative"
    raise ValueError(f"row {first_row + row}, column {column}: {part[row, column]:g} is not {known} or {missing}")
