"""`wenqu irt calibrate`."""

import json
import os

import numpy as np
import pytest

from question_bank.irt import item_parameters
from question_bank.irt.calibration.calibrate import calibrate as calibrate_arrays
from question_bank.irt.simulate import draw_answers
from question_bank.irt_files.parameter_file import read_parameters
from tests.commands.running_irt import Desk, Outcome
from tests.irt import lsat6, science

PATTERNS = "i1,i2,i3,i4,i5,freq\n" + "".join(
    f"{','.join(pattern)},{count}\n" for pattern, count in lsat6.FREQUENCIES.items()
)


def calibrate(desk: Desk, *more: str, out: str = "params.json", model: str = "2pl") -> Outcome:
    return desk.irt("calibrate", desk / "answers.csv", "--model", model, "--out", desk / out, *more)


def simulated(persons: int, items: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Answers to items from easy to hard, and the difficulties."""
    b = np.linspace(-1.5, 1.5, items)
    chance = np.random.default_rng(seed)
    return draw_answers(chance.normal(size=persons), item_parameters(1.2, b), chance), b


def wide(scores: np.ndarray, **columns: list[str]) -> str:
    header = [*columns, *(f"i{item}" for item in range(1, scores.shape[1] + 1))]
    rows = [
        ",".join([*(column[row] for column in columns.values()), *("" if cell < 0 else str(cell) for cell in cells)])
        for row, cells in enumerate(scores.tolist())
    ]
    return "\n".join([",".join(header), *rows]) + "\n"


def test_patterns_with_frequencies_give_the_known_solution(desk: Desk) -> None:
    desk.write("answers.csv", PATTERNS)
    done = calibrate(desk, "--priors", "none")
    assert (done.code, done.problems) == (0, [])
    document = desk.document("params.json")
    np.testing.assert_allclose(document["log_likelihood"], lsat6.LOG_LIKELIHOOD, atol=1e-4)
    np.testing.assert_allclose([item["a"] for item in document["items"]], lsat6.SLOPES, rtol=1e-3)
    np.testing.assert_allclose([item["b"] for item in document["items"]], lsat6.DIFFICULTIES, rtol=1e-3)
    assert (document["n_persons"], document["n_items"], document["converged"]) == (1000, 5, True)
    assert document["population"][0]["group"] == "all"
    assert document["cov"]["order"][:2] == ["a:i1", "a:i2"] and document["se_method"] == "observed"
    errors = dict(zip(document["cov"]["order"], np.sqrt(np.diag(document["cov"]["matrix"])), strict=True))
    np.testing.assert_allclose(
        [errors[f"b:{item['id']}"] for item in document["items"]],
        [item["se_b"] for item in document["items"]],
        rtol=1e-9,
    )
    assert read_parameters(desk / "params.json").ids == ["i1", "i2", "i3", "i4", "i5"]


def test_wide_and_long_files_and_people_one_by_one_say_the_same(desk: Desk) -> None:
    scores, _ = simulated(300, 6)
    scores[::7, 2] = -1
    desk.write("answers.csv", wide(scores))
    calibrate(desk, out="wide.json")
    answers = [(row, item, score) for (row, item), score in np.ndenumerate(scores) if score >= 0]
    answers = [answers[place] for place in np.random.default_rng(2).permutation(len(answers))]
    desk.write("answers.csv", "person,item,score\n" + "".join(f"p{r},i{i + 1},{s}\n" for r, i, s in answers))
    calibrate(desk, out="long.json")
    wide_items = {item["id"]: item for item in desk.document("wide.json")["items"]}
    for item in desk.document("long.json")["items"]:
        np.testing.assert_allclose([item["a"], item["b"]], [wide_items[item["id"]][part] for part in "ab"], rtol=1e-4)


def test_json_is_one_document_with_the_warnings_in_it(desk: Desk) -> None:
    desk.write("answers.csv", PATTERNS)
    done = calibrate(desk, "--json", "--no-se", model="1pl")
    summary = json.loads(done.out)
    assert summary["model"] == "1pl" and summary["se_method"] is None and summary["warnings"] == []
    assert summary["log_likelihood"] == desk.document("params.json")["log_likelihood"]
    assert "items" not in summary
    assert desk.document("params.json")["items"][0]["se_b"] is None


def test_weights_count_people(desk: Desk) -> None:
    desk.write("answers.csv", PATTERNS)
    calibrate(desk, "--no-se", out="counted.json")
    desk.write("answers.csv", PATTERNS.replace("freq", "w"))
    calibrate(desk, "--no-se", "--weight", "w", out="weighted.json")
    counted, weighted = desk.document("counted.json"), desk.document("weighted.json")
    np.testing.assert_allclose(weighted["log_likelihood"], counted["log_likelihood"], rtol=1e-12)
    assert weighted["items"][0]["n"] == counted["items"][0]["n"] == 1000


def test_groups_have_their_own_populations_and_the_reference_is_the_standard(desk: Desk) -> None:
    b = np.linspace(-1.5, 1.5, 20)
    chance = np.random.default_rng(4)
    theta = np.concatenate([chance.normal(0, 1, 1500), chance.normal(0.8, 1.3, 1500)])
    scores = draw_answers(theta, item_parameters(1.2, b), chance)
    desk.write("answers.csv", wide(scores, area=["城"] * 1500 + ["乡"] * 1500))
    calibrate(desk, "--group", "area", "--no-se", out="first.json")
    first = {group["group"]: group for group in desk.document("first.json")["population"]}
    assert (first["城"]["mean"], first["城"]["sd"], first["城"]["n"]) == (0, 1, 1500)
    np.testing.assert_allclose([first["乡"]["mean"], first["乡"]["sd"]], [0.8, 1.3], atol=0.15)
    calibrate(desk, "--group", "area", "--reference", "乡", "--no-se", out="other.json")
    other = {group["group"]: group for group in desk.document("other.json")["population"]}
    assert (other["乡"]["mean"], other["乡"]["sd"]) == (0, 1)
    # People are scored with the first group's prior.
    assert list(other) == ["乡", "城"]
    wrong = calibrate(desk, "--group", "area", "--reference", "村")
    assert (wrong.code, wrong.problems) == (1, ["answers.csv：“area”列里没有 村；有 乡、城"])
    assert calibrate(desk, "--reference", "城").code == 2


def test_fixed_items_stay_and_hold_the_scale(desk: Desk) -> None:
    scores, b = simulated(3000, 12, seed=6)
    desk.write("answers.csv", wide(scores))
    desk.write("old.json", [{"id": f"i{item}", "a": 1.2, "b": b[item - 1] + 0.5} for item in (2, 5, 8, 11)])
    assert calibrate(desk, "--fixed", str(desk / "old.json")).code == 0
    document = desk.document("params.json")
    found = {item["id"]: item for item in document["items"]}
    assert (found["i5"]["a"], found["i5"]["b"]) == (1.2, b[4] + 0.5)
    np.testing.assert_allclose(document["population"][0]["mean"], 0.5, atol=0.1)
    np.testing.assert_allclose(found["i6"]["b"], b[5] + 0.5, atol=0.25)


def test_an_authors_difficulty_stands_in_for_answers(desk: Desk) -> None:
    scores, _ = simulated(200, 4)
    scores[:, 3] = -1
    desk.write("answers.csv", wide(scores))
    desk.write("items.csv", "item,options,author_b,topic\ni4,4,1.25,健康\n")
    done = calibrate(desk, "--items", str(desk / "items.csv"))
    np.testing.assert_allclose(desk.document("params.json")["items"][3]["b"], 1.25, atol=1e-3)
    assert "注意：没有人作答：i4" in done.problems


def test_what_is_odd_about_items_is_said_in_words_and_flagged(desk: Desk) -> None:
    scores, _ = simulated(400, 6)
    scores[:, 0] = 1
    scores[:, 5] = 1 - scores[:, 5]
    desk.write("answers.csv", wide(scores))
    done = calibrate(desk)
    assert done.code == 0
    assert "注意：所有人都答对，难度只凭先验：i1" in done.problems
    assert any(line.startswith("注意：答对的人能力反而低") and line.endswith("：i6") for line in done.problems)
    assert "all_right" in desk.document("params.json")["items"][0]["flags"]


def test_what_cannot_be_estimated_is_refused_by_name(desk: Desk) -> None:
    desk.write("answers.csv", PATTERNS)
    refused = calibrate(desk, "--priors", "none", model="3pl")
    assert refused.code == 1 and len(refused.problems) == 1
    assert "3pl" in refused.problems[0] and "--priors none" in refused.problems[0]
    desk.write("answers.csv", "i1,i2,i3,i4\n1,0,1,0\n1,1,0,0\n1,0,0,0\n1,1,1,0\n")
    constant = calibrate(desk, "--priors", "none")
    assert constant.code == 1
    assert [line.split("：")[0] for line in constant.problems] == ["answers.csv “i1”列", "answers.csv “i4”列"]
    desk.write("answers.csv", "i1,i2\n,\n,\n")
    assert calibrate(desk).problems == ["answers.csv：没有人作答，无法标定"]
    assert desk.files() == {"answers.csv"}


def test_items_that_share_no_people_are_named_by_group(desk: Desk) -> None:
    desk.write("answers.csv", "i1,i2,j1,j2\n1,0,,\n0,1,,\n1,1,,\n,,1,0\n,,0,1\n,,0,0\n")
    done = calibrate(desk)
    assert done.code == 1
    assert done.problems == [
        "answers.csv：题目分成 2 组，组与组之间没有共同的作答者，不能放到同一个量尺上",
        "answers.csv：第 1 组题目：i1、i2",
        "answers.csv：第 2 组题目：j1、j2",
        "answers.csv：如果各组的作答者是从同一群人里随机分的，可以加 --equivalent-groups",
    ]
    assert calibrate(desk, "--equivalent-groups").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "answers.csv：文件是空的"),
        ("i1,i2\n", "answers.csv：只有表头，没有数据"),
        ("i1,i2\n1,2\n", "answers.csv 第 2 行，“i2”列：得分是 2；这个模型只收 0 和 1"),
        ("i1,i1\n1,0\n", "answers.csv 第 1 行，“i1”列：列名重复"),
        ("person,i1\na,1\na,0\n", "answers.csv 第 3 行，“person”列：“a”已经在第 2 行出现过"),
        ("i1,i2\n1,NaN\n", "answers.csv 第 2 行，“i2”列：“NaN”不是得分；没有作答的格子请留空"),
        (
            "person,item,score\na,i1,1\na,i1,1\n",
            "answers.csv 第 3 行，“person,item”列：a 对 i1 的第 1 次作答已经在第 2 行出现过",
        ),
    ],
)
def test_bad_answers_are_refused_by_row_and_column_and_nothing_is_written(text: str, said: str, desk: Desk) -> None:
    desk.write("answers.csv", text)
    done = calibrate(desk)
    assert (done.code, done.problems, desk.files()) == (1, [said], {"answers.csv"})


def test_a_second_attempt_is_told_of(desk: Desk) -> None:
    scores, _ = simulated(60, 3)
    rows = [f"p{row},i{item},{score},1\n" for (row, item), score in np.ndenumerate(scores)]
    desk.write("answers.csv", "person,item,score,attempt\n" + "".join(rows) + "p0,i0,1,2\n")
    done = calibrate(desk)
    assert done.code == 0
    assert "注意：有 1 行是对同一题的再次作答（例如 p0 对 i0，第 182 行），只用了第一次" in done.problems


def test_a_place_that_cannot_be_written_is_refused_before_the_work(desk: Desk) -> None:
    desk.write("answers.csv", "not even a table")
    done = calibrate(desk, out="absent/params.json")
    assert done.code == 1 and done.problems[0].startswith("absent/params.json：没有文件夹")


def test_a_calibration_that_is_broken_off_leaves_the_old_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    desk.write("answers.csv", PATTERNS)
    desk.write("params.json", "old")
    monkeypatch.setattr("question_bank.irt_files.writing.json_text", broken)
    assert calibrate(desk).code == 130
    assert (desk / "params.json").read_text() == "old"
    assert sorted(os.listdir(desk.folder)) == ["answers.csv", "data", "params.json"]


@pytest.mark.parametrize("wrong", [["--nodes", "1"], ["--tolerance", "0"], ["--priors", "flat"], ["--model", "4pl"]])
def test_wrong_options_are_wrong_usage(wrong: list[str], desk: Desk) -> None:
    desk.write("answers.csv", PATTERNS)
    assert calibrate(desk, *wrong).code == 2


def test_part_marks_keep_the_scores_that_their_categories_stand_for(desk: Desk) -> None:
    chance = np.random.default_rng(9)
    scores = 1 + draw_answers(chance.normal(size=800), science.PARAMETERS, chance)
    desk.write("answers.csv", wide(scores))
    done = calibrate(desk, "--priors", "none", model="grm")
    assert (done.code, done.problems) == (0, [])
    document = desk.document("params.json")
    alone = calibrate_arrays(scores, "grm", priors="none")
    np.testing.assert_allclose(document["log_likelihood"], alone.log_likelihood, rtol=1e-12)
    first = document["items"][0]
    assert (first["scores"], first["categories"], first["c"]) == ([1, 2, 3, 4], 4, None)
    np.testing.assert_allclose(first["b"], np.mean(first["thresholds"]), rtol=1e-12)
    assert len(first["se_thresholds"]) == 3 and document["cov"]["parts"] == ["a", "t1", "t2", "t3"]
    scored = desk.irt(
        "score", desk / "answers.csv", "--params", desk / "params.json", "--method", "eap", "--out", desk / "s.csv"
    )
    assert scored.code == 0


def test_scores_that_nobody_got_are_collapsed_with_a_warning(desk: Desk) -> None:
    scores, _ = simulated(300, 5)
    scores[:, 2] *= 3
    scores[::10, 2] = 5
    desk.write("answers.csv", wide(scores))
    done = calibrate(desk, model="gpcm")
    assert (done.code, done.problems) == (0, ["注意：中间有的得分没有人得到，已经并掉：i3"])
    assert desk.document("params.json")["items"][2]["scores"] == [0, 3, 5]


def test_part_marks_can_be_held_by_their_scores(desk: Desk) -> None:
    scores, _ = simulated(500, 5)
    scores[:, :2] *= 2
    desk.write("answers.csv", wide(scores))
    held = [{"id": name, "a": 1.2, "thresholds": [b], "scores": [0, 2]} for name, b in (("i1", -1.5), ("i2", -0.75))]
    desk.write("old.json", {"model": "gpcm", "items": held})
    assert calibrate(desk, "--fixed", str(desk / "old.json"), model="gpcm").code == 0
    assert desk.document("params.json")["items"][1]["thresholds"] == [-0.75]
    scores[0, 1] = 1
    desk.write("answers.csv", wide(scores))
    refused = calibrate(desk, "--fixed", str(desk / "old.json"), model="gpcm")
    assert (refused.code, refused.problems) == (
        1,
        ["answers.csv 第 2 行，“i2”列：得分 1 不在这道固定题目的得分 0、2 之中"],
    )
    scores = scores.astype(np.int16)
    scores[3, 4] = 10_001
    desk.write("answers.csv", wide(scores))
    refused = calibrate(desk, model="gpcm")
    assert (refused.code, refused.problems) == (1, ["answers.csv 第 5 行，“i5”列：得分太大（10001）"])


def test_an_item_with_one_score_is_refused_for_part_marks(desk: Desk) -> None:
    scores, _ = simulated(50, 3)
    scores[:, 1] = 2
    desk.write("answers.csv", wide(scores))
    refused = calibrate(desk, model="grm")
    assert refused.code == 1 and refused.problems[0].startswith("answers.csv “i2”列：所有人的得分都一样")
