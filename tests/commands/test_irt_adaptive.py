"""`wenqu irt adaptive`."""

from typing import Any

import numpy as np
import pytest

from question_bank.irt.adaptive import adaptive_test, population_grid, replay
from question_bank.irt.parameters import item_parameters
from question_bank.irt_files.parameter_file import read_parameters
from tests.commands.running_irt import Desk, Outcome
from tests.irt.adaptive import slow_adaptive

CHANCE = np.random.default_rng(5)
A, B = CHANCE.lognormal(0.1, 0.3, 30), CHANCE.normal(size=30)
THETA = CHANCE.normal(size=40)
ANSWERS = (CHANCE.random((40, 30)) < 1 / (1 + np.exp(-A * (THETA[:, None] - B)))).astype(int)
IDS = [f"i{place}" for place in range(30)]
PERSONS = [f"p{place}" for place in range(40)]


@pytest.fixture(autouse=True)
def files(desk: Desk) -> None:
    items = [
        {"id": name, "a": a, "b": b, "area": "xyz"[place % 3]}
        for place, (name, a, b) in enumerate(zip(IDS, A, B, strict=True))
    ]
    desk.write("params.json", items)
    desk.write(
        "thetas.csv", table(["person", "theta"], [[name, theta] for name, theta in zip(PERSONS, THETA, strict=True)])
    )
    desk.write(
        "answers.csv", table(["person", *IDS], [[name, *row] for name, row in zip(PERSONS, ANSWERS, strict=True)])
    )


def table(header: list[str], rows: list[list[Any]]) -> str:
    return "\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n"


def adaptive(desk: Desk, *more: str, answers: str | None = "answers.csv", thetas: str | None = "thetas.csv") -> Outcome:
    given = ["--params", str(desk / "params.json"), "--seed", "1", "--out", str(desk / "trace.csv")]
    given += [] if thetas is None else ["--theta", str(desk / thetas)]
    given += [] if answers is None else ["--responses", str(desk / answers)]
    return desk.irt("adaptive", *given, *more)


def taken(desk: Desk) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in desk.table("trace.csv"):
        found.setdefault(row["person"], []).append(row)
    return found


def test_the_trace_is_that_of_the_slow_test(desk: Desk) -> None:
    assert adaptive(desk, "--rule", "mfi", "--length", "8").code == 0
    bank = [(a, b, 0.0) for a, b in zip(A.tolist(), B.tolist(), strict=True)]
    found = taken(desk)
    assert list(found) == PERSONS
    for person, answers in zip(PERSONS[:6], ANSWERS.tolist(), strict=False):
        slow = slow_adaptive.trace(bank, answers, 8)
        rows = found[person]
        assert [row["step"] for row in rows] == [str(step) for step in range(1, 9)]
        assert [row["item"] for row in rows] == [IDS[item] for item, *_ in slow]
        assert [row["score"] for row in rows] == [str(score) for _, score, *_ in slow]
        np.testing.assert_allclose([float(row["theta"]) for row in rows], [theta for *_, theta, _ in slow], atol=1e-9)
        np.testing.assert_allclose([float(row["se"]) for row in rows], [se for *_, se in slow], atol=1e-9)
        assert [row["stop"] for row in rows] == [""] * 7 + ["length"]
        assert {row["estimator"] for row in rows} == {"eap"}


def test_simulated_answers_depend_on_the_seed_alone(desk: Desk) -> None:
    traces = []
    for seed in ("1", "1", "2"):
        assert adaptive(desk, "--length", "5", "--seed", seed, answers=None).code == 0
        traces.append((desk / "trace.csv").read_bytes())
    assert traces[0] == traces[1] != traces[2]


def test_the_report_says_what_the_trace_says(desk: Desk) -> None:
    done = adaptive(desk, "--length", "9", "--stop-se", "0.5", "--report", str(desk / "report.json"), "--json")
    assert (done.code, done.problems) == (0, [])
    report, found = desk.document("report.json"), taken(desk)
    ends = [rows[-1] for rows in found.values()]
    error = np.array([float(row["theta"]) for row in ends]) - THETA
    assert report["people"] == 40
    assert report["bias"] == pytest.approx(error.mean())
    assert report["rmse"] == pytest.approx(np.sqrt((error**2).mean()))
    assert report["mean_length"] == np.mean([len(rows) for rows in found.values()])
    assert report["stops"] == {stop: sum(row["stop"] == stop for row in ends) for stop in ("length", "se")}
    rates = {item["id"]: item["rate"] for item in report["exposure"]["items"]}
    assert rates == {name: sum(row["item"] == name for rows in found.values() for row in rows) / 40 for name in IDS}
    assert report["exposure"]["max"] == max(rates.values())
    assert len(report["bands"]) == 10
    assert report["design"]["population"] == {"mean": 0.0, "sd": 1.0}
    assert desk.irt("information", "--params", desk / "params.json", "--out", desk / "info.csv").code == 0


