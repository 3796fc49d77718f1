"""Tables are read as Python's own csv module reads them, only by whole columns."""

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt_files import tables
from question_bank.irt_files.problems import BadFile, Problems
from question_bank.irt_files.tables import read_table

CELLS = st.text(st.sampled_from('ab0,"\n 问é😀'), max_size=6)


def rows_of(path: Path) -> list[list[str]]:
    problems = Problems(path.name)
    table = read_table(path, problems)
    rows = []
    for block in table.blocks:
        columns = [block.texts(column) for column in range(len(table.header))]
        rows += [list(row) for row in zip(*columns, strict=True)]
    problems.refuse()
    return [table.header, *rows]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(content)
    return path


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([1, 2, 7, 1 << 20]),
)
def test_what_the_csv_module_writes_is_read_back(
    rows: list[tuple[str, str, str]],
    quoting: Literal[0, 1],
    end: str,
    block: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    path = written(tmp_path_factory.mktemp("tables"), text.getvalue().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "BLOCK", block)
        assert rows_of(path) == [["a", "b", "c"], *(list(row) for row in rows)]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\n1,2",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b"a,b\n1,2\n\n\n\r\n",
        b'"a","b"\n"1","2"\n',
        b" a ,b\n1,2\n",
    ],
)
def test_files_of_every_program_say_the_same(content: bytes, tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, content)) == [["a", "b"], ["1", "2"]]


def test_blank_lines_at_the_end_are_no_rows_even_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BLOCK", 4)
    assert rows_of(written(tmp_path, b"a\n1\n\n\n\n\n\n\n\n\n")) == [["a"], ["1"]]
    assert rows_of(written(tmp_path, b"a\n1\n\n\n\n\n\n\n2\n")) == [["a"], ["1"], *[[""]] * 6, ["2"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["answers.csv：文件是空的"]),
        (b"\n\n", ["answers.csv：文件是空的"]),
        (b"a,b\n", ["answers.csv：只有表头，没有数据"]),
        (b"a,b\n\n\n", ["answers.csv：只有表头，没有数据"]),
        (b"a;b\n1;2\n", ["answers.csv 第 1 行：列之间要用逗号，不是分号"]),
        (b"a\tb\n1\t2\n", ["answers.csv 第 1 行：列之间要用逗号，不是制表符"]),
        (
            b"a,,a,b,b\n1,2,3,4,5\n",
            [
                "answers.csv 第 1 行，第 2 列：没有列名",
                "answers.csv 第 1 行，“a”列：列名重复",
                "answers.csv 第 1 行，“b”列：列名重复",
            ],
        ),
        (
            b"a,b\n1,2\n1\n\n1,2,3\n1,2\n",
            [
                "answers.csv 第 3 行：有 1 格，表头有 2 列",
                "answers.csv 第 4 行：空行",
                "answers.csv 第 5 行：有 3 格，表头有 2 列",
            ],
        ),
        (
            b"a,b\n1,2,3\n4\n",
            ["answers.csv 第 2 行：有 3 格，表头有 2 列", "answers.csv 第 3 行：有 1 格，表头有 2 列"],
        ),
        (b"a,b\n1,\0\n", ["answers.csv 第 2 行，“b”列：含有空字符（NUL），不是文本文件"]),
        (
            "a,b\n1,2\n是,2\n".encode("gbk"),
            ["answers.csv 第 3 行，“a”列：编码不是 UTF-8；请在表格软件里另存为“CSV UTF-8（逗号分隔）”"],
        ),
        (
            "题,b\n1,2\n".encode("gbk"),
            ["answers.csv 第 1 行，第 1 列：编码不是 UTF-8；请在表格软件里另存为“CSV UTF-8（逗号分隔）”"],
        ),
        ("a,b\n1,2\n".encode("utf-16"), ["answers.csv 第 1 行：编码是 UTF-16；请另存为“CSV UTF-8（逗号分隔）”"]),
        (b'a,b\n1,2\n"1,2\n1,2\n', ["answers.csv 第 3 行：双引号没有闭合，或者这一行太长"]),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_place(content: bytes, said: list[str], tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        rows_of_named(written(tmp_path, content))
    assert refused.value.problems == said


def rows_of_named(path: Path) -> None:
    problems = Problems("answers.csv")
    for _ in read_table(path, problems).blocks:
        pass
    problems.refuse()


def test_twenty_problems_are_said_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        rows_of_named(written(tmp_path, b"a,b\n" + b"1\n" * 33))
    assert len(refused.value.problems) == 21
    assert refused.value.problems[-1] == "answers.csv：还有 13 处问题"


@pytest.mark.parametrize(("name", "said"), [("absent.csv", "没有这个文件"), (".", "这是文件夹，不是文件")])
def test_a_file_that_cannot_be_opened_is_named(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=said):
        rows_of(tmp_path / name)
