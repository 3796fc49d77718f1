"""Texts that no reader may let through, in whatever field of an item they stand."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange.admission import kept_out
from question_bank.items import Difficulty, ItemDraft, ItemType, Option
from question_bank.keys import NumericKey, SpokenKey
from tests.exchange.generated_items import GENERATED

OPTIONS = (Option("A", "甲"), Option("B", "乙"))
FULL = ItemDraft(
    "a", ItemType.SINGLE, "题？", OPTIONS, ("A",), "因为。", 1, 1, None, Difficulty(0.0, "理由"), "出处", "阅读",
    ("health",), ("farmers",), ("标签",), {"B": "误解"},
)  # fmt: skip
SPOKEN = replace(FULL, type=ItemType.SPOKEN, options=(), key=SpokenKey(("甲", "乙"), "从宽"))
NUMERIC = replace(FULL, type=ItemType.NUMERIC, options=(), key=NumericKey(1.0, 0.5, "米"))
# What a database, a terminal or a reader's eye takes for something else than a text.
UNFIT = st.one_of(
    st.characters(categories=["Cc", "Cs"], exclude_characters="\t\n\r"),
    st.sampled_from("\u202a\u202e\u2066\u2069\u200e\u200f\ufdd0\ufffe\uffff"),
)


def spoilt(value: Any, bad: str) -> list[Any]:
    """The value as many times as it holds texts, each time with one of them spoilt."""
    if isinstance(value, ItemType):
        return []
    if isinstance(value, str):
        return [value + bad + value]
    if isinstance(value, tuple):
        return [(*value[:at], each, *value[at + 1 :]) for at, one in enumerate(value) for each in spoilt(one, bad)]
    if isinstance(value, dict):
        words = [{**value, name: each} for name, one in value.items() for each in spoilt(one, bad)]
        return [*words, *({name + bad: one} for name, one in value.items())]
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return [replace(value, **{name: each}) for name in names for each in spoilt(getattr(value, name), bad)]
    return []


@given(bad=UNFIT)
@GENERATED
def test_no_text_of_an_item_may_hold_what_cannot_be_stored_or_seen(bad: str) -> None:
    for item in (FULL, SPOKEN, NUMERIC):
        assert len(spoilt(item, bad)) >= 12
        for each in spoilt(item, bad):
            assert {"bad_text", "direction_control"} & {code for _, code, _ in kept_out(each)}, each


def test_ordinary_texts_are_let_through() -> None:
    for item in (FULL, SPOKEN, NUMERIC, replace(FULL, stem="一行\n两行\t三 👩‍🔬 é ﷺ")):
        assert kept_out(item) == []
