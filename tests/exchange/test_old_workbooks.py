"""Old xls workbooks, and web pages that go by their name."""

import io
import struct

import pytest
import xlwt
from PIL import Image

from question_bank.exchange import workbook
from question_bank.exchange.reading import BadExchange
from question_bank.items import TRUE, ItemType
from tests.exchange.books import drafts, only

HEADER = ("编号", "题型", "题干", "选项A", "选项B", "选项C", "答案", "解析")


def saved(book: xlwt.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_old_workbook_is_read_with_titles_merged_cells_and_hidden_sheets() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("题库")
    sheet.write_merge(0, 0, 0, 7, "科学素质题库")
    for column, name in enumerate(HEADER):
        sheet.write(1, column, name)
    sheet.write_merge(2, 3, 1, 1, "单选")
    for row, answer in ((2, "A"), (3, "C")):
        for column, text in enumerate((f"00{row}", None, f"第 {row} 题？", 1, 2.5, "三", answer, "因为")):
            if text is not None:
                sheet.write(row, column, text)
    hidden = book.add_sheet("旧")
    hidden.visibility = 1
    reading = workbook.read(saved(book), "old.xls")
    first, second = drafts(reading)
    assert (first.id, first.type, first.key, second.key) == ("002", ItemType.SINGLE, ("A",), ("C",))
    assert [option.text for option in first.options] == ["1", "2.5", "三"]
    assert [each.row for each in reading.items] == [3, 4]
    assert [note.code for note in reading.notes] == ["hidden_sheet"]


def test_raised_characters_and_shown_numbers_are_kept() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    raised = xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    lowered = xlwt.Font()
    lowered.escapement = xlwt.Font.ESCAPEMENT_SUBSCRIPT
    plain = xlwt.Font()
    sheet.write(1, 0, 7, xlwt.easyxf(num_format_str="000"))
    sheet.write_rich_text(1, 2, [("10", plain), ("5", raised), (" 个 CO", plain), ("2", lowered), (" 分子", plain)])
    for column, text in ((3, True), (4, 0.25), (5, "x"), (6, "B")):
        style = xlwt.easyxf(num_format_str="0%") if column == 4 else xlwt.easyxf()
        sheet.write(1, column, text, style)
    item = only(workbook.read(saved(book), "old.xls"))
    assert (item.id, item.stem) == ("007", "10⁵ 个 CO₂ 分子")
    assert [option.text for option in item.options] == ["TRUE", "25%", "x"]


def test_a_damaged_old_workbook_is_refused() -> None:
    book = xlwt.Workbook()
    book.add_sheet("s").write(0, 0, "题干")
    content = saved(book)
    for damaged in (content[:600], content[:2000], content[:1024] + bytes(512) + content[1536:]):
        with pytest.raises(BadExchange):
            workbook.read(damaged, "old.xls")


def test_a_web_page_under_the_name_of_an_old_workbook_is_read() -> None:
    page = """<html><head><meta charset="gb2312"></head><body><table border=1>
    <tr><td colspan=4>题库</td></tr><tr><th>题型</th><th>题干</th><th>选项</th><th>答案</th></tr>
    <tr><td rowspan="2">判断</td><td>水会蒸发。</td><td></td><td>对</td></tr>
    <tr><td>10<sup>5</sup> 大于 10<sup>4</sup>。</td><td>&nbsp;</td><td>√</td></tr></table></body></html>"""
    first, second = drafts(workbook.read(page.encode("gb18030"), "old.xls"))
    assert (first.type, first.key, second.key) == (ItemType.TRUE_FALSE, (TRUE,), (TRUE,))
    assert second.stem == "10⁵ 大于 10⁴。"


def drawn(row: int, kind: int = 8) -> bytes:
    """Records of an object that lies on a row: a picture (8) or something else."""
    anchor = struct.pack("<HHI9H", 0, 0xF010, 18, 0, 1, 0, row - 1, 0, 2, 0, row, 0)
    about = struct.pack("<HHHHHIII", 0x15, 18, kind, 1, 0, 0, 0, 0)
    return struct.pack("<HH", 0xEC, len(anchor)) + anchor + struct.pack("<HH", 0x5D, len(about)) + about


def test_pictures_that_cannot_be_read_are_told_with_their_rows() -> None:
    book = xlwt.Workbook()
    for name, objects in (("有图", drawn(1) + drawn(2) + drawn(3, kind=25)), ("无图", b"")):
        sheet = book.add_sheet(name)
        rows = (
            HEADER,
            ("q1" + name, "判断", "图中是太阳。", "", "", "", "对"),
            ("q2" + name, "判断", "水会蒸发。", "", "", "", "对"),
        )
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                sheet.write(row, column, text)
        sheet._Worksheet__bmp_rec = objects
    notes = [(note.sheet, note.row, note.id, note.code) for note in workbook.read(saved(book), "old.xls").notes]
    assert notes == [("有图", 2, "q1有图", "picture_not_read"), ("有图", 1, "", "picture_not_read")]


def test_a_bitmap_of_the_oldest_kind_is_told_too() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for row, texts in enumerate((HEADER, ("q1", "判断", "图中是太阳。", "", "", "", "对"))):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "BMP")
    sheet.insert_bitmap_data(out.getvalue(), 1, 9)
    assert [note.code for note in workbook.read(saved(book), "old.xls").notes] == ["picture_not_read"]
