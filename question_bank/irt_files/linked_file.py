"""A calibration moved to another's scale, with the link that moved it."""

from pathlib import Path
from typing import Any

import numpy as np

from question_bank.irt.linking import Link
from question_bank.irt.linking.transformation import factors
from question_bank.irt_files.common_items import CommonItems
from question_bank.irt_files.covariance_file import Covariance
from question_bank.irt_files.parameter_document import EVERYBODY, write_document
from question_bank.irt_files.parameter_file import ParameterFile, is_number
from question_bank.irt_files.problems import refusal


def link_field(link: Link, common: CommonItems, new: ParameterFile, old: ParameterFile, **more: Any) -> dict[str, Any]:
    """What the linked file says under `link`. `note` says why there are no standard errors."""
    without = [file.source for file in (new, old) if file.covariance is None]
    return {
        "method": link.method,
        "A": link.A,
        "B": link.B,
        "se_A": link.se_A,
        "se_B": link.se_B,
        "cov_AB": link.cov_AB,
        "common": common.ids,
        "dropped": [dropped._asdict() for dropped in common.dropped],
        "symmetric": link.symmetric,
        "criterion": link.criterion,
        "from": Path(new.source).name,
        "to": Path(old.source).name,
        "note": f"没有标准误：{'、'.join(without)} 里没有协方差（cov）" if without else None,
        **more,
    }


def write_linked(path: Path, new: ParameterFile, field: dict[str, Any]) -> dict[str, Any]:
    """Writes the new items on the old scale; returns the document.

    Whatever else the new file says is kept. Standard errors and covariance move as if A and B were known; a file
    without a population had N(0, 1), and says now where that lies.
    """
    scale, shift = field["A"], field["B"]
    document = {
        **new.raw,
        "population": _population(
            new.raw.get("population") or [{"group": EVERYBODY, "mean": 0.0, "sd": 1.0}], scale, shift
        ),
        "items": [_item(item, scale, shift) for item in new.raw["items"]],
        "link": field,
    }
    return write_document(path, document, _covariance(new.covariance, scale))


def check_out(out: Path, inputs: list[ParameterFile], anchors: Path | None = None) -> None:
    """Raises `BadFile` where the output would take the place of an input, or of an input's covariance."""
    written = {out.resolve(), out.with_name(f"{out.stem}.npz").resolve()}
    if anchors is not None and anchors.resolve() in written:
        raise refusal(str(out), f"会盖掉 {anchors}；请换一个文件名")
    for file in inputs:
        source = Path(file.source)
        cov = file.raw.get("cov")
        beside = [source.with_name(str(cov["file"]))] if isinstance(cov, dict) and "file" in cov else []
        if written & {place.resolve() for place in (source, *beside)}:
            raise refusal(str(out), f"会盖掉 {file.source}；请换一个文件名")


def _item(item: dict[str, Any], scale: float, shift: float) -> dict[str, Any]:
    moved = dict(item)
    for name, factor, plus in (
        ("a", 1.0 / scale, 0.0),
        ("se_a", 1.0 / scale, 0.0),
        ("b", scale, shift),
        ("se_b", scale, 0.0),
        ("thresholds", scale, shift),
        ("se_thresholds", scale, 0.0),
    ):
        if isinstance(item.get(name), list):
            moved[name] = [_moved(value, factor, plus) for value in item[name]]
        elif name in item:
            moved[name] = _moved(item[name], factor, plus)
    return moved


def _moved(value: Any, factor: float, plus: float) -> Any:
    return factor * value + plus if is_number(value) else value


def _population(groups: list[dict[str, Any]], scale: float, shift: float) -> list[dict[str, Any]]:
    return [
        {
            **group,
            "mean": scale * group["mean"] + shift,
            **{name: _moved(group[name], scale, 0.0) for name in ("sd", "se_mean", "se_sd") if name in group},
        }
        for group in groups
    ]


def _covariance(covariance: Covariance | None, scale: float) -> Covariance | None:
    if covariance is None:
        return None
    by_row = factors([name.split(":", 1)[0] for name in covariance.order], scale)
    return Covariance(covariance.order, np.asarray(by_row[:, None] * covariance.matrix * by_row))
