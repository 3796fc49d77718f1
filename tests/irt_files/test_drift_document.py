"""From two files of parameters to DRIFT.json: pairing by id, words, warnings, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from question_bank.irt.drift import Limits
from question_bank.irt_files.drift_document import drift_of_files, write_anchors
from question_bank.irt_files.parameter_file import ParameterFile, read_parameters
from question_bank.irt_files.problems import BadFile

USUAL = Limits()


def entries(count: int = 20, **changes: float) -> list[dict[str, Any]]:
    """Items with difficulties that differ; a keyword moves one of them."""
    b = np.linspace(-2, 2, count)
    return [
        {"id": f"i{item}", "a": 1.2, "b": float(b[item]) + changes.get(f"i{item}", 0.0), "se_b": 0.1}
        for item in range(count)
    ]


def file_of(path: Path, items: list[dict[str, Any]], **more: Any) -> ParameterFile:
    path.write_text(json.dumps({"items": items, **more}))
    return read_parameters(path)


def test_items_are_paired_by_id_whatever_their_order(tmp_path: Path) -> None:
    old = file_of(tmp_path / "old.json", [*entries(), {"id": "gone", "a": 1, "b": 0}])
    new = file_of(tmp_path / "new.json", [{"id": "fresh", "a": 1, "b": 0}, *entries(i4=0.8, i7=-0.6)[::-1]])
    document = drift_of_files(new, old, method="stocking-lord", limits=USUAL)
    assert document["common"] == 20 and document["only_new"] == ["fresh"] and document["only_old"] == ["gone"]
    assert document["dropped"] == ["i7", "i4"] and document["settled"] and document["warnings"] == []
    told = {item["id"]: item for item in document["items"]}
    np.testing.assert_allclose([told["i4"]["displacement"], told["i7"]["displacement"]], [0.8, -0.6], atol=1e-6)
    np.testing.assert_allclose(told["i4"]["se_displacement"], 0.1 * np.sqrt(2), rtol=1e-6)
    assert told["i4"]["words"] == "变难了 0.80，与其他题明显不同；不宜作锚题"
    assert told["i7"]["words"] == "变易了 0.60，与其他题明显不同；不宜作锚题"
    assert told["i1"]["words"] == "稳定" and told["i1"]["area_range"] is None


def test_a_changed_slope_and_a_trifle_have_words_of_their_own(tmp_path: Path) -> None:
    old = file_of(tmp_path / "old.json", entries())
    changed = entries(i4=0.1)
    changed[9]["a"] = 2.4
    document = drift_of_files(file_of(tmp_path / "new.json", changed), old, method="mean-mean", limits=USUAL)
    told = {item["id"]: item["words"] for item in document["items"]}
    assert told["i9"] == "区分度变为原来的 2.00 倍，与其他题明显不同；不宜作锚题"
    assert told["i4"] == "与其他题的变化不同，但幅度很小；可以作锚题，下次留意"


def test_few_common_items_and_unlike_anchors_are_warned_of(tmp_path: Path) -> None:
    old = file_of(tmp_path / "old.json", entries(5))
    scattered = entries(5, i0=2.1, i1=-0.9, i2=1.1, i3=-1.9, i4=-1.4)
    document = drift_of_files(file_of(tmp_path / "new.json", scattered), old, method="mean-mean", limits=USUAL)
    assert "共同题只有 5 道" in document["warnings"][0]
    assert any("相关只有" in warning for warning in document["warnings"])
    assert any("标准差之比" in warning for warning in document["warnings"])
    assert any("说不准" in item["words"] for item in document["items"])


def test_anchors_are_written_as_one_column(tmp_path: Path) -> None:
    write_anchors(tmp_path / "anchors.csv", ["i1", 'a,"b"'])
    assert (tmp_path / "anchors.csv").read_text() == 'item\ni1\n"a,""b"""\n'


def test_files_with_too_little_in_common_are_refused(tmp_path: Path) -> None:
    old = file_of(tmp_path / "old.json", entries(2))
    new = file_of(tmp_path / "new.json", entries(9))
    with pytest.raises(BadFile, match="能比较的共同题只有 2 道；至少要 3 道"):
        drift_of_files(new, old, method="mean-mean", limits=USUAL)
    flat = file_of(tmp_path / "flat.json", [{**entry, "b": 0.5} for entry in entries(9)])
    with pytest.raises(BadFile, match="难度全都一样，mean-sigma 定不出单位"):
        drift_of_files(flat, new, method="mean-sigma", limits=USUAL)


def test_items_that_cannot_link_are_left_out_with_the_reason(tmp_path: Path) -> None:
    before = entries()
    before[2]["flags"] = ["all_right"]
    after = entries(i2=7.0)
    after[5]["a"] *= -1
    document = drift_of_files(
        file_of(tmp_path / "new.json", after),
        file_of(tmp_path / "old.json", before),
        method="stocking-lord",
        limits=USUAL,
    )
    assert document["left_out"] == [{"id": "i2", "reason": "all_right"}, {"id": "i5", "reason": "falling_curve"}]
    assert document["warnings"] == [
        "题目“i2”没有比较：全部答对",
        "题目“i5”没有比较：区分度是负的（答案可能标反了）",
    ]
    assert document["common"] == 18 and len(document["anchors"]) == 18 and document["only_new"] == []
    np.testing.assert_allclose([document["A"], document["B"]], [1.0, 0.0], atol=1e-9)


def test_items_with_other_scores_than_before_are_named_where_too_few_are_left(tmp_path: Path) -> None:
    steps = [{"id": f"i{item}", "a": 1, "thresholds": [-1, item / 9]} for item in range(9)]
    new = file_of(tmp_path / "new.json", steps, model="grm")
    with pytest.raises(BadFile, match="只有 0 道") as refused:
        drift_of_files(new, file_of(tmp_path / "old.json", entries(9)), method="mean-mean", limits=USUAL)
    assert len(refused.value.problems) == 10
    assert refused.value.problems[0].endswith("题目“i0”没有比较：两边的得分档不同")
