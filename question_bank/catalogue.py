"""Queries over the bank."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from question_bank.items import Difficulty, Dimension, ItemDraft, ItemType, Option
from question_bank.keys import key_from_data
from question_bank.models import Item, ItemKey, ItemVersion

# Databases take only so many values in one statement.
AT_ONCE = 500


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


def stems_of(connection: Connection, versions: Sequence[str]) -> dict[str, str]:
    """The stems of some versions, in the bank's markup."""
    rows = connection.execute(select(ItemVersion.id, ItemVersion.stem).where(ItemVersion.id.in_(versions)))
    return {row.id: row.stem for row in rows}


def current_items(connection: Connection) -> list[ItemDraft]:
    """The current version of every item, keys included: for the bank's own desk, never for contestants."""
    rows = connection.execute(_current_versions().order_by(ItemVersion.benchmark, ItemVersion.item_id))
    return [_draft_of(row) for row in rows]


def items_named(connection: Connection, names: Collection[str]) -> dict[str, ItemDraft]:
    """The current versions of the items with these ids, keys included; those that the bank does not have are left
    out."""
    return {item.id: item for _version, _at, item in current_versions(connection, names)}


def current_versions(connection: Connection, items: Collection[str]) -> Iterator[tuple[str, datetime, ItemDraft]]:
    """The id, date and content of the current version of each of these items; unknown ids are passed over."""
    wanted = sorted(set(items))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for row in connection.execute(_current_versions().where(Item.id.in_(some))):
            yield row.id, row.created_at, _draft_of(row)


def version_named(connection: Connection, version: str) -> ItemDraft | None:
    """What one version says, current or former, key included."""
    row = connection.execute(_versions().where(ItemVersion.id == version)).first()
    return _draft_of(row) if row else None


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


def _versions() -> Select[Any]:
    return select(ItemVersion, ItemKey.key, ItemKey.explanation, ItemKey.misconceptions).join(
        ItemKey, ItemKey.version_id == ItemVersion.id
    )


def _current_versions() -> Select[Any]:
    return _versions().join(Item, Item.current_version == ItemVersion.id)
