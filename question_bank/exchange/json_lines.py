"""JSON Lines, the bank's own format: one item a line, `docs/items.md` names the fields."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from question_bank.items import (
    FALSE,
    TRUE,
    TRUE_FALSE_OPTIONS,
    Difficulty,
    Dimension,
    ItemDraft,
    ItemType,
    Option,
)


class UnreadableItem(ValueError):
    """A line that is not an item; carries the line number and the field at fault."""

    def __init__(self, line: int, field: str, reason: str) -> None:
        super().__init__(f"第 {line} 行，{field}：{reason}")
        self.line, self.field, self.reason = line, field, reason


def read_items(lines: Iterable[str]) -> Iterator[ItemDraft]:
    """Reads items; blank lines are passed over.

    Raises `UnreadableItem` at the first line that is not one.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_item(number, line)


def _read_item(number: int, line: str) -> ItemDraft:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableItem(number, "json", str(error)) from error
    if not isinstance(row, dict):
        raise UnreadableItem(number, "json", "一行要是一个对象")
    try:
        return _draft(row)
    except (KeyError, TypeError, ValueError) as error:
        field = str(error.args[0]) if isinstance(error, KeyError) else type(error).__name__
        raise UnreadableItem(number, field, str(error)) from error


def _draft(row: dict[str, Any]) -> ItemDraft:
    kind = ItemType(row["type"])
    options = tuple(Option(str(each["id"]), str(each["text"])) for each in row.get("options", ()))
    if kind is ItemType.TRUE_FALSE:
        options = TRUE_FALSE_OPTIONS
    judged = row["difficulty"]
    return ItemDraft(
        id=str(row["id"]),
        type=kind,
        stem=str(row["stem"]),
        options=options,
        key=_key(kind, row["key"]),
        explanation=str(row["explanation"]),
        benchmark=int(row["benchmark"]),
        point=int(row["point"]),
        dimension=Dimension(row["dimension"]),
        difficulty=Difficulty(float(judged["b"]), str(judged.get("reason", ""))),
        source=str(row["source"]),
        reading=str(row.get("reading", "")),
        topics=tuple(row.get("topics", ())),
        groups=tuple(row.get("groups", ())),
        misconceptions=dict(row.get("misconceptions", {})),
    )


def _key(kind: ItemType, key: object) -> tuple[str, ...]:
    if kind is ItemType.TRUE_FALSE:
        if not isinstance(key, bool):
            raise ValueError("key: 判断题的答案是 true 或 false")
        return (TRUE,) if key else (FALSE,)
    if not isinstance(key, list):
        raise ValueError("key: 答案是选项编号的列表")
    return tuple(str(each) for each in key)


def write_item(item: ItemDraft) -> str:
    """One line, without the newline; `read_items` gives the same item back."""
    true_false = item.type is ItemType.TRUE_FALSE
    row = {
        "id": item.id,
        "type": item.type.value,
        "stem": item.stem,
        "options": [] if true_false else [{"id": each.id, "text": each.text} for each in item.options],
        "key": item.key[0] == TRUE if true_false else list(item.key),
        "explanation": item.explanation,
        "benchmark": item.benchmark,
        "point": item.point,
        "dimension": item.dimension.value,
        "topics": list(item.topics),
        "groups": list(item.groups),
        "source": item.source,
        "reading": item.reading,
        "difficulty": {"b": item.difficulty.b, "reason": item.difficulty.reason},
        "misconceptions": item.misconceptions,
    }
    return json.dumps(row, ensure_ascii=False)
