"""Wide files: a row a contestant, a column an item."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import names, read_responses, right_wrong, size
from tests.irt_files.answer_files import answers, refusals


def test_cells_are_scores_and_empty_cells_were_not_presented(tmp_path: Path) -> None:
    found = answers(tmp_path, "person,i1,i2,i3\n甲,1,0,\n乙,,1,12\n")
    assert (found.persons, found.item_ids, found.rows, found.warnings) == (["甲", "乙"], ["i1", "i2", "i3"], None, [])
    np.testing.assert_array_equal(found.scores, [[1, 0, -1], [-1, 1, 12]])
    assert np.asarray(found.scores).dtype == np.int8
    assert size(found) == (2, 3)


def test_without_names_people_go_by_their_numbers(tmp_path: Path) -> None:
    found = answers(tmp_path, "i1,i2\n1,0\n0,1\n")
    assert found.persons is None and names(found) == ["1", "2"]


def test_an_item_alone_makes_a_file(tmp_path: Path) -> None:
    np.testing.assert_array_equal(answers(tmp_path, "i1\n1\n0\n\n1\n").scores, [[1], [0], [-1], [1]])


def test_numbers_may_be_quoted_spaced_or_written_as_statistics_programs_do(tmp_path: Path) -> None:
    found = answers(tmp_path, '"i1","i2","i3"\n"1","","0"\n1.0, 2 , \n007,  ,3.00\n')
    np.testing.assert_array_equal(found.scores, [[1, -1, 0], [1, 2, -1], [7, -1, 3]])


def test_scores_beyond_eight_bits_widen_the_matrix(tmp_path: Path) -> None:
    found = np.asarray(answers(tmp_path, "i1,i2\n0,128\n,32767\n").scores)
    assert found.dtype == np.int16
    np.testing.assert_array_equal(found, [[0, 128], [-1, 32767]])


def test_columns_about_people_stand_anywhere(tmp_path: Path) -> None:
    found = answers(
        tmp_path,
        "sex,i1,freq,w,i2,note,area\nf,1,3,0.5,0,x,北\nm,0,0,2e0,1,y,南\n",
        weight="w",
        groups=["sex", "area"],
        ignore=["note"],
    )
    assert found.item_ids == ["i1", "i2"]
    np.testing.assert_array_equal(found.scores, [[1, 0], [0, 1]])
    np.testing.assert_array_equal(np.asarray(found.frequency), [3, 0])
    np.testing.assert_array_equal(np.asarray(found.weights), [0.5, 2.0])
    assert {name: labels.tolist() for name, labels in found.groups.items()} == {"sex": ["f", "m"], "area": ["北", "南"]}


def test_a_person_or_freq_column_can_be_left_out(tmp_path: Path) -> None:
    found = answers(tmp_path, "person,freq,i1\na,1,1\na,x,0\n", ignore=["person", "freq"])
    assert (found.persons, found.frequency, found.item_ids) == (None, None, ["i1"])


def test_blocks_join_to_the_same_matrix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = np.random.default_rng(7).integers(-1, 10, (500, 7))
    lines = [",".join("" if score < 0 else str(score) for score in row) for row in expected.tolist()]
    text = "person," + ",".join(f"i{item}" for item in range(7)) + "\n"
    text += "".join(f"人{number},{line}\n" for number, line in enumerate(lines))
    monkeypatch.setattr("question_bank.irt_files.tables.BLOCK", 37)
    found = answers(tmp_path, text)
    np.testing.assert_array_equal(found.scores, expected)
    assert found.persons == [f"人{number}" for number in range(500)]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-1", "得分是负数（-1）"),
        ("0.5", "得分不是整数（0.5）"),
        ("NaN", "“NaN”不是得分；没有作答的格子请留空"),
        ("NA", "“NA”不是得分；没有作答的格子请留空"),
        ("x", "“x”不是得分"),
        ("对", "“对”不是得分"),
        ("1e400", "得分太大（1e400）"),
        ("１", "得分要写成 0、1、2 这样，不能是“１”"),
        ("40000", "得分太大（40000）"),
        ("99999999999", "得分太大（99999999999）"),
        ("1 2", "“1 2”不是得分"),
        ('"a""b"', '“a"b”不是得分'),
    ],
)
def test_a_cell_that_is_no_score_is_named_with_row_and_column(cell: str, why: str, tmp_path: Path) -> None:
    assert refusals(tmp_path, f"person,i1,i2\na,1,0\nb,0,{cell}\n") == [f"第 3 行，“i2”列：{why}"]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = "person,i1,freq,w\na,x,1,1\na,1,-1,0\n,1,2,nan\nb,1,2\nc,1,1.5,一\n"
    assert refusals(tmp_path, text, weight="w") == [
        "第 5 行：有 3 格，表头有 4 列",
        "第 2 行，“i1”列：“x”不是得分",
        "第 4 行，“person”列：是空的",
        "第 3 行，“freq”列：人数要是从 0 起的整数，不是“-1”",
        "第 6 行，“freq”列：人数要是从 0 起的整数，不是“1.5”",
        "第 3 行，“w”列：权重要是正数，不是“0”",
        "第 4 行，“w”列：权重要是正数，不是“nan”",
        "第 6 行，“w”列：权重要是正数，不是“一”",
        "第 3 行，“person”列：“a”已经在第 2 行出现过",
    ]


def test_a_column_of_texts_is_refused_with_the_number_of_its_cells(tmp_path: Path) -> None:
    found = refusals(tmp_path, "i1,sex\n" + "1,f\n" * 50)
    assert found[0] == "第 2 行，“sex”列：“f”不是得分"
    assert found[-1] == "还有 30 处问题"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weight": "w"}, "没有“w”这一列"),
        ({"groups": ["sex", "area"]}, "没有“sex”这一列"),
        ({"ignore": ["note"]}, "没有“note”这一列"),
        ({"groups": ["i1"], "ignore": ["i1"]}, "“i1”列：既要用又要忽略"),
        ({"ignore": ["i1"]}, "没有题目的列"),
    ],
)
def test_columns_that_cannot_be_had_are_named(options: dict[str, str], said: str, tmp_path: Path) -> None:
    found = refusals(tmp_path, "i1\n1\n", **options)
    assert found[0] in (f"第 1 行：{said}", f"第 1 行，{said}") and len(set(found)) == len(found)


def test_an_empty_group_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "sex,i1\nf,1\n,0\n", groups=["sex"]) == ["第 3 行，“sex”列：是空的"]


def test_right_wrong_models_take_nothing_but_zero_and_one(tmp_path: Path) -> None:
    right_wrong(answers(tmp_path, "i1,i2\n0,1\n,1\n"))
    found = answers(tmp_path, "i1,i2\n0,1\n2,\n1,3\n")
    with pytest.raises(BadFile) as refused:
        right_wrong(found)
    assert refused.value.problems == [
        f"{found.source} 第 3 行，“i1”列：得分是 2；这个模型只收 0 和 1",
        f"{found.source} 第 4 行，“i2”列：得分是 3；这个模型只收 0 和 1",
    ]


def test_people_without_any_answer_are_people(tmp_path: Path) -> None:
    np.testing.assert_array_equal(answers(tmp_path, "person,i1,i2\na,,\nb,1,\n").scores, [[-1, -1], [1, -1]])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"absent\.csv：没有这个文件"):
        read_responses(tmp_path / "absent.csv")
