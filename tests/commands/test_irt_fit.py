"""`wenqu irt fit`."""

import json
from typing import Any

import numpy as np
import pytest

from question_bank.irt.parameters import item_parameters
from question_bank.irt_files import long_responses
from tests.commands.running_irt import Desk, Outcome
from tests.irt import lsat7
from tests.irt.fit.simulated import drawn, right_wrong

IDS = [f"题{number}" for number in range(1, 6)]


def items(parameters: Any, ids: list[str]) -> list[dict[str, Any]]:
    return [
        {"id": name, "a": float(parameters.a[place]), "b": float(parameters.b[place])} for place, name in enumerate(ids)
    ]


def table(scores: Any, ids: list[str]) -> str:
    rows = [",".join("" if np.isnan(score) else str(int(score)) for score in row) for row in scores]
    return "\n".join([",".join(ids), *rows, ""])


def fit(desk: Desk, *more: str) -> Outcome:
    return desk.irt("fit", desk / "answers.csv", "--params", desk / "params.json", "--out", desk / "fit.json", *more)


@pytest.fixture
def lsat(desk: Desk) -> Desk:
    rows = [f"{','.join(pattern)},{count}" for pattern, count in lsat7.FREQUENCIES.items()]
    desk.write("answers.csv", "\n".join([",".join([*IDS, "freq"]), *rows]))
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    desk.write("params.json", {"model": "2pl", "items": items(parameters, IDS)})
    return desk


def test_the_file_has_the_fields_and_numbers_that_mirt_prints(lsat: Desk) -> None:
    done = fit(lsat)
    assert done.code == 0
    document = lsat.document("fit.json")
    assert [item["id"] for item in document["items"]] == IDS
    assert {"id", "n", "s_x2", "s_x2_df", "s_x2_p", "rmsea", "rmsd", "infit", "outfit", "reason"} <= set(
        document["items"][0]
    )
    np.testing.assert_allclose(
        [item["s_x2"] for item in document["items"]], [4.749440, 14.451071, 1.270381, 5.237400, 0.941125], atol=2e-3
    )
    assert [(item["s_x2_df"], item["n"], item["reason"]) for item in document["items"]] == [(2, 1000, None)] * 5
    assert {"person", "theta", "lz", "lz_star", "infit", "outfit"} <= set(document["persons"][0])
    assert [person["person"] for person in document["persons"]] == [str(row) for row in range(1, 33)]
    assert document["q3"]["ids"] == IDS
    matrix, adjusted = (np.array(document["q3"][name], dtype=float) for name in ("matrix", "adjusted"))
    pairs = np.triu_indices(5, 1)
    np.testing.assert_allclose(adjusted[pairs], matrix[pairs] - matrix[pairs].mean())
    # Errors of weighted estimates outweigh their spread here; posterior means and the items themselves agree.
    reliability = document["reliability"]
    assert reliability["empirical"] < 0
    np.testing.assert_allclose(reliability["empirical_eap"], reliability["marginal"], atol=0.02)
    whole = document["global"]
    np.testing.assert_allclose([whole["m2"], whole["p"], whole["rmsea"]], [11.93841, 0.0356, 0.0373], atol=2e-3)
    assert whole["df"] == 5
    # `mirt(LSAT7, 1)` in mirt's help pages: log-likelihood -2658.805, AIC 5337.61, BIC 5386.688.
    np.testing.assert_allclose(
        [whole["log_likelihood"], whole["aic"], whole["bic"]], [-2658.805, 5337.610, 5386.688], atol=1e-3
    )


def test_what_is_odd_is_told_in_words(lsat: Desk) -> None:
    done = fit(lsat)
    assert done.problems == ["题目 题2：同分的人里得分偏离模型（S-X2 的 RMSEA 0.079，超过 0.05）"]
    assert lsat.document("fit.json")["warnings"] == done.problems
    assert [item["flags"] for item in lsat.document("fit.json")["items"]] == [[], ["score_groups_off"], [], [], []]
    assert "M2 11.938，自由度 5，p 0.036，RMSEA 0.037" in done.out


