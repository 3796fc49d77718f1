"""Tables of Word: tables of questions, options laid out in cells, and small tables that belong to a stem."""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from question_bank import markup
from question_bank.exchange.bank_tables import read_book
from question_bank.exchange.headers import find_header
from question_bank.exchange.limits import check_table
from question_bank.exchange.numbered_lines import Line
from question_bank.exchange.numbered_options import labels
from question_bank.exchange.numbered_shapes import STYLES, may_be_decimal, shape_of
from question_bank.exchange.reading import Reading
from question_bank.exchange.sheets import Book, Sheet
from question_bank.exchange.word_numbering import WORD

MOST_SPANNED = 50


class WordTable:
    """The cells of a table by rows, each as lines in markup."""

    def __init__(self, table: Element, read_line: Callable[[Element], Line]) -> None:
        self.rows = [list(_cells(row, read_line)) for row in table.iter(WORD + "tr")]
        check_table(len(self.rows), max((len(row) for row in self.rows), default=0))

    def texts(self) -> list[list[str]]:
        """One text a cell."""
        return [["\n".join(line.text for line in cell if line.text.strip()) for cell in row] for row in self.rows]

    def sheet(self, name: str) -> Sheet:
        """The table as a sheet of plain words, formulas between their marks."""
        rows = {
            number: {column: text for column, text in enumerate(row, start=1) if text}
            for number, row in enumerate(self.texts(), start=1)
        }
        return Sheet(name, {number: row for number, row in rows.items() if row})

    def is_of_questions(self) -> bool:
        """Whether a row of it is a header of questions."""
        header = find_header(self.sheet(""))
        return header is not None and "答案" in header.roles.values()


def read_question_tables(format_name: str, tables: Sequence[WordTable]) -> Reading | None:
    """The items of tables that have a header of questions; `None` if there are no such tables."""
    if not tables:
        return None
    sheets = tuple(table.sheet(f"表格 {place}") for place, table in enumerate(tables, start=1))
    return read_book(format_name, Book(sheets))


def lines_of_table(table: WordTable, row: int) -> Iterator[Line]:
    """A table among numbered text: its cells one after the other where they hold options or whole questions, else one
    line with a table in markup."""
    cells = [cell for cells in table.rows for cell in cells]
    texts = [text for row_texts in table.texts() for text in row_texts if text.strip()]
    if not texts:
        return
    if all(_is_option(text) for text in texts) or any(_is_question(text) for text in texts):
        yield from (line for cell in cells for line in cell)
        return
    width = max(len(each) for each in table.texts())
    filled = [[*each, *[""] * (width - len(each))] for each in table.texts()]
    faults = tuple(fault for cell in cells for line in cell for fault in line.faults)
    if len(filled) == 1:
        yield Line(row, "　".join(text for text in filled[0] if text), faults)
    else:
        yield Line(row, markup.table([[_in_cell(text) for text in each] for each in filled]), faults)


def _cells(row: Element, read_line: Callable[[Element], Line]) -> Iterator[list[Line]]:
    for cell in row.iterfind(WORD + "tc"):
        properties = cell.find(WORD + "tcPr")
        yield [] if _goes_on(properties) else [read_line(each) for each in cell.iter(WORD + "p")]
        yield from ([] for _ in range(_spanned(properties) - 1))


def _goes_on(properties: Element | None) -> bool:
    """Whether it is the lower part of a cell over several rows."""
    merge = properties.find(WORD + "vMerge") if properties is not None else None
    return merge is not None and merge.get(WORD + "val", "continue") == "continue"


def _spanned(properties: Element | None) -> int:
    span = properties.find(WORD + "gridSpan") if properties is not None else None
    text = span.get(WORD + "val", "1") if span is not None else "1"
    return min(int(text), MOST_SPANNED) if text.isdecimal() and len(text) < 4 else 1


def _is_option(text: str) -> bool:
    return bool(labels(shape_of(text), "A"))


def _is_question(text: str) -> bool:
    match = STYLES[0].match(shape_of(text))
    return len(text) > 8 and match is not None and not may_be_decimal(match)


def _in_cell(text: str) -> str:
    """Markup that may stand in a cell: a bar would end it."""
    joined = " ".join(text.split("\n"))
    return joined if len(markup.parse(f"| {joined} |\n|  |")) == 1 and not _has_bar(joined) else markup.escape(joined)


def _has_bar(text: str) -> bool:
    table = markup.parse(f"| {text} |\n|  |")[0]
    return not isinstance(table, markup.Table) or len(table.rows[0]) != 1
