"""The template as a workbook: it carries whatever an item says, and nothing of it is ever run."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from question_bank.exchange import workbook
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.template import COLUMNS, cells_of_item
from question_bank.items import ItemDraft, ItemType, Option
from question_bank.keys import SpokenKey
from question_bank.shipped_bank import shipped_items
from tests.exchange.books import book_of, drafts, only, read_rows
from tests.exchange.generated_items import GENERATED, items


@settings(GENERATED, max_examples=40)
@given(st.lists(items(), min_size=1, max_size=4))
def test_what_is_written_is_read_again_exactly(written: list[ItemDraft]) -> None:
    assert drafts(workbook.read(workbook.write(written, {}).content, "bank.xlsx")) == written


@settings(GENERATED, max_examples=25)
@given(items())
def test_no_cell_is_a_formula(item: ItemDraft) -> None:
    book = load_workbook(io.BytesIO(workbook.write([item], {}).content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_shipped_bank_is_read_again_exactly() -> None:
    bank = shipped_items()
    assert drafts(workbook.read(workbook.write(bank, {}).content, "bank.xlsx")) == bank


def test_the_template_can_be_filled_in_at_once() -> None:
    book = load_workbook(io.BytesIO(workbook.write([], {}).content))
    sheet, notes = book.worksheets
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    assert sheet.freeze_panes == "C2"
    assert any("单选" in rule.formula1 for rule in sheet.data_validations.dataValidation)
    assert notes.title == "填写说明"
    assert {str(row[0].value) for row in notes.iter_rows()} >= {"编号", "题干", "误解", "26"}
    assert workbook.read(workbook.write([], {}).content, "empty.xlsx").items == ()


def test_numbers_are_numbers_so_that_a_spreadsheet_sorts_them() -> None:
    item = next(item for item in shipped_items() if item.difficulty.b is not None and item.point)
    sheet = load_workbook(io.BytesIO(workbook.write([item], {}).content)).worksheets[0]
    row = dict(zip(COLUMNS, (cell.value for cell in sheet[2]), strict=True))
    assert (row["要点"], row["难度"]) == (item.point, item.difficulty.b)


def test_what_a_cell_cannot_hold_is_told() -> None:
    item = ItemDraft("x", ItemType.SPOKEN, "看图：![树](media:tree.png)", (), SpokenKey(("树",)), "长" * 40_000)
    losses = workbook.write([item], {}).losses
    assert [(loss.item, loss.field) for loss in losses] == [("x", "题干"), ("x", "解析")]


def test_columns_beside_those_of_the_template_change_nothing() -> None:
    """As in a workbook of rows that the bank set aside, with reasons and places behind them."""
    item = replace(shipped_items()[0], stem="水**不**能直接饮用。")
    cells = [cells_of_item(item)[column] for column in COLUMNS]
    reading = read_rows((*COLUMNS, "原因", "原处", "我的备注"), (*cells, "没有答案", "单选题 第 4 行", "再看看"))
    assert drafts(reading) == [item]
    assert [(note.column, note.code) for note in reading.notes] == [("我的备注", "column_not_read")]
    cells[COLUMNS.index("选项J")] = ""
    (refused,) = read_rows((*COLUMNS, "选项K", "原因"), (*cells, "十一", "")).refused
    assert refused.cells["选项K"] == "十一"


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 broken", b"hello", b"<html><p>hello</p>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600]
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadExchange, match=r"另存为|重新保存|损坏"):
        workbook.read(content, "bank.xlsx")


def test_a_workbook_that_is_cut_off_or_damaged_is_refused() -> None:
    content = workbook.write(shipped_items()[:20], {}).content
    for place in range(100, len(content), 997):
        broken = content[:place] + bytes(64) + content[place + 64 :]
        for damaged in (content[:place], broken):
            try:
                workbook.read(damaged, "bank.xlsx")
            except BadExchange:
                continue


def test_columns_of_the_template_may_be_left_out() -> None:
    item = ItemDraft(
        "t", ItemType.SINGLE, "| 年 | 吨 |\n|---|---|\n| 2020 | **3** |", (Option("A", "$x$"), Option("B", "y")), ("A",)
    )
    columns = ("题干", "选项A", "选项B", "答案", "编号", "基准", "维度")
    assert drafts(read_rows(columns, [cells_of_item(item)[column] for column in columns])) == [item]


def drawn(colour: str, kind: str) -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (300, 200), colour).save(file, kind)
    return file.getvalue()


def test_pictures_of_texts_lie_on_a_sheet_of_their_own_and_come_back_byte_by_byte() -> None:
    pictures = {"tree.png": drawn("green", "PNG"), "sea.jpg": drawn("blue", "JPEG"), "unused.png": drawn("red", "PNG")}
    options = (Option("A", "![海](media:sea.jpg)"), Option("B", "![沙](media:gone.png)"))
    item = ItemDraft("p", ItemType.SINGLE, "看图：\n![树](media:tree.png)", options, ("A",))
    written = workbook.write([item], pictures)
    assert [(loss.item, loss.field) for loss in written.losses] == [("p", "选项")]
    reading = workbook.read(written.content, "bank.xlsx")
    assert drafts(reading) == [item]
    assert reading.pictures == {name: pictures[name] for name in ("tree.png", "sea.jpg")}
    assert reading.notes == ()


def test_a_picture_that_lies_on_a_question_belongs_to_the_cell_under_it() -> None:
    def lay(book: Workbook) -> None:
        for place, colour in (("A2", "green"), ("B2", "blue"), ("C2", "red"), ("A9", "black")):
            book.worksheets[0].add_image(Image(io.BytesIO(drawn(colour, "PNG"))), place)

    rows = [("题干", "选项A", "选项B", "答案"), ("哪个是海？", None, None, "A")]
    reading = workbook.read(book_of({"s": rows}, lay), "x.xlsx")
    item = only(reading)
    assert item.stem == "哪个是海？\n![](media:image1.png)"
    assert [option.text for option in item.options] == ["![](media:image2.png)", "![](media:image3.png)"]
    assert reading.pictures["image2.png"] == drawn("blue", "PNG")
    assert [(note.row, note.code) for note in reading.notes] == [(9, "picture_not_read")]
