"""JSON Lines, the bank's own format: one item a line, `docs/items.md` names the fields.

`read_items` and `write_item` are for the bank's own files; `read` and `write` are those of exchange, where one bad line
spoils no other.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from question_bank.exchange.found import Finds, Found, at_most, sorted_reading
from question_bank.exchange.json_faults import FIELDS, cells_of_row, faults_of_row
from question_bank.exchange.losses import picture_losses
from question_bank.exchange.reading import Reading, Written
from question_bank.exchange.text_files import text_of
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
from question_bank.keys import Key, key_as_data, key_from_data


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
    except (ValueError, RecursionError) as error:
        raise UnreadableItem(number, "json", str(error)) from error
    if not isinstance(row, dict):
        raise UnreadableItem(number, "json", "一行要是一个对象")
    try:
        return draft_of_row(row)
    except (KeyError, TypeError, ValueError) as error:
        field = str(error.args[0]) if isinstance(error, KeyError) else type(error).__name__
        raise UnreadableItem(number, field, str(error)) from error


def draft_of_row(row: dict[str, Any]) -> ItemDraft:
    """The item of a line's object. Raises `KeyError`, `TypeError` or `ValueError` for what is none."""
    kind = ItemType(row["type"])
    options = tuple(Option(str(each["id"]), str(each["text"])) for each in row.get("options", ()))
    if kind is ItemType.TRUE_FALSE:
        options = TRUE_FALSE_OPTIONS
    return ItemDraft(
        id=_text(row, "id"),
        type=kind,
        stem=str(row["stem"]),
        options=options,
        key=_key(kind, row["key"]),
        explanation=_text(row, "explanation"),
        benchmark=_whole(row, "benchmark"),
        point=_whole(row, "point"),
        dimension=Dimension(row["dimension"]) if row.get("dimension") else None,
        difficulty=_difficulty(row.get("difficulty", {})),
        source=_text(row, "source"),
        reading=_text(row, "reading"),
        topics=_texts(row, "topics"),
        groups=_texts(row, "groups"),
        tags=_texts(row, "tags"),
        misconceptions={str(name): str(text) for name, text in dict(row.get("misconceptions", {})).items()},
        seconds=_whole(row, "seconds") or 0,
    )


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    return "" if value is None else str(value)


def _whole(row: dict[str, Any], field: str) -> int | None:
    value = row.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{field}: {value!r} 不是整数")
    return value


def _texts(row: dict[str, Any], field: str) -> tuple[str, ...]:
    values = row.get(field, ())
    if not isinstance(values, list | tuple):
        raise ValueError(f"{field}: 要是一个列表")
    return tuple(str(value) for value in values)


def _difficulty(judged: dict[str, Any]) -> Difficulty:
    b = judged.get("b")
    return Difficulty(None if b is None else float(b), str(judged.get("reason", "")))


def _key(kind: ItemType, key: object) -> Key:
    if kind is not ItemType.TRUE_FALSE:
        return key_from_data(key)
    if not isinstance(key, bool):
        raise ValueError("key: 判断题的答案是 true 或 false")
    return (TRUE,) if key else (FALSE,)


def write_item(item: ItemDraft) -> str:
    """One line, without the newline; `read_items` gives the same item back. Fields that came later than the first
    release are left out where they say nothing, so that a text of an older release keeps its hash."""
    true_false = item.type is ItemType.TRUE_FALSE
    row = {
        "id": item.id,
        "type": item.type.value,
        "stem": item.stem,
        "options": [] if true_false else [{"id": each.id, "text": each.text} for each in item.options],
        "key": item.right_options == (TRUE,) if true_false else key_as_data(item.key),
        "explanation": item.explanation,
        "benchmark": item.benchmark,
        "point": item.point,
        "dimension": item.dimension.value if item.dimension else None,
        "topics": list(item.topics),
        "groups": list(item.groups),
        **({"tags": list(item.tags)} if item.tags else {}),
        "source": item.source,
        "reading": item.reading,
        "difficulty": {"b": item.difficulty.b, "reason": item.difficulty.reason},
        "misconceptions": item.misconceptions,
        **({"seconds": item.seconds} if item.seconds else {}),
    }
    return json.dumps(row, ensure_ascii=False)


def read(content: bytes, file: str) -> Reading:
    """The items of a file, one a line (or all in one array, as programs write them); `row` is the line, in an array
    the ordinal. Raises `BadExchange`."""
    finds = Finds([], [], [], [])
    unknown: dict[str, None] = {}
    for number, row in at_most(_rows(text_of(content))):
        faults = faults_of_row(row)
        if faults:
            finds.refuse(cells_of_row(row), number, faults)
            continue
        finds.found.append(Found(draft_of_row(row), number))
        unknown |= dict.fromkeys(name for name in row if name not in FIELDS)
    for name in unknown:
        finds.note(0, "", "", "unknown_field", f"不认识字段 {name[:40]}，没有读入")
    return sorted_reading("jsonl", finds)


def _rows(text: str) -> Iterator[tuple[int, Any]]:
    if text.lstrip().startswith("["):
        whole = _parsed(text)
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parsed(line)


def _parsed(text: str) -> Any:
    """The value of a text; nothing (`None`) when it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A file of items; pictures do not come along."""
    lines = "".join(f"{write_item(item)}\n" for item in items)
    losses = [loss for item in items for loss in picture_losses(item, "JSON 行不带图片，只写了图片的名字")]
    return Written(lines.encode("utf-8", "replace"), tuple(losses))
