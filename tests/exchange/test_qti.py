"""QTI packages and single items, read and written."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import qti
from question_bank.exchange.formats import Writer
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import ItemDraft, ItemType, Option
from question_bank.keys import NumericKey, SpokenKey
from tests.exchange.carried import assert_carried, carried_items
from tests.exchange.generated_items import GENERATED

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("write", [qti.write, qti.write_3])
@given(items=st.lists(carried_items(), min_size=1, max_size=2, unique_by=lambda item: item.id))
@settings(GENERATED, max_examples=40)
def test_items_come_back_as_they_were(write: Writer, items: list[ItemDraft]) -> None:
    written = write(items, {"a.png": PNG})
    reading = qti.read(written.content, "x.zip")
    assert_carried(items, written, reading)
    assert set(reading.pictures.values()) <= {PNG}


def item_2(body: str, declared: str, more: str = "", id: str = "q1") -> str:
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{id}" title="t" adaptive="false"'
        f' timeDependent="false"><responseDeclaration identifier="RESPONSE" {declared}</responseDeclaration>'
        f"<itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def read(source: str) -> Reading:
    return qti.read(source.encode(), "x.xml")


def one(source: str) -> ItemDraft:
    reading = read(source)
    assert not reading.refused, reading.refused
    return reading.items[0].draft


CHOICES = '<simpleChoice identifier="ChoiceA">甲</simpleChoice><simpleChoice identifier="ChoiceB">乙</simpleChoice>'
SINGLE = 'cardinality="single" baseType="identifier"><correctResponse><value>ChoiceB</value></correctResponse>'


def choice(prompt: str = "哪个？", choices: str = CHOICES, before: str = "") -> str:
    inner = f"<prompt>{prompt}</prompt>{choices}"
    return f'{before}<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{inner}</choiceInteraction>'


def test_choice_with_a_prompt_in_2_1() -> None:
    item = one(item_2(choice(before="<p>看 10<sup>5</sup></p>"), SINGLE))
    assert (item.id, item.type, item.stem, item.key) == ("q1", ItemType.SINGLE, "看 10⁵\n哪个？", ("ChoiceB",))
    assert [option.id for option in item.options] == ["ChoiceA", "ChoiceB"]


def test_choice_in_3_0() -> None:
    source = (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q3" title="t"'
        ' time-dependent="false">'
        '<qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>"
        '</qti-response-declaration><qti-item-body><qti-choice-interaction response-identifier="R" max-choices="0">'
        "<qti-prompt>选<strong>两</strong>个</qti-prompt>"
        '<qti-simple-choice identifier="A">甲</qti-simple-choice><qti-simple-choice identifier="B">乙'
        '<qti-feedback-inline outcome-identifier="F" identifier="B" show-hide="show">不对</qti-feedback-inline>'
        '</qti-simple-choice><qti-simple-choice identifier="C">丙</qti-simple-choice></qti-choice-interaction>'
        '</qti-item-body><qti-modal-feedback outcome-identifier="F" identifier="x" show-hide="show">'
        "<qti-content-body><p>因为</p></qti-content-body></qti-modal-feedback></qti-assessment-item>"
    )
    item = one(source)
    assert (item.id, item.type, item.stem, item.key) == ("q3", ItemType.MULTIPLE, "选**两**个", ("A", "C"))
    assert (item.misconceptions, item.explanation) == ({"B": "不对"}, "因为")


def test_points_tell_the_key_where_nothing_else_does() -> None:
    mapping = (
        'cardinality="multiple" baseType="identifier"><mapping defaultValue="0">'
        '<mapEntry mapKey="ChoiceA" mappedValue="1"/><mapEntry mapKey="ChoiceB" mappedValue="-1"/></mapping>'
    )
    item = one(item_2(choice(), mapping))
    assert (item.type, item.key) == (ItemType.MULTIPLE, ("ChoiceA",))


def test_true_and_false_are_told_by_their_words() -> None:
    choices = '<simpleChoice identifier="true">对</simpleChoice><simpleChoice identifier="false">错</simpleChoice>'
    declared = 'cardinality="single" baseType="identifier"><correctResponse><value>false</value></correctResponse>'
    item = one(item_2(choice(choices=choices), declared))
    assert (item.type, item.key, item.options[0].id) == (ItemType.TRUE_FALSE, ("F",), "T")


ENTRY = '<p>圆周率约为 <textEntryInteraction responseIdentifier="RESPONSE"/> 。</p>'
FLOAT = 'cardinality="single" baseType="float"><correctResponse><value>3.14</value></correctResponse>'


@pytest.mark.parametrize(
    ("processing", "tolerance"),
    [
        ("", 0),
        ('<equal toleranceMode="absolute" tolerance="0.01 0.01"><variable identifier="RESPONSE"/></equal>', 0.01),
        ('<equal toleranceMode="relative" tolerance="50"><variable identifier="RESPONSE"/></equal>', 1.57),
        ("<and><gte><baseValue>3.13</baseValue></gte><lte><baseValue>3.15</baseValue></lte></and>", 0.01),
    ],
)
def test_numbers_as_their_processing_compares_them(processing: str, tolerance: float) -> None:
    item = one(item_2(ENTRY, FLOAT, f"<responseProcessing>{processing}</responseProcessing>"))
    assert (item.stem, item.key) == ("圆周率约为 _____ 。", NumericKey(3.14, tolerance))


def test_words_to_enter_are_spoken_items() -> None:
    declared = (
        'cardinality="single" baseType="string"><correctResponse><value>牛顿</value></correctResponse><mapping>'
        '<mapEntry mapKey="牛顿" mappedValue="1"/><mapEntry mapKey="Newton" mappedValue="1"/>'
        '<mapEntry mapKey="英国人" mappedValue="0.5"/></mapping>'
    )
    assert one(item_2(ENTRY, declared)).key == SpokenKey(("牛顿", "Newton"))


def test_ordering() -> None:
    declared = (
        'cardinality="ordered" baseType="identifier"><correctResponse>'
        "<value>ChoiceB</value><value>ChoiceA</value></correctResponse>"
    )
    body = f'<orderInteraction responseIdentifier="RESPONSE"><prompt>排</prompt>{CHOICES}</orderInteraction>'
    item = one(item_2(body, declared))
    assert (item.type, item.stem, item.key) == (ItemType.ORDERING, "排", ("ChoiceB", "ChoiceA"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p>一段话</p>", "description"),
        ('<extendedTextInteraction responseIdentifier="RESPONSE"/>', "essay"),
        ('<matchInteraction responseIdentifier="RESPONSE"/>', "matching"),
        ('<hotspotInteraction responseIdentifier="RESPONSE"/>', "hotspot"),
        (ENTRY + ENTRY, "composite"),
    ],
)
def test_what_the_bank_does_not_have_is_skipped(body: str, code: str) -> None:
    reading = read(item_2(body, FLOAT))
    assert [(each.row, each.id, each.code) for each in reading.skipped] == [(1, "q1", code)]


def test_refusals_say_where_and_what() -> None:
    no_key = 'cardinality="single" baseType="identifier">'
    assert read(item_2(choice(), no_key)).refused[0].remark.code == "no_key"
    assert read(item_2(ENTRY, FLOAT.replace("3.14", "三"))).refused[0].remark.code == "bad_number"
    unknown = read(item_2(choice(), SINGLE.replace("ChoiceB", "ChoiceX"))).refused[0].remark
    assert (unknown.row, unknown.column, unknown.code) == (1, "答案", "bad_key")


def package(files: Mapping[str, bytes | str], items: tuple[str, ...] = ("items/q1.xml",)) -> bytes:
    resources = "".join(
        f'<resource identifier="r{place}" type="imsqti_item_xmlv2p1" href="{href}"/>'
        for place, href in enumerate(items)
    )
    manifest = (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"imsmanifest.xml": manifest, **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_pictures_of_a_package_are_found_beside_their_item() -> None:
    body = choice(prompt='<img src="../img/%E5%9B%BE.png" alt="图"/>看')
    reading = qti.read(package({"items/q1.xml": item_2(body, SINGLE), "img/图.png": PNG}), "x.zip")
    assert reading.items[0].draft.stem == "![图](media:img/图.png)看"
    assert reading.pictures == {"img/图.png": PNG}


def test_a_picture_outside_of_the_package_is_lost_and_svg_refused() -> None:
    outside = item_2(choice(prompt='<img src="../../etc/passwd" alt="密"/>'), SINGLE)
    vector = item_2(choice(prompt='<img src="a.svg" alt="图"/>'), SINGLE, id="q2")
    files = {"items/q1.xml": outside, "items/q2.xml": vector, "items/a.svg": "<svg/>"}
    reading = qti.read(package(files, ("items/q1.xml", "items/q2.xml")), "x.zip")
    assert {(note.row, note.code) for note in reading.notes} == {(1, "lost_picture"), (2, "lost_picture")}
    assert [(each.remark.row, each.remark.code) for each in reading.refused] == [(2, "bad_picture")]
    assert "a.svg" in reading.refused[0].remark.reason
    assert reading.pictures == {}


def test_a_bad_file_of_a_package_is_refused_and_the_others_are_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><assessmentItem>&b;</assessmentItem>'
    files = {"items/q1.xml": item_2(choice(), SINGLE), "bomb.xml": bomb, "html.xml": "<html/>"}
    reading = qti.read(package(files, ("items/q1.xml", "bomb.xml", "gone.xml", "html.xml")), "x.zip")
    assert len(reading.items) == 1
    assert [(each.remark.row, each.remark.code) for each in reading.refused] == [
        (2, "bad_file"),
        (3, "bad_file"),
        (4, "no_item"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK",
        package({"../evil.xml": "x"}),
        package({"/etc/x": "x"}),
        package({"zeros": b"\0" * 30_000_000}),
        package({f"f{number}": b"" for number in range(20_001)}),
        package({"items/q1.xml": "<a>" * 5000 + "</a>" * 5000})[:-100],
        b"<assessmentTest/>",
        b"<questestinterop/>",
        item_2("<div>" * 5000 + "</div>" * 5000, SINGLE).encode(),
    ],
)
def test_hostile_files_are_refused_whole(content: bytes) -> None:
    with pytest.raises(BadExchange):
        qti.read(content, "x.zip")


def test_an_archive_without_a_manifest_is_no_package() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    with pytest.raises(BadExchange, match=r"imsmanifest\.xml"):
        qti.read(out.getvalue(), "x.zip")


def test_the_names_of_3_0_are_written() -> None:
    option = (Option("A", "甲"), Option("B", "乙"))
    item = ItemDraft("i", ItemType.SINGLE, "问", option, ("A",), explanation="因", misconceptions={"B": "错"})
    with zipfile.ZipFile(io.BytesIO(qti.write_3([item], {}).content)) as archive:
        source = archive.read("items/item-00001.xml").decode()
        manifest = archive.read("imsmanifest.xml").decode()
    assert '<qti-simple-choice identifier="B">乙<qti-feedback-inline outcome-identifier="FEEDBACK"' in source
    assert "<qti-content-body><p>因</p></qti-content-body>" in source
    assert "imsqti_item_xmlv3p0" in manifest
