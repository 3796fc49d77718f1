"""What is wrong with a line of JSON that should be an item."""

import json
from collections.abc import Callable
from string import ascii_uppercase as LETTERS
from typing import Any

from question_bank.exchange.faults import Fault
from question_bank.exchange.type_names import TYPE_NAMES
from question_bank.items import Dimension, ItemType
from question_bank.keys import key_from_data


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _are_options(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and isinstance(each.get("id"), str) and isinstance(each.get("text"), str)
        for each in value
    )


def _is_difficulty(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    b = value.get("b")
    return b is None or (isinstance(b, int | float) and not isinstance(b, bool) and abs(b) < 1e300)


def _are_misconceptions(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


Check = Callable[[Any], bool]
# By field: the column of the workbook template, whether the value will do, what it has to be.
FIELDS: dict[str, tuple[str, Check, str]] = {
    "id": ("编号", _is_text, "文字"),
    "type": ("题型", lambda value: value in list(ItemType), f"{'、'.join(ItemType)} 之一"),
    "stem": ("题干", _is_text, "文字"),
    "options": ("选项A", _are_options, '[{"id": "A", "text": "…"}, …]'),
    "key": ("答案", lambda value: True, ""),
    "explanation": ("解析", _is_text, "文字"),
    "benchmark": ("基准", _is_whole, "整数"),
    "point": ("要点", _is_whole, "整数"),
    "dimension": ("维度", lambda value: value in list(Dimension), f"{'、'.join(Dimension)} 之一"),
    "topics": ("主题", _is_list_of_texts, "文字的列表"),
    "groups": ("人群", _is_list_of_texts, "文字的列表"),
    "tags": ("标签", _is_list_of_texts, "文字的列表"),
    "difficulty": ("难度", _is_difficulty, '{"b": 数, "reason": "…"}'),
    "source": ("出处", _is_text, "文字"),
    "reading": ("阅读", _is_text, "文字"),
    "seconds": ("时限", _is_whole, "整数（秒）"),
    "misconceptions": ("误解", _are_misconceptions, '{"选项编号": "…"}'),
}
REQUIRED = ("type", "stem", "key")


def faults_of_row(row: Any) -> list[Fault]:
    """Everything that keeps a line's value from being a draft; a field that is absent or null says nothing."""
    if not isinstance(row, dict):
        return [Fault("", "bad_json", "这一行不是完整的 JSON 对象，请检查引号、逗号和花括号")]
    missing = [
        Fault(FIELDS[name][0], "missing", f"缺少 {name}，请补上") for name in REQUIRED if row.get(name) in (None, "")
    ]
    wrong = [
        Fault(column, "bad_value", f"{name} 要是{expected}，请改正")
        for name, (column, fits, expected) in FIELDS.items()
        if row.get(name) is not None and not fits(row[name])
    ]
    return [*missing, *wrong] or _key_faults(row)


def _key_faults(row: dict[str, Any]) -> list[Fault]:
    key = row["key"]
    if row["type"] == ItemType.TRUE_FALSE:
        return [] if isinstance(key, bool) else [Fault("答案", "bad_key", "判断题的 key 要是 true 或 false，请改正")]
    try:
        key_from_data(key)
    except (ValueError, OverflowError) as error:
        return [Fault("答案", "bad_key", f"{error}，请改正")]
    return []


def cells_of_row(row: Any) -> dict[str, str]:
    """What a line says, by the columns of the workbook template, as far as it can be said there."""
    if not isinstance(row, dict):
        return {}
    cells = {column: _cell(row.get(name)) for name, (column, _, _) in FIELDS.items()}
    options = row.get("options")
    texts = [each.get("text") for each in options if isinstance(each, dict)] if isinstance(options, list) else []
    cells |= {"选项A": "", **{f"选项{letter}": _cell(text) for letter, text in zip(LETTERS[:10], texts, strict=False)}}
    cells["题型"] = TYPE_NAMES[ItemType(cells["题型"])] if cells["题型"] in list(ItemType) else cells["题型"]
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)[:1000]
