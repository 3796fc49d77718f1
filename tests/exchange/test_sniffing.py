"""A file's format is told by what it contains, whatever it is called."""

import io

import pytest
from openpyxl import Workbook

from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sniffing import sniff
from tests.exchange.test_limits import archive

KAHOOT = ["Question - max 120 characters", "Answer 1 - max 75 characters", "Time limit (sec)", "Correct answer(s) - x"]
WAYGROUND = ["Question Text", "Question Type", "Option 1", "Option 2", "Correct Answer", "Time in seconds"]


def workbook(header: list[str]) -> bytes:
    book = Workbook()
    book.worksheets[0].append(["2024 年度"])
    book.worksheets[0].append(header)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TEXTS = {
    "csv": "题型,题干,选项A,选项B,答案\n单选,甲？,一,二,A",
    "wayground": "Question Text,Question Type,Option 1,Option 2,Correct Answer\nA?,Multiple Choice,x,y,1",
    "jsonl": '\n{"id": "a", "type": "single"}\n',
    "aiken": "Which?\nA) one\nB) two\nANSWER: B\n",
    "gift": "// comment\n::one:: Which? {=yes ~no}\n",
    "text": "1、下列哪一项正确（A）\nA. 甲\nB. 乙\n答案：A\n解析：因为 10$^{5}$",
    "moodle-xml": '<?xml version="1.0"?>\n<quiz><question type="multichoice"/></quiz>',
    "qti": '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a"/>',
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_told_by_their_content_in_every_encoding(name: str, encoding: str) -> None:
    assert sniff(TEXTS[name].encode(encoding), "some.txt") == name


def test_a_table_that_was_copied_from_a_spreadsheet_is_one() -> None:
    assert sniff("题干\t选项A\t选项B\t答案\n甲？\t一\t二\tA".encode(), "") == "csv"


def test_short_texts_are_told_by_their_name() -> None:
    assert sniff(b"Q? {}", "a.gift") == "gift"
    assert sniff("甲,乙".encode(), "a.csv") == "csv"
    assert sniff(b'[{"id": 1}]', "a.json") == "jsonl"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook(["题型", "题干", "选项A", "答案"]), "xlsx"),
        (workbook(KAHOOT), "kahoot"),
        (workbook(WAYGROUND), "wayground"),
        (archive({"word/document.xml": b"<a/>"}), "docx"),
        (archive({"imsmanifest.xml": b"<a/>", "item.xml": b"<a/>"}), "qti"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx"),
    ],
)
def test_archives_are_told_by_their_parts_and_headers(content: bytes, name: str) -> None:
    assert sniff(content, "misnamed.csv") == name


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"  \n ", "没有内容"),
        (archive({"a.png": b"x"}), "不是题目文件"),
        (b"<html><p>hello</p></html>", "没有题目"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), r"\.doc"),
    ],
)
def test_what_holds_no_items_is_refused_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(BadExchange, match=reason):
        sniff(content, "x")
