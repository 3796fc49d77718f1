"""What an item is, and what makes one well formed. Values only: no tables, no files."""

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from question_bank.keys import Key, NumericKey, SpokenKey


class ItemType(StrEnum):
    TRUE_FALSE = "true_false"
    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    # Read out and answered aloud in a hall; a referee judges it, and no response model ever knows it.
    SPOKEN = "spoken"


# Answered by a tap on one option or more: what a phone can answer in a live round.
TAPPED_TYPES = frozenset({ItemType.TRUE_FALSE, ItemType.SINGLE, ItemType.MULTIPLE})
# Types whose answers are options in some order or number; the others have none.
OPTION_TYPES = TAPPED_TYPES | {ItemType.ORDERING}


class ItemStatus(StrEnum):
    """Where an item stands on its way through review (`question_bank.review`)."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PILOT = "pilot"
    CALIBRATED = "calibrated"
    RETIRED = "retired"


# Seen by the eyes that the bank's rules ask for, and complete: what may count in a round or stand in a form.
SOUND_STATUSES = frozenset({ItemStatus.REVIEWED, ItemStatus.CALIBRATED})


class Dimension(StrEnum):
    """The four dimensions of the national survey's scale (weights 40/20/20/20)."""

    KNOWLEDGE = "knowledge"
    METHODS = "methods"
    SPIRIT_THOUGHT = "spirit_thought"
    APPLICATION = "application"


# A picture in the bank's markup between whose brackets stands nothing.
_PICTURE_WITHOUT_WORDS = re.compile(r"(?<!\\)!\[\s*\]\(media:")
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
TRUE, FALSE = "T", "F"
MAX_STEM = 2000
MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


TRUE_FALSE_OPTIONS = (Option(TRUE, "正确"), Option(FALSE, "错误"))


@dataclass(frozen=True, slots=True)
class Difficulty:
    """An author's judgement of b on the theta scale of adults, with the reason in a phrase; None: not judged yet."""

    b: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as an author holds it, before the bank has stored a version of it.

    `stem`, option texts and `explanation` are in the bank's markup (`question_bank.markup`). A true/false item has the
    options `T` and `F`; numeric and spoken items have none. Where an item belongs (`benchmark`, `point`, `dimension`)
    may be open in a draft. `seconds`: the author's time limit, 0 for that of the round.
    """

    id: str
    type: ItemType
    stem: str
    options: tuple[Option, ...]
    key: Key
    explanation: str = ""
    benchmark: int | None = None
    point: int | None = None
    dimension: Dimension | None = None
    difficulty: Difficulty = Difficulty()
    source: str = ""
    reading: str = ""
    topics: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    misconceptions: dict[str, str] = field(default_factory=dict)
    seconds: int = 0

    @property
    def right_options(self) -> tuple[str, ...]:
        """The ids of the key's options; none for an item without options."""
        return self.key if isinstance(self.key, tuple) else ()


class Problem(NamedTuple):
    """One thing wrong with one field of an item, in words an author understands."""

    item: str
    field: str
    problem: str


def problems_of(item: ItemDraft) -> list[Problem]:
    """Everything that is wrong with an item or missing from it; empty when it can be reviewed."""
    return [*faults_of(item), *gaps_of(item)]


def faults_of(item: ItemDraft) -> list[Problem]:
    """What keeps an item out of the bank even as a draft: it cannot be asked, or has no one right answer."""
    found = [*_stem_problems(item), *_option_problems(item), *_key_problems(item)]
    return [Problem(item.id, name, problem) for name, problem in found]


def gaps_of(item: ItemDraft) -> list[Problem]:
    """What a draft may still lack, and a reviewed item may not."""
    missing = {
        "explanation": ("缺少解析", item.explanation.strip()),
        "source": ("缺少出处", item.source.strip()),
        "benchmark": ("没有说明属于哪条基准", item.benchmark),
        "dimension": ("没有说明属于哪个维度", item.dimension),
        "difficulty": ("没有估计难度", item.type is ItemType.SPOKEN or item.difficulty.b is not None),
        "key": (
            "多选题的选项不能全对",
            item.type is not ItemType.MULTIPLE or len(item.right_options) < len(item.options),
        ),
        "picture": ("有图片没有写替代文字：看不见图的人要靠它答题", not _has_picture_without_words(item)),
    }
    return [Problem(item.id, name, problem) for name, (problem, there) in missing.items() if not there]


def _has_picture_without_words(item: ItemDraft) -> bool:
    texts = (item.stem, item.explanation, *(option.text for option in item.options))
    return any(_PICTURE_WITHOUT_WORDS.search(text) for text in texts)


def _stem_problems(item: ItemDraft) -> list[tuple[str, str]]:
    found = []
    if not item.stem.strip():
        found.append(("stem", "题干是空的"))
    if len(item.stem) > MAX_STEM:
        found.append(("stem", f"题干超过 {MAX_STEM} 个字符"))
    if _BIDIRECTIONAL.search(item.stem):
        found.append(("stem", "题干含有改变文字方向的控制符"))
    return found


def _option_problems(item: ItemDraft) -> list[tuple[str, str]]:
    texts = [option.text.strip() for option in item.options]
    found = []
    if item.type not in OPTION_TYPES and texts:
        found.append(("options", "这种题型没有选项"))
    if item.type in OPTION_TYPES and not 2 <= len(texts) <= MOST_OPTIONS:
        found.append(("options", f"选项要有 2 到 {MOST_OPTIONS} 个"))
    if len({option.id for option in item.options}) != len(texts):
        found.append(("options", "有两个选项的编号相同"))
    if len(set(texts)) != len(texts):
        found.append(("options", "有两个选项一模一样"))
    if any(not text for text in texts):
        found.append(("options", "有空白的选项"))
    if any(_BIDIRECTIONAL.search(text) for text in texts):
        found.append(("options", "选项含有改变文字方向的控制符"))
    return found


def _key_problems(item: ItemDraft) -> list[tuple[str, str]]:
    if item.type is ItemType.NUMERIC:
        return _numeric_key_problems(item.key)
    if item.type is ItemType.SPOKEN:
        good = isinstance(item.key, SpokenKey) and any(each.strip() for each in item.key.accepted)
        return [] if good else [("key", "口答题要有至少一个可以接受的答案")]
    known = [option.id for option in item.options]
    if not isinstance(item.key, tuple) or not set(item.key) <= set(known):
        return [("key", "答案指向不存在的选项")]
    if len(set(item.key)) != len(item.key):
        return [("key", "答案里有一个选项出现了两次")]
    if item.type is ItemType.ORDERING:
        return [] if set(item.key) == set(known) else [("key", "排序题的答案要列出全部选项")]
    if item.type is ItemType.MULTIPLE:
        return [] if item.key else [("key", "多选题要有至少一个正确选项")]
    return [] if len(item.key) == 1 else [("key", "要有且只有一个正确答案")]


def _numeric_key_problems(key: Key) -> list[tuple[str, str]]:
    if not isinstance(key, NumericKey):
        return [("key", "数值题的答案要是一个数")]
    if not (math.isfinite(key.value) and math.isfinite(key.tolerance) and key.tolerance >= 0):
        return [("key", "数值题的答案和误差要是有限的数，误差不能小于 0")]
    return []


def is_bidirectional_control(character: str) -> bool:
    """Whether the character silently reorders the text around it (a spoofing device)."""
    return _BIDIRECTIONAL.match(character) is not None
