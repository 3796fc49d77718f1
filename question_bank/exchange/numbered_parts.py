"""An item in the parts of numbered text: its stem behind a number, options behind letters, fields behind their names.

How plainly each column is said is its level: as people write, or as it stands, between joiners.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from question_bank import markup
from question_bank.exchange.template import cells_of_item
from question_bank.items import ItemDraft, ItemType

HEADINGS = {
    ItemType.SINGLE: "单选题",
    ItemType.MULTIPLE: "多选题",
    ItemType.TRUE_FALSE: "判断题",
    ItemType.ORDERING: "排序题",
    ItemType.NUMERIC: "数值题",
    ItemType.SPOKEN: "口答题",
}
_NUMERALS = "一二三四五六"
_OPTION = "选项"
# These come first, and their texts are markup; what follows them stands in the template's order.
_ASKED = ("题干", *(f"{_OPTION}{letter}" for letter in "ABCDEFGHIJ"))
_IN_MARKUP = frozenset({*_ASKED, "解析"})


class Level(IntEnum):
    """As people write; as it stands, with its pictures; as it stands, its pictures in words."""

    PLAIN = 0
    EXACT = 1
    WORDS = 2


class Part(NamedTuple):
    """One line, or the lines of one table. `item` is the place of its item, -1 for a heading; `begins`: the first of
    that item."""

    label: str
    text: str
    item: int = -1
    begins: bool = False
    level: Level = Level.PLAIN
    is_markup: bool = False
    is_table: bool = False


Levels = Mapping[str, Level]


def parts_of(items: list[ItemDraft], levels: list[dict[str, Level]]) -> Iterator[Part]:
    """All items, by their types under headings, numbered through."""
    number = 0
    present = [kind for kind in HEADINGS if any(item.type is kind for item in items)]
    for numeral, kind in zip(_NUMERALS, present, strict=False):
        yield Part(f"{numeral}、{HEADINGS[kind]}", "")
        for place, item in enumerate(items):
            if item.type is kind:
                number += 1
                yield from _item_parts(number, place, item, levels[place])


def _item_parts(number: int, place: int, item: ItemDraft, levels: Levels) -> Iterator[Part]:
    begins = True
    for column, text in _said(item):
        label = _label(column, number)
        level = levels.get(column, Level.PLAIN)
        for line, is_table in _lines(text, level is Level.PLAIN and column in _IN_MARKUP):
            # An empty line is kept by standing as it is; between people's lines it would say nothing.
            own = level if line or label else max(level, Level.EXACT)
            yield Part(label, line, place, begins, own, column in _IN_MARKUP, is_table)
            label, begins = "", False


def _said(item: ItemDraft) -> Iterator[tuple[str, str]]:
    cells = cells_of_item(item)
    yield from ((column, cells[column]) for column in _ASKED if cells[column] or column == "题干")
    yield from ((column, cells[column]) for column in ("答案", "解析", "编号") if cells[column])
    for column, text in cells.items():
        if text and column not in (*_ASKED, "答案", "解析", "编号", "题型"):
            yield column, text


def _label(column: str, number: int) -> str:
    if column == "题干":
        return f"{number}、"
    return f"{column.removeprefix(_OPTION)}. " if column.startswith(_OPTION) else f"{column}："


def _lines(text: str, with_tables: bool) -> Iterator[tuple[str, bool]]:
    """Lines, those of a table together."""
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        end = place
        while with_tables and end < len(lines) and lines[end].startswith("|"):
            end += 1
        whole = "\n".join(lines[place:end])
        if end - place > 1 and isinstance(markup.parse(whole)[0], markup.Table):
            yield whole, True
        else:
            end = place + 1
            yield lines[place], False
        place = end
