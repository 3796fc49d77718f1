"""Word files as people keep their questions."""

import io

import docx
import pytest
from docx.document import Document

from question_bank.exchange import word
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import ItemDraft
from tests.exchange.documents import (
    add_formula,
    add_list,
    add_numbered,
    add_restart,
    add_runs,
    add_table,
    changed,
    content_of,
    document,
    png,
    r,
)

ANSWERED = ("A. 甲", "B. 乙", "答案：A")


def read(made: Document) -> Reading:
    return word.read(content_of(made), "x.docx")


def drafts(made: Document) -> list[ItemDraft]:
    reading = read(made)
    assert not reading.refused, reading.refused
    return [item.draft for item in reading.items]


def stem_of(*runs: tuple[str, str]) -> str:
    made = document()
    add_runs(made, ("1、", ""), *runs)
    for line in ANSWERED:
        made.add_paragraph(line)
    (item,) = drafts(made)
    return item.stem


def test_questions_among_paragraphs_with_the_paragraph_where_they_begin() -> None:
    reading = read(document("题库", "一、单选题", "1、甲？", *ANSWERED, "二、判断题", "2、乙（×）"))
    assert [(item.row, item.draft.stem) for item in reading.items] == [(3, "甲？"), (8, "乙")]


@pytest.mark.parametrize(
    ("runs", "stem"),
    [
        ((("约 10", ""), ("5", "sup"), (" 米", "")), "约 10⁵ 米"),
        ((("CO", ""), ("2", "sub"), ("与 x", ""), ("n+1", "sub")), "CO₂与 x$_{n+1}$"),
        ((("10", ""), ("-19", "sup"), (" C", "")), "10⁻¹⁹ C"),
        ((("下列", ""), ("不", "bold"), ("正确的是", "")), "下列**不**正确的是"),
        ((("下列", ""), ("不", "stressed"), ("正确的是", "")), "下列**不**正确的是"),
        ((("水是", ""), ("      ", "under"), ("。", "")), "水是____。"),
        ((("看得见", ""), ("看不见", "hidden")), "看得见"),
    ],
)
def test_how_characters_stand_is_kept(runs: tuple[tuple[str, str], ...], stem: str) -> None:
    assert stem_of(*runs) == stem


def test_a_bold_line_or_label_is_bold_for_its_looks() -> None:
    made = document()
    add_runs(made, ("1、", "bold"), ("整行都是粗的？", "bold"))
    add_runs(made, ("A.", "bold"), ("甲", ""))
    add_runs(made, ("B.", "bold"), ("乙", ""))
    add_runs(made, ("答案：", "bold"), ("A", ""))
    (item,) = drafts(made)
    assert (item.stem, [option.text for option in item.options], item.key) == ("整行都是粗的？", ["甲", "乙"], ("A",))


def test_numbers_that_word_counts_are_counted_again() -> None:
    made = document("一、单选题")
    add_list(made, 91, "decimal", "%1、")
    add_list(made, 92, "upperLetter", "%1.")
    add_list(made, 94, "chineseCounting", "%1、")
    add_restart(made, 93, 92)
    add_numbered(made, "甲？", 91)
    for text in ("一", "二"):
        add_numbered(made, text, 92)
    made.add_paragraph("答案：B")
    add_numbered(made, "乙？", 91)
    for text in ("三", "四", "五"):
        add_numbered(made, text, 93)
    made.add_paragraph("答案：C")
    items = drafts(made)
    assert [(item.stem, [option.text for option in item.options], item.key) for item in items] == [
        ("甲？", ["一", "二"], ("B",)),
        ("乙？", ["三", "四", "五"], ("C",)),
    ]


def test_line_breaks_and_tabs_part_options() -> None:
    (item,) = drafts(document("1、选\nA. 甲\tB. 乙\nC. 丙\n答案：C"))
    assert [option.text for option in item.options] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("formula", "stem"),
    [
        (f"<m:f><m:num>{r('1')}</m:num><m:den>{r('x')}</m:den></m:f>", "求 $\\frac{1}{x}$"),
        (f"<m:sSup><m:e>{r('10')}</m:e><m:sup>{r('5')}</m:sup></m:sSup>", "求 10⁵"),
        (r("H") + f"<m:sSub><m:e>{r('')}</m:e><m:sub>{r('2')}</m:sub></m:sSub>" + r("O"), "求 H₂O"),
        (f"<m:rad><m:deg/><m:e>{r('a+b')}</m:e></m:rad>", "求 $\\sqrt{a+b}$"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{r("i=1")}</m:sub><m:sup>{r("n")}</m:sup>'
            f"<m:e>{r('i')}</m:e></m:nary>",
            "求 $\\sum_{i=1}^{n} i$",
        ),
        (f"<m:d><m:e>{r('x')}</m:e></m:d>", "求 $\\left(x\\right)$"),
    ],
)
def test_formulas_become_latex_or_plain_text(formula: str, stem: str) -> None:
    made = document()
    add_formula(made, "1、求 ", formula)
    for line in ANSWERED:
        made.add_paragraph(line)
    (item,) = drafts(made)
    assert item.stem == stem


