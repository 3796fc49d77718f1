"""`wenqu irt score`."""

import numpy as np
import pytest

from question_bank.irt import eap, grid_for, item_parameters, map_estimate, mle, normal_grid, wle
from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import step_parameters
from question_bank.irt_files import long_responses
from tests.commands.running_irt import Desk, Outcome

ITEMS = [
    {"id": "i1", "a": 1.0, "b": -1.0},
    {"id": "i2", "a": 1.5, "b": 0.0},
    {"id": "i3", "a": 0.8, "b": 1.0, "c": 0.2},
]
PARAMETERS = item_parameters([1.0, 1.5, 0.8], [-1, 0, 1], [0, 0, 0.2])
ANSWERS = "person,i1,i2,i3\n甲,1,0,1\n乙,1,1,1\n丙,0,0,0\n丁,,,\n戊,1,,0\n"
SCORES = np.array([[1, 0, 1], [1, 1, 1], [0, 0, 0], [-1, -1, -1], [1, -1, 0]], dtype=np.int8)


def score(desk: Desk, method: str, *more: str, out: str = "scores.csv") -> Outcome:
    return desk.irt(
        "score", desk / "answers.csv", "--params", desk / "params.json", "--method", method, "--out", desk / out, *more
    )


def column(desk: Desk, name: str, out: str = "scores.csv") -> list[str]:
    return [row[name] for row in desk.table(out)]


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.write("answers.csv", ANSWERS)
    desk.write("params.json", ITEMS)
    return desk


@pytest.mark.parametrize("method", ["eap", "map", "mle", "wle"])
def test_the_file_says_what_the_estimator_finds(method: str, ready: Desk) -> None:
    done = score(ready, method)
    assert (done.code, done.problems) == (0, [])
    expected = {
        "eap": lambda: eap(SCORES, PARAMETERS, grid_for(PARAMETERS)),
        "map": lambda: map_estimate(SCORES, PARAMETERS),
        "mle": lambda: mle(SCORES, PARAMETERS),
        "wle": lambda: wle(SCORES, PARAMETERS),
    }[method]()
    assert list(ready.table("scores.csv")[0]) == ["person", "theta", "se", "n_items", "status"]
    assert column(ready, "person") == ["甲", "乙", "丙", "丁", "戊"]
    assert column(ready, "n_items") == ["3", "3", "3", "0", "2"]
    for name, values in (("theta", expected.theta), ("se", expected.se)):
        np.testing.assert_array_equal([float(cell or "nan") for cell in column(ready, name)], values)
    assert column(ready, "status") == expected.status.tolist()


def test_patterns_without_a_maximum_are_infinite_and_never_clipped(ready: Desk) -> None:
    score(ready, "mle")
    assert column(ready, "theta")[1:4] == ["inf", "-inf", ""]
    assert column(ready, "se")[3] == ""
    assert column(ready, "status") == ["ok", "infinite", "infinite", "no_answers", column(ready, "status")[4]]


def test_nobodys_answers_are_the_prior(ready: Desk) -> None:
    for method in ("eap", "map"):
        score(ready, method, "--mean", "0.4", "--sd", "1.3")
        nobody = ready.table("scores.csv")[3]
        np.testing.assert_allclose([float(nobody["theta"]), float(nobody["se"])], [0.4, 1.3], rtol=1e-6)
        assert nobody["status"] == "no_answers"


def test_the_prior_is_the_files_population_unless_one_is_given(ready: Desk) -> None:
    population = [{"group": "今年", "mean": 0.7, "sd": 0.8}, {"group": "去年", "mean": 0, "sd": 1}]
    ready.write("params.json", {"items": ITEMS, "population": population, "link": {"A": 0.8, "B": 0.7}})
    score(ready, "eap")
    expected = eap(SCORES, PARAMETERS, grid_for(PARAMETERS, 0.7, 0.8))
    np.testing.assert_array_equal([float(cell) for cell in column(ready, "theta")], expected.theta)
    score(ready, "map", "--sd", "2")
    np.testing.assert_array_equal(
        [float(cell) for cell in column(ready, "theta")], map_estimate(SCORES, PARAMETERS, 0.7, 2).theta
    )
    score(ready, "eap", "--mean", "0", "--sd", "1", "--nodes", "121")
    expected = eap(SCORES, PARAMETERS, normal_grid(0, 1, 121))
    np.testing.assert_array_equal([float(cell) for cell in column(ready, "theta")], expected.theta)


