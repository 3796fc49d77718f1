"""Workbooks: xlsx and old xls; the bank's own template, and question banks as they are found."""

from collections.abc import Mapping, Sequence

from question_bank.exchange.bank_tables import read_book
from question_bank.exchange.delimited import decoded
from question_bank.exchange.html_tables import has_table, html_sheets
from question_bank.exchange.limits import LONGEST_CELL, check_size
from question_bank.exchange.picture_losses import picture_losses
from question_bank.exchange.reading import BadExchange, Loss, Reading, Written
from question_bank.exchange.sheets import Book
from question_bank.exchange.template import cells_of_item
from question_bank.exchange.workbook_writing import carried_pictures, workbook_of
from question_bank.exchange.xls_sheets import read_xls
from question_bank.exchange.xlsx_sheets import read_xlsx
from question_bank.exchange.xlsx_text import escaped
from question_bank.items import ItemDraft

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")


def read(content: bytes, file: str) -> Reading:
    """Items of all sheets that can be seen. Raises `BadExchange`."""
    return read_book("xlsx", sheets_of(content))


def sheets_of(content: bytes) -> Book:
    """The sheets of a workbook. Raises `BadExchange` for what is none."""
    check_size(content)
    if content.startswith(b"PK"):
        return read_xlsx(content)
    if content.startswith((OLD_OFFICE, *OLD_EXCEL)):
        return read_xls(content)
    if content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _web_page(content)
    raise BadExchange("这不是 Excel 工作簿：在表格软件里打开，另存为 .xlsx 再导入")


def _web_page(content: bytes) -> Book:
    """Many systems export a web page with a table under the name of an old Excel file."""
    text = decoded(content)
    if not has_table(text):
        raise BadExchange("这不是 Excel 工作簿：在表格软件里打开，另存为 .xlsx 再导入")
    return Book(html_sheets(text))


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """The template filled with items, the pictures of their texts on a sheet of their own; `read` gives the same items
    and pictures back."""
    carried = carried_pictures(items, pictures)
    losses = list(picture_losses(items, carried))
    rows = []
    for item in items:
        cells = cells_of_item(item)
        for column, text in cells.items():
            if len(escaped(text)) > LONGEST_CELL:
                kept = text[:LONGEST_CELL]
                cells[column] = kept if len(escaped(kept)) <= LONGEST_CELL else text[: LONGEST_CELL // len("_x0000_")]
                losses.append(Loss(item.id, column, f"超过 {LONGEST_CELL} 个字符，一格装不下，后面的没有写"))
        rows.append(cells)
    return Written(workbook_of(rows, pictures=carried), tuple(losses))
