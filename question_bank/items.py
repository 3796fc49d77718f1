"""What an item is, and what makes one well formed. Values only: no tables, no files."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ItemType(StrEnum):
    TRUE_FALSE = "true_false"
    SINGLE = "single"
    MULTIPLE = "multiple"


class ItemStatus(StrEnum):
    """Where an item stands on its way through review; see docs in `question_bank.review` of later releases."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PILOT = "pilot"
    CALIBRATED = "calibrated"
    RETIRED = "retired"


class Dimension(StrEnum):
    """The four dimensions of the national survey's scale (weights 40/20/20/20)."""

    KNOWLEDGE = "knowledge"
    METHODS = "methods"
    SPIRIT_THOUGHT = "spirit_thought"
    APPLICATION = "application"


TRUE, FALSE = "T", "F"
MAX_STEM = 2000


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


TRUE_FALSE_OPTIONS = (Option(TRUE, "正确"), Option(FALSE, "错误"))


@dataclass(frozen=True, slots=True)
class Difficulty:
    """An author's judgement of b on the theta scale of adults, with the reason in a phrase."""

    b: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as an author holds it, before the bank has stored a version of it.

    `key` holds option ids; a true/false item has the options `T` and `F`.
    """

    id: str
    type: ItemType
    stem: str
    options: tuple[Option, ...]
    key: tuple[str, ...]
    explanation: str
    benchmark: int
    point: int
    dimension: Dimension
    difficulty: Difficulty
    source: str
    reading: str = ""
    topics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    misconceptions: dict[str, str] = field(default_factory=dict)


class Problem(NamedTuple):
    """One thing wrong with one field of an item, in words an author understands."""

    item: str
    field: str
    problem: str


def problems_of(item: ItemDraft) -> list[Problem]:
    """Everything that keeps an item from being well formed; empty when it is."""
    found = [*_stem_problems(item), *_option_problems(item), *_key_problems(item)]
    if not item.explanation.strip():
        found.append(("explanation", "缺少解析"))
    if not item.source.strip():
        found.append(("source", "缺少出处"))
    return [Problem(item.id, name, problem) for name, problem in found]


def _stem_problems(item: ItemDraft) -> list[tuple[str, str]]:
    found = []
    if not item.stem.strip():
        found.append(("stem", "题干是空的"))
    if len(item.stem) > MAX_STEM:
        found.append(("stem", f"题干超过 {MAX_STEM} 个字符"))
    if any(is_bidirectional_control(character) for character in item.stem):
        found.append(("stem", "题干含有改变文字方向的控制符"))
    return found


def _option_problems(item: ItemDraft) -> list[tuple[str, str]]:
    texts = [option.text.strip() for option in item.options]
    found = []
    if item.type is not ItemType.TRUE_FALSE and not 2 <= len(texts) <= 6:
        found.append(("options", "选项要有 2 到 6 个"))
    if len(set(texts)) != len(texts):
        found.append(("options", "有两个选项一模一样"))
    if any(not text for text in texts):
        found.append(("options", "有空白的选项"))
    return found


def _key_problems(item: ItemDraft) -> list[tuple[str, str]]:
    known = {option.id for option in item.options}
    if not set(item.key) <= known:
        return [("key", "答案指向不存在的选项")]
    if item.type is ItemType.MULTIPLE:
        good = 2 <= len(item.key) < len(known)
        return [] if good else [("key", "多选题要有两个以上、但不是全部的正确选项")]
    return [] if len(item.key) == 1 else [("key", "要有且只有一个正确答案")]


def is_bidirectional_control(character: str) -> bool:
    """Whether the character silently reorders the text around it (a spoofing device)."""
    return character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
