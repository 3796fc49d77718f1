"""Whatever stands in the cells of a table, each row is read, refused or skipped; none is lost."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import delimited, workbook
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.template import COLUMNS, item_of_cells
from tests.exchange.books import book_of
from tests.exchange.generated_items import GENERATED, TEXTS

HEADERS = (
    ("编号", "题型", "题干", "选项A", "选项B", "选项C", "答案", "解析"),
    ("序号", "题目", "选项", "正确答案", "章节", "难度", "时限", "主题"),
    ("题型", "题干", "答案", "误解", "得分", "维度", "人群", "标签"),
    ("Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Correct Answer", "Time in seconds", "x"),
)
CELLS = TEXTS | st.sampled_from(
    ["A", "AC", "B>A>C", "1,3", "单选", "判断题", "口答", "数值", "A. 红 B. 绿 C. 蓝", "对", "3.14±0.05 米"]
)
ROWS = st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=4)


def said(rows: list[list[str]]) -> int:
    """Rows in which more stands than a heading or a number."""
    return len([row for row in rows if len([cell for cell in row[1:] if cell.strip()]) > 2])


@settings(GENERATED, max_examples=150)
@given(st.sampled_from(HEADERS), ROWS)
def test_rows_of_text_are_read_refused_or_skipped(header: tuple[str, ...], rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([header, *rows])
    reading = delimited.read(file.getvalue().encode(), "bank.csv")
    assert len(reading.items) + len(reading.refused) + len(reading.skipped) >= said(rows)
    assert all(each.remark.reason and each.remark.code and each.remark.row > 1 for each in reading.refused)


@settings(GENERATED, max_examples=30)
@given(st.sampled_from(HEADERS), ROWS)
def test_rows_of_workbooks_are_read_refused_or_skipped(header: tuple[str, ...], rows: list[list[str]]) -> None:
    printable = [["".join(filter(str.isprintable, cell)).lstrip("=") for cell in row] for row in rows]
    reading = workbook.read(book_of({"s": [header, *printable]}), "bank.xlsx")
    assert len(reading.items) + len(reading.refused) + len(reading.skipped) >= said(printable)


@GENERATED
@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS))
def test_cells_are_an_item_or_faults(cells: dict[str, str]) -> None:
    item = item_of_cells(cells)
    assert not isinstance(item, list) or all(fault.column in COLUMNS and fault.reason for fault in item)
    assert item != []


@GENERATED
@given(st.binary(max_size=300) | TEXTS.map(str.encode))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    for read in (delimited.read, workbook.read):
        try:
            read(content, "file")
        except BadExchange as error:
            assert str(error)
