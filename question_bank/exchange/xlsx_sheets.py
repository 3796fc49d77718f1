"""Reads the sheets of an xlsx workbook in one pass each, as streams: no sheet is held as a document.

Formulas are read as the results that were saved with them. Shared and merged cells, raised and lowered characters,
numbers with leading zeros and dates come out as their author sees them.
"""

import re
import zipfile
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from question_bank.exchange.limits import check_table, open_archive
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sheets import Book, Cell, Merge, Sheet, Trouble
from question_bank.exchange.xlsx_parts import (
    MOST_CELLS,
    TOO_MUCH,
    Outline,
    SheetPart,
    Shown,
    Style,
    elements,
    outline,
    rich_text,
    shared_texts,
)
from question_bank.exchange.xlsx_pictures import sheet_pictures
from question_bank.exchange.xlsx_text import unescaped

MACROS = "工作簿里有宏，不读它：在表格软件里另存为不带宏的 .xlsx 再导入"
MOST_MERGES = 100_000
_PLAIN = Style(Shown.NUMBER, "General")
# How WPS Office puts a picture into a cell.
_EMBEDDED = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def read_xlsx(content: bytes) -> Book:
    """Raises `BadExchange` for what is no workbook, damaged, hostile or too large."""
    with open_archive(content) as archive:
        if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
            raise BadExchange(MACROS)
        book = outline(archive)
        shared = shared_texts(archive, book.shared)
        seen = [part for part in book.sheets if not part.hidden]
        sheets: list[Sheet] = []
        for part in seen:
            so_far = sum(len(row) for sheet in sheets for row in sheet.rows.values())
            sheets.append(_Sheet(archive, part, book, shared, so_far).read())
        return Book(
            tuple(sheets),
            tuple(part.name for part in book.sheets if part.hidden),
        )


class _Sheet:
    """One sheet while it is read. `cells` counts those of the sheets before it too."""

    def __init__(
        self, archive: zipfile.ZipFile, part: SheetPart, book: Outline, shared: list[Cell], cells: int
    ) -> None:
        self.archive, self.part, self.book, self.shared = archive, part, book, shared
        self.rows: dict[int, dict[int, Cell]] = {}
        self.troubles: dict[tuple[int, int], Trouble] = {}
        self.merges: list[Merge] = []
        self.hidden: list[int] = []
        self.row = self.widest = 0
        self.cells = cells

    def read(self) -> Sheet:
        for element in elements(self.archive, self.part.path, "row", "mergeCell"):
            if element.tag.endswith("}row"):
                self._take_row(element)
            elif merge := _merge(element.get("ref", "")):
                self.merges.append(merge)
            if len(self.merges) > MOST_MERGES:
                raise BadExchange(f"工作表“{self.part.name}”的合并单元格太多：取消合并再导入")
        pictures = sheet_pictures(self.archive, self.part.path)
        hidden = frozenset(self.hidden)
        return Sheet(self.part.name, self.rows, self.troubles, tuple(self.merges), pictures, hidden_rows=hidden)

    def _take_row(self, element: etree._Element) -> None:
        former, self.row = self.row, _whole(element.get("r"), self.row + 1)
        if self.row <= former:
            raise BadExchange(f"工作表“{self.part.name}”有两个第 {self.row} 行：文件已损坏，另存一次再导入")
        found: dict[int, Cell] = {}
        column = 0
        for cell in element.iterchildren("{*}c"):
            former, column = column, _column(cell.get("r"), column + 1)
            if column <= former:
                raise BadExchange(f"工作表“{self.part.name}”第 {self.row} 行有两格在同一列：文件已损坏，另存一次再导入")
            value = self._value(cell, column)
            if value:
                found[column] = value
        if found:
            self.rows[self.row] = found
            self.hidden += [self.row] if element.get("hidden") in ("1", "true") else []
            self.cells += len(found)
            self.widest = max(self.widest, *found)
            check_table(len(self.rows), self.widest, self.part.name)
            if self.cells > MOST_CELLS:
                raise BadExchange(TOO_MUCH)

    def _value(self, cell: etree._Element, column: int) -> Cell:
        value = formula = inline = None
        for child in cell:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "v":
                value = child.text
            elif name == "f":
                formula = child
            elif name == "is":
                inline = child
        kind = cell.get("t", "n")
        if formula is not None and _EMBEDDED.match(formula.text or ""):
            self.troubles[self.row, column] = Trouble.PICTURE
            return f"={formula.text}"
        if value is None and formula is not None and kind != "str":
            self.troubles[self.row, column] = Trouble.FORMULA
            return f"={formula.text or ''}"
        if inline is not None:
            return rich_text(inline)
        return "" if value is None else self._text(kind, value, cell.get("s"), column)

    def _text(self, kind: str, value: str, style: str | None, column: int) -> Cell:
        if kind == "s":
            place = _whole(value, -1)
            if not 0 <= place < len(self.shared):
                raise BadExchange(
                    f"工作表“{self.part.name}”第 {self.row} 行指向不存在的文字：文件已损坏，另存一次再导入"
                )
            return self.shared[place]
        if kind == "str":
            return unescaped(value)
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "e":
            self.troubles[self.row, column] = Trouble.ERROR
            return value
        if kind == "d":
            self.troubles[self.row, column] = Trouble.DATE
            return value
        return self._number(value, self._style(style), column)

    def _style(self, style: str | None) -> Style:
        place = _whole(style, 0)
        return self.book.styles[place] if place < len(self.book.styles) else _PLAIN

    def _number(self, value: str, style: Style, column: int) -> str:
        if style.shown is Shown.DATE:
            self.troubles[self.row, column] = Trouble.DATE
            return _date_text(value, style.format, self.book.from_1904)
        if style.shown is Shown.PADDED:
            return number_text(value).zfill(len(style.format))
        if style.shown is Shown.PERCENT:
            return percent_text(value)
        return number_text(value)


def number_text(value: str) -> str:
    """A number as a spreadsheet shows it: 15 digits, no point behind whole numbers."""
    if value.isascii() and value.isdigit() and not value.startswith("0"):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15g")


def percent_text(value: str) -> str:
    try:
        return number_text(format(float(value) * 100, ".12g")) + "%"
    except ValueError:
        return value


def _date_text(value: str, code: str, from_1904: bool) -> str:
    try:
        moment = from_excel(float(value), CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return value
    return date_text(moment, code)


def date_text(moment: Any, code: str) -> str:
    """A date or a time in digits, or with 年, 月 and 日 where its format has them."""
    if isinstance(moment, timedelta):
        return str(moment)
    if isinstance(moment, time):
        return moment.strftime("%H:%M") if not moment.second else moment.strftime("%H:%M:%S")
    assert isinstance(moment, datetime)
    if "月" in code:
        year = f"{moment.year}年" if "年" in code else ""
        return f"{year}{moment.month}月" + (f"{moment.day}日" if "日" in code else "")
    return moment.strftime("%Y-%m-%d") if moment.time() == time() else moment.strftime("%Y-%m-%d %H:%M")


def _merge(ref: str) -> Merge | None:
    first, _, last = ref.partition(":")
    begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    return (int(begin[2]), _number_of(begin[1]), int(end[2]), _number_of(end[1])) if begin and end else None


def _column(place: str | None, following: int) -> int:
    found = _PLACE.fullmatch(place) if place else None
    return _number_of(found[1]) if found else following


@cache
def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
