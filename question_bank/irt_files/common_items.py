"""The items that two calibrations share and that can link them, and those left out, with the reason."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.linking import ParameterCovariance
from question_bank.irt.parameters import FloatArray, categories
from question_bank.irt_files.anchor_list import ITEM, AnchorList
from question_bank.irt_files.covariance_file import Covariance
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.problems import Problems

# What calibration flags of an item whose difficulty rests on its prior alone: nothing was learned that could link.
UNINFORMED = ("no_answers", "all_right", "all_wrong")
OTHER_SCORES = "other_scores"
# A reversed key, say: slopes of either sign have no mean that means anything.
FALLING = "falling_curve"
# Why an item was left out, in words.
REASONS = {
    OTHER_SCORES: "两边的得分档不同",
    FALLING: "区分度是负的（答案可能标反了）",
    "no_answers": "没有人作答",
    "all_right": "全部答对",
    "all_wrong": "全部答错",
}


class Dropped(NamedTuple):
    """An item left out: `reason` is `other_scores`, `falling_curve`, or the flag of one of the two calibrations
    that says why."""

    id: str
    reason: str


class CommonItems(NamedTuple):
    """`ids` in the order of the new file, with their places in either file."""

    ids: list[str]
    new: NDArray[np.intp]
    old: NDArray[np.intp]
    dropped: list[Dropped]


class CovarianceRows(NamedTuple):
    """A file's covariance with the item of each row by its place in the file."""

    parts: list[str]
    items: NDArray[np.intp]
    matrix: FloatArray


def common_items(
    new: ParameterFile, old: ParameterFile, anchors: AnchorList | None = None, source: str = ""
) -> CommonItems:
    """All shared items or, with `anchors` (a file called `source`), those listed.

    Raises `BadFile` for listed items that one of the files does not know, or that have other scores in one of them;
    unlisted ones of that kind are left out.
    """
    places = [{name: place for place, name in enumerate(file.ids)} for file in (new, old)]
    listed = set(new.ids) & set(old.ids)
    if anchors is not None:
        _check_listed(new, old, anchors, Problems(source))
        listed = set(anchors.ids)
    reasons = {name: _why_not(new, places[0][name], old, places[1][name]) for name in new.ids if name in listed}
    ids = [name for name, reason in reasons.items() if reason is None]
    index = [np.array([place[name] for name in ids], dtype=np.intp) for place in places]
    dropped = [Dropped(name, reason) for name, reason in reasons.items() if reason is not None]
    return CommonItems(ids, index[0], index[1], dropped)


def covariance_rows(file: ParameterFile) -> ParameterCovariance | None:
    """Raises `BadFile` for a row that is about no item of the file."""
    covariance: Covariance | None = file.covariance
    if covariance is None:
        return None
    places = {name: place for place, name in enumerate(file.ids)}
    problems = Problems(file.source)
    rows = [name.partition(":") for name in covariance.order]
    counts = categories(file.parameters)
    for part, _, item in rows:
        if item not in places or not _is_part(part, int(counts[places[item]])):
            problems.add(f"cov 的 order 里有“{part}:{item}”，文件里没有这个参数")
    problems.refuse()
    items = np.array([places[item] for _, _, item in rows], dtype=np.intp)
    return CovarianceRows([part for part, _, _ in rows], items, covariance.matrix)


def _is_part(part: str, scores: int) -> bool:
    """Whether an item with so many scores has a parameter of this name; b is one where there is one threshold."""
    return part in ("a", "c") or part in [f"t{step}" for step in range(1, scores)] or (part == "b" and scores == 2)


def _check_listed(new: ParameterFile, old: ParameterFile, anchors: AnchorList, problems: Problems) -> None:
    places = [{name: place for place, name in enumerate(file.ids)} for file in (new, old)]
    for name, row in zip(anchors.ids, anchors.rows, strict=True):
        unknown = [file.source for file, place in zip((new, old), places, strict=True) if name not in place]
        for source in unknown:
            problems.add(f"{source} 里没有题目“{name}”", row, ITEM)
        if not unknown and _other_scores(new, places[0][name], old, places[1][name]):
            problems.add(f"题目“{name}”在两个文件里的得分档不同，不能用来链接", row, ITEM)
    problems.refuse()


def _why_not(new: ParameterFile, new_place: int, old: ParameterFile, old_place: int) -> str | None:
    if _other_scores(new, new_place, old, old_place):
        return OTHER_SCORES
    if new.parameters.a[new_place] <= 0 or old.parameters.a[old_place] <= 0:
        return FALLING
    flags = [flag for file, place in ((new, new_place), (old, old_place)) for flag in _flags(file, place)]
    return next((flag for flag in flags if flag in UNINFORMED), None)


def _other_scores(new: ParameterFile, new_place: int, old: ParameterFile, old_place: int) -> bool:
    """Whether the two calibrations do not mean the same by the item's scores."""
    if categories(new.parameters)[new_place] != categories(old.parameters)[old_place]:
        return True
    told = all(file.raw["items"][place].get("scores") for file, place in ((new, new_place), (old, old_place)))
    return told and new.scores[new_place] != old.scores[old_place]


def _flags(file: ParameterFile, place: int) -> list[str]:
    flags = file.raw["items"][place].get("flags")
    return [str(flag) for flag in flags] if isinstance(flags, list) else []
