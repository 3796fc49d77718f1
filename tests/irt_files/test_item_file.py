"""ITEMS.csv."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.irt_files.item_file import known_of, read_items
from question_bank.irt_files.problems import BadFile


def stored(folder: Path, text: str) -> Path:
    path = folder / "items.csv"
    path.write_text(text, "utf-8")
    return path


def test_what_is_known_of_items_is_found_by_id(tmp_path: Path) -> None:
    file = read_items(stored(tmp_path, "item,options,author_b,topic\na,4,-0.5,健康\nb,,1e-1,\nc,2,,x\n"))
    assert (file.ids, file.attributes[0]) == (["a", "b", "c"], {"topic": "健康"})
    options, author_b = known_of(file, ["c", "absent", "a", "b"])
    np.testing.assert_array_equal(options, [2, np.nan, 4, np.nan])
    np.testing.assert_array_equal(author_b, [np.nan, np.nan, -0.5, 0.1])


def test_a_file_about_other_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="没有一道题在作答文件里（那里有 x、y 等）"):
        known_of(read_items(stored(tmp_path, "item\na\nb\n")), ["x", "y"])


def test_columns_may_be_absent(tmp_path: Path) -> None:
    file = read_items(stored(tmp_path, "item\na\nb\n"))
    assert np.isnan(file.options).all() and np.isnan(file.author_b).all() and file.options.shape == (2,)


def test_what_is_wrong_is_named_by_row_and_column(tmp_path: Path) -> None:
    path = stored(tmp_path, "item,options,author_b\na,4,0\na,1,0\n,2.5,nan\nb,x,hard\nc,-3,inf\n")
    with pytest.raises(BadFile) as refused:
        read_items(path)
    assert [problem.removeprefix(f"{path} ") for problem in refused.value.problems] == [
        "第 3 行，“item”列：“a”已经在第 2 行出现过",
        "第 4 行，“item”列：是空的",
        "第 3 行，“options”列：选项数要是 2 以上的整数，不是“1”",
        "第 4 行，“options”列：选项数要是 2 以上的整数，不是“2.5”",
        "第 5 行，“options”列：选项数要是 2 以上的整数，不是“x”",
        "第 6 行，“options”列：选项数要是 2 以上的整数，不是“-3”",
        "第 4 行，“author_b”列：难度要是有限的数，不是“nan”",
        "第 5 行，“author_b”列：难度要是有限的数，不是“hard”",
        "第 6 行，“author_b”列：难度要是有限的数，不是“inf”",
    ]


def test_a_table_without_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="没有“item”这一列"):
        read_items(stored(tmp_path, "id,options\na,4\n"))
