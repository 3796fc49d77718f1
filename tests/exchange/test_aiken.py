"""Aiken, read and written."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import aiken
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import Difficulty, ItemDraft, ItemType
from tests.exchange.carried import carried_items
from tests.exchange.generated_items import GENERATED

GOOD = "1 + 1 等于几？\nA. 一\nB) 二\nANSWER: B\n"


def read(text: str) -> Reading:
    return aiken.read(text.encode(), "x.txt")


def bare(item: ItemDraft) -> ItemDraft:
    """What Aiken can carry of an item."""
    return ItemDraft("", item.type, item.stem, item.options, item.key)


@given(st.lists(carried_items(), min_size=1, max_size=3, unique_by=lambda item: item.id))
@settings(GENERATED, max_examples=100)
def test_what_aiken_carries_comes_back_as_it_was(items: list[ItemDraft]) -> None:
    texts = {"题型", "题干", "选项", "选项编号", "图片"}
    written = aiken.write(items, {})
    broken = {loss.item for loss in written.losses if loss.field in texts}
    whole = [bare(item) for item in items if item.id not in broken]
    if whole:
        back = [read.draft for read in aiken.read(written.content, "x.txt").items]
        assert [item for item in back if item in whole] == whole


def test_two_questions_and_where_they_begin() -> None:
    reading = read(f"\n{GOOD}\n地球是圆的\nA. 正确\nB. 错误\nANSWER: A\n")
    assert [(item.row, item.draft.type, item.draft.key) for item in reading.items] == [
        (2, ItemType.SINGLE, ("B",)),
        (7, ItemType.TRUE_FALSE, ("T",)),
    ]
    assert reading.notes == ()


def test_full_width_letters_and_chinese_answers_are_read_and_told_of() -> None:
    reading = read("选哪个？\nＡ．甲\nB、乙\n（C）丙\n答案：Ｂ\n")
    item = reading.items[0].draft
    assert ([option.text for option in item.options], item.key) == (["甲", "乙", "丙"], ("B",))
    assert [(note.row, note.code) for note in reading.notes] == [(2, "lenient")]


def test_several_answers_become_multiple_choice_with_a_note() -> None:
    reading = read(GOOD.replace("ANSWER: B", "ANSWER: A, B"))
    assert reading.items[0].draft.type is ItemType.MULTIPLE
    assert "multiple" in {note.code for note in reading.notes}


def test_refusals_say_the_line() -> None:
    reading = read(f"{GOOD}\n缺答案\nA. 一\nB. 二\n")
    assert [(each.remark.row, each.remark.column, each.remark.code) for each in reading.refused] == [
        (6, "答案", "no_key")
    ]
    assert read(GOOD.replace("ANSWER: B", "ANSWER: D")).refused[0].remark.code == "unknown_option"


def test_what_is_no_aiken_is_refused_whole() -> None:
    with pytest.raises(BadExchange):
        read("一段文字\n又一段")


def test_everything_that_is_lost_is_named() -> None:
    item = read(GOOD).items[0].draft
    rich = replace(item, id="a", stem="**几**？", explanation="数", difficulty=Difficulty(1.0), tags=("算术",))
    losses = aiken.write([rich, replace(item, id="m", type=ItemType.MULTIPLE)], {}).losses
    assert [(loss.item, loss.field) for loss in losses] == [
        *(("a", field) for field in ("编号", "解析", "标签", "难度", "题干")),
        ("m", "题型"),
    ]
