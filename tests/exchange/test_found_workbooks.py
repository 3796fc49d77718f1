"""Spreadsheets of questions as they are found: no two alike."""

import io
import zipfile
from datetime import date
from typing import Any, Literal

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from question_bank.exchange import workbook
from question_bank.exchange.reading import BadExchange
from question_bank.items import FALSE, TRUE, ItemDraft, ItemType
from question_bank.keys import SpokenKey
from question_bank.markup import plain
from tests.exchange.books import book_of, drafts, only, read_rows

HEADER = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析")
WATER = ("单选题", "水的化学式是？", "CO2", "H2O", "O2", "NaCl", "B", "两个氢原子和一个氧原子。")


def test_the_common_layout_is_read() -> None:
    item = only(read_rows(HEADER, WATER))
    assert (item.id, item.type, item.key) == ("", ItemType.SINGLE, ("B",))
    assert [option.text for option in item.options] == ["CO2", "H2O", "O2", "NaCl"]
    assert item.explanation == "两个氢原子和一个氧原子。"


@pytest.mark.parametrize(
    "header",
    [
        ("试题类型", "题目", "A", "B", "C", "D", "正确答案", "答案解析"),
        ("题目类型", "试题内容", "选项 A", "选项 B", "选项 C", "选项 D", "标准答案", "试题解析"),
        ("类型（必填）", "*题干", "A选项", "B选项", "C选项", "D选项", "参考答案：", "解析(选填)"),
        ("题型", "问题", "选项1", "选项2", "选项3", "选项4", "答案", "解释"),
        ("题 型", "题目描述", "备选答案A", "备选答案B", "备选答案C", "备选答案D", "答 案", "讲解"),
        ("题型", "题干\n（不超过200字）", "选项Ａ", "选项Ｂ", "选项Ｃ", "选项Ｄ", "答案\n（填字母）", "题目解析"),
        ("type", "question", "optionA", "option_b", "Option C", "OPTION D", "Answer", "Explanation"),
    ],
)
def test_columns_go_by_many_names(header: tuple[str, ...]) -> None:
    assert only(read_rows(header, WATER)) == only(read_rows(HEADER, WATER))


def test_titles_and_notes_may_stand_above_the_header() -> None:
    above: list[tuple[Any, ...]] = [("2026 年科学素质竞赛题库",), (), ("说明：每题 2 分", "", "填表人：张三"), ()]
    reading = read_rows(*above, HEADER, WATER)
    assert only(reading).stem == "水的化学式是？"
    assert reading.items[0].row == 6


def test_a_header_further_down_than_fifteen_rows_is_none() -> None:
    with pytest.raises(BadExchange, match="表头"):
        read_rows(*[("x",)] * 15, HEADER, WATER)


def test_the_type_is_told_by_the_sheets_name_where_no_column_says_it() -> None:
    book = book_of(
        {
            "单选题": [("题干", "A", "B", "C", "答案"), ("光速最接近？", "3×10^8", "3×10^5", "340", "A")],
            "多选": [("题干", "A", "B", "C", "答案"), ("哪些是行星？", "地球", "月球", "火星", "A")],
            "判断题（20道）": [("题干", "答案"), ("鲸是鱼。", "A"), ("水会蒸发。", "√"), ("月亮发光。", "错")],
            "排序": [("题干", "A", "B", "C", "答案"), ("由小到大？", "米", "厘米", "千米", "BAC")],
            "简答题": [("题干", "答案"), ("谈谈节水。", "略")],
            "口答题": [("题干", "答案"), ("谁发现了青蒿素？", "屠呦呦")],
            "数值": [("题干", "答案"), ("圆周率？", 3.14)],
        }
    )
    reading = workbook.read(book, "x.xlsx")
    assert [item.type.value for item in drafts(reading)] == [
        *("single", "multiple", "true_false", "true_false", "true_false", "ordering", "spoken", "numeric")
    ]
    assert [item.key for item in drafts(reading)][2:5] == [(TRUE,), (TRUE,), (FALSE,)]
    assert [(each.sheet, each.row, each.code) for each in reading.skipped] == [("简答题", 2, "unsupported_type")]


