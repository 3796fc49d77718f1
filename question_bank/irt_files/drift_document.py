"""DRIFT.json: the items that two files of parameters share, and how each has fared."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from question_bank.irt.drift import FEWEST, Drift, Limits, drift
from question_bank.irt.linking import Method
from question_bank.irt.parameters import FloatArray
from question_bank.irt_files.common_items import REASONS, CommonItems, Dropped, common_items
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.problems import Problems, refusal
from question_bank.irt_files.writing import written_whole

# With fewer common items quartiles say little; with fewer anchors the link hangs on single items.
FEW_COMMON, FEW_ANCHORS = 10, 5
# Huynh & Meyer (2010) ask this of the anchors' difficulties before and after.
CORRELATION, SPREAD = 0.95, (0.9, 1.1)


def errors_of_difficulty(file: ParameterFile) -> FloatArray:
    """The file's `se_b` (items,), NaN where it has none."""
    entries = file.raw["items"]
    found = [entry.get("se_b") for entry in entries]
    return np.array([float(error) if isinstance(error, int | float) else np.nan for error in found])


def drift_of_files(new: ParameterFile, old: ParameterFile, *, method: Method, limits: Limits) -> dict[str, Any]:
    """The document of DRIFT.json, about the common items that could link the two (`common_items`). Raises `BadFile` for
    fewer than three of them, and where their curves have no closest position."""
    common = common_items(new, old)
    _refuse_too_few(common, new, old)
    try:
        found = drift(
            new.parameters,
            old.parameters,
            common=(common.new, common.old),
            method=method,
            limits=limits,
            se_b_new=errors_of_difficulty(new),
            se_b_old=errors_of_difficulty(old),
        )
    except ArithmeticError as error:
        raise refusal(new.source, f"共同题的曲线和 {old.source} 的合不到一起") from error
    except ValueError as error:
        raise refusal(new.source, f"共同题的难度全都一样，{method} 定不出单位") from error
    return drift_document(found, common, new, old, limits)


def _refuse_too_few(common: CommonItems, new: ParameterFile, old: ParameterFile) -> None:
    if len(common.ids) < FEWEST:
        problems = Problems(new.source)
        for sentence in _left_out_in_words(common.dropped):
            problems.add(sentence)
        problems.stop(f"与 {old.source} 能比较的共同题只有 {len(common.ids)} 道；至少要 {FEWEST} 道")


def write_anchors(path: Path, ids: Sequence[str]) -> None:
    """A table with the one column `item`, as `link --anchors` reads it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([["item"], *([name] for name in ids)])
    with written_whole(path) as file:
        file.write(text.getvalue().encode())


def drift_document(
    found: Drift, common: CommonItems, new: ParameterFile, old: ParameterFile, limits: Limits
) -> dict[str, Any]:
    return {
        "from": new.source,
        "to": old.source,
        "method": found.method,
        "A": found.A,
        "B": found.B,
        "limits": limits._asdict(),
        "common": len(common.ids),
        "anchors": _chosen(common.ids, found.anchor.tolist()),
        "dropped": _chosen(common.ids, (~found.anchor).tolist()),
        "left_out": [item._asdict() for item in common.dropped],
        "rounds": found.rounds,
        "settled": found.settled,
        "b_correlation": found.correlation,
        "b_spread_ratio": found.spread_ratio,
        "only_new": [name for name in new.ids if name not in set(old.ids)],
        "only_old": [name for name in old.ids if name not in set(new.ids)],
        "warnings": [*_left_out_in_words(common.dropped), *_warnings(found)],
        "items": [_item(found, name, place, limits) for place, name in enumerate(common.ids)],
    }


def _chosen(ids: Sequence[str], kept: Sequence[bool]) -> list[str]:
    return [name for name, keep in zip(ids, kept, strict=True) if keep]


def _item(found: Drift, name: str, place: int, limits: Limits) -> dict[str, Any]:
    return {
        "id": name,
        "displacement": float(found.displacement[place]),
        "se_displacement": float(found.se_displacement[place]),
        "z_b": float(found.z_b[place]),
        "slope_change": float(found.slope_change[place]),
        "z_a": float(found.z_a[place]),
        "rmsd": float(found.curve_distance[place]),
        "d2": float(found.curve_distance[place] ** 2),
        "signed_area": float(found.signed_area[place]),
        "unsigned_area": float(found.unsigned_area[place]),
        "area_range": [-4.0, 4.0] if found.area_bounded[place] else None,
        "verdict": found.verdict[place],
        "anchor": bool(found.anchor[place]),
        "words": in_words(found, place, limits),
    }


def in_words(found: Drift, place: int, limits: Limits) -> str:
    """What happened to an item, for people who decide whether it may link two calibrations."""
    verdict = found.verdict[place]
    if verdict == "stable":
        return "稳定"
    if verdict == "watch":
        return "与其他题的变化不同，但幅度很小；可以作锚题，下次留意"
    changes = "，".join(_changes(found, place, limits))
    if verdict == "uncertain":
        return f"{changes}，但别的题也差这么多；题数或人数太少，说不准"
    return f"{changes}，与其他题明显不同；不宜作锚题"


def _changes(found: Drift, place: int, limits: Limits) -> list[str]:
    told = []
    displacement, slope = float(found.displacement[place]), float(found.slope_change[place])
    if abs(displacement) >= limits.displacement:
        told.append(f"变{'难' if displacement > 0 else '易'}了 {abs(displacement):.2f}")
    if abs(slope) >= limits.slope:
        told.append(f"区分度变为原来的 {np.exp(slope):.2f} 倍")
    return told


def _left_out_in_words(items: Sequence[Dropped]) -> list[str]:
    return [f"题目“{item.id}”没有比较：{REASONS[item.reason]}" for item in items]


def _warnings(found: Drift) -> list[str]:
    told, anchors = [], int(found.anchor.sum())
    if found.anchor.size < FEW_COMMON:
        told.append(f"共同题只有 {found.anchor.size} 道；少于 {FEW_COMMON} 道时稳健 z 不可靠")
    if anchors < FEW_ANCHORS:
        told.append(f"可作锚题的只剩 {anchors} 道，链接靠不住")
    if not found.settled:
        told.append("锚题的取舍来回反复或所剩太少，没有定下来")
    if found.correlation < CORRELATION:
        told.append(f"锚题前后难度的相关只有 {found.correlation:.2f}（应不低于 {CORRELATION}）")
    if found.spread_ratio < SPREAD[0] or found.spread_ratio > SPREAD[1]:
        told.append(f"锚题前后难度的标准差之比是 {found.spread_ratio:.2f}（应在 {SPREAD[0]} 到 {SPREAD[1]} 之间）")
    return told
