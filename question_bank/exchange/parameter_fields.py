"""Parameters beside the items of an exported file: more columns of a table, more fields of a line of JSON.

Other formats have no place for them, and say so.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from openpyxl import load_workbook

from question_bank.exchange.reading import Loss, Written
from question_bank.items import ItemDraft

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ID_COLUMN = "编号"


class ItemFigures(NamedTuple):
    """`se` is the standard error of b; `status` is provisional or calibrated."""

    a: float
    b: float
    c: float
    se: float | None
    status: str


FIELDS = ItemFigures._fields


def with_parameters(
    written: Written, format_name: str, items: Sequence[ItemDraft], figures: Mapping[str, ItemFigures]
) -> Written:
    """The file with the figures of each item that has some; spoken items have none. `items` are those of the file."""
    if format_name == "jsonl":
        return written._replace(content=_in_lines(written.content, figures))
    if format_name == "csv":
        return written._replace(content=_in_table(written.content, figures))
    if format_name == "xlsx":
        return written._replace(content=_in_workbook(written.content, figures))
    lost = tuple(Loss(item.id, "parameters", "这种格式不能带题目参数") for item in items if item.id in figures)
    return written._replace(losses=(*written.losses, *lost))


def _in_lines(content: bytes, figures: Mapping[str, ItemFigures]) -> bytes:
    lines = []
    for line in content.decode("utf-8").splitlines():
        row = json.loads(line)
        own = figures.get(row["id"])
        lines.append(json.dumps({**row, **own._asdict()}, ensure_ascii=False) if own else line)
    return "".join(f"{line}\n" for line in lines).encode()


def _in_table(content: bytes, figures: Mapping[str, ItemFigures]) -> bytes:
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    place = head.index(ID_COLUMN)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*head, *FIELDS])
    writer.writerows([*row, *_cells(figures.get(row[place].removeprefix("'")))] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue().encode()


def _cells(own: ItemFigures | None) -> list[object]:
    return ["" if value is None else value for value in own] if own else [""] * len(FIELDS)


def _in_workbook(content: bytes, figures: Mapping[str, ItemFigures]) -> bytes:
    book: Any = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        head = [cell.value for cell in sheet[1]]
        if ID_COLUMN not in head:
            continue
        place, width = head.index(ID_COLUMN), len(head)
        for offset, field in enumerate(FIELDS):
            sheet.cell(1, width + offset + 1, field)
        for row in sheet.iter_rows(min_row=2):
            own = figures.get(str(row[place].value or ""))
            for offset, value in enumerate(own or ()):
                sheet.cell(row[place].row, width + offset + 1, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