def test_headings_between_rows_give_the_type_of_what_follows() -> None:
    header = ("题号", "题干", "A", "B", "C", "答案")
    reading = read_rows(
        header,
        ("一、单选题（每题2分）",),
        (1, "哪个是行星？", "地球", "月球", "太阳", "A"),
        ("二、多选题",),
        (1, "哪些会发光？", "太阳", "萤火虫", "月球", "A"),
        ("三、判断题",),
        (1, "鲸是鱼。", None, None, None, "×"),
        header,
        (2, "水会蒸发。", None, None, None, "√"),
        ("四、简答题",),
        (1, "谈谈节水。", None, None, None, "略"),
    )
    assert [item.type.value for item in drafts(reading)] == ["single", "multiple", "true_false", "true_false"]
    assert len(reading.skipped) == 1


@pytest.mark.parametrize(
    "cell",
    [
        *[
            "A.红 B.绿 C.蓝",
            "A. 红\nB. 绿\nC. 蓝",
            "A、红；B、绿；C、蓝",
            "A.红<br/>B.绿<br/>C.蓝",
            "红|绿|蓝",
            "红\n绿\n蓝",
        ],
        *[
            "Ａ．红　Ｂ．绿　Ｃ．蓝",
            "A:红;B:绿;C:蓝",
            "(A)红(B)绿(C)蓝",
            "A红|B绿|C蓝".replace("A", "A.").replace("B", "B.").replace("C", "C."),
        ],
        *[
            "a. 红 b. 绿 c. 蓝",
            '["红", "绿", "蓝"]',
            "A.红\r\nB.绿\r\nC.蓝",
            "A.红B.绿C.蓝",
            "A）红 B）绿 C）蓝",
            "红；绿；蓝",
            "红，绿，蓝",
            "红 绿 蓝",
        ],
    ],
)
def test_all_options_may_stand_in_one_cell(cell: str) -> None:
    item = only(read_rows(("题干", "选项", "答案"), ("选颜色", cell, "B")))
    assert [option.text for option in item.options] == ["红", "绿", "蓝"]
    assert item.key == ("B",)


def test_letters_in_the_texts_of_options_part_nothing() -> None:
    cell = "A. 维生素A、B B. 维生素C C. DNA. 和RNA D. 以上A、B"
    item = only(read_rows(("题干", "选项", "答案"), ("选一个", cell, "B")))
    assert [option.text for option in item.options] == ["维生素A、B", "维生素C", "DNA. 和RNA", "以上A、B"]


def test_options_in_columns_lose_letters_that_all_of_them_have() -> None:
    item = only(read_rows(HEADER, ("单选", "选一个", "A. 红", "B. 绿", "C.蓝", None, "B", None)))
    assert [option.text for option in item.options] == ["红", "绿", "蓝"]
    item = only(read_rows(HEADER, ("单选", "选一个", "A. 米尔恩", "汤姆", "杰克", None, "B", None)))
    assert item.options[0].text == "A. 米尔恩"


def test_one_word_may_stand_over_all_options() -> None:
    rows = [("题干", "选项", None, None, "答案"), (None, "A", "B", "C", None), ("选一个", "红", "绿", "蓝", "C")]

    def merge(book: Workbook) -> None:
        for place in ("A1:A2", "B1:D1", "E1:E2"):
            book.worksheets[0].merge_cells(place)

    two_rows = only(workbook.read(book_of({"s": rows}, merge), "x.xlsx"))
    assert [option.text for option in two_rows.options] == ["红", "绿", "蓝"]
    one_row = only(workbook.read(book_of({"s": [rows[0], rows[2]]}), "x.xlsx"))
    assert one_row == two_rows


def test_merged_cells_count_for_all_rows_that_they_cover() -> None:
    rows = [
        ("题型", "知识点", "题干", "A", "B", "答案"),
        ("单选", "光", "一？", "红", "绿", "A"),
        (None, None, "二？", "红", "绿", "B"),
    ]

    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("A2:A3")
        book.worksheets[0].merge_cells("B2:B3")

    items = drafts(workbook.read(book_of({"s": rows}, merge), "x.xlsx"))
    assert [(item.type, item.tags) for item in items] == [(ItemType.SINGLE, ("光",))] * 2