def test_without_names_people_go_by_their_rows(desk: Desk) -> None:
    desk.write("answers.csv", "i2,i1\n1,0\n0,1\n")
    desk.write("params.json", ITEMS)
    score(desk, "wle")
    assert column(desk, "person") == ["1", "2"]
    expected = wle([[0, 1], [1, 0]], item_parameters([1.0, 1.5], [-1, 0]))
    np.testing.assert_allclose([float(cell) for cell in column(desk, "theta")], expected.theta, rtol=1e-9)


def test_part_marks_are_scored_by_their_original_scores(desk: Desk) -> None:
    items = [
        {"id": "i1", "a": 1.0, "thresholds": [-1.0, 1.0], "scores": [0, 2, 5]},
        {"id": "i2", "a": 1.3, "thresholds": [0.3]},
    ]
    desk.write("params.json", {"model": "gpcm", "items": items})
    desk.write("answers.csv", "i1,i2\n5,0\n2,1\n")
    assert score(desk, "eap").code == 0
    # By hand: posterior means over the grid of the categories (2, 0) and (1, 1).
    grid = normal_grid(nodes=401)
    steps = step_parameters([1.0, 1.3], [[-1.0, 1.0], [0.3, float("nan")]], "gpcm")
    log_p = category_curves(grid.nodes, steps).log_p
    means = []
    for first, second in ((2, 0), (1, 1)):
        weights = np.exp(log_p[:, 0, first] + log_p[:, 1, second] + grid.log_weights)
        means.append(weights @ grid.nodes / weights.sum())
    np.testing.assert_allclose([float(cell) for cell in column(desk, "theta")], means, atol=1e-7)


def test_long_and_sparse_answers_are_scored_as_wide_ones(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    score(ready, "eap", out="wide.csv")
    rows = ["甲,i1,1,", "甲,i2,0,", "乙,i3,1,", "乙,i2,1,", "乙,i1,1,", "甲,i3,1,", "丙,i1,0,", "丙,i2,,omitted"]
    rows += ["丙,i3,,timed_out", "丁,i1,,not_reached", "戊,i1,1,", "戊,i3,0,answered"]
    ready.write("answers.csv", "person,item,score,status\n" + "\n".join(rows))
    monkeypatch.setattr(long_responses, "LARGE", 1)
    monkeypatch.setattr("contest.commands.irt.score.PERSONS_AT_A_TIME", 2)
    assert score(ready, "eap", out="long.csv").code == 0
    wide = {row["person"]: row for row in ready.table("wide.csv")}
    for row in ready.table("long.csv"):
        np.testing.assert_allclose(float(row["theta"]), float(wide[row["person"]]["theta"]), atol=1e-12)
        assert (row["n_items"], row["status"]) == (wide[row["person"]]["n_items"], wide[row["person"]]["status"])


def test_columns_that_are_no_items_can_be_ignored(ready: Desk) -> None:
    ready.write("answers.csv", "person,sex,i1\n甲,f,1\n")
    refused = score(ready, "eap")
    assert refused.code == 1 and refused.problems == ["answers.csv 第 2 行，“sex”列：“f”不是得分"]
    ready.write("answers.csv", "person,i9,i1\n甲,0,1\n")
    assert score(ready, "eap").problems == [
        "answers.csv 第 1 行，“i9”列：params.json 里没有这道题；若不是题目，请用 --ignore 略去这一列"
    ]
    assert ready.files() == {"answers.csv", "params.json"}
    assert score(ready, "eap", "--ignore", "i9").code == 0


def test_scores_that_the_model_cannot_take_are_named(ready: Desk) -> None:
    ready.write("answers.csv", "person,i1\n甲,1\n乙,2\n")
    done = score(ready, "eap")
    assert (done.code, done.problems) == (1, ["answers.csv 第 3 行，“i1”列：得分是 2；这个模型只收 0 和 1"])


@pytest.mark.parametrize(
    "wrong", [["--sd", "0"], ["--sd", "-1"], ["--mean", "nan"], ["--nodes", "1"], ["--method", "ml"]]
)
def test_wrong_options_are_wrong_usage(wrong: list[str], ready: Desk) -> None:
    assert score(ready, "eap", *wrong).code == 2
    assert ready.files() == {"answers.csv", "params.json"}


def test_an_input_is_never_written_over(ready: Desk) -> None:
    for out in ("answers.csv", "params.json"):
        before = (ready / out).read_bytes()
        done = score(ready, "eap", out=out)
        assert (done.code, done.problems) == (1, [f"{out}：这是输入文件；结果要写到别的文件里"])
        assert (ready / out).read_bytes() == before
