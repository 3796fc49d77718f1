"""Which items are to link two calibrations: one id a line, or a table with a column `item`."""

import csv
from pathlib import Path
from typing import NamedTuple

from question_bank.irt_files.problems import Problems, unreadable

ITEM = "item"


class AnchorList(NamedTuple):
    """The ids in the order of the file, and the row of each, as a spreadsheet counts them."""

    ids: list[str]
    rows: list[int]


def read_anchors(path: Path) -> AnchorList:
    """Raises `BadFile` naming rows: no file, no ids, an id twice, columns without `item` among them."""
    problems = Problems(str(path))
    table = _rows(path, problems)
    if not table:
        problems.stop("文件是空的")
    header = table[0][1]
    column = header.index(ITEM) if ITEM in header else None
    listed = AnchorList([], [])
    for number, cells in table[1:] if column is not None else table:
        _take(listed, number, cells, column, problems)
    problems.refuse()
    if not listed.ids:
        problems.stop("没有题号")
    return listed


def _rows(path: Path, problems: Problems) -> list[tuple[int, list[str]]]:
    """The rows that say something, with their numbers."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise unreadable(str(path), error) from error
    except UnicodeDecodeError:
        problems.stop("编码不是 UTF-8；请在表格软件里另存为“CSV UTF-8（逗号分隔）”")
    table = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines())]
    return [(number, cells) for number, cells in enumerate(table, start=1) if any(cells)]


def _take(listed: AnchorList, number: int, cells: list[str], column: int | None, problems: Problems) -> None:
    if column is None and any(cells[1:]):
        problems.add(f"有好几列，表头里却没有“{ITEM}”", number)
        return
    place = column or 0
    item = cells[place] if place < len(cells) else ""
    if not item:
        problems.add("没有题号", number, ITEM)
    elif item in listed.ids:
        problems.add(f"题目“{item}”重复", number, ITEM)
    else:
        listed.ids.append(item)
        listed.rows.append(number)
