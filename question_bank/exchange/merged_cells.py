"""Rows below a header, where merged cells make one value count for several rows, or several rows one question."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from question_bank.exchange.headers import Header
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sheets import Cell, Sheet, Trouble, text_of_cell

# Merged cells may not stand for more than a sheet can hold.
MOST_FILLED = 1_000_000


class Question(NamedTuple):
    """The cells of one question, by column; `row` is the first of its `rows`."""

    rows: range
    cells: Mapping[int, Cell]
    troubles: Mapping[int, Trouble]

    @property
    def row(self) -> int:
        return self.rows[0]


MOST_ROWS_OF_ONE = 100


def questions(sheet: Sheet, header: Header) -> Iterator[Question]:
    """The rows below the header. Where the stem is merged over several rows, they are one question, whose other
    columns hold what those rows say, a line each."""
    filled = _filled(sheet, header)
    troubles: dict[int, dict[int, Trouble]] = {}
    for (row, column), trouble in sheet.troubles.items():
        troubles.setdefault(row, {})[column] = trouble
    stems = {column for column, role in header.roles.items() if role == "题干"}
    spans = {top: bottom for top, left, bottom, _ in sheet.merges if left in stems and bottom > top > header.last}
    done = header.last
    for row in sorted(sheet.rows):
        if row <= done:
            continue
        # What is merged further down than any question goes are questions without a stem, which are told one by one.
        done = min(spans.get(row, row), row + MOST_ROWS_OF_ONE)
        if done == row:
            cells = {**filled[row], **sheet.rows[row]} if row in filled else sheet.rows[row]
            yield Question(range(row, row + 1), cells, troubles.get(row, {}))
        else:
            yield _together(range(row, done + 1), sheet, filled, troubles)


def _filled(sheet: Sheet, header: Header) -> dict[int, dict[int, Cell]]:
    """What merged cells say in the rows below their first."""
    filled: dict[int, dict[int, Cell]] = {}
    count = 0
    for top, left, bottom, _ in sheet.merges:
        cell = sheet.rows.get(top, {}).get(left)
        if cell is None or bottom == top or top <= header.last:
            continue
        for row in range(top + 1, min(bottom, top + len(sheet.rows)) + 1):
            if row in sheet.rows:
                filled.setdefault(row, {})[left] = cell
            count += 1
            if count > MOST_FILLED:
                raise BadExchange(f"工作表“{sheet.name}”的合并单元格太多：取消合并再导入")
    return filled


def _together(
    rows: range, sheet: Sheet, filled: Mapping[int, Mapping[int, Cell]], troubles: Mapping[int, Mapping[int, Trouble]]
) -> Question:
    cells: dict[int, Cell] = {}
    found: dict[int, Trouble] = {}
    for row in rows:
        found.update(troubles.get(row, {}))
        for column, cell in {**filled.get(row, {}), **sheet.rows.get(row, {})}.items():
            if column not in cells:
                cells[column] = cell
            elif row in sheet.rows and column in sheet.rows[row]:
                cells[column] = f"{text_of_cell(cells[column])}\n{text_of_cell(cell)}"
    return Question(rows, cells, found)