@pytest.mark.parametrize("method", ["eap", "map", "mle", "wle"])
def test_every_method_is_taken_and_the_rest_does_not_depend_on_it(lsat: Desk, method: str) -> None:
    assert fit(lsat, "--method", method).code == 0
    document = lsat.document("fit.json")
    assert document["method"] == method
    np.testing.assert_allclose(document["items"][1]["s_x2"], 14.4527, atol=1e-3)
    infinite = [person["theta"] is None for person in document["persons"]]
    assert infinite == [method == "mle" and place in (0, 31) for place in range(32)]


def test_json_prints_the_document_and_nothing_else(lsat: Desk) -> None:
    done = fit(lsat, "--json")
    assert json.loads(done.out) == lsat.document("fit.json")


def test_unequal_papers_have_reasons_in_place_of_numbers(desk: Desk) -> None:
    parameters = right_wrong(12, seed=6)
    ids = [f"i{place}" for place in range(12)]
    scores = drawn(parameters, np.random.default_rng(1).normal(size=600), 2)
    scores[:300, 7:] = np.nan
    scores[300:, :5] = np.nan
    desk.write("answers.csv", table(scores, ids))
    desk.write("params.json", items(parameters, ids))
    assert fit(desk).code == 0
    document = desk.document("fit.json")
    shared = document["items"][5]
    assert (shared["s_x2"], shared["s_x2_df"], shared["s_x2_p"], shared["rmsea"]) == (None,) * 4
    assert shared["reason"] == "作答这道题的人用的卷子不同，或有人缺答，总分不可比"
    assert document["items"][0]["reason"] is None
    assert document["items"][0]["s_x2"] > 0
    assert all(item["rmsd"] > 0 and item["infit"] > 0 for item in document["items"])
    assert (document["global"]["m2"], document["global"]["df"]) == (None, None)
    assert document["global"]["reason"] == "卷子不同或有人缺答；M2 只用于人人答完同一份卷子的数据"
    assert document["q3"]["matrix"][0][11] is None


def test_long_sparse_answers_are_checked_as_wide_ones(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = right_wrong(8, seed=6)
    ids = [f"i{place}" for place in range(8)]
    scores = drawn(parameters, np.random.default_rng(1).normal(size=300), 2)
    scores[np.random.default_rng(3).random(scores.shape) < 0.3] = np.nan
    scores[0] = 1.0
    desk.write("params.json", items(parameters, ids))
    desk.write("answers.csv", table(scores, ids))
    fit(desk)
    wide = desk.document("fit.json")
    rows = [f"{person + 1},{ids[item]},{int(scores[person, item])}" for person, item in np.argwhere(~np.isnan(scores))]
    desk.write("answers.csv", "\n".join(["person,item,score", *rows]))
    monkeypatch.setattr(long_responses, "LARGE", 1)
    assert fit(desk).code == 0
    long = desk.document("fit.json")
    np.testing.assert_allclose([item["rmsd"] for item in long["items"]], [item["rmsd"] for item in wide["items"]])
    stars = {person["person"]: person["lz_star"] for person in wide["persons"]}
    assert all(person["lz_star"] == pytest.approx(stars[person["person"]]) for person in long["persons"])


def test_copied_answers_and_lotteries_are_told_of(desk: Desk) -> None:
    parameters = right_wrong(20, seed=1)
    ids = [f"i{place}" for place in range(20)]
    chance = np.random.default_rng(2)
    scores = drawn(parameters, chance.normal(size=1500), 3)
    scores[:, 7] = scores[:, 6]
    scores[:500] = chance.integers(0, 2, (500, 20))
    desk.write("answers.csv", table(scores, ids))
    desk.write("params.json", items(parameters, ids))
    done = fit(desk)
    assert any(line.startswith("题目 i6 和 i7：除去能力仍然相关") for line in done.problems)
    assert any(line.startswith("考生：") and "lz* 低于 -1.645" in line for line in done.problems)
    document = desk.document("fit.json")
    assert document["q3"]["dependent"][0]["items"] == ["i6", "i7"]
    assert document["global"]["unlikely_share"] > 0.1


def test_items_with_few_answers_share_a_sentence(desk: Desk) -> None:
    ids = [f"i{place}" for place in range(25)]
    parameters = right_wrong(25, seed=1)
    desk.write("answers.csv", table(drawn(parameters, np.zeros(30), 1), ids))
    desk.write("params.json", items(parameters, ids))
    assert fit(desk).problems[0] == "题目 i0、i1、i2、i3、i4、i5、i6、i7 等 25 题：作答少于 200 人，各项指标只供参考"


def test_only_the_first_warnings_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"i{place}" for place in range(10)]
    parameters = right_wrong(10, seed=1)
    scores = drawn(parameters, np.random.default_rng(1).normal(size=1000), 2)
    scores[:, 5:] = scores[:, :5]
    desk.write("answers.csv", table(scores, ids))
    desk.write("params.json", items(parameters, ids))
    monkeypatch.setattr("contest.commands.irt.fit.SHOWN", 3)
    done = fit(desk)
    warnings = desk.document("fit.json")["warnings"]
    assert len(warnings) >= 5
    assert done.problems == [*warnings[:3], f"还有 {len(warnings) - 3} 条，见结果文件的 warnings"]


