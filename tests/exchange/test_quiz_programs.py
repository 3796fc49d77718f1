"""Kahoot, Wayground and their like: what they can carry comes back, what they cannot is told."""

import dataclasses
import io
from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase as LETTERS
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from question_bank.exchange import delimited, kahoot, wayground
from question_bank.exchange.reading import Reading, Written
from question_bank.items import TRUE, ItemDraft, ItemType, Option
from question_bank.shipped_bank import shipped_items
from tests.exchange.books import book_of, drafts, only
from tests.exchange.generated_items import GENERATED, items

Writer = Callable[[Sequence[ItemDraft], Mapping[str, bytes]], Written]
Reader = Callable[[bytes, str], Reading]

QUESTION = ("Which is a gas?", "Iron", "Oxygen", "Gold", None, 20, 2)
KAHOOT_HEADER = kahoot.HEADER[1:]
WAYGROUND_HEADER = wayground.HEADER


def lost(written: Written) -> dict[str, set[str]]:
    fields: dict[str, set[str]] = {}
    for loss in written.losses:
        fields.setdefault(loss.item, set()).add(loss.field)
    return fields


FIELDS = {"题型": "type", "题干": "stem", "选项": "options", "解析": "explanation", "时限": "seconds"}
PROGRAMS = [(kahoot.write, kahoot.read), (wayground.write, wayground.read), (wayground.write_csv, wayground.read)]


def left_out(written: Written) -> set[str]:
    return {loss.item for loss in written.losses if "这道题没有写" in loss.reason}


def fields(item: ItemDraft) -> dict[str, object]:
    """The key without the order of its letters, which says nothing here."""
    said = {name: getattr(item, name) for name in ("type", "stem", "options", "explanation", "seconds")}
    return {**said, "key": set(item.right_options)}


@pytest.mark.parametrize(("write", "read"), PROGRAMS)
@settings(GENERATED, max_examples=40)
@given(st.lists(items(lettered=True), min_size=1, max_size=4))
def test_items_come_back_but_for_what_was_told_to_be_lost(
    write: Writer, read: Reader, written: list[ItemDraft]
) -> None:
    written = [dataclasses.replace(item, id=f"i{place}") for place, item in enumerate(written)]
    file = write(written, {})
    told, gone = lost(file), left_out(file)
    kept = [item for item in written if item.id not in gone]
    if not kept:
        return
    for item, back in zip(kept, drafts(read(file.content, "file")), strict=True):
        unlike = {name for name, value in fields(item).items() if fields(back)[name] != value}
        forgiven = {FIELDS.get(name, name) for name in told.get(item.id, set())}
        assert unlike <= (forgiven | {"options", "key"} if "type" in forgiven else forgiven), (item, back)


def test_every_item_of_the_shipped_bank_is_written_or_told_of() -> None:
    bank = shipped_items()
    for write, read in PROGRAMS:
        file = write(bank, {})
        assert len(drafts(read(file.content, "x.xlsx"))) == len(bank) - len(left_out(file))
        assert {loss.item for loss in file.losses} == {item.id for item in bank}


def test_a_kahoot_template_has_its_header_in_row_eight() -> None:
    item = ItemDraft("x", ItemType.SINGLE, "哪个是气体？", (Option("A", "铁"), Option("B", "氧")), ("B",), seconds=45)
    written = kahoot.write([item], {})
    sheet = load_workbook(io.BytesIO(written.content)).worksheets[0]
    assert sheet["B2"].value == "Quiz template" and sheet["B8"].value == "Question - max 120 characters"
    assert [cell.value for cell in sheet[9]] == [1, "哪个是气体？", "铁", "氧", None, None, 30, 2]
    assert [(loss.item, loss.field) for loss in written.losses] == [("x", "编号"), ("x", "时限")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        *[({"stem": "长" * 121}, "题干"), ({"options": tuple(Option(x, x * 76) for x in "AB")}, "选项")],
        *[
            ({"options": tuple(Option(x, x) for x in LETTERS[:5])}, "选项"),
            ({"type": ItemType.ORDERING, "key": ("A", "B")}, "题型"),
        ],
    ],
)
def test_what_kahoot_would_refuse_is_left_out_and_told(change: dict[str, Any], field: str) -> None:
    item = ItemDraft("x", ItemType.SINGLE, "问？", (Option("A", "甲"), Option("B", "乙")), ("B",))
    written = kahoot.write([dataclasses.replace(item, **change)], {})
    assert [(loss.item, loss.field) for loss in written.losses] == [("x", field)]
    assert kahoot.read(written.content, "x.xlsx").items == ()


