"""People and their abilities from a file."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.theta_file import ThetaFile, read_thetas


def thetas(folder: Path, text: str, known: bool = True) -> ThetaFile:
    path = folder / "thetas.csv"
    path.write_text(text, "utf-8")
    return read_thetas(path, known=known)


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        thetas(folder, text)
    return [problem.removeprefix(f"{folder}/thetas.csv").lstrip(" ：") for problem in refused.value.problems]


def test_people_come_in_their_order(tmp_path: Path) -> None:
    found = thetas(tmp_path, "person,note,theta\nb,x,-1.5\na,y,2\n")
    assert (found.persons, found.rows) == (["b", "a"], [2, 3])
    np.testing.assert_array_equal(found.theta, [-1.5, 2])


def test_where_theta_is_not_needed_it_may_be_missing(tmp_path: Path) -> None:
    np.testing.assert_array_equal(thetas(tmp_path, "person,theta\na,\nb,1\n", known=False).theta, [np.nan, 1])
    np.testing.assert_array_equal(thetas(tmp_path, "person\na\n", known=False).theta, [np.nan])


def test_faults_are_named_by_row_and_column(tmp_path: Path) -> None:
    assert refusals(tmp_path, "person,theta\na,1\n,2\na,x\nb,inf\nc,\n") == [
        "第 3 行，“person”列：是空的",
        "第 4 行，“person”列：“a”已经在第 2 行出现过",
        "第 4 行，“theta”列：能力值要是有限的数，不是“x”",
        "第 5 行，“theta”列：能力值要是有限的数，不是“inf”",
        "第 6 行，“theta”列：能力值要是有限的数，不是“”",
    ]
    assert refusals(tmp_path, "name,ability\na,1\n") == [
        "第 1 行：没有“person”这一列",
        "第 1 行：没有“theta”这一列",
    ]
