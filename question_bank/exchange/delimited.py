"""Tables in text: CSV of any separator and encoding, and what is pasted from a spreadsheet, a chat or a web page."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from question_bank.exchange.bank_tables import read_book
from question_bank.exchange.guessed_header import with_guessed_header
from question_bank.exchange.headers import LOOKED_AT, role_of
from question_bank.exchange.html_tables import has_table, html_sheets
from question_bank.exchange.inert_cells import as_meant, neutralised
from question_bank.exchange.limits import check_size, check_table
from question_bank.exchange.picture_losses import picture_losses
from question_bank.exchange.reading import BadExchange, Reading, Written
from question_bank.exchange.sheets import Book, Cell, Sheet
from question_bank.exchange.template import COLUMNS, cells_of_item
from question_bank.items import ItemDraft

SEPARATORS = (",", "\t", ";", "|", "，", "｜", "│", "；")
LONGEST_FIELD = 1_000_000
_BARS = re.compile(r"(?<!\\)[|｜]")
_SEP_LINE = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


def read(content: bytes, file: str) -> Reading:
    """Raises `BadExchange` for what is no table, or too large."""
    return read_book("csv", book_of(content))


def book_of(content: bytes) -> Book:
    """The table of a text, or those of a web page. Raises `BadExchange`."""
    text = decoded(content)
    if has_table(text):
        return Book(html_sheets(text))
    rows = markdown_rows(text) if _is_markdown(text) and not _has_header(text) else _separated(text)
    return Book((with_guessed_header(_sheet(rows)),))


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """The columns of the workbook template as UTF-8 with its mark, so that spreadsheets know it; `read` gives the same
    items back."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for item in items:
        cells = cells_of_item(item)
        writer.writerow([neutralised(cells[column]) for column in COLUMNS])
    content = codecs.BOM_UTF8 + file.getvalue().encode("utf-8", "replace")
    return Written(content, tuple(picture_losses(items)))


def decoded(content: bytes) -> str:
    """The text of a file: UTF-16 or UTF-8 by their marks, else UTF-8, else GB18030. Raises `BadExchange`."""
    check_size(content)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise BadExchange("这不是文本文件：在表格软件里另存为“CSV UTF-8”或 .xlsx 再导入")
        return text
    raise BadExchange("文字编码认不出来：在表格软件里另存为“CSV UTF-8（逗号分隔）”再导入")


def markdown_rows(text: str) -> Iterator[list[str]]:
    """The rows of a Markdown table, and an empty one for every other line, so that rows count as lines do."""
    for line in text.splitlines():
        if _is_rule(line) or not _BARS.search(line):
            yield []
        else:
            parts = _BARS.split(line.strip())
            begin = not parts[0].strip()
            yield [part.strip().replace("\\|", "|") for part in parts[begin:]]


def _is_markdown(text: str) -> bool:
    return any(map(_is_rule, text.splitlines()[: LOOKED_AT * 2]))


def _has_header(text: str) -> bool:
    """Whether its columns are parted by something that stands in no Markdown table, whatever a cell holds."""
    return any(_names_found(_beginning(text, separator)) > 2 for separator in ",\t;，")


def _is_rule(line: str) -> bool:
    """The dashes between the head of a Markdown table and its rows."""
    return "--" in line and any(bar in line for bar in "|｜") and set(line) <= set("|｜:- \t")


def _separated(text: str) -> Iterable[list[str]]:
    said = _SEP_LINE.fullmatch(text.split("\n", 1)[0])
    separator = said[1] if said else max(SEPARATORS, key=lambda each: _names_found(_beginning(text, each)))
    if not said and not _names_found(_beginning(text, separator)):
        by_blanks = [re.split(r"[ \u3000]{2,}|\t", line.strip()) for line in text.splitlines()]
        if _names_found(by_blanks[:LOOKED_AT]):
            return by_blanks
        separator = max(SEPARATORS, key=lambda each: len(_beginning(text, each)[-1:] and _beginning(text, each)[-1]))
    return _records(text, separator)


def _beginning(text: str, separator: str) -> list[list[str]]:
    """The first records; what is wrong further down is told when the whole is read."""
    rows = []
    try:
        for row in _records(text, separator):
            rows.append(row)
            if len(rows) == LOOKED_AT:
                break
    except BadExchange:
        return rows
    return rows


def _names_found(rows: list[list[str]]) -> int:
    return max((len({role for cell in row if (role := role_of(cell.strip()))}) for row in rows), default=0)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield [as_meant(cell) for cell in row]
    except csv.Error as error:
        raise BadExchange(f"第 {reader.line_num} 行读不下去：多半是双引号没有成对（{error}）") from error


def _sheet(records: Iterable[list[str]]) -> Sheet:
    rows: dict[int, Mapping[int, Cell]] = {}
    for number, record in enumerate(records, start=1):
        cells: dict[int, Cell] = {column: cell for column, cell in enumerate(record, start=1) if cell}
        if cells:
            rows[number] = cells
            check_table(len(rows), max(cells))
    return Sheet("", rows)
