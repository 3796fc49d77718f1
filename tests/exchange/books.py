"""Workbooks and readings by hand."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange import workbook
from question_bank.exchange.reading import Reading
from question_bank.items import ItemDraft

Rows = Sequence[Sequence[Any]]


def book_of(sheets: dict[str, Rows], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """An xlsx with these sheets; `change` does to it whatever else an author does."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_rows(*rows: Sequence[Any], name: str = "Sheet1") -> Reading:
    return workbook.read(book_of({name: rows}), "bank.xlsx")


def drafts(reading: Reading) -> list[ItemDraft]:
    """All items, where nothing was refused."""
    assert reading.refused == (), [each.remark for each in reading.refused]
    return [each.draft for each in reading.items]


def only(reading: Reading) -> ItemDraft:
    (item,) = drafts(reading)
    return item
