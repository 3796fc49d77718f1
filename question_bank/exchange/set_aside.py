"""The rows that could not enter, as a workbook of the template's columns with the reason beside each: corrected there,
it is imported like any other."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from question_bank.exchange.limits import LONGEST_CELL
from question_bank.exchange.reading import RefusedItem
from question_bank.exchange.template import COLUMNS

REASON = "原因"
SHEET = "待改的题"
WIDTHS = {"题干": 48, "答案": 10, "解析": 36, REASON: 48}
USUAL_WIDTH = 14


def set_aside(refused: Sequence[RefusedItem]) -> bytes:
    """A workbook with a row for each refused item; the last column says where it stood and what is wrong with it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    columns = [*COLUMNS, *_more_columns(refused), REASON]
    for place, column in enumerate(columns):
        sheet.column_dimensions[get_column_letter(place + 1)].width = WIDTHS.get(column, USUAL_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, column) for column in columns])
    for each in refused:
        told = {**each.cells, REASON: _reason(each)}
        sheet.append([_cell(sheet, told.get(column, ""), column == REASON) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _more_columns(refused: Sequence[RefusedItem]) -> list[str]:
    """Columns that the template does not have: options beyond the last, say."""
    return list(dict.fromkeys(column for each in refused for column in each.cells if column not in COLUMNS))


def _reason(each: RefusedItem) -> str:
    return f"{each.remark.sheet} 第 {each.remark.row} 行：{each.remark.reason}".strip()


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", "DCEDEA")
    return cell


def _cell(sheet: Any, text: str, reason: bool) -> Any:
    """A cell that a spreadsheet program shows as it is, whatever sign it begins with."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:LONGEST_CELL] or None)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if reason:
        cell.font = Font(color="B0361E")
    return cell
