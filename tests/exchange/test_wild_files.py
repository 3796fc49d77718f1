"""Files as they are found, and files made to deceive: what is odd in them is read rightly or told."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from question_bank.exchange import workbook
from question_bank.exchange.formats import read_file
from question_bank.exchange.reading import BadExchange, Reading
from tests.exchange.documents import add_runs, changed, content_of, document

HEADER = ("编号", "题型", "题干", "选项A", "选项B", "选项C", "答案")


def book(*rows: Sequence[object], header: Sequence[object] = HEADER) -> Workbook:
    made = Workbook()
    for row in (header, *rows):
        made.worksheets[0].append(list(row))
    return made


def content(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(note.row, note.code) for note in reading.notes]


@pytest.mark.parametrize(
    ("answer", "key"),
    [("A、C", "AC"), ("ＡＣ", "AC"), ("a c", "AC"), ("A和C", "AC"), ("选AC", "AC"), ("故选 C", "C"), ("（B）", "B")],
)  # fmt: skip
def test_answers_are_read_however_they_are_spelled(answer: object, key: str) -> None:
    reading = workbook.read(content(book(("1", "多选", "甲？", "一", "二", "三", answer))), "x")
    assert ["".join(item.draft.right_options) for item in reading.items] == [key]


@pytest.mark.parametrize(
    ("answer", "key"), [("错 误", "F"), ("对", "T"), ("√", "T"), ("T", "T"), (True, "T"), ("Ｆ", "F")]
)
def test_truths_are_read_however_they_are_spelled(answer: object, key: str) -> None:
    reading = workbook.read(content(book(("1", "判断", "甲。", "", "", "", answer))), "x")
    assert [item.draft.right_options for item in reading.items] == [(key,)]


@pytest.mark.parametrize("between", ["\n", "；", ";", "|", " ", "$;$", "　", "、", ",", "/", "<br>"])
@pytest.mark.parametrize("labels", [("A.", "B.", "C."), ("", "", "")])
def test_options_in_one_cell_are_parted_whatever_stands_between_them(between: str, labels: tuple[str, ...]) -> None:
    cell = between.join(label + text for label, text in zip(labels, "红绿蓝", strict=True))
    made = book(("单选", "甲？", cell, "B"), header=("题型", "题干", "选项", "答案"))
    (item,) = workbook.read(content(made), "x").items
    assert [option.text for option in item.draft.options] == ["红", "绿", "蓝"]


def test_rows_that_nobody_sees_are_read_and_told() -> None:
    made = book(*((f"q{row}", "判断", f"第 {row} 句。", "", "", "", "对") for row in range(2, 6)))
    made.worksheets[0].row_dimensions[3].hidden = True
    reading = workbook.read(content(made), "x")
    assert len(reading.items) == 4 and codes(reading) == [(3, "hidden_rows")]
    assert "第 3 行" in reading.notes[0].reason


def test_a_stem_merged_over_a_hundred_rows_hides_no_row_below() -> None:
    made = book(*((f"q{row}", "判断", "" if row > 2 else "甲。", "", "", "", "对") for row in range(2, 302)))
    made.worksheets[0].merge_cells("C2:C301")
    reading = workbook.read(content(made), "x")
    assert len(reading.items) + len(reading.refused) == 200
    assert {refused.remark.code for refused in reading.refused[1:]} <= {"no_stem", "odd_options", "bad_key"}


@pytest.mark.parametrize(
    ("found", "put"),
    [(b'<row r="3"', b'<row r="2"'), (b'<c r="B2"', b'<c r="A2"')],
)
def test_a_workbook_that_says_two_things_of_one_place_is_refused(found: bytes, put: bytes) -> None:
    whole = content(book(*((f"q{row}", "判断", "甲。", "", "", "", "对") for row in (2, 3))))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert found in sheet
    with pytest.raises(BadExchange, match="已损坏"):
        workbook.read(changed(whole, "xl/worksheets/sheet1.xml", sheet.replace(found, put)), "x")


def test_programs_in_tables_of_web_pages_are_no_words_and_their_pictures_are_told() -> None:
    page = (
        "<table><tr><th>题干</th><th>选项A</th><th>选项B</th><th>答案</th></tr>"
        "<tr><td>甲<script>alert(1)</script><style>b{}</style>？<img src=x></td><td>一</td><td>二</td><td>A</td></tr>"
    )
    reading = read_file(page.encode(), "x.xls")
    assert [item.draft.stem for item in reading.items] == ["甲？"]
    assert codes(reading) == [(2, "picture_not_read")]


def test_hidden_words_and_foot_notes_of_word_are_told() -> None:
    made = document()
    add_runs(made, ("1、甲？", ""), ("答案是乙", "hidden"))
    for line in ("A. 一", "B. 二", "答案：A"):
        made.add_paragraph(line)
    whole = content_of(made)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        text = archive.read("word/document.xml").replace(
            b"</w:t></w:r>", b'</w:t><w:footnoteReference w:id="2"/></w:r>', 1
        )
    reading = read_file(changed(whole, "word/document.xml", text), "x.docx")
    assert [item.draft.stem for item in reading.items] == ["甲？"]
    assert {code for _, code in codes(reading)} == {"hidden_text", "foot_note"}


def test_formulas_are_typed_in_word_as_in_text() -> None:
    made = document("1、求 \\(x^2+1\\) 与 $a_1$，花 $5 买 $6 的？", "A. 一", "B. 二", "答案：A")
    (item,) = read_file(content_of(made), "x.docx").items
    assert item.draft.stem == "求 $x^2+1$ 与 $a_1$，花 $5 买 $6 的？"
