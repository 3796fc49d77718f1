"""Tables without a header, as they are pasted into a chat: which column is what is told by what stands in it."""

import re
from collections.abc import Callable, Mapping
from string import ascii_uppercase as LETTERS

from question_bank.exchange.answer_spelling import truth
from question_bank.exchange.headers import find_header
from question_bank.exchange.sheets import Cell, Sheet, text_of_cell
from question_bank.exchange.type_names import type_called

_KEY = re.compile(r"\s*(?:[A-JＡ-Ｊ](?:[\s,，、|;；>]*[A-JＡ-Ｊ])*|[a-j])\s*")
# The share of rows that a column must fit.
MOST = 0.8


def with_guessed_header(sheet: Sheet) -> Sheet:
    """The same sheet, with a header in row 0 if it has none of its own and its columns can be told apart."""
    if not sheet.rows or find_header(sheet) is not None:
        return sheet
    names = _names(list(sheet.rows.values()))
    return sheet._replace(rows={0: names, **sheet.rows}) if names else sheet


def _names(rows: list[Mapping[int, Cell]]) -> dict[int, Cell]:
    columns = range(1, max(max(row) for row in rows) + 1)
    texts = {column: [text_of_cell(row.get(column, "")).strip() for row in rows] for column in columns}
    stem = max(columns, key=lambda column: _length(texts[column]))
    keys = [column for column in columns if column > stem and _share(texts[column], _is_key) >= MOST]
    if not keys:
        return {}
    key = keys[-1]
    options = range(stem + 1, key)
    if len(options) > len(LETTERS):
        return {}
    names: dict[int, Cell] = {stem: "题干", key: "答案"}
    names |= {column: f"选项{LETTERS[place]}" for place, column in enumerate(options)}
    if kind := next((column for column in range(1, stem) if _share(texts[column], _is_type) >= MOST), None):
        names[kind] = "题型"
    if key + 1 in texts:
        names[key + 1] = "解析"
    return names


def _length(texts: list[str]) -> float:
    """The middle length, which no single long text decides."""
    return sorted(map(len, texts))[len(texts) // 2]


def _share(texts: list[str], fits: Callable[[str], bool]) -> float:
    filled = [text for text in texts if text]
    return sum(fits(text) for text in filled) / len(texts) if filled else 0.0


def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None or truth(text) is not None


def _is_type(text: str) -> bool:
    return type_called(text) is not None
