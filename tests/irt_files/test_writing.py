"""Files appear whole or not at all."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.writing import check_place, folder_written_whole, json_text, write_json, written_whole


def test_a_file_is_in_its_place_when_it_is_finished_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with written_whole(path) as file:
        file.write(b"theta\n")
        assert not path.exists()
    assert path.read_bytes() == b"theta\n"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_job_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), written_whole(path) as file:
        file.write(b"half a fi")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_link_still_points_to_the_file_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "target.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with written_whole(link) as file:
        file.write(b"new")
    assert link.is_symlink() and target.read_bytes() == b"new"


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with written_whole(pipe) as file:
        file.write(b"through")
    assert os.read(reading, 100) == b"through"
    os.close(reading)
    assert pipe.is_fifo()


def test_a_pipe_without_a_name_is_written_to() -> None:
    reading, writing = os.pipe()
    with written_whole(Path(f"/dev/fd/{writing}")) as file:
        file.write(b"through")
    assert os.read(reading, 100) == b"through"
    for end in (reading, writing):
        os.close(end)


def test_a_full_device_is_refused() -> None:
    with pytest.raises(BadFile, match="写不进去"):
        write_json(Path("/dev/full"), {"a": 1})


def test_a_place_that_cannot_be_written_is_known_beforehand(tmp_path: Path) -> None:
    check_place(tmp_path / "new.csv")
    with pytest.raises(BadFile, match="没有文件夹"):
        check_place(tmp_path / "absent" / "new.csv")
    with pytest.raises(BadFile, match="这是文件夹"):
        check_place(tmp_path)
    with pytest.raises(BadFile, match="没有文件夹"), written_whole(tmp_path / "absent" / "new.csv"):
        pass


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    answers, link = tmp_path / "answers.csv", tmp_path / "link.csv"
    answers.write_bytes(b"i1\n1\n")
    link.symlink_to(answers)
    for out in (answers, link, tmp_path / "." / "answers.csv"):
        with pytest.raises(BadFile, match="这是输入文件"):
            check_place(out, None, answers)
    check_place(tmp_path / "new.csv", answers, tmp_path / "absent.csv")


def test_json_keeps_all_digits_and_knows_no_nan(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_json(path, {"a": 0.1 + 0.2, "题": [float("nan"), float("inf"), 1], "deep": {"x": (float("-inf"),)}})
    assert json.loads(path.read_text("utf-8"), parse_constant=pytest.fail) == {
        "a": 0.1 + 0.2,
        "题": [None, None, 1],
        "deep": {"x": [None]},
    }


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
)


@given(VALUES)
def test_json_spread_over_lines_says_the_same(value: object) -> None:
    assert json.loads(json_text(value)) == value


def test_a_row_of_a_matrix_stands_on_a_line() -> None:
    assert json_text({"cov": {"order": ["a", "b"], "matrix": [[1, 0], [0, 1]]}, "link": None}).splitlines() == [
        "{",
        ' "cov": {',
        '  "order": ["a", "b"],',
        '  "matrix": [',
        "   [1, 0],",
        "   [0, 1]",
        "  ]",
        " },",
        ' "link": null',
        "}",
    ]


def test_a_folder_appears_with_all_its_files_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    with pytest.raises(ZeroDivisionError), folder_written_whole(folder) as place:
        (place / "one.csv").write_bytes(b"1")
        raise ZeroDivisionError
    assert list((tmp_path / "deep").iterdir()) == []
    with folder_written_whole(folder) as place:
        (place / "one.csv").write_bytes(b"1")
        assert not folder.exists()
    assert [path.name for path in (tmp_path / "deep").rglob("*")] == ["out", "one.csv"]