def test_answers_alone_will_do_and_items_without_one_are_not_given(desk: Desk) -> None:
    rows: list[list[Any]] = [["a", *([1] * 4), *([""] * 26)], ["b", *([""] * 30)], ["c", *([0] * 30)]]
    desk.write("few.csv", table(["person", *IDS], rows))
    done = adaptive(desk, "--length", "6", answers="few.csv", thetas=None)
    assert (done.code, done.problems) == (0, ["注意：few.csv：“b”没有可出的题"])
    found = taken(desk)
    assert {row["item"] for row in found["a"]} == set(IDS[:4])
    assert found["a"][-1]["stop"] == "exhausted"
    assert list(found) == ["a", "c"]
    assert "均方根误差" not in done.out


def test_thetas_choose_among_the_people_who_answered(desk: Desk) -> None:
    desk.write("some.csv", "person,theta\np7,\np3,\n")
    assert adaptive(desk, "--length", "3", thetas="some.csv").code == 0
    assert list(taken(desk)) == ["p7", "p3"]
    desk.write("some.csv", "person,theta\np7,\nnobody,1\n")
    done = adaptive(desk, "--length", "3", thetas="some.csv")
    assert (done.code, done.problems) == (1, ["some.csv 第 3 行，“person”列：answers.csv 里没有“nobody”的作答"])


def test_the_population_of_the_file_is_the_prior(desk: Desk) -> None:
    items = [{"id": name, "a": a, "b": b} for name, a, b in zip(IDS, A, B, strict=True)]
    desk.write("params.json", {"model": "2pl", "items": items, "population": [{"mean": 0.5, "sd": 1.4}]})
    adaptive(desk, "--length", "4")
    bank = item_parameters(A, B)
    test = adaptive_test(bank, 4, grid=population_grid(bank, 4, 0.5, 1.4))
    expected = replay(test, ANSWERS, np.random.default_rng(1))
    np.testing.assert_allclose([float(rows[-1]["theta"]) for rows in taken(desk).values()], expected.theta[:, -1])
    adaptive(desk, "--length", "4", "--mean", "0", "--sd", "1")
    assert float(taken(desk)["p0"][-1]["theta"]) != pytest.approx(expected.theta[0, -1])


def test_part_marks_keep_their_original_scores(desk: Desk) -> None:
    items = [
        {"id": f"i{place}", "a": 1.2, "thresholds": [place - 3, place - 2], "scores": [0, 2, 5]} for place in range(6)
    ]
    desk.write("params.json", {"model": "gpcm", "items": items})
    desk.write("marks.csv", "person,i0,i1,i2,i3,i4,i5\na,5,5,2,0,2,0\n")
    assert adaptive(desk, "--length", "6", answers="marks.csv", thetas=None).code == 0
    assert {row["item"]: row["score"] for row in desk.table("trace.csv")} == {
        "i0": "5", "i1": "5", "i2": "2", "i3": "0", "i4": "2", "i5": "0"
    }  # fmt: skip
    assert read_parameters(desk / "params.json").scores[0] == [0, 2, 5]


def test_a_classification_has_its_verdict_in_the_last_row(desk: Desk) -> None:
    assert adaptive(desk, "--length", "20", "--sprt", "0:0.4:0.1:0.1", "--report", str(desk / "report.json")).code == 0
    found = taken(desk)
    assert all(row["verdict"] == "" for rows in found.values() for row in rows[:-1])
    right = [
        rows[-1]["verdict"] == ("above" if theta >= 0 else "below")
        for rows, theta in zip(found.values(), THETA, strict=True)
    ]
    assert desk.document("report.json")["classification"]["right"] == pytest.approx(np.mean(right))
    assert {rows[-1]["stop"] for rows in found.values()} <= {"sprt", "length"}