def test_a_stem_that_is_merged_over_rows_makes_them_one_question() -> None:
    rows = [
        ("题干", "选项", "答案"),
        ("选一个", "A. 红", "B"),
        (None, "B. 绿", None),
        (None, "C. 蓝", None),
        ("再选", "红|绿", "A"),
    ]

    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("A2:A4")
        book.worksheets[0].merge_cells("C2:C4")

    first, second = drafts(workbook.read(book_of({"s": rows}, merge), "x.xlsx"))
    assert [option.text for option in first.options] == ["红", "绿", "蓝"] and first.key == ("B",)
    assert second.stem == "再选"


def test_a_whole_question_in_one_cell_is_read() -> None:
    cells = [
        "1. 下列属于可再生能源的有（ ）<br/><br/>A. 太阳能<br/>B. 煤<br/>C. 风能"
        "<br/><br/>答案：AC<br/><br/>解析：煤用一点少一点。",
        "2. 鲸是鱼。\n\n答案：错误\n\n解析：鲸是哺乳动物。",
    ]
    first, second = drafts(read_rows(("题干",), *[(cell,) for cell in cells]))
    assert (first.stem, first.type, first.key) == ("下列属于可再生能源的有（ ）", ItemType.MULTIPLE, ("A", "C"))
    assert first.explanation == "煤用一点少一点。"
    assert (second.stem, second.key) == ("鲸是鱼。", (FALSE,))


def test_the_key_may_stand_in_the_brackets_of_the_stem() -> None:
    item = only(read_rows(("题干", "A", "B"), ("1、水的沸点是（ B ）。", "0 ℃", "100 ℃")))
    assert (item.stem, item.key) == ("水的沸点是（　）。", ("B",))


