"""Long files: a row an answer."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt_files import long_responses
from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import SparseScores, dense, dense_blocks, right_wrong, size, with_missing
from tests.irt_files.answer_files import answers, refusals


def test_rows_become_a_matrix_in_the_order_of_first_appearance(tmp_path: Path) -> None:
    found = answers(tmp_path, "person,item,score\nb,i9,1\na,i9,0\na,i1,1\n")
    assert (found.persons, found.item_ids) == (["b", "a"], ["i9", "i1"])
    np.testing.assert_array_equal(found.scores, [[1, -1], [0, 1]])
    np.testing.assert_array_equal(np.asarray(found.rows), [2, 3, 4])
    assert found.warnings == []


def test_columns_stand_in_any_order_and_others_are_left_alone(tmp_path: Path) -> None:
    found = answers(tmp_path, "round,score,mode,item,person\nopen,1,live,i1,a\n,0,x,i2,a\n")
    assert (found.persons, found.item_ids) == (["a"], ["i1", "i2"])
    np.testing.assert_array_equal(found.scores, [[1, 0]])


def test_a_long_file_without_scores_is_refused_as_such(tmp_path: Path) -> None:
    assert refusals(tmp_path, "person,item,mark\na,i1,1\n") == [
        "第 1 行：没有“score”这一列；长表要有 person、item、score 三列"
    ]


def test_a_status_says_what_a_missing_score_means(tmp_path: Path) -> None:
    text = "person,item,score,status\na,i1,1,answered\na,i2,,omitted\na,i3,,timed_out\na,i4,,not_reached\n"
    text += "a,i5,,not_presented\na,i6,0,\na,i7,,\na,i8,1,omitted\na,i9,1,not_reached\n"
    found = answers(tmp_path, text)
    np.testing.assert_array_equal(found.scores, [[1, 0, 0, -1, -1, 0, -1, 1, -1]])


def test_a_person_who_reached_nothing_is_a_person(tmp_path: Path) -> None:
    found = answers(tmp_path, "person,item,score,status\na,i1,,not_reached\nb,i1,1,answered\n")
    assert found.persons == ["a", "b"]
    np.testing.assert_array_equal(found.scores, [[-1], [1]])


def test_the_first_attempt_counts_and_the_others_are_told_of(tmp_path: Path) -> None:
    text = "person,item,score,status,attempt\na,i1,1,answered,2\na,i1,0,answered,1\na,i2,,not_reached,1\n"
    found = answers(tmp_path, text + "a,i2,1,answered,2\nb,i1,1,answered,\n")
    np.testing.assert_array_equal(found.scores, [[0, 1], [1, -1]])
    np.testing.assert_array_equal(np.asarray(found.rows), [3, 5, 6])
    assert found.warnings == ["有 1 行是对同一题的再次作答（例如 a 对 i1，第 2 行），只用了第一次"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            ["a,i1,1,answered,1", "b,i1,0,answered,1", "a,i1,0,answered,1"],
            ["第 4 行，“person,item”列：a 对 i1 的第 1 次作答已经在第 2 行出现过"],
        ),
        (
            ["a,i1,1,answered,1", "a,i1,,not_reached,"],
            ["第 3 行，“person,item”列：a 对 i1 的第 1 次作答已经在第 2 行出现过"],
        ),
        (["a,i1,-1,answered,1"], ["第 2 行，“score”列：得分是负数（-1）"]),
        (["a,i1,NaN,answered,1"], ["第 2 行，“score”列：“NaN”不是得分；没有作答的格子请留空"]),
        (["a,i1,0.5,answered,1"], ["第 2 行，“score”列：得分不是整数（0.5）"]),
        (["a,i1,,answered,1"], ["第 2 行，“score”列：已作答（answered），却没有得分"]),
        (
            ["a,i1,1,done,1"],
            ["第 2 行，“status”列：不认识的状态“done”；可用 answered、omitted、timed_out、not_reached、not_presented"],
        ),
        (["a,i1,1,,0"], ["第 2 行，“attempt”列：第几次作答要是从 1 起的整数，不是“0”"]),
        (["a,i1,1,,one"], ["第 2 行，“attempt”列：第几次作答要是从 1 起的整数，不是“one”"]),
        ([",i1,1,,1", "a,,1,,1"], ["第 2 行，“person”列：是空的", "第 3 行，“item”列：是空的"]),
    ],
)
def test_a_bad_row_is_named_with_its_column(rows: list[str], said: list[str], tmp_path: Path) -> None:
    assert refusals(tmp_path, "person,item,score,status,attempt\n" + "\n".join(rows) + "\n") == said


def test_groups_and_weights_are_told_once_a_person_and_must_agree(tmp_path: Path) -> None:
    text = "person,item,score,sex,w\na,i1,1,f,2\nb,i1,0,m,0.5\na,i2,1,f,2\n"
    found = answers(tmp_path, text, groups=["sex"], weight="w")
    assert found.groups["sex"].tolist() == ["f", "m"]
    np.testing.assert_array_equal(np.asarray(found.weights), [2.0, 0.5])
    assert refusals(tmp_path, text + "b,i2,0,f,0.5\nb,i3,1,m,1\n", groups=["sex"], weight="w") == [
        "第 5 行，“sex”列：和这个人前面的行不一致",
        "第 6 行，“w”列：和这个人前面的行不一致",
    ]


def test_blocks_join_to_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    cells = chance.permutation(40 * 9)[:200]
    scores = chance.integers(0, 2, 200)
    rows = [f"人{cell // 9},i{cell % 9},{score},g{cell // 9 % 3}" for cell, score in zip(cells, scores, strict=True)]
    text = "person,item,score,group\n" + "\n".join(rows)
    whole = answers(tmp_path, text, groups=["group"])
    monkeypatch.setattr("question_bank.irt_files.tables.BLOCK", 64)
    pieces = answers(tmp_path, text, groups=["group"])
    np.testing.assert_array_equal(pieces.scores, whole.scores)
    assert (pieces.persons, pieces.item_ids) == (whole.persons, whole.item_ids)
    assert pieces.persons is not None
    for person, item, score in zip(cells // 9, cells % 9, scores, strict=True):
        place = pieces.persons.index(f"人{person}")
        assert np.asarray(pieces.scores)[place, pieces.item_ids.index(f"i{item}")] == score
        assert pieces.groups["group"][place] == f"g{person % 3}"


def test_few_answers_of_many_stay_sparse_and_spread_out_to_the_same_matrix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "person,item,score\n" + "\n".join(f"p{n % 11},i{n * 7 % 13},{n % 2}" for n in range(0, 143, 9))
    whole = answers(tmp_path, text)
    monkeypatch.setattr(long_responses, "SMALL", 10)
    sparse = answers(tmp_path, text).scores
    assert isinstance(sparse, SparseScores)
    assert (sparse.persons, sparse.items) == size(whole)
    assert (np.diff(sparse.person) >= 0).all()
    np.testing.assert_array_equal(dense(sparse), whole.scores)
    joined = np.concatenate([scores for _, scores in dense_blocks(sparse, 3)])
    np.testing.assert_array_equal(joined, whole.scores)
    parts = [part for part, _ in dense_blocks(np.asarray(whole.scores), 3)]
    assert [part.start for part in parts] == list(range(0, 11, 3)) and parts[-1].stop == 11


def test_a_full_matrix_is_spread_out_unless_it_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "person,item,score\n" + "\n".join(f"p{n // 4},i{n % 4},1" for n in range(20))
    monkeypatch.setattr(long_responses, "SMALL", 10)
    assert not isinstance(answers(tmp_path, text).scores, SparseScores)
    monkeypatch.setattr(long_responses, "LARGE", 19)
    assert isinstance(answers(tmp_path, text).scores, SparseScores)


@pytest.mark.parametrize("small", [0, 1000])
def test_part_marks_are_named_by_row_person_and_item_for_right_wrong_models(
    small: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_responses, "SMALL", small)
    monkeypatch.setattr(long_responses, "FILLED", 1.1)
    found = answers(tmp_path, "person,item,score\nb,i2,1\nb,i1,0\na,i1,2\na,i2,1\n")
    assert isinstance(found.scores, SparseScores) == (small == 0)
    with pytest.raises(BadFile) as refused:
        right_wrong(found)
    assert refused.value.problems == [f"{found.source} 第 4 行，“score（a，i1）”列：得分是 2；这个模型只收 0 和 1"]


def test_floats_have_nan_where_nothing_was_presented(tmp_path: Path) -> None:
    found = answers(tmp_path, "i1,i2\n1,\n0,2\n")
    np.testing.assert_array_equal(with_missing(np.asarray(found.scores)), [[1, np.nan], [0, 2]])
