"""`wenqu irt information`."""

import numpy as np
import pytest

from tests.commands.running_irt import Desk

ITEMS = [{"id": "i1", "a": 1.0, "b": 0.0}, {"id": "难,题", "a": 2.0, "b": 1.0, "c": 0.2}]


def test_a_row_a_point_and_a_column_an_item(desk: Desk) -> None:
    desk.write("params.json", ITEMS)
    done = desk.irt("information", "--params", desk / "params.json", "--theta=-4:4:0.1", "--out", desk / "info.csv")
    assert (done.code, done.problems) == (0, [])
    rows = desk.table("info.csv")
    assert list(rows[0]) == ["theta", "information", "se", "expected_score", "i1", "难,题"]
    assert [row["theta"] for row in rows[:3]] + [rows[43]["theta"], rows[-1]["theta"]] == [
        "-4.0", "-3.9", "-3.8", "0.3", "4.0",
    ]  # fmt: skip
    assert len(rows) == 81
    # At theta = b the 2PL's information is a^2/4; Birnbaum's for a 3PL item is a^2 (Q/P) ((P-c)/(1-c))^2.
    at_zero, at_one = rows[40], rows[50]
    np.testing.assert_allclose(float(at_zero["i1"]), 0.25, rtol=1e-12)
    np.testing.assert_allclose(float(at_one["难,题"]), 4 * (0.4 / 0.6) * 0.25, rtol=1e-12)
    total = float(at_one["i1"]) + float(at_one["难,题"])
    np.testing.assert_allclose(float(at_one["information"]), total, rtol=1e-12)
    np.testing.assert_allclose(float(at_one["se"]), total**-0.5, rtol=1e-12)
    np.testing.assert_allclose(float(at_one["expected_score"]), 0.6 + 1 / (1 + np.exp(-1)), rtol=1e-12)


def test_expected_scores_are_on_the_scale_of_the_original_scores(desk: Desk) -> None:
    item = {"id": "i1", "a": 1.0, "thresholds": [-1.0, 1.0], "scores": [1, 2, 4]}
    desk.write("params.json", {"model": "gpcm", "items": [item]})
    desk.irt("information", "--params", desk / "params.json", "--theta=-40,0,40", "--out", desk / "info.csv")
    rows = desk.table("info.csv")
    middle = (1 + 2 * np.exp(1) + 4) / (2 + np.exp(1))
    np.testing.assert_allclose([float(row["expected_score"]) for row in rows], [1, middle, 4], rtol=1e-12)
    assert [row["theta"] for row in rows] == ["-40.0", "0.0", "40.0"]


def test_many_points_are_as_good_as_few(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("params.json", ITEMS)
    desk.irt("information", "--params", desk / "params.json", "--theta=-2:2:0.01", "--out", desk / "whole.csv")
    monkeypatch.setattr("question_bank.irt_files.score_files.POINTS_AT_A_TIME", 7)
    desk.irt("information", "--params", desk / "params.json", "--theta=-2:2:0.01", "--out", desk / "pieces.csv")
    assert (desk / "whole.csv").read_bytes() == (desk / "pieces.csv").read_bytes()


@pytest.mark.parametrize("theta", ["1:2", "2:1:0.1", "0:1:0", "a", "0:1e9:0.1", "nan", "0:inf:1", ""])
def test_a_range_that_is_none_is_wrong_usage(theta: str, desk: Desk) -> None:
    desk.write("params.json", ITEMS)
    done = desk.irt("information", "--params", desk / "params.json", f"--theta={theta}", "--out", desk / "info.csv")
    assert done.code == 2 and desk.files() == {"params.json"}


def test_bad_parameters_are_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.write("params.json", [{"id": "i1", "a": 1.0}, {"id": "i1", "a": 1.0, "b": 0}])
    done = desk.irt("information", "--params", desk / "params.json", "--out", desk / "info.csv")
    assert (done.code, done.problems) == (1, ["params.json：题目“i1”的 id 重复", "params.json：题目“i1”的 b 没有给出"])
    assert desk.files() == {"params.json"}
    absent = desk.irt("information", "--params", desk / "absent.json", "--out", desk / "info.csv")
    assert (absent.code, absent.problems) == (1, ["absent.json：没有这个文件"])