def test_leading_zeros_and_numbers_stay_what_their_author_sees() -> None:
    def show(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A2"].number_format = "000"
        sheet["D2"].number_format = "0%"

    header = ("编号", "题干", "A", "B", "C", "D", "答案")
    item = only(workbook.read(book_of({"s": [header, (7, "多少？", 3, 0.25, 0.1 + 0.2, "007", 3)]}, show), "x.xlsx"))
    assert item.id == "007"
    assert [option.text for option in item.options] == ["3", "25%", "0.3", "007"]
    # A number is the text of an option before it is its place.
    assert item.key == ("A",)


def test_raised_and_lowered_characters_are_kept() -> None:
    def script(text: str, kind: Literal["superscript", "subscript"]) -> TextBlock:
        return TextBlock(InlineFont(vertAlign=kind), text)

    stem = CellRichText(
        "10", script("5", "superscript"), " 个 CO", script("2", "subscript"), " 分子，x", script("n+k", "superscript")
    )
    item = only(
        read_rows(("题干", "A", "B", "答案"), (stem, CellRichText("10", script("5", "superscript")), "105", "A"))
    )
    assert item.stem == "10⁵ 个 CO₂ 分子，x$^{n+k}$"
    assert [option.text for option in item.options] == ["10⁵", "105"]


def test_texts_are_literal_but_for_formulas_and_html() -> None:
    rows = [
        ("2*3*4 和 **粗** 各值 $5 到 $6？", "a|b", "!感叹", "A"),
        (r"求 $\frac{1}{2}$ 的倒数", r"\(x^2\)", "2", "B"),
        ("10<sup>5</sup> 个 H<sub>2</sub>O&nbsp;分子<br>第二行", "<p>甲</p><p>乙</p>", "若 a<b 且 b>c", "A"),
    ]
    literal, latex, html = drafts(read_rows(("题干", "A", "B", "答案"), *rows))
    assert plain(literal.stem) == rows[0][0] and plain(literal.options[0].text) == "a|b"
    assert (latex.stem, latex.options[0].text) == (rows[1][0], "$x^2$")
    assert plain(html.stem) == "10⁵ 个 H₂O 分子\n第二行"
    assert [plain(option.text) for option in html.options] == ["甲\n乙", "若 a<b 且 b>c"]


def test_hidden_sheets_are_passed_over_and_told() -> None:
    def hide(book: Workbook) -> None:
        book["旧题"].sheet_state = "hidden"

    reading = workbook.read(book_of({"新题": [HEADER, WATER], "旧题": [HEADER, WATER]}, hide), "x.xlsx")
    assert len(reading.items) == 1
    assert [(note.sheet, note.code) for note in reading.notes] == [("旧题", "hidden_sheet")]


def test_sheets_without_questions_and_columns_without_a_place_are_told() -> None:
    reading = workbook.read(
        book_of({"题": [(*HEADER, "分值"), (*WATER, 2)], "名单": [("姓名", "学校"), ("张三", "一中")]}), "x.xlsx"
    )
    assert {(note.sheet, note.code) for note in reading.notes} == {("题", "column_not_read"), ("名单", "no_header")}


def test_formulas_are_read_as_their_saved_results_or_refused() -> None:
    book = book_of({"s": [HEADER, WATER, ("单选", '=CONCATENATE("甲","乙")', "红", "绿", None, None, "A", None)]})
    (refused,) = workbook.read(book, "x.xlsx").refused
    assert (refused.remark.sheet, refused.remark.row, refused.remark.column, refused.remark.code) == (
        "s",
        3,
        "题干",
        "formula",
    )
    assert "保存一次" in refused.remark.reason


def test_a_saved_result_of_a_formula_is_its_value() -> None:
    saved = book_of({"s": [HEADER, WATER]})
    with_formula = _with_sheet(
        saved,
        lambda xml: xml.replace(b"<is><t>B</t></is>", b'<f>UPPER("b")</f><v>B</v>').replace(
            b't="inlineStr"><f>', b't="str"><f>'
        ),
    )
    assert b"<f>" in _sheet_of(with_formula)
    assert only(workbook.read(with_formula, "x.xlsx")).key == ("B",)


def test_an_answer_that_became_a_date_is_refused() -> None:
    header = ("题干", "A", "B", "C", "答案")
    (refused,) = read_rows(header, ("哪些？", "红", "绿", "蓝", date(2026, 1, 3))).refused
    assert (refused.remark.column, refused.remark.code) == ("答案", "date")
    item = only(read_rows(header, ("哪天？", date(1949, 10, 1), "昨天", "今天", "A")))
    assert item.options[0].text == "1949-10-01"


def test_a_refusal_names_sheet_row_column_and_reason_and_keeps_what_was_said() -> None:
    header = ("编号", "题型", "题目", "A", "B", "正确答案")
    reading = read_rows(
        ("标题",),
        header,
        ("k-1", "单选题", "一？", "红", "绿", "C"),
        ("k-2", "单选题", None, "红", None, None),
        name="题库",
    )
    first, second = reading.refused
    assert first.remark[:5] == ("题库", 3, "正确答案", "k-1", "unknown_option")
    assert "选项C" in first.remark.reason
    assert (first.cells["题型"], first.cells["选项B"], first.cells["答案"]) == ("单选题", "绿", "C")
    assert second.remark[:5] == ("题库", 4, "题目", "k-2", "no_stem")
    assert second.remark.reason.count("；") >= 1


def test_questions_that_the_bank_does_not_have_are_skipped_and_fail_nothing() -> None:
    header = ("题型", "题干", "A", "B", "答案")
    reading = read_rows(
        header,
        ("填空题", "水由____组成。", None, None, "氢和氧"),
        ("简答", "谈谈。", None, None, None),
        (None, "月球绕____转", None, None, "地球"),
    )
    assert reading.refused == () and reading.items == ()
    assert [(each.row, each.code) for each in reading.skipped] == [(row, "unsupported_type") for row in (2, 3, 4)]


def test_a_difficulty_on_an_unknown_scale_becomes_a_tag() -> None:
    header = ("题干", "A", "B", "答案", "难度", "章节")
    reading = read_rows(header, ("一？", "红", "绿", "A", "中", "光学"), ("二？", "红", "绿", "A", 0.8, "光学"))
    first, second = drafts(reading)
    assert (first.difficulty.b, first.tags) == (0.0, ("光学",))
    assert (second.difficulty.b, second.tags) == (None, ("光学", "难度 0.8"))
    assert "unclear_difficulty" in {note.code for note in reading.notes}


def test_a_running_number_is_no_id() -> None:
    assert only(read_rows(("序号", "题干", "A", "B", "答案"), (1, "一？", "红", "绿", "A"))).id == ""


def test_an_entity_declaration_is_refused() -> None:
    bomb = _with_sheet(
        book_of({"s": [HEADER, WATER]}),
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml.split(b"?>", 1)[-1],
    )
    with pytest.raises(BadExchange):
        workbook.read(bomb, "x.xlsx")


def test_a_workbook_with_macros_is_refused_with_the_way_out() -> None:
    file = io.BytesIO(book_of({"s": [HEADER, WATER]}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    with pytest.raises(BadExchange, match="宏"):
        workbook.read(file.getvalue(), "x.xlsm")


def test_a_merge_over_everything_costs_nothing() -> None:
    huge = _with_sheet(
        book_of({"s": [HEADER, WATER]}),
        lambda xml: xml.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + b'<mergeCell ref="A2:XFD1048576"/>' * 9 + b"</mergeCells>"
        ),
    )
    assert only(workbook.read(huge, "x.xlsx")).stem == WATER[1]


def _sheet_of(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def _with_sheet(book: bytes, change: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == "xl/worksheets/sheet1.xml" else content)
    return file.getvalue()


def test_options_may_stand_in_the_cell_of_the_question() -> None:
    header = ("题型", "题干", "答案")
    below = "下列哪个是气体（ ）\nA. 氧\nB. 铁\nC. 金"
    first, second = drafts(read_rows(header, ("单选", below, "A"), ("单选", "下列哪个是气体（ ） A.氧 B.铁 C.金", "A")))
    assert first == second
    assert (first.stem, [option.text for option in first.options]) == ("下列哪个是气体（ ）", ["氧", "铁", "金"])


def test_numbers_that_begin_anew_on_each_sheet_are_no_ids() -> None:
    header = ("编号", "题干", "A", "B", "答案")
    rows = [header, (1, "一？", "红", "绿", "A"), (2, "二？", "红", "绿", "A")]
    other = [header, (1, "三？", "红", "绿", "A"), ("k-9", "四？", "红", "绿", "A")]
    reading = workbook.read(book_of({"单选": rows, "多选": other}), "x.xlsx")
    assert [item.id for item in drafts(reading)] == ["", "", "", "k-9"]
    assert [note.code for note in reading.notes] == ["running_number"] * 2
    assert [item.id for item in drafts(workbook.read(book_of({"单选": rows}), "x.xlsx"))] == ["1", "2"]


def test_topics_of_the_tables_own_become_tags_unless_it_was_made_for_the_bank() -> None:
    row = ("一？", "红", "绿", "A", "天文")
    item = only(read_rows(("题干", "A", "B", "答案", "主题"), row))
    assert (item.topics, item.tags) == ((), ("天文",))
    (refused,) = read_rows(("题干", "A", "B", "答案", "主题", "维度"), (*row, "科学方法")).refused
    assert refused.remark.code == "unknown_name"


def test_a_picture_within_a_cell_is_told() -> None:
    embedded = _with_sheet(
        book_of({"s": [HEADER, WATER]}),
        lambda xml: xml.replace(
            b't="inlineStr"><is><t>H2O</t></is>', b't="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>'
        ),
    )
    (refused,) = workbook.read(embedded, "x.xlsx").refused
    assert (refused.remark.column, refused.remark.code) == ("选项B", "cell_picture")
    reading = read_rows(("题干", "A", "B", "答案"), ('看图<img src="a.png">', "红", "绿", "A"))
    assert [(note.row, note.column, note.code) for note in reading.notes] == [(2, "题干", "picture_not_read")]


def test_rows_that_look_like_headings_of_the_template_are_items_all_the_same() -> None:
    item = ItemDraft("解析", ItemType.SPOKEN, "口答", (), SpokenKey(("口答",)), "解析", source="出处", reading="阅读")
    assert drafts(workbook.read(workbook.write([item], {}).content, "x.xlsx")) == [item]
