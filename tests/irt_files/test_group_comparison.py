"""From a file of answers to DIF.json: weights, part marks, matching, words, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt.dif import compare_groups
from question_bank.irt_files.dif_document import flag_in_words
from question_bank.irt_files.group_comparison import compare_file, from_zero
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import Responses, read_responses
from tests.irt.two_groups import B, answers


def file_of(path: Path, seed: int = 1, people: int = 900, halves: bool = False, extra: str = "") -> Responses:
    """Twenty right/wrong items, the fourth harder for the country; read back from a file with its groups."""
    scores, groups = answers(seed, people=people, shift={3: 1.2})
    cells = scores.astype(int).astype(str)
    if halves:
        cells[::4, 10:] = cells[1::4, 10:] = ""
        cells[2::4, :2] = cells[3::4, :2] = ""
    lines = [",".join(["home", *(f"i{item + 1}" for item in range(20))]) + ("," + extra if extra else "")]
    lines += [",".join([group, *row]) + (",2" if extra else "") for group, row in zip(groups, cells, strict=True)]
    path.write_text("\n".join(lines) + "\n")
    return read_responses(path, groups=["home"], weight=extra if extra == "w" else None)


def params(path: Path, items: int = 20) -> Path:
    entries = ",".join(f'{{"id":"i{item + 1}","a":1,"b":{B[item]}}}' for item in range(items))
    path.write_text(f'{{"items":[{entries}]}}')
    return path


def test_the_document_says_what_compare_groups_finds(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv")
    document = compare_file(responses, "home", "city")
    scores, groups = answers(1, people=900, shift={3: 1.2})
    (found,) = compare_groups(scores, groups, "city")
    assert [item["id"] for item in document["items"]] == [f"i{item + 1}" for item in range(20)]
    for name, column in (
        ("mh_chi2", found.mantel_haenszel.chi2),
        ("mh_delta", found.mantel_haenszel.delta),
        ("mh_se_delta", found.mantel_haenszel.se_delta),
        ("logistic_chi2", found.logistic.chi2),
        ("logistic_delta_r2", found.logistic.delta_r2),
    ):
        assert [item[name] for item in document["items"]] == column.tolist()
    hard = document["items"][3]
    assert (hard["focal"], hard["n_ref"], hard["n_focal"], hard["matching"]) == ("country", 450, 450, "total")
    assert hard["mh_class"] == "C" and hard["mh_flag"] == "差异较大：水平相当时，这道题对“country”偏难"
    assert document["items"][10]["mh_class"] == "A" and document["items"][10]["mh_flag"] == ""
    removed = document["comparisons"][0]["mantel_haenszel"]["removed"]
    assert "i4" in removed and removed == [item["id"] for item in document["items"] if not item["mh_anchor"]]


@pytest.mark.parametrize("column", ["w", "freq"])
def test_weights_and_frequencies_stand_for_people(tmp_path: Path, column: str) -> None:
    document = compare_file(file_of(tmp_path / "r.csv", extra=column), "home", "city", purify=False)
    scores, groups = answers(1, people=900, shift={3: 1.2})
    (twice,) = compare_groups(np.repeat(scores, 2, axis=0), np.repeat(groups, 2), "city", purify=False)
    assert document["items"][3]["n_ref"] == 900
    np.testing.assert_allclose([item["mh_chi2"] for item in document["items"]], twice.mantel_haenszel.chi2)
    assert not document["purified"] and not document["items"][0]["purified"]


def test_unequal_papers_are_matched_by_form_or_with_parameters_on_theta(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv", people=2000, halves=True)
    by_form = compare_file(responses, "home", "city")
    by_theta = compare_file(responses, "home", "city", file=read_parameters(params(tmp_path / "p.json")))
    assert {item["matching"] for item in by_form["items"]} == {"form"}
    assert {item["matching"] for item in by_theta["items"]} == {"theta"}
    assert by_form["items"][3]["mh_class"] == by_theta["items"][3]["mh_class"] == "C"


def test_few_people_and_answers_that_meet_nobody_are_warned_of(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv", people=100)
    assert "不到 200 人" in compare_file(responses, "home", "city")["warnings"][0]
    scores = np.array(responses.scores)
    chance = np.random.default_rng(1)
    scores[chance.random(scores.shape) < 0.1] = -1
    scattered = compare_file(responses._replace(scores=scores), "home", "city")
    assert any("只有" in warning and "--params" in warning for warning in scattered["warnings"])


def test_the_lowest_part_mark_counts_nothing() -> None:
    scores = np.array([[1, 1, 1, -1], [3, 1, 0, 4], [2, -1, 1, 2]], dtype=np.int8)
    assert from_zero(scores).tolist() == [[0, 1, 1, -1], [2, 1, 0, 2], [1, -1, 1, 0]]
    right_wrong = np.array([[1, 0], [1, 1]], dtype=np.int8)
    assert from_zero(right_wrong) is right_wrong


def test_words_say_for_whom_an_item_is_hard() -> None:
    assert flag_in_words("BB", "女", harder=False) == "差异中等：水平相当时，这道题对“女”偏易"
    assert flag_in_words("AA", "女", harder=True) == flag_in_words("", "女", harder=True) == ""


def test_an_item_without_numbers_gives_the_reason(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv")
    scores = np.array(responses.scores)
    scores[:, 5] = 1
    scores[1::2, 7] = -1
    items = compare_file(responses._replace(scores=scores), "home", "city")["items"]
    assert items[5]["reason"] == "可比的人得分都一样" and items[5]["mh_class"] is None
    assert "没有同时出现两组人" in items[7]["reason"] and items[7]["matching"] == "total"


def test_one_group_always_right_is_infinite_and_said_so(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv")
    scores = np.array(responses.scores)
    scores[::2, 6] = 1
    item = compare_file(responses._replace(scores=scores), "home", "city")["items"][6]
    assert item["mh_class"] == "C" and "无穷大" in item["reason"]


def test_groups_that_are_not_there_are_refused_with_those_that_are(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv")
    with pytest.raises(BadFile, match="“home”列：没有参照组“town”；有 city、country"):
        compare_file(responses, "home", "town")
    alone = responses._replace(groups={"home": np.array(["city"] * 900)})
    with pytest.raises(BadFile, match="没有可比的组"):
        compare_file(alone, "home", "city")


@pytest.mark.parametrize("reference", ["city", "country"])
def test_a_group_without_answers_is_refused_by_name(reference: str, tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv")
    scores = np.array(responses.scores)
    scores[responses.groups["home"] == "country"] = -1
    with pytest.raises(BadFile, match="“home”列：“country”组没有一个人作答"):
        compare_file(responses._replace(scores=scores), "home", reference)


def test_what_cannot_be_matched_is_refused(tmp_path: Path) -> None:
    responses = file_of(tmp_path / "r.csv", halves=True)
    with pytest.raises(BadFile, match="要给出题目参数"):
        compare_file(responses, "home", "city", matching="theta")
    with pytest.raises(BadFile, match="总分不能比"):
        compare_file(responses, "home", "city", matching="total")
    with pytest.raises(BadFile, match="“i20”列"):
        compare_file(responses, "home", "city", file=read_parameters(params(tmp_path / "p.json", items=19)))
    scores = np.full((900, 20), -1, dtype=np.int8)
    scores[::2, :10] = scores[1::2, 10:] = 1
    with pytest.raises(BadFile, match="没有答过同一份卷"):
        compare_file(responses._replace(scores=scores), "home", "city")
    huge = np.array(responses.scores, dtype=np.int16)
    huge[7, 2] = 101
    with pytest.raises(BadFile, match="第 9 行，“i3”列：得分 101 太大"):
        compare_file(responses._replace(scores=huge), "home", "city")
