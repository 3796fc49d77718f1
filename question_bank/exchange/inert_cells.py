"""Cells that a spreadsheet program shows and never runs, and that say the same when they are read again."""

import re

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.xlsx_text import escaped

_SIGNS = "=+\\-@\t\r＝＋－＠"
# In text an apostrophe in front takes a formula's meaning away, and is taken off again.
_BEGINS_FORMULA = re.compile(f"'*[{_SIGNS}]")
_NEUTRALISED = re.compile(f"''*[{_SIGNS}]")
# How spreadsheets are told that a number is text: ="007".
_QUOTED = re.compile(r'="([^"]*)"')


def neutralised(text: str) -> str:
    """A cell of CSV: the text, behind an apostrophe where it would be run."""
    return "'" + text if _BEGINS_FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """What `neutralised` was given; also what stands in =\"…\"."""
    if _NEUTRALISED.match(text):
        return text[1:]
    quoted = _QUOTED.fullmatch(text) if text.startswith("=") else None
    return quoted[1] if quoted else text


def text_cell(sheet: Worksheet, text: str) -> Cell:
    """A cell of a workbook that is text by its kind, and stays so when somebody edits it."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = escaped(text)
    cell.data_type = "s"
    if _BEGINS_FORMULA.match(text):
        cell.quotePrefix = True
    return cell
