"""Items whose parameters another calibration has found, and that hold the scale of a new one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import ItemParameters, Parameters, item_parameters, step_parameters
from question_bank.irt_files.parameter_file import PART_MARKS, ParameterFile
from question_bank.irt_files.problems import Problems, refusal
from question_bank.irt_files.responses import Responses, SparseScores, given, refuse_answers

# Differences of slopes that come from writing them down.
SAME_SLOPE = 1e-9


class FixedItems(NamedTuple):
    """`parameters` of all items, of which those in `mask` (items,) are fixed; the others' are fill-ins. `scores` are
    those that a fixed item's categories stand for, None for the others."""

    parameters: Parameters
    mask: NDArray[np.bool_]
    scores: list[list[int] | None]


def _family(model: str) -> str:
    """Models whose items can stand for one another's."""
    if model not in PART_MARKS:
        return "right/wrong"
    return "grm" if model == "grm" else "gpcm"


def _check_slopes(file: ParameterFile, places: NDArray[np.intp], model: str) -> None:
    problems, slopes = Problems(file.source), file.parameters.a[places]
    for place, slope in zip(places, slopes, strict=True):
        if slope <= 0:
            problems.add(f"题目“{file.ids[place]}”的 a 是 {slope:g}；固定的区分度要大于 0")
    if model in ("1pl", "pcm") and np.ptp(slopes) > SAME_SLOPE:
        problems.add(f"{model} 的题目区分度都一样，固定的题目也要这样（现在从 {slopes.min():g} 到 {slopes.max():g}）")
    problems.refuse()


def fixed_items(file: ParameterFile, ids: list[str], model: str) -> FixedItems:
    """The file's items among these. Raises `BadFile` where there are none, theirs is another kind of model, and for
    slopes that cannot hold a scale."""
    places = {name: place for place, name in enumerate(file.ids)}
    known = np.array([places.get(name, -1) for name in ids])
    mask = known >= 0
    if not mask.any():
        raise refusal(file.source, "没有一道题在作答文件里，无法固定")
    parameters = file.parameters
    if _family(file.model) != _family(model):
        raise refusal(file.source, f"是 {file.model} 的参数，不能固定在 {model} 里")
    _check_slopes(file, known[mask], model)
    scores = [file.scores[place] if place >= 0 else None for place in known]
    if isinstance(parameters, ItemParameters):
        a, b, c = (np.where(mask, part[known], fill) for part, fill in zip(parameters, (1.0, 0.0, 0.0), strict=True))
        return FixedItems(item_parameters(a, b, c), mask, scores)
    fill = np.full(parameters.thresholds.shape[1], np.nan)
    fill[0] = 0.0
    thresholds = np.where(mask[:, None], parameters.thresholds[known], fill)
    slopes = np.where(mask, parameters.a[known], 1.0)
    return FixedItems(step_parameters(slopes, thresholds, parameters.family), mask, scores)


def refuse_unknown_scores(responses: Responses, scores: list[list[int] | None]) -> None:
    """Raises `BadFile`, naming row and column, for scores that a fixed item's categories do not stand for; `scores` as
    in `FixedItems`."""
    stored = given(responses)
    known = np.ones((len(scores), int(stored.max(initial=0)) + 2), dtype=np.bool_)
    for item, own in enumerate(scores):
        if own is not None:
            # The last column is that of -1, not presented.
            known[item, :-1] = np.isin(np.arange(known.shape[1] - 1), own)
    items = responses.scores.item if isinstance(responses.scores, SparseScores) else np.arange(len(scores))

    def why(item: int, score: int) -> str:
        return f"得分 {score} 不在这道固定题目的得分 {'、'.join(map(str, scores[item] or []))} 之中"

    refuse_answers(responses, ~known[items, stored], why)