def test_people_with_gaps_can_be_left_out(lsat: Desk) -> None:
    complete = lsat / "answers.csv"
    complete.write_text(complete.read_text("utf-8") + "\n1,,1,0,1,4\n", "utf-8")
    fit(lsat)
    assert lsat.document("fit.json")["items"][0]["s_x2"] is None
    fit(lsat, "--complete-only")
    item = lsat.document("fit.json")["items"][0]
    np.testing.assert_allclose(item["s_x2"], 4.749440, atol=2e-3)
    assert (item["n"], item["s_x2_n"]) == (1004, 1000)


def test_part_marks_have_all_checks_too(desk: Desk) -> None:
    simulated = ("--persons", "400", "--items", "8", "--model", "grm", "--seed", "1", "--out", desk / "s")
    assert desk.irt("simulate", *simulated).code == 0
    files = (desk / "s" / "responses.csv", "--params", desk / "s" / "params.json", "--out", desk / "fit.json")
    assert desk.irt("fit", *files).code == 0
    document = desk.document("fit.json")
    assert all(item["s_x2"] > 0 and item["rmsd"] > 0 for item in document["items"])
    # 8 means and 28 mean products of scores, 8 slopes and 24 boundaries.
    assert document["global"]["df"] == 4
    assert np.mean([person["lz_star"] is not None for person in document["persons"]]) > 0.95


# What is refused.


def test_items_without_parameters_are_named_and_no_file_is_left(lsat: Desk) -> None:
    lsat.write("params.json", [{"id": "题1", "a": 1, "b": 0}])
    done = fit(lsat)
    assert done.code == 1
    assert done.problems[0].startswith("answers.csv 第 1 行，“题2”列：params.json 里没有这道题")
    assert lsat.files() == {"answers.csv", "params.json"}


def test_a_score_that_no_item_has_is_named(lsat: Desk) -> None:
    lsat.write("answers.csv", ",".join(IDS) + "\n1,0,2,0,1\n")
    done = fit(lsat)
    assert (done.code, len(done.problems)) == (1, 1)
    assert "第 2 行，“题3”列" in done.problems[0]


def test_answers_that_nobody_gave_are_refused(lsat: Desk) -> None:
    lsat.write("answers.csv", ",".join(IDS) + "\n,,,,\n,,,,\n")
    assert fit(lsat) == (1, "", ["answers.csv：没有一个人作答"])
    assert "fit.json" not in lsat.files()


@pytest.mark.parametrize("name", ["answers.csv", "params.json"])
def test_no_input_is_written_over(lsat: Desk, name: str) -> None:
    before = (lsat / name).read_text()
    done = lsat.irt("fit", lsat / "answers.csv", "--params", lsat / "params.json", "--out", lsat / name)
    assert (done.code, done.problems) == (1, [f"{name}：这是输入文件；结果要写到别的文件里"])
    assert (lsat / name).read_text() == before


def test_wrong_usage_is_exit_2(lsat: Desk) -> None:
    assert fit(lsat, "--method", "guess").code == 2
    assert lsat.irt("fit", lsat / "answers.csv").code == 2


def test_help_has_an_example(desk: Desk) -> None:
    done = desk.irt("fit", "--help")
    assert done.code == 0
    assert "例：wenqu irt fit responses.csv --params params.json --out fit.json" in done.out
