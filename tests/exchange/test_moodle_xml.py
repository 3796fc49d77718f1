"""Moodle XML, read and written."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import moodle_xml
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import ItemDraft, ItemType, Option
from question_bank.keys import NumericKey, SpokenKey
from tests.exchange.carried import assert_carried, carried_items
from tests.exchange.generated_items import GENERATED

PNG = b"\x89PNG\r\n\x1a\n"


def read(*questions: str) -> Reading:
    return moodle_xml.read(f"<quiz>{''.join(questions)}</quiz>".encode(), "x.xml")


def question(kind: str, answers: str, text: str = "<p>问</p>", more: str = "") -> str:
    stem = f'<questiontext format="html"><text><![CDATA[{text}]]></text>{more}</questiontext>'
    return f'<question type="{kind}"><name><text>名</text></name>{stem}{answers}</question>'


def answer(fraction: str, text: str, feedback: str = "", more: str = "") -> str:
    said = f'<feedback format="html"><text>{feedback}</text></feedback>' if feedback else ""
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{said}{more}</answer>'


def one(source: str) -> ItemDraft:
    reading = read(source)
    assert not reading.refused, reading.refused
    return reading.items[0].draft


@given(st.lists(carried_items(), min_size=1, max_size=2, unique_by=lambda item: item.id))
@settings(GENERATED, max_examples=60)
def test_items_come_back_as_they_were(items: list[ItemDraft]) -> None:
    written = moodle_xml.write(items, {"a.png": PNG})
    reading = moodle_xml.read(written.content, "x.xml")
    assert_carried(items, written, reading)
    assert set(reading.pictures.values()) <= {PNG}


def test_one_right_answer_with_id_tags_and_feedback() -> None:
    more = "<idnumber>b-7</idnumber><tags><tag><text>天文</text></tag><tag><text>维度：科学方法</text></tag></tags>"
    answers = answer("0", "地球", "太小") + answer("100", "&lt;b&gt;木星&lt;/b&gt;", "对") + "<single>true</single>"
    item = one(question("multichoice", answers + more))
    assert (item.id, item.type, item.key, item.tags) == ("b-7", ItemType.SINGLE, ("B",), ("天文",))
    assert (item.dimension, item.misconceptions, item.explanation) == ("methods", {"A": "太小"}, "对")


def test_html_becomes_markup() -> None:
    words = "<p>光速 3×10<sup>8</sup> m/s</p><p>CO<sub>2</sub>，\\(E=mc^2\\)，<strong>不</strong>&nbsp;是</p>"
    text = f"{words}<table><tr><th>年</th></tr><tr><td>1</td></tr></table>"
    item = one(question("truefalse", answer("100", "true") + answer("0", "false"), text))
    assert item.stem == "光速 3×10⁸ m/s\nCO₂，$E=mc^2$，**不** 是\n| 年 |\n|---|\n| 1 |"


def test_what_html_says_beyond_is_stripped_with_a_note() -> None:
    reading = read(question("truefalse", answer("100", "true"), '<script>x</script><a href="u">链</a> <em>斜</em>'))
    assert reading.items[0].draft.stem == "链 斜"
    assert [(note.column, note.code) for note in reading.notes] == [("题干", "stripped")]
    assert "<script>、<a>、<em>" in reading.notes[0].reason


def test_mathml_is_refused_for_it_would_say_something_else() -> None:
    refused = read(question("truefalse", answer("100", "true"), "<math><msup><mn>10</mn><mn>5</mn></msup></math>"))
    assert (refused.refused[0].remark.column, refused.refused[0].remark.code) == ("题干", "mathml")


def test_pictures_come_along_and_need_words() -> None:
    file = f'<file name="a.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    text = '<img src="@@PLUGINFILE@@/a.png" alt=""/>看图 <img src="http://x.cn/b.png" alt="乙"/>'
    reading = read(question("truefalse", answer("100", "true"), text, file))
    assert reading.items[0].draft.stem == "![](media:a.png)看图 乙"
    assert reading.pictures == {"a.png": PNG}
    assert {note.code for note in reading.notes} == {"no_alt", "lost_picture"}


def test_two_pictures_of_one_name_stay_two() -> None:
    def with_picture(data: bytes) -> str:
        file = f'<file name="a.png" encoding="base64">{base64.b64encode(data).decode()}</file>'
        return question("truefalse", answer("100", "true"), '<img src="@@PLUGINFILE@@/a.png" alt="图"/>', file)

    reading = read(with_picture(b"1"), with_picture(b"2"), with_picture(b"1"))
    assert [item.draft.stem for item in reading.items] == [
        "![图](media:a.png)",
        "![图](media:a-2.png)",
        "![图](media:a.png)",
    ]


@pytest.mark.parametrize(
    ("name", "data"), [("a.svg", b"<svg/>"), ("a.png", b"<?xml version='1.0'?><svg onload='x'/>"), ("a.png", b"")]
)
def test_svg_is_refused_by_name(name: str, data: bytes) -> None:
    broken = "*" if not data else base64.b64encode(data).decode()
    file = f'<file name="{name}" encoding="base64">{broken}</file>'
    text = f'<img src="@@PLUGINFILE@@/{name}" alt="图"/>'
    refused = read(question("truefalse", answer("100", "true"), text, file)).refused[0].remark
    assert refused.code == "bad_picture"
    assert not data or name in refused.reason


def test_several_right_answers_numbers_and_short_answers() -> None:
    multiple = answer("33.333", "甲") + answer("33.333", "乙") + answer("33.333", "丙") + answer("-100", "丁")
    assert one(question("multichoice", multiple + "<single>false</single>")).key == ("A", "B", "C")
    number = answer("100", "3.14", more="<tolerance>0.01</tolerance>")
    units = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    assert one(question("numerical", number + units)).key == NumericKey(3.14, 0.01, "m")
    short = answer("100", "牛顿") + answer("50", "英国人") + answer("100", "Newton")
    assert one(question("shortanswer", short)).key == SpokenKey(("牛顿", "Newton"))


def test_ordering_shows_options_as_moodle_does_and_comes_back() -> None:
    item = ItemDraft("o", ItemType.ORDERING, "排", (Option("A", "一"), Option("B", "二")), ("B", "A"))
    assert moodle_xml.read(moodle_xml.write([item], {}).content, "x").items[0].draft == item
    foreign = one(question("ordering", answer("1", "先") + answer("2", "后")))
    assert (foreign.key, [option.text for option in foreign.options]) == (("A", "B"), ["先", "后"])


def test_categories_are_tags_and_do_not_count() -> None:
    category = '<question type="category"><category><text>$course$/环保/节水</text></category></question>'
    reading = read(category, question("truefalse", answer("100", "false")))
    assert (reading.items[0].row, reading.items[0].draft.tags) == (1, ("环保", "节水"))


@pytest.mark.parametrize("kind", ["essay", "matching", "cloze", "description", "ddwtos"])
def test_what_the_bank_does_not_have_is_skipped(kind: str) -> None:
    reading = read(question("truefalse", answer("100", "true")), question(kind, ""))
    assert [(each.row, each.column, each.code) for each in reading.skipped] == [(2, "题型", kind)]


def test_refusals_say_where_and_what() -> None:
    reading = read(
        question("multichoice", answer("50", "甲") + answer("0", "乙")),
        question("truefalse", answer("0", "true")),
        question("numerical", answer("100", "三")),
        question("truefalse", answer("100", "true"), ""),
    )
    assert [(each.remark.row, each.remark.column, each.remark.code) for each in reading.refused] == [
        (1, "答案", "no_key"),
        (2, "答案", "no_key"),
        (3, "答案", "bad_number"),
        (4, "题干", "bad_stem"),
    ]
    assert reading.refused[0].cells["选项B"] == "乙"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<quiz>",
        b"<html/>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>',
        b'<!DOCTYPE q SYSTEM "http://example.org/x.dtd"><quiz/>',
        b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
        b"<quiz>" + b"<question>" * 100_000,
    ],
)
def test_hostile_files_are_refused_whole(content: bytes) -> None:
    with pytest.raises(BadExchange):
        moodle_xml.read(content, "x.xml")


def test_deep_html_and_deep_xml_do_no_harm() -> None:
    deep = "<b>" * 50_000 + "x"
    assert one(question("truefalse", answer("100", "true"), deep)).stem
    nested = f"<quiz><question type='truefalse'>{'<a>' * 50_000}{'</a>' * 50_000}</question></quiz>"
    assert moodle_xml.read(nested.encode(), "x.xml").refused
