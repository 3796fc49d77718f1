"""The markup of stems, options and explanations: what it means, and that every text can be said in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.markup import (
    Bold,
    Maths,
    Paragraph,
    Picture,
    Table,
    Text,
    escape,
    has_maths,
    parse,
    picture,
    picture_names,
    plain,
    signs,
    table,
)
from tests.bank.markup_trees import CASES, marked_texts, tree_of

ANY = st.one_of(st.text(), marked_texts())
LINE = ANY.map(lambda text: " ".join(text.split("\n")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["says"]))
def test_what_a_text_means(case: dict[str, Any]) -> None:
    assert tree_of(parse(case["text"])) == case["tree"]
    assert plain(case["text"]) == case["plain"]


@given(ANY)
def test_an_escaped_text_says_exactly_that_text(text: str) -> None:
    assert plain(escape(text)) == text


@given(st.lists(ANY, max_size=6))
def test_escaped_texts_can_be_joined(texts: list[str]) -> None:
    assert plain("".join(escape(text) for text in texts)) == "".join(texts)


@given(LINE.filter(lambda text: text.strip(" \t\r\u3000") == text != ""))
def test_an_escaped_text_can_be_made_bold(text: str) -> None:
    assert parse(f"**{escape(text)}**") == (Paragraph((Bold((Text(text),)),)),)


@given(st.lists(st.lists(LINE, min_size=2, max_size=2), min_size=1, max_size=4), st.booleans())
def test_a_table_of_escaped_texts_has_exactly_these_cells(rows: list[list[str]], head: bool) -> None:
    (block, *rest) = parse(table([[escape(cell) for cell in row] for row in rows], head))
    if not head and len(rows) == 1:
        return
    assert isinstance(block, Table) and not rest
    found = [*([block.head] if block.head else []), *block.rows]
    said = ["".join(each.text for each in cell if isinstance(each, Text)) for row in found for cell in row]
    assert said == [cell.strip(" \t\r\u3000") for row in rows for cell in row]


@given(ANY)
def test_any_words_can_stand_for_a_picture(alt: str) -> None:
    shown = Picture("a.png", " ".join(alt.split("\n")))
    assert parse(picture("a.png", alt)) == (Paragraph((shown,)),)


@given(marked_texts())
def test_every_text_means_something_and_nothing_of_it_but_marks_is_lost(text: str) -> None:
    kept = iter(plain(text))
    if "media:" not in text:
        assert all(word in kept for word in text if word in "1a水")


def test_a_line_that_looks_like_the_one_under_a_head_is_a_row_without_one() -> None:
    assert parse("|a|\n|b|\n|-|") == (Table(None, (((Text("a"),),), ((Text("b"),),), ((Text("-"),),))),)


def test_pictures_are_named_once_in_order() -> None:
    text = "![一](media:b.png)\n|**![二](media:a.png)**|\n|-|\n|![又](media:b.png)|"
    assert picture_names(text) == ("b.png", "a.png")


def test_what_there_is_to_read_is_counted_in_signs_and_not_in_latex() -> None:
    assert signs("**甲**乙") == 2 and signs("") == 0
    assert signs("$\\frac{1}{2}mv^2$") == 6
    assert signs("|a|b|\n|-|-|\n|![图](media:a.png)|$x_1$|") == 5


def test_maths_is_found_in_bold_text_and_cells_and_not_in_money() -> None:
    assert has_maths("**$x$**") and has_maths("|甲|\n|-|\n|$x$|")
    assert not has_maths("一份 $5，两份 $10") and not has_maths("") and not has_maths("\\$x$")
    assert parse("$x$") == (Paragraph((Maths("x"),)),)


@pytest.mark.parametrize("mark", ["**", "**a", "** a", "$", "$a ", "![", "![a](media:", "|", "\\", "|a|\n"])
def test_a_long_text_of_marks_is_read_in_linear_time(mark: str) -> None:
    """Anything worse would not come back for hours."""
    assert parse(mark * 100_000)
