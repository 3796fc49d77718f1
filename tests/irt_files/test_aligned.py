"""Answers find the parameters of their items by id."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt.parameters import ItemParameters, StepParameters
from question_bank.irt_files import long_responses
from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import SparseScores
from tests.irt_files.answer_files import answers
from tests.irt_files.test_parameter_file import stored

RIGHT_WRONG = [{"id": "i1", "a": 1, "b": -1}, {"id": "i2", "a": 1.2, "b": 0}, {"id": "i3", "a": 1, "b": 1}]
PART_MARKS = {
    "model": "gpcm",
    "items": [
        {"id": "i1", "a": 1, "thresholds": [-1, 1], "scores": [0, 2, 5]},
        {"id": "i2", "a": 1.5, "thresholds": [0], "scores": [1, 2]},
        {"id": "i3", "a": 2, "thresholds": [0, 1, 2]},
    ],
}


def test_items_are_matched_by_id_in_the_order_of_the_answers(tmp_path: Path) -> None:
    found = aligned(answers(tmp_path, "person,i3,i1\na,1,\nb,0,1\n"), read_parameters(stored(tmp_path, RIGHT_WRONG)))
    assert found.ids == ["i3", "i1"]
    np.testing.assert_array_equal(found.places, [2, 0])
    assert isinstance(found.parameters, ItemParameters)
    np.testing.assert_array_equal(found.parameters.b, [1, -1])
    np.testing.assert_array_equal(found.scores, [[1, -1], [0, 1]])


def test_items_without_parameters_are_named(tmp_path: Path) -> None:
    file = read_parameters(stored(tmp_path, RIGHT_WRONG))
    wide = answers(tmp_path, "i1,i8,i9\n1,0,1\n")
    with pytest.raises(BadFile) as refused:
        aligned(wide, file)
    assert refused.value.problems == [
        f"{wide.source} 第 1 行，“{name}”列：{file.source} 里没有这道题；若不是题目，请用 --ignore 略去这一列"
        for name in ("i8", "i9")
    ]


@pytest.mark.parametrize("large", [1, 1000])
def test_unknown_items_of_a_long_file_are_named_with_their_first_row(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_responses, "LARGE", large)
    file = read_parameters(stored(tmp_path, RIGHT_WRONG))
    long = answers(tmp_path, "person,item,score\nb,i8,1\na,i1,1\na,i8,0\na,i9,\n")
    with pytest.raises(BadFile) as refused:
        aligned(long, file)
    assert refused.value.problems == [
        f"{long.source} 第 2 行，“item”列：{file.source} 里没有“i8”这道题",
        f"{long.source} “item”列：{file.source} 里没有“i9”这道题",
    ]


def test_part_marks_are_refused_beside_right_wrong_parameters(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="第 2 行，“i1”列：得分是 2"):
        aligned(answers(tmp_path, "i1\n2\n"), read_parameters(stored(tmp_path, RIGHT_WRONG)))


def test_scores_turn_into_the_categories_they_stand_for(tmp_path: Path) -> None:
    file = read_parameters(stored(tmp_path, PART_MARKS))
    found = aligned(answers(tmp_path, "i2,i1,i3\n1,5,3\n2,2,\n,0,0\n"), file)
    np.testing.assert_array_equal(found.scores, [[0, 2, 3], [1, 1, -1], [-1, 0, 0]])
    assert isinstance(found.parameters, StepParameters)
    np.testing.assert_array_equal(found.parameters.a, [1.5, 1, 2])


def test_a_score_that_an_item_does_not_know_is_named_with_its_place(tmp_path: Path) -> None:
    file = read_parameters(stored(tmp_path, PART_MARKS))
    wide = answers(tmp_path, "i1,i2\n2,1\n3,9\n")
    with pytest.raises(BadFile) as refused:
        aligned(wide, file)
    assert refused.value.problems == [
        f"{wide.source} 第 3 行，“i1”列：得分 3 不在这道题的得分 0、2、5 之中",
        f"{wide.source} 第 3 行，“i2”列：得分 9 不在这道题的得分 1、2 之中",
    ]


def test_sparse_answers_are_matched_as_dense_ones_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_responses, "LARGE", 1)
    file = read_parameters(stored(tmp_path, PART_MARKS))
    found = aligned(answers(tmp_path, "person,item,score\na,i2,2\nb,i1,5\nb,i2,1\n"), file)
    assert isinstance(found.scores, SparseScores)
    np.testing.assert_array_equal(found.scores.item, [0, 0, 1])
    np.testing.assert_array_equal(found.scores.score, [1, 0, 2])
    long = answers(tmp_path, "person,item,score\na,i2,2\nb,i1,4\n")
    with pytest.raises(BadFile) as refused:
        aligned(long, file)
    assert refused.value.problems == [
        f"{long.source} 第 3 行，“score（b，i1）”列：得分 4 不在这道题的得分 0、2、5 之中"
    ]
