"""Tables in HTML: pasted from a web page, or what many systems export under the name of an old Excel file."""

import re
from html.parser import HTMLParser

from question_bank.exchange.limits import check_table
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sheets import Cell, Level, Merge, Run, Runs, Sheet

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
MOST_SPAN = 1000
_NO_WORDS = frozenset({"script", "style"})


def has_table(text: str) -> bool:
    return text.lstrip().startswith("<") and _TABLE.search(text) is not None


def html_sheets(text: str) -> tuple[Sheet, ...]:
    """A sheet for each table. Raises `BadExchange` for tables that are too large."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    parser.end_table()
    return tuple(parser.sheets)


class _Tables(HTMLParser):
    """`taken` holds the columns that cells of rows above reach down into, with the last row that they reach."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[Merge] = []
        self.row = self.column = 0
        self.taken: dict[int, int] = {}
        self.pictures: list[int] = []
        # Within a program or a sheet of looks: its name.
        self.silent = ""
        self.runs: list[Run] | None = None
        self.level = Level.LINE

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_table()
        elif tag == "tr":
            self._end_cell()
            self.row += 1
            self.column = 0
        elif tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(dict(attributes))
        elif tag == "img":
            self.pictures.append(self.row)
        elif tag in _NO_WORDS:
            self.silent = tag
        elif tag in ("br", "p", "div") and self.runs:
            self.runs.append(Run("\n", Level.LINE))
        elif tag in ("sup", "sub"):
            self.level = Level.RAISED if tag == "sup" else Level.LOWERED

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in ("sup", "sub"):
            self.level = Level.LINE
        elif tag == "table":
            self.end_table()

    def handle_data(self, data: str) -> None:
        if self.runs is not None and not self.silent and (text := _BLANKS.sub(" ", data)):
            self.runs.append(Run(text, self.level))

    def end_table(self) -> None:
        self._end_cell()
        if self.rows:
            self.sheets.append(Sheet("", self.rows, {}, tuple(self.merges), unread_pictures=tuple(self.pictures)))
        if len(self.sheets) > 100:
            raise BadExchange("网页里的表格太多：只复制有题目的那一个")
        self.rows, self.merges, self.taken, self.pictures = {}, [], {}, []
        self.row = self.column = 0

    def _begin_cell(self, said: dict[str, str | None]) -> None:
        self.row = max(self.row, 1)
        self.column += 1
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
        down, across = _span(said.get("rowspan")), _span(said.get("colspan"))
        if down > 1 or across > 1:
            self.merges.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
            self.taken |= dict.fromkeys(range(self.column, self.column + across), self.row + down - 1)
        self.runs, self.first = [], self.column
        self.column += across - 1
        check_table(len(self.rows), self.column)

    def _end_cell(self) -> None:
        runs, self.runs, self.level = self.runs, None, Level.LINE
        text = "".join(run.text for run in runs or ())
        if runs and text.strip():
            scripted = any(run.level is not Level.LINE for run in runs)
            lines = "\n".join(line.strip() for line in text.split("\n"))
            self.rows.setdefault(self.row, {})[self.first] = Runs(runs) if scripted else lines.strip()


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