def test_a_formula_that_cannot_be_said_is_refused_rather_than_dropped() -> None:
    made = document()
    add_formula(made, "1、求 ", f"<m:phant><m:e>{r('x')}</m:e></m:phant>")
    for line in ANSWERED:
        made.add_paragraph(line)
    refused = read(made).refused[0].remark
    assert (refused.row, refused.column, refused.code) == (1, "题干", "formula")


def test_pictures_come_along_and_need_words() -> None:
    made = document("1、看图")
    made.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    made.add_paragraph("对吗（√）")
    reading = read(made)
    assert reading.items[0].draft.stem == "看图\n![](media:image1.png)\n对吗"
    assert reading.pictures == {"image1.png": png()}
    assert [(note.row, note.code) for note in reading.notes] == [(2, "no_alt")]


def test_the_words_of_a_picture_are_kept() -> None:
    made = document("1、看图（√）")
    picture = made.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    picture._inline.docPr.set("descr", "一盏灯")
    assert drafts(made)[0].stem == "看图\n![一盏灯](media:image1.png)"


def test_svg_is_refused_by_name() -> None:
    made = document("1、看图（√）")
    made.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    refused = word.read(changed(content_of(made), "word/media/image1.png", b"<svg onload='x'/>"), "x").refused[0]
    assert refused.remark.code == "bad_picture"
    assert "image1.png" in refused.remark.reason


def test_options_laid_out_in_a_table_are_options() -> None:
    made = document("1、选")
    add_table(made, ("A. 甲", "B. 乙"), ("C. 丙", "D. 丁"))
    made.add_paragraph("答案：D")
    (item,) = drafts(made)
    assert [option.text for option in item.options] == ["甲", "乙", "丙", "丁"]


def test_a_small_table_belongs_to_its_stem() -> None:
    made = document("1、哪年多？")
    add_table(made, ("年份", "数|量"), ("2020", "1"), ("2021", "2"))
    for line in ANSWERED:
        made.add_paragraph(line)
    (item,) = drafts(made)
    assert item.stem == "哪年多？\n| 年份 | 数\\|量 |\n|---|---|\n| 2020 | 1 |\n| 2021 | 2 |"


def test_a_table_of_questions_is_read_by_its_header() -> None:
    made = document("1、乙（×）")
    add_table(
        made,
        ("题型", "题干", "选项A", "选项B", "答案"),
        ("单选", "甲？", "一", "二", "B"),
        ("单选", "缺答案", "一", "二", ""),
    )
    reading = read(made)
    assert [(item.sheet, item.row, item.draft.stem) for item in reading.items] == [("", 1, "乙"), ("表格 1", 2, "甲？")]
    assert [(each.remark.sheet, each.remark.row, each.remark.code) for each in reading.refused] == [
        ("表格 1", 3, "no_key")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"not a zip",
        content_of(document("只有一段话")),
        content_of(document("1、甲（√）"))[:-200],
        changed(content_of(document("1、甲（√）")), "word/document.xml", b"<w:document"),
        changed(
            content_of(document("1、甲（√）")),
            "word/document.xml",
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ),
        changed(content_of(document("1、甲（√）")), "../evil", b"x"),
        changed(content_of(document("1、甲（√）")), "zeros", b"\0" * 30_000_000),
    ],
)
def test_hostile_files_are_refused_whole(content: bytes) -> None:
    with pytest.raises(BadExchange):
        word.read(content, "x.docx")


def test_macros_and_deep_nesting_do_no_harm() -> None:
    made = content_of(document("1、甲（√）"))
    assert word.read(changed(made, "word/vbaProject.bin", b"\xd0\xcf"), "x.docm").items
    body = "<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000
    deep = f'<w:document xmlns:w="{docx.oxml.ns.nsmap["w"]}"><w:body>{body}</w:body></w:document>'
    with pytest.raises(BadExchange):
        word.read(changed(made, "word/document.xml", deep.encode()), "x.docx")
