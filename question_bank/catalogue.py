"""Queries over the bank, and the one way in for items."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from importlib import resources
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from question_bank.exchange.json_lines import read_items, write_item
from question_bank.irt.parameters import provisional_parameters
from question_bank.items import Difficulty, Dimension, ItemDraft, ItemStatus, ItemType, Option
from question_bank.keys import key_as_data, key_from_data
from question_bank.models import Item, ItemEvent, ItemKey, ItemParameter, ItemVersion


class Stored(NamedTuple):
    """How many items were new, changed (a new version) and unchanged."""

    new: int
    changed: int
    unchanged: int


def shipped_items() -> list[ItemDraft]:
    """The bank that ships, in the order of its benchmarks."""
    folder = resources.files("question_bank.seed").joinpath("items")
    items: list[ItemDraft] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".jsonl"):
            items.extend(read_items(file.read_text("utf-8").splitlines()))
    return items


def content_hash(item: ItemDraft) -> str:
    """Names what an item says: the same for two drafts exactly when they say the same."""
    return hashlib.sha256(write_item(item).encode()).hexdigest()


def store_items(
    connection: Connection,
    items: Iterable[ItemDraft],
    status: ItemStatus,
    now: datetime,
    account: str | None = None,
    import_id: str | None = None,
    note: str = "",
) -> Stored:
    """Writes items within the caller's transaction. What an item says is never overwritten: a change of text, key or
    explanation is a new version, and the former one stays with the answers that were given to it. `account` is who
    wrote them and `note` says why; `status` is that of new items, while a changed item keeps its own."""
    known = {
        row.item_id: row
        for row in connection.execute(
            select(ItemVersion.item_id, ItemVersion.number, ItemVersion.content_hash).join(
                Item, Item.current_version == ItemVersion.id
            )
        )
    }
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Item, ItemVersion, ItemKey, ItemParameter, ItemEvent)
    }
    new = changed = unchanged = 0
    for item in items:
        former = known.get(item.id)
        content = content_hash(item)
        if former is not None and former.content_hash == content:
            unchanged += 1
            continue
        number = former.number + 1 if former else 1
        _add_version(rows, item, f"{item.id}@{number}", number, content, now)
        rows[ItemVersion][-1].update(changed_by=account, import_id=import_id, note=note)
        rows[ItemEvent].append(
            {
                "item_id": item.id,
                "version_id": f"{item.id}@{number}",
                "account_id": account,
                "action": "changed" if former else "created",
                "details": {"note": note} if note else {},
                "at": now,
            }
        )
        if former is None:
            new += 1
            rows[Item].append(
                {
                    "id": item.id,
                    "status": status.value,
                    "current_version": f"{item.id}@{number}",
                    "author_id": account,
                    "created_at": now,
                }
            )
        else:
            changed += 1
            connection.execute(update(Item).where(Item.id == item.id).values(current_version=f"{item.id}@{number}"))
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)
    return Stored(new, changed, unchanged)


def _add_version(
    rows: dict[Any, list[dict[str, Any]]],
    item: ItemDraft,
    version: str,
    number: int,
    content: str,
    now: datetime,
) -> None:
    rows[ItemVersion].append(
        {
            "id": version,
            "item_id": item.id,
            "number": number,
            "type": item.type.value,
            "stem": item.stem,
            "options": [{"id": option.id, "text": option.text} for option in item.options],
            "benchmark": item.benchmark,
            "point": item.point,
            "dimension": item.dimension.value if item.dimension else None,
            "topics": list(item.topics),
            "groups": list(item.groups),
            "tags": list(item.tags),
            "seconds": item.seconds,
            "source": item.source,
            "reading": item.reading,
            "author_b": item.difficulty.b,
            "author_reason": item.difficulty.reason,
            "content_hash": content,
            "created_at": now,
        }
    )
    rows[ItemKey].append(
        {
            "version_id": version,
            "key": key_as_data(item.key),
            "explanation": item.explanation,
            "misconceptions": item.misconceptions,
        }
    )
    if item.type is not ItemType.SPOKEN:
        rows[ItemParameter].append(_parameter_row(item, version))


def _parameter_row(item: ItemDraft, version: str) -> dict[str, Any]:
    # Without a judgement an item is taken to be of middle difficulty, the mean of the prior that calibration gives it.
    judged = 0.0 if item.difficulty.b is None else item.difficulty.b
    parameters = provisional_parameters([item.type.value], [judged], [len(item.options)])
    return {
        "version_id": version,
        "status": "provisional",
        "model": "3pl",
        "a": float(parameters.a[0]),
        "b": float(parameters.b[0]),
        "c": float(parameters.c[0]),
    }


def bank_stats(connection: Connection) -> dict[str, Any]:
    """Counts of current items by status, type, benchmark, dimension, topic and target group, and of stored versions."""
    current = select(
        Item.status,
        ItemVersion.type,
        ItemVersion.benchmark,
        ItemVersion.dimension,
        ItemVersion.topics,
        ItemVersion.groups,
    ).join(ItemVersion, ItemVersion.id == Item.current_version)
    rows = list(connection.execute(current))
    return {
        "items": len(rows),
        "by_status": dict(Counter(row.status for row in rows)),
        "by_type": dict(Counter(row.type for row in rows)),
        "by_benchmark": {
            str(benchmark): count
            for benchmark, count in sorted(Counter(row.benchmark for row in rows if row.benchmark is not None).items())
        },
        "by_dimension": dict(Counter(row.dimension for row in rows if row.dimension)),
        "by_topic": dict(Counter(topic for row in rows for topic in row.topics)),
        "by_group": dict(Counter(group for row in rows for group in row.groups)),
        "versions": connection.scalar(select(func.count()).select_from(ItemVersion)),
    }


def current_items(connection: Connection) -> list[ItemDraft]:
    """The current version of every item, keys included: for the bank's own desk, never for contestants."""
    rows = connection.execute(
        select(
            ItemVersion,
            ItemKey.key,
            ItemKey.explanation,
            ItemKey.misconceptions,
        )
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .order_by(ItemVersion.benchmark, ItemVersion.item_id)
    )
    return [_draft_of(row) for row in rows]


def _draft_of(row: Any) -> ItemDraft:
    return ItemDraft(
        id=row.item_id,
        type=ItemType(row.type),
        stem=row.stem,
        options=tuple(Option(option["id"], option["text"]) for option in row.options),
        key=key_from_data(row.key),
        explanation=row.explanation,
        benchmark=row.benchmark,
        point=row.point,
        dimension=Dimension(row.dimension) if row.dimension else None,
        difficulty=Difficulty(row.author_b, row.author_reason),
        source=row.source,
        reading=row.reading,
        topics=tuple(row.topics),
        groups=tuple(row.groups),
        tags=tuple(row.tags),
        misconceptions=row.misconceptions,
        seconds=row.seconds,
    )
