"""The cells that say where an item belongs and what its author knows of it: benchmark to misconceptions."""

import math
import re
import unicodedata
from collections.abc import Mapping
from string import ascii_uppercase as LETTERS
from typing import Any

from question_bank.exchange.answer_spelling import FALSE_WORD, TRUE_WORD
from question_bank.exchange.faults import Faults
from question_bank.exchange.misconception_cells import misconceptions_cell, misconceptions_of_cell
from question_bank.exchange.word_lists import joined, parted
from question_bank.items import Difficulty, Dimension, ItemDraft, ItemType, Option
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS, benchmarks

WORDS_BETWEEN = "、，,；;\n"
LONGEST_TIME = 3600
# What authors call a difficulty when they have no number for it, as b.
DIFFICULTY_WORDS = {
    **dict.fromkeys(("很易", "很容易", "非常容易"), -2.0),
    **dict.fromkeys(("易", "容易", "简单", "easy", "低"), -1.0),
    "较易": -0.5,
    **dict.fromkeys(("中", "中等", "一般", "普通", "适中", "medium"), 0.0),
    "较难": 0.5,
    **dict.fromkeys(("难", "困难", "hard", "difficult", "高"), 1.0),
    **dict.fromkeys(("很难", "非常难"), 2.0),
}
_DIMENSION_WORDS = {
    Dimension.KNOWLEDGE: ("知识",),
    Dimension.METHODS: ("方法",),
    Dimension.SPIRIT_THOUGHT: ("精神", "思想"),
    Dimension.APPLICATION: ("应用", "能力"),
}
_CODE = re.compile(r"[a-z][a-z0-9_]*")


def placing_cells(item: ItemDraft) -> dict[str, str]:
    """The cells of `COLUMNS` from 基准 on."""
    return {
        "基准": "" if item.benchmark is None else str(item.benchmark),
        "要点": "" if item.point is None else str(item.point),
        "维度": DIMENSIONS[item.dimension] if item.dimension else "",
        "主题": joined((TOPICS.get(code, code) for code in item.topics), WORDS_BETWEEN),
        "人群": joined((TARGET_GROUPS.get(code, code) for code in item.groups), WORDS_BETWEEN),
        "标签": joined(item.tags, WORDS_BETWEEN),
        "难度": "" if item.difficulty.b is None else number_cell(item.difficulty.b),
        "难度理由": item.difficulty.reason,
        "出处": item.source,
        "阅读": item.reading,
        "时限": str(item.seconds) if item.seconds else "",
        "误解": misconceptions_cell(item.misconceptions, labels(item.type, item.options)),
    }


def placing_of_cells(
    cells: Mapping[str, str], kind: ItemType | None, options: tuple[Option, ...], faults: Faults
) -> dict[str, Any]:
    """The fields of an `ItemDraft` that those cells say."""
    last = benchmarks()[-1]
    named = labels(kind, options)
    return {
        "benchmark": _whole(cells, "基准", (1, last.number), faults),
        "point": _whole(cells, "要点", (1, last.last_point), faults),
        "dimension": _dimension(cells, faults),
        "topics": _names(cells, "主题", TOPICS, faults),
        "groups": _names(cells, "人群", TARGET_GROUPS, faults),
        "tags": parted(cells.get("标签", ""), WORDS_BETWEEN),
        "difficulty": Difficulty(_difficulty(cells, faults), cells.get("难度理由", "")),
        "source": cells.get("出处", ""),
        "reading": cells.get("阅读", ""),
        "seconds": _whole(cells, "时限", (0, LONGEST_TIME), faults) or 0,
        "misconceptions": misconceptions_of_cell(cells.get("误解", ""), {label: name for name, label in named.items()}),
    }


def labels(kind: ItemType | None, options: tuple[Option, ...]) -> dict[str, str]:
    """What a cell calls each option, by the option's id."""
    if kind is ItemType.TRUE_FALSE:
        return {"true": TRUE_WORD, "false": FALSE_WORD}
    return {option.id: LETTERS[place] for place, option in enumerate(options[: len(LETTERS)])}


def number_cell(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _whole(cells: Mapping[str, str], column: str, bounds: tuple[int, int], faults: Faults) -> int | None:
    cell = _plain(cells.get(column, ""))
    if not cell:
        return None
    if minutes := re.fullmatch(r"(\d{1,3})\s*(?:分钟?|min)", cell):
        cell = str(int(minutes[1]) * 60)
    found = re.fullmatch(
        r"(?:基准|要点|第)?\s*([+-]?\d{1,9})(?:\.0+)?\s*(?:秒钟?|s|sec|seconds?|条|项)?", cell, re.IGNORECASE
    )
    number = int(found[1]) if found else None
    if number is None or not bounds[0] <= number <= bounds[1]:
        faults.add(
            column, "bad_number", f"{column}要是 {bounds[0]} 到 {bounds[1]} 的整数，不能是“{cell[:20]}”：改正或清空"
        )
        return None
    return number


def _difficulty(cells: Mapping[str, str], faults: Faults) -> float | None:
    cell = _plain(cells.get("难度", "")).replace("−", "-")
    if not cell:
        return None
    if cell.casefold() in DIFFICULTY_WORDS:
        return DIFFICULTY_WORDS[cell.casefold()]
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    faults.add("难度", "bad_number", f"难度要是一个数（0 是一半成年人会的题）或易、中、难，不能是“{cell[:20]}”")
    return None


def _dimension(cells: Mapping[str, str], faults: Faults) -> Dimension | None:
    cell = _plain(cells.get("维度", ""))
    if not cell:
        return None
    for dimension, name in DIMENSIONS.items():
        if cell in (name, dimension.value):
            return dimension
    meant = [dimension for dimension, words in _DIMENSION_WORDS.items() if any(word in cell for word in words)]
    if len(meant) == 1:
        return meant[0]
    # “应用科学知识的能力” speaks of knowledge too.
    if meant and Dimension.APPLICATION in meant and "应用" in cell:
        return Dimension.APPLICATION
    faults.add("维度", "unknown_name", f"没有“{cell[:20]}”这个维度：改成{'、'.join(DIMENSIONS.values())}中的一个")
    return None


def _names(cells: Mapping[str, str], column: str, known: Mapping[str, str], faults: Faults) -> tuple[str, ...]:
    """Codes of names; a code stands for itself, also one of a later or an older list."""
    codes = {name: code for code, name in known.items()}
    words = parted(cells.get(column, ""), WORDS_BETWEEN)
    for word in words:
        if word not in codes and not _CODE.fullmatch(word):
            faults.add(column, "unknown_name", f"没有“{word[:20]}”这个{column}：可用的有{'、'.join(known.values())}")
    return tuple(codes.get(word, word) for word in words)
