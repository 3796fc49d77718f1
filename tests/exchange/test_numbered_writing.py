"""Numbered text and Word files that are written: people read them as their own, and the bank reads them back."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from PIL import Image

from question_bank.exchange import numbered_text, word
from question_bank.exchange.exact_lines import JOINER
from question_bank.exchange.formats import Reader, Writer, sniff
from question_bank.exchange.json_lines import write_item
from question_bank.items import Difficulty, ItemDraft, ItemType, Option
from question_bank.keys import NumericKey, SpokenKey
from question_bank.pictures import encoded
from question_bank.shipped_bank import shipped_items
from tests.exchange.generated_items import GENERATED, items

Format = tuple[Writer, Reader]
FORMATS: dict[str, Format] = {
    "docx": (word.write, word.read),
    "text": (numbered_text.write, numbered_text.read),
}
OPTIONS = (Option("A", "甲"), Option("B", "乙"))


def draft(stem: str, **fields: object) -> ItemDraft:
    return replace(ItemDraft("q1", ItemType.SINGLE, stem, OPTIONS, ("A",), "因为。"), **fields)  # type: ignore[arg-type]


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()


def back(name: str, *drafts: ItemDraft, pictures: dict[str, bytes] | None = None) -> list[ItemDraft]:
    write, read = FORMATS[name]
    written = write(drafts, pictures or {})
    assert written.losses == ()
    reading = read(written.content, "x")
    assert not reading.refused and not reading.notes, (reading.refused, reading.notes)
    return [item.draft for item in reading.items]


@pytest.mark.parametrize("name", FORMATS)
@given(some=items())
@settings(GENERATED, max_examples=60)
def test_items_come_back_as_they_were_or_what_was_lost_is_told(name: str, some: ItemDraft) -> None:
    write, read = FORMATS[name]
    neighbours = [draft("甲？", id="before"), some, draft("乙？", id="behind")]
    written = write(neighbours, {})
    found = {write_item(item.draft) for item in read(written.content, "x").items}
    assert write_item(neighbours[0]) in found and write_item(neighbours[2]) in found
    assert write_item(some) in found or some.id in {loss.item for loss in written.losses}
    # What holds nothing but control characters holds nothing in such a file.
    assert {loss.field for loss in written.losses} <= {"图片"} or written.losses[0].field == "文字"


@pytest.mark.parametrize("name", FORMATS)
def test_the_shipped_bank_goes_out_as_people_write_and_comes_back_as_it_was(name: str) -> None:
    chosen = random.Random(1).sample(shipped_items(), 120)
    assert {write_item(item) for item in back(name, *chosen)} == {write_item(item) for item in chosen}


def test_a_word_file_looks_as_its_authors_expect() -> None:
    stem = "下列**不**是 CO₂ 的性质，10⁵ 与 x$_{n+1}$ 与 $\\frac{1}{2}$ 无关？\n| 年 | 吨 |\n|---|---|\n| 2020 | 3 |"
    made = docx.Document(io.BytesIO(word.write([draft(stem, tags=("气体",))], {}).content))
    lines = [paragraph.text.replace(JOINER, "") for paragraph in made.paragraphs]
    formula = "下列不是 CO2 的性质，105 与 xn+1 与 \\(\\frac{1}{2}\\) 无关？"
    assert lines == [
        "一、单选题",
        f"1、{formula}",
        "A. 甲",
        "B. 乙",
        "答案：A",
        "解析：因为。",
        "编号：q1",
        "标签：气体",
    ]
    runs = {run.text: run.font for run in made.paragraphs[1].runs}
    assert runs["不"].bold and runs["2"].subscript and runs["5"].superscript and runs["n+1"].subscript
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["年", "吨"], ["2020", "3"]]


def test_items_stand_under_headings_by_their_types_and_are_numbered_through() -> None:
    drafts = [
        draft("甲", id="n", type=ItemType.NUMERIC, options=(), key=NumericKey(3.5, 0.1, "米")),
        draft("乙？", id="s"),
        draft("丙？", id="k", type=ItemType.SPOKEN, options=(), key=SpokenKey(("一", "二；三"), "从宽")),
        draft("丁？", id="t"),
    ]
    lines = numbered_text.write(drafts, {}).content.decode("utf-8-sig").replace(JOINER, "").split("\n")
    asked = [line for line in lines if "、" in line[:3]]
    assert asked == ["一、单选题", "1、乙？", "2、丁？", "二、数值题", "3、甲", "三、口答题", "4、丙？"]
    assert sorted(map(write_item, back("text", *drafts))) == sorted(map(write_item, drafts))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "stem",
    [
        "图中（A）处是什么？", "【多选题】是什么？", "甲\n2、乙\nA. 丙\n答案：B", "判断题", " 前后有空白 ", "甲\n\n乙",
        "**整句都是粗的**", "a\\*b", "参考答案", "| 甲 | 乙 |\n| 丙 | 丁 |", f"有{JOINER}胶{JOINER}", "3.14 分（5分）",
        "甲\t乙", "超标吗？\n| 规定 | 测得 |\n|---|---|\n| 19.5%～23.5% | 18.0% |",
    ],
)  # fmt: skip
def test_what_would_be_read_as_something_else_is_kept(name: str, stem: str) -> None:
    drafts = [draft(stem), draft("乙？", id="q2", explanation=stem, difficulty=Difficulty(0.5, stem), tags=(stem,))]
    assert list(map(write_item, back(name, *drafts))) == list(map(write_item, drafts))


def test_pictures_stand_in_their_places_and_come_back_to_the_byte() -> None:
    red, blue = encoded(png()), encoded(png("blue"))
    stem = f"看图 ![红](media:{red.name})：\n![蓝：一 \\[块\\]](media:{blue.name})"
    one = draft(stem, options=(Option("A", f"![红](media:{red.name})"), Option("B", f"甲\n![蓝](media:{blue.name})")))
    pictures = {red.name: red.data, blue.name: blue.data}
    written = word.write([one], pictures)
    assert written.losses == ()
    reading = word.read(written.content, "x")
    assert [item.draft for item in reading.items] == [one] and reading.pictures == pictures
    assert len(docx.Document(io.BytesIO(written.content)).inline_shapes) == 4


@pytest.mark.parametrize("write", [word.write, numbered_text.write])
def test_pictures_that_do_not_come_along_are_told(write: Callable[..., object]) -> None:
    written = FORMATS["docx" if write is word.write else "text"][0]([draft("![图](media:none.png)")], {})
    assert [(loss.item, loss.field) for loss in written.losses] == [("q1", "图片")]


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_written_is_known_again(name: str) -> None:
    content = FORMATS[name][0](shipped_items()[:30], {}).content
    assert sniff(content, "x") == name
    assert FORMATS[name][0](shipped_items()[:30], {}).content == content


def test_no_items_make_an_empty_file() -> None:
    assert zipfile.is_zipfile(io.BytesIO(word.write([], {}).content))
    assert word.write([], {}).losses == numbered_text.write([], {}).losses == ()
