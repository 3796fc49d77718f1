"""Items of another calibration hold the scale."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt.parameters import ItemParameters, StepParameters
from question_bank.irt_files import long_responses
from question_bank.irt_files.fixed_items import fixed_items, refuse_unknown_scores
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import BadFile
from tests.irt_files.answer_files import answers
from tests.irt_files.test_parameter_file import stored

RIGHT_WRONG = [{"id": "i1", "a": 1.5, "b": -1, "c": 0.2}, {"id": "i2", "a": 1.2, "b": 0.5}]
PART_MARKS = {"model": "grm", "items": [{"id": "i1", "a": 1.5, "thresholds": [-1, 1], "scores": [0, 2, 4]}]}


def test_shared_items_are_fixed_in_the_order_of_the_answers(tmp_path: Path) -> None:
    found = fixed_items(read_parameters(stored(tmp_path, RIGHT_WRONG)), ["x", "i2", "i1"], "2pl")
    assert found.mask.tolist() == [False, True, True]
    assert isinstance(found.parameters, ItemParameters)
    np.testing.assert_array_equal([part[1:] for part in found.parameters], [[1.2, 1.5], [0.5, -1], [0, 0.2]])


def test_part_marks_are_fixed_by_their_thresholds(tmp_path: Path) -> None:
    found = fixed_items(read_parameters(stored(tmp_path, PART_MARKS)), ["x", "i1"], "grm")
    assert isinstance(found.parameters, StepParameters)
    assert (found.mask.tolist(), found.parameters.thresholds[1].tolist()) == ([False, True], [-1, 1])
    assert found.scores == [None, [0, 2, 4]]


def test_items_that_cannot_hold_the_scale_are_refused(tmp_path: Path) -> None:
    file = read_parameters(stored(tmp_path, RIGHT_WRONG))
    with pytest.raises(BadFile, match="没有一道题在作答文件里"):
        fixed_items(file, ["x"], "2pl")
    with pytest.raises(BadFile, match="是 3pl 的参数，不能固定在 grm 里"):
        fixed_items(file, ["i1"], "grm")
    with pytest.raises(BadFile, match="是 grm 的参数，不能固定在 1pl 里"):
        fixed_items(read_parameters(stored(tmp_path, PART_MARKS)), ["i1"], "1pl")
    with pytest.raises(BadFile, match="是 grm 的参数，不能固定在 pcm 里"):
        fixed_items(read_parameters(stored(tmp_path, PART_MARKS)), ["i1"], "pcm")


def test_slopes_that_cannot_hold_the_scale_are_refused(tmp_path: Path) -> None:
    falling = read_parameters(stored(tmp_path, [{"id": "i1", "a": -1, "b": 0}, {"id": "i2", "a": 1, "b": 0}]))
    with pytest.raises(BadFile) as refused:
        fixed_items(falling, ["i2", "i1"], "2pl")
    assert refused.value.problems == [f"{falling.source}：题目“i1”的 a 是 -1；固定的区分度要大于 0"]
    unequal = read_parameters(stored(tmp_path, RIGHT_WRONG))
    with pytest.raises(BadFile) as various:
        fixed_items(unequal, ["i1", "i2"], "1pl")
    assert various.value.problems == [
        f"{unequal.source}：1pl 的题目区分度都一样，固定的题目也要这样（现在从 1.2 到 1.5）"
    ]
    assert fixed_items(unequal, ["i1"], "1pl").mask.tolist() == [True]


@pytest.mark.parametrize("large", [1, 1000])
def test_scores_that_a_fixed_item_lacks_are_named(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_responses, "LARGE", large)
    found = answers(tmp_path, "person,item,score\na,i1,2\na,x,3\nb,i1,3\nc,i1,\n")
    with pytest.raises(BadFile) as refused:
        refuse_unknown_scores(found, [[0, 2, 4], None])
    assert refused.value.problems == [
        f"{found.source} 第 4 行，“score（b，i1）”列：得分 3 不在这道固定题目的得分 0、2、4 之中"
    ]
    refuse_unknown_scores(found, [[2, 3], None])
