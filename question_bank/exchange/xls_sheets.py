"""Reads the sheets of an old xls workbook."""

import io
from collections.abc import Mapping
from typing import Any

import xlrd
from openpyxl.styles.numbers import is_date_format

from question_bank.exchange.limits import MOST_COLUMNS, MOST_ROWS, check_size, check_table
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sheets import Book, Cell, Level, Run, Runs, Sheet, Trouble
from question_bank.exchange.xls_pictures import picture_rows
from question_bank.exchange.xlsx_sheets import MACROS, date_text, number_text, percent_text

# The name of the stream that macros are kept in.
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_LEVELS = {1: Level.RAISED, 2: Level.LOWERED}


def read_xls(content: bytes) -> Book:
    """Raises `BadExchange` for what is no workbook, has a password, is damaged or too large."""
    check_size(content)
    if _MACROS in content:
        raise BadExchange(MACROS)
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
        seen = [sheet for sheet in book.sheets() if sheet.visibility == 0]
        hidden = tuple(sheet.name for sheet in book.sheets() if sheet.visibility != 0)
        pictures = picture_rows(content)
        begins = dict(zip(book.sheets(), book._sh_abs_posn, strict=False))
        return Book(tuple(_sheet(sheet, book, pictures.get(begins.get(sheet, -1), ())) for sheet in seen), hidden)
    except BadExchange:
        raise
    except Exception as error:  # xlrd lets through whatever a damaged file makes of struct, indices and encodings
        words = str(error).casefold()
        if "encrypt" in words or "password" in words or "can't find workbook" in words:
            raise BadExchange("文件加了密码，或不是工作簿：去掉密码，另存为 .xlsx 再导入") from error
        raise BadExchange("文件打不开，可能已损坏：在表格软件里打开，另存为 .xlsx 再导入") from error


def _sheet(sheet: Any, book: Any, pictures: tuple[int, ...]) -> Sheet:
    rows: dict[int, Mapping[int, Cell]] = {}
    troubles: dict[tuple[int, int], Trouble] = {}
    for number in range(sheet.nrows):
        found: dict[int, Cell] = {}
        for column in range(sheet.row_len(number)):
            value, trouble = _value(sheet, book, number, column)
            if value:
                found[column + 1] = value
            if trouble:
                troubles[number + 1, column + 1] = trouble
        if found:
            rows[number + 1] = found
            check_table(len(rows), max(found), sheet.name)
    merges = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    hidden = frozenset(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden)
    return Sheet(
        sheet.name, rows, troubles, merges[: MOST_ROWS * MOST_COLUMNS], unread_pictures=pictures, hidden_rows=hidden
    )


def _value(sheet: Any, book: Any, row: int, column: int) -> tuple[Cell, Trouble | None]:
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return _text(sheet, book, row, column, cell.value), None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if cell.value else "FALSE"), None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A"), Trouble.ERROR
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return "", None
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE and is_date_format(code):
        return _date(cell.value, code, book.datemode), Trouble.DATE
    if code and set(code) == {"0"} and len(code) > 1:
        return number_text(repr(cell.value)).zfill(len(code)), None
    return (percent_text if code.endswith("%") else number_text)(repr(cell.value)), None


def _date(value: float, code: str, mode: int) -> str:
    try:
        return date_text(xlrd.xldate_as_datetime(value, mode), code)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return number_text(repr(value))


def _text(sheet: Any, book: Any, row: int, column: int, text: str) -> Cell:
    """A list of places and fonts says where characters are raised or lowered."""
    changes = sheet.rich_text_runlist_map.get((row, column))
    if not changes:
        return text
    own = book.xf_list[sheet.cell_xf_index(row, column)].font_index
    starts = [(0, own), *changes] if changes[0][0] else changes
    ends = [start for start, _ in starts[1:]] + [len(text)]
    runs = [
        Run(text[start:end], _LEVELS.get(book.font_list[font].escapement, Level.LINE))
        for (start, font), end in zip(starts, ends, strict=True)
    ]
    return Runs(runs) if any(run.level is not Level.LINE for run in runs) else text
