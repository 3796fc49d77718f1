"""Tables of numbers: every digit, and names as they are."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt_files import number_tables
from question_bank.irt_files.number_tables import write_columns, write_row
from question_bank.irt_files.simulated_files import write_answers


@given(st.lists(st.tuples(st.text(max_size=4).filter(lambda text: "\r" not in text), st.floats()), min_size=1))
def test_names_and_numbers_are_read_back_exactly(rows: list[tuple[str, float]]) -> None:
    names, numbers = [name for name, _ in rows], np.array([number for _, number in rows])
    file = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(number_tables, "ROWS_AT_A_TIME", 3)
        write_columns(file, [names, numbers, np.arange(len(rows))])
    read = list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))
    assert [row[0] for row in read] == names
    for row, number in zip(read, numbers, strict=True):
        np.testing.assert_equal(float(row[1]) if row[1] else np.nan, number)
    assert [row[2] for row in read] == [str(place) for place in range(len(rows))]


def test_infinities_are_written_out_and_nan_is_blank() -> None:
    file = io.BytesIO()
    write_row(file, ["theta", "a,b"])
    write_columns(file, [np.array([np.inf, -np.inf, np.nan])])
    write_columns(file, [np.array(["ok", "x,y"])])
    assert file.getvalue() == b'theta,"a,b"\ninf\n-inf\n\nok\n"x,y"\n'


def test_answers_of_people_with_names_of_any_length() -> None:
    file = io.BytesIO()
    write_answers(file, ["甲", "bb", ""], np.array([[1, -1, 0], [9, 0, 0], [-1, -1, -1]], dtype=np.int8))
    assert file.getvalue().decode() == "甲,1,,0\nbb,9,0,0\n,,,\n"