@pytest.mark.parametrize("above", [0, 3, 7, 12])
def test_the_header_of_kahoot_is_found_by_its_words(above: int) -> None:
    rows = [(None, "Quiz template")] + [(None,)] * (above - 1) if above else []
    item = only(kahoot.read(book_of({"Sheet1": [*rows, KAHOOT_HEADER, QUESTION]}), "k.xlsx"))
    assert (item.stem, item.type, item.key, item.seconds) == ("Which is a gas?", ItemType.SINGLE, ("B",), 20)


@pytest.mark.parametrize(
    ("answer", "key"), [("1,3", ("A", "C")), (1.3, ("A", "C")), ("1, 2,3", ("A", "B", "C")), ("3", ("C",))]
)
def test_right_answers_of_kahoot_are_numbers(answer: object, key: tuple[str, ...]) -> None:
    rows = [KAHOOT_HEADER, ("1. A or B?", "3", "2", "1", None, 20, answer)]
    item = only(kahoot.read(book_of({"Sheet1": rows}), "k.xlsx"))
    assert (item.key, item.stem) == (key, "1. A or B?")


def test_a_number_without_an_answer_is_refused_where_it_stands() -> None:
    (refused,) = kahoot.read(book_of({"Sheet1": [KAHOOT_HEADER, (*QUESTION[:-1], 4)]}), "k.xlsx").refused
    assert (refused.remark.row, refused.remark.column, refused.remark.code) == (2, KAHOOT_HEADER[-1], "unknown_option")


def test_wayground_passes_over_its_instructions_and_skips_what_is_not_here() -> None:
    rows = [
        WAYGROUND_HEADER,
        (
            "Text of the question\n\n(required)",
            "Question Type (default is Multiple Choice)",
            "Text for option 1",
            *[None] * 8,
        ),
        ("Gas?", "Multiple Choice", "Iron", "Oxygen", None, None, None, 2, 30, None, "Oxygen is."),
        ("Gases?", "Checkbox", "Iron", "Oxygen", "Neon", None, None, "2,3", None, "https://x/y.png", None),
        ("Water boils.", "Multiple Choice", "True", "False", None, None, None, 1, 30, None, None),
        ("Why?", "Open-Ended", *[None] * 9),
        ("Best?", "Poll", "a", "b", *[None] * 7),
    ]
    reading = wayground.read(book_of({"Sheet1": rows}), "w.xlsx")
    single, multiple, statement = drafts(reading)
    assert (single.key, single.seconds, single.explanation) == (("B",), 30, "Oxygen is.")
    assert (multiple.type, multiple.key) == (ItemType.MULTIPLE, ("B", "C"))
    assert (statement.type, statement.key) == (ItemType.TRUE_FALSE, (TRUE,))
    assert [each.row for each in reading.skipped] == [6, 7]
    assert [(note.row, note.code) for note in reading.notes] == [(4, "picture_not_read")]


def test_older_wayground_files_as_csv_are_read() -> None:
    header = "Question Text,Question Type,Option 1,Option 2,Option 3,Option 4,Correct Answer,Time in seconds,Image Link"
    text = f"{header}\nGas?,,Iron,Oxygen,,,2,,\n"
    assert only(wayground.read(text.encode(), "w.csv")).key == ("B",)


def test_blooket_and_gimkit_are_read_as_tables() -> None:
    blooket = (
        '"Blooket\nImport Template",,,,,,,\n"Question #",Question Text,Answer 1,Answer 2,"Answer 3\n(Optional)",'
        '"Answer 4\n(Optional)","Time Limit (sec)\n(Max: 300 seconds)",'
        '"Correct Answer(s)\n(Only include Answer #)"\n1,Gas?,Iron,Oxygen,Neon,,20,"2,3"\n'
    )
    item = only(delimited.read(blooket.encode(), "b.csv"))
    assert (item.type, item.key, item.seconds) == (ItemType.MULTIPLE, ("B", "C"), 20)
    gimkit = (
        "Gimkit Spreadsheet Import Template,,,,\n"
        "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional),Incorrect Answer 3 (Optional)\n"
        "Gas?,Oxygen,Iron,Gold,\n"
    )
    item = only(delimited.read(gimkit.encode(), "g.csv"))
    assert (item.key, [option.text for option in item.options]) == (("A",), ["Oxygen", "Iron", "Gold"])
