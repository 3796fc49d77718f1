"""Cells of a spreadsheet show text; they never run it."""

from hypothesis import given
from hypothesis import strategies as st

from contest.services.spreadsheet_cells import inert


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    assert not str(inert(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.none()))
def test_numbers_stay_numbers(value: object) -> None:
    assert inert(value) is value
