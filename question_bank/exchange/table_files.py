"""Tables of other programs as files: any workbook or text is read, plain ones are written."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from question_bank.exchange.delimited import book_of
from question_bank.exchange.inert_cells import neutralised, text_cell
from question_bank.exchange.sheets import Book
from question_bank.exchange.workbook import OLD_OFFICE, sheets_of


def book_of_any(content: bytes) -> Book:
    """The sheets of a workbook, or the table of a text. Raises `BadExchange`."""
    return sheets_of(content) if content.startswith((b"PK", OLD_OFFICE)) else book_of(content)


def plain_workbook(name: str, rows: Iterable[Sequence[str | int]], widths: Sequence[int]) -> bytes:
    """An xlsx of one sheet; texts stay texts whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append([text_cell(sheet, value) if value and isinstance(value, str) else value or None for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plain_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """UTF-8 with its mark; what would be run as a formula stands behind an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([neutralised(value) if isinstance(value, str) else value for value in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode("utf-8", "replace")
