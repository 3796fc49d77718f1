"""Damaged and hostile files: whatever comes, a reader reads it or refuses it, in words, in time."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import aiken, found, gift, json_lines, moodle_xml, numbered_text, qti, word
from question_bank.exchange.formats import Writer
from question_bank.exchange.limits import MOST_BYTES
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import faults_of
from question_bank.shipped_bank import shipped_items
from tests.exchange.documents import add_table, content_of, document
from tests.exchange.generated_items import GENERATED

Read = Callable[[bytes, str], Reading]
READERS: dict[str, Read] = {
    "aiken": aiken.read,
    "gift": gift.read,
    "json_lines": json_lines.read,
    "moodle_xml": moodle_xml.read,
    "numbered_text": numbered_text.read,
    "qti": qti.read,
    "word": word.read,
}

WRITERS: dict[str, Writer] = {
    "aiken": aiken.write,
    "gift": gift.write,
    "json_lines": json_lines.write,
    "moodle_xml": moodle_xml.write,
    "numbered_text": numbered_text.write,
    "qti": qti.write,
    "word": word.write,
}


@cache
def whole(name: str) -> bytes:
    """A good file of the format."""
    items = shipped_items()[:6]
    if name == "numbered_text":
        return "一、单选题\n1、甲（A）\nA.一\nB.二\n2、乙\nA.一 B.二\n参考答案\n1-2 AB".encode()
    if name == "word":
        made = document("一、单选题", "1、甲（A）", "A.一", "B.二")
        add_table(made, ("题干", "答案"), ("乙", "对"))
        return content_of(made)
    return WRITERS[name](items, {}).content


@cache
def parts(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole(name))) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def read_or_refuse(name: str, content: bytes) -> None:
    try:
        reading = READERS[name](content, "x")
    except BadExchange as error:
        assert str(error)
        return
    assert not [fault for item in reading.items for fault in faults_of(item.draft)]
    assert all(each.remark.reason for each in reading.refused)


EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12)), min_size=1, max_size=4)
PIECES = (b"{", b"}", b"<", b">", b"&", b"\xff", b"</text>", b"<![CDATA[", b"\n\n", b"[", b'"', b"=", b"~")


def damaged(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, put in edits:
        place = int(where * len(content))
        content = content[:place] + (put or PIECES[length]) + content[place + length :]
    return content


@pytest.mark.parametrize("name", READERS)
@given(edits=EDITS)
@settings(GENERATED, max_examples=15)
def test_damaged_files_are_read_or_refused(name: str, edits: list[tuple[float, int, bytes]]) -> None:
    read_or_refuse(name, damaged(whole(name), edits))


@pytest.mark.parametrize("name", ["qti", "word"])
@given(which=st.integers(0, 1000), edits=EDITS)
@settings(GENERATED, max_examples=15)
def test_damaged_parts_are_read_or_refused(name: str, which: int, edits: list[tuple[float, int, bytes]]) -> None:
    files = dict(parts(name))
    chosen = [part for part in files if part.endswith((".xml", ".rels"))]
    part = chosen[which % len(chosen)]
    files[part] = damaged(files[part], edits)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    read_or_refuse(name, out.getvalue())


@pytest.mark.parametrize("name", READERS)
@given(content=st.binary(max_size=200))
@settings(GENERATED, max_examples=15)
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    read_or_refuse(name, content)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("content", [b"", b"\0" * 1000, b"PK\x05\x06" + b"\0" * 18, b"\xff\xfe\x00\xd8"])
def test_what_holds_nothing_is_read_or_refused(name: str, content: bytes) -> None:
    read_or_refuse(name, content)


@pytest.mark.parametrize("name", READERS)
def test_what_is_too_large_is_refused(name: str) -> None:
    with pytest.raises(BadExchange, match="MB"):
        READERS[name](b"1" * (MOST_BYTES + 1), "x")


LINES = {
    "gift": ["a{~%1%b}", "{" * 9, "::a::b{=c->d}", "// [tag:" + "\\]" * 99, "$$\\(" * 9, "[html]<b>" * 9, "\\" * 99],
    "aiken": ["A. ", "ANSWER: A", "答案：A,", "A" * 99],
    "numbered_text": ["1、", "A. 甲 B. 乙", "答案：1-3 ABC", "（A）", "**粗**", "A 甲", "|a|b|", "\\(", "1-2 AB 3-4 "],
    "json_lines": ['{"id":', "[[[[", '{"a":{"a":', "1e999", '"\\ud800"'],
}


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in LINES.items() for line in lines])
@pytest.mark.parametrize("between", ["", "\n"])
def test_repetition_takes_no_longer_than_its_length(name: str, line: str, between: str) -> None:
    times = 10_000 // len(line) if not between else 1_000
    read_or_refuse(name, between.join([line] * times).encode())


def moodle(text: str, more: str = "") -> bytes:
    stem = f'<questiontext format="html"><text>{escape(text)}</text>{more}</questiontext>'
    return f'<quiz><question type="truefalse">{stem}</question></quiz>'.encode()


@pytest.mark.parametrize(
    "unit",
    ["<", "<!--", "<!", "<?", "<a ", '<a b="', "<a '", "<td>", "<b>", "<sup>x", "<object>", "&", "&#9", "\\(", "$$"],
)
def test_html_takes_no_longer_than_its_length(unit: str) -> None:
    read_or_refuse("moodle_xml", moodle(unit * (20_000 // len(unit))))


def test_numbers_of_characters_without_end_do_no_harm() -> None:
    read_or_refuse("moodle_xml", moodle(f"&#{'9' * 5000};"))


def test_many_pictures_among_many_files_are_looked_up() -> None:
    files = '<file name="y" encoding="base64">AA==</file>' * 5000
    read_or_refuse("moodle_xml", moodle('<img src="@@PLUGINFILE@@/x">' * 5000, files))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gift", b"a{" + b"~b " * 20_000 + b"}"),
        ("moodle_xml", b'<quiz><question type="multichoice">' + b"<answer/>" * 20_000 + b"</question></quiz>"),
        ("aiken", b"a\n" + b"A. b\n" * 20_000 + b"ANSWER: A"),
    ],
)
def test_a_question_of_too_many_answers_is_refused_unread(name: str, content: bytes) -> None:
    assert READERS[name](content, "x").refused[0].remark.column == "选项A"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gift", b"a{T}\n\n" * 501),
        ("json_lines", b"{}\n" * 501),
        ("moodle_xml", b"<quiz>" + b"<question/>" * 501 + b"</quiz>"),
        ("moodle_xml", b"<quiz>" + b"<a/>" * 2_000_001 + b"</quiz>"),
        ("numbered_text", b"1\n" * 100_001),
    ],
)
def test_too_many_questions_are_refused(name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_ROWS", 500)
    with pytest.raises(BadExchange, match="超过"):
        READERS[name](content, "x")
