"""Items whose parameters another calibration has found, and that hold the scale of a new one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import ItemParameters, Parameters, item_parameters, step_parameters
from question_bank.irt_files.parameter_file import PART_MARKS, ParameterFile
from question_bank.irt_files.problems import refusal


class FixedItems(NamedTuple):
    """`parameters` of all items, of which those in `mask` (items,) are fixed; the others' are fill-ins. `scores` are
    those that a fixed item's categories stand for, None for the others."""

    parameters: Parameters
    mask: NDArray[np.bool_]
    scores: list[list[int] | None]


def fixed_items(file: ParameterFile, ids: list[str], model: str) -> FixedItems:
    """The file's items among these. Raises `BadFile` where there are none, or theirs is another kind of model."""
    places = {name: place for place, name in enumerate(file.ids)}
    known = np.array([places.get(name, -1) for name in ids])
    mask = known >= 0
    if not mask.any():
        raise refusal(file.source, "没有一道题在作答文件里，无法固定")
    parameters = file.parameters
    if isinstance(parameters, ItemParameters) == (model in PART_MARKS):
        raise refusal(file.source, f"是 {file.model} 的参数，不能固定在 {model} 里")
    scores = [file.scores[place] if place >= 0 else None for place in known]
    if isinstance(parameters, ItemParameters):
        a, b, c = (np.where(mask, part[known], fill) for part, fill in zip(parameters, (1.0, 0.0, 0.0), strict=True))
        return FixedItems(item_parameters(a, b, c), mask, scores)
    fill = np.full(parameters.thresholds.shape[1], np.nan)
    fill[0] = 0.0
    thresholds = np.where(mask[:, None], parameters.thresholds[known], fill)
    slopes = np.where(mask, parameters.a[known], 1.0)
    return FixedItems(step_parameters(slopes, thresholds, parameters.family), mask, scores)