def test_maximum_likelihood_says_where_eap_stands_in(desk: Desk) -> None:
    assert adaptive(desk, "--length", "10", "--method", "mle").code == 0
    for rows in taken(desk).values():
        for step, row in enumerate(rows, start=1):
            scores = {each["score"] for each in rows[:step]}
            assert row["estimator"] == ("mle" if len(scores) == 2 else "eap")


BLUEPRINT = '[[each]]\nfield = "area"\nmin = 3\n'


def test_a_blueprint_holds_for_everybody(desk: Desk) -> None:
    desk.write("b.toml", "length = 9\n" + BLUEPRINT)
    assert adaptive(desk, "--blueprint", str(desk / "b.toml")).code == 0
    for rows in taken(desk).values():
        areas = [int(row["item"].removeprefix("i")) % 3 for row in rows]
        np.testing.assert_array_equal(np.bincount(areas), [3, 3, 3])
        # Shares hold all the way: every third item completes a round of the areas.
        assert [set(areas[start : start + 3]) for start in (0, 3, 6)] == [{0, 1, 2}] * 3


def test_attributes_may_come_from_a_file_of_items(desk: Desk) -> None:
    desk.write("items.csv", table(["item", "kind"], [[name, "ab"[place // 15]] for place, name in enumerate(IDS)]))
    desk.write("b.toml", 'length = 6\n[[count]]\nfield = "kind"\nvalue = "a"\nmax = 1\n')
    assert adaptive(desk, "--blueprint", str(desk / "b.toml"), "--items", str(desk / "items.csv")).code == 0
    for rows in taken(desk).values():
        assert sum(int(row["item"].removeprefix("i")) < 15 for row in rows) <= 1


def test_items_of_another_bank_are_refused(desk: Desk) -> None:
    desk.write("items.csv", "item,kind\nx1,a\n")
    desk.write("b.toml", 'length = 6\n[[count]]\nfield = "kind"\nvalue = "a"\nmax = 1\n')
    done = adaptive(desk, "--blueprint", str(desk / "b.toml"), "--items", str(desk / "items.csv"))
    assert (done.code, done.problems) == (1, ["items.csv：没有一题的编号和 params.json 里的对得上"])


def test_blueprints_that_cannot_be_met_are_refused_by_their_rules(desk: Desk) -> None:
    desk.write("b.toml", "length = 8\n" + BLUEPRINT)
    done = adaptive(desk, "--blueprint", str(desk / "b.toml"))
    assert done.code == 1
    assert done.problems[0].startswith("b.toml：蓝图无法满足")
    assert any("area" in line and "至少 3 题" in line for line in done.problems[1:])
    desk.write("b.toml", "length = 9\n" + BLUEPRINT)
    done = adaptive(desk, "--blueprint", str(desk / "b.toml"), "--length", "10")
    assert (done.code, done.problems) == (1, ["b.toml：length 是 9，和 --length 10 不一致"])
    desk.write("b.toml", 'length = 9\n[[each]]\nfield = "colour"\nmin = 3\n')
    assert "colour" in adaptive(desk, "--blueprint", str(desk / "b.toml")).problems[0]
    assert "trace.csv" not in desk.files()


def test_whose_answers_do_not_fill_the_blueprint_is_named(desk: Desk) -> None:
    answered = [1 if place % 3 else "" for place in range(30)]
    desk.write("few.csv", table(["person", *IDS], [["a", *([0] * 30)], ["b", *answered]]))
    desk.write("b.toml", "length = 9\n" + BLUEPRINT)
    done = adaptive(desk, "--blueprint", str(desk / "b.toml"), answers="few.csv", thetas=None)
    assert (done.code, done.problems) == (
        1, ["few.csv：“b”答过的 20 题组不成合乎蓝图的测验；合在一起做不到的规则：area = x"]
    )  # fmt: skip
    assert "trace.csv" not in desk.files()


@pytest.mark.parametrize("control", ["randomesque:4", "sympson-hetter:0.5", "eligibility:0.5"])
def test_exposure_is_controlled(desk: Desk, control: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest.commands.irt.adaptive.PEOPLE", 400)
    many = [[f"p{place}", theta] for place, theta in enumerate(CHANCE.normal(size=400))]
    desk.write("thetas.csv", table(["person", "theta"], many))
    report = ("--report", str(desk / "report.json"))
    adaptive(desk, "--length", "6", *report, answers=None)
    free = desk.document("report.json")["exposure"]["max"]
    assert adaptive(desk, "--length", "6", "--exposure", control, *report, answers=None).code == 0
    found = desk.document("report.json")
    assert free == 1.0
    assert found["exposure"]["max"] < (0.9 if control.startswith("randomesque") else 0.6)
    assert found["design"]["exposure"] == control
    if control.startswith("sympson"):
        assert found["sympson_hetter"]["population"] == {"mean": 0.0, "sd": 1.0}
        assert min(item["control"] for item in found["exposure"]["items"]) < 1.0


def test_a_rate_that_was_not_kept_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest.commands.irt.adaptive.PEOPLE", 400)
    control = ("--length", "6", "--exposure", "sympson-hetter:0.5", "--report", str(desk / "report.json"))
    desk.write("thetas.csv", table(["person", "theta"], [[f"p{place}", CHANCE.normal()] for place in range(300)]))
    assert adaptive(desk, *control, answers=None).problems == []
    desk.write("thetas.csv", table(["person", "theta"], [[f"p{place}", 2.5] for place in range(300)]))
    done = adaptive(desk, *control, answers=None)
    most = max(desk.document("report.json")["exposure"]["items"], key=lambda item: item["rate"])
    assert (done.code, len(done.problems)) == (0, 1)
    told = f"注意：--exposure sympson-hetter:0.5：曝光率没有控制住，“{most['id']}”达到 {most['rate']:.3f}"
    assert done.problems[0].startswith(told)


def test_rates_that_cannot_be_kept_are_refused_with_their_numbers(desk: Desk) -> None:
    done = adaptive(desk, "--length", "6", "--exposure", "eligibility:0.1", answers=None)
    assert (done.code, done.problems) == (
        1, ["--exposure eligibility:0.1：曝光率做不到：每人要做 30 题里的 6 题，平均曝光率已是 0.2"]
    )  # fmt: skip
    desk.write("b.toml", 'length = 6\n[[count]]\nfield = "area"\nvalue = "x"\nmin = 5\n')
    done = adaptive(desk, "--blueprint", str(desk / "b.toml"), "--exposure", "sympson-hetter:0.4", answers=None)
    assert done.problems == [
        "--exposure sympson-hetter:0.4：曝光率做不到：每人要做“area = x”的 10 题里的 5 题，平均曝光率已是 0.5"
    ]
    assert "trace.csv" not in desk.files()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--length", "0"],
        ["--length", "5", "--rule", "best"],
        ["--length", "5", "--exposure", "randomesque:0"],
        ["--length", "5", "--exposure", "randomesque"],
        ["--length", "5", "--exposure", "eligibility:1.5"],
        ["--length", "5", "--exposure", "lottery:2"],
        ["--length", "5", "--sprt", "0:0.3:0.05"],
        ["--length", "5", "--sprt", "0:0:0.05:0.05"],
        ["--length", "5", "--stop-se", "0"],
        ["--length", "5", "--start", "nan"],
        [],
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(desk: Desk, wrong: list[str]) -> None:
    done = adaptive(desk, *wrong)
    assert done.code == 2
    assert done.problems
    assert "trace.csv" not in desk.files()


def test_no_result_is_written_over_another_file(desk: Desk) -> None:
    done = adaptive(desk, "--length", "5", "--report", str(desk / "thetas.csv"))
    assert (done.code, done.problems) == (1, ["thetas.csv：这是输入文件；结果要写到别的文件里"])
    assert adaptive(desk, "--length", "5", "--report", str(desk / "trace.csv")).code == 2
    assert (desk / "thetas.csv").read_text().startswith("person,theta")
    assert "trace.csv" not in desk.files()


def test_without_people_there_is_no_test(desk: Desk) -> None:
    done = adaptive(desk, "--length", "5", answers=None, thetas=None)
    assert (done.code, done.problems) == (2, ["要有 --theta（模拟）或 --responses（用已有的作答）"])


def test_answers_to_unknown_items_are_refused(desk: Desk) -> None:
    desk.write("other.csv", "person,i0,i99\np0,1,1\n")
    done = adaptive(desk, "--length", "5", answers="other.csv", thetas=None)
    assert done.code == 1
    assert "i99" in done.problems[0]
    assert adaptive(desk, "--length", "5", "--ignore", "i99", answers="other.csv", thetas=None).code == 0


def test_the_help_has_an_example(desk: Desk) -> None:
    done = desk.irt("adaptive", "--help")
    assert done.code == 0
    assert "例：wenqu irt adaptive" in done.out
