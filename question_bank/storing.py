"""The one way in for items: rows made ready, and written in a short transaction."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update

from question_bank.exchange.json_lines import write_item
from question_bank.irt.parameters import provisional_parameters
from question_bank.items import ItemDraft, ItemStatus, ItemType
from question_bank.keys import key_as_data
from question_bank.models import Item, ItemEnemy, ItemEvent, ItemKey, ItemParameter, ItemVersion


class Stored(NamedTuple):
    """How many items were new, changed (a new version) and unchanged."""

    new: int
    changed: int
    unchanged: int


class StoredContent(NamedTuple):
    """The hash of an item's current version, and the highest number that any version of it has: after a step back to
    a former version they are not of the same one."""

    content_hash: str
    number: int


class PreparedItems(NamedTuple):
    """Rows that are ready to be written, so that the transaction that writes them is short."""

    rows: dict[Any, list[dict[str, Any]]]
    pointers: list[dict[str, str]]
    stored: Stored


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
    prepared = prepare_items(stored_contents(connection), items, status, now, account, import_id, note)
    write_prepared(connection, prepared)
    return prepared.stored


def stored_contents(connection: Connection) -> dict[str, StoredContent]:
    """What is stored of every item, by its id."""
    numbers = select(ItemVersion.item_id, func.max(ItemVersion.number).label("number")).group_by(ItemVersion.item_id)
    highest = numbers.subquery()
    rows = connection.execute(
        select(ItemVersion.item_id, ItemVersion.content_hash, highest.c.number)
        .join(Item, Item.current_version == ItemVersion.id)
        .join(highest, highest.c.item_id == Item.id)
    )
    return {row.item_id: StoredContent(row.content_hash, row.number) for row in rows}


def prepare_items(
    known: Mapping[str, StoredContent],
    items: Iterable[ItemDraft],
    status: ItemStatus,
    now: datetime,
    account: str | None = None,
    import_id: str | None = None,
    note: str = "",
) -> PreparedItems:
    """As `store_items`, without writing anything; `known` are the items that the bank holds."""
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Item, ItemVersion, ItemKey, ItemParameter, ItemEvent)
    }
    pointers: list[dict[str, str]] = []
    unchanged = 0
    for item in items:
        former = known.get(item.id)
        content = content_hash(item)
        if former is not None and former.content_hash == content:
            unchanged += 1
            continue
        number = former.number + 1 if former else 1
        version = f"{item.id}@{number}"
        _add_version(rows, item, version, number, content, now)
        rows[ItemVersion][-1].update(changed_by=account, import_id=import_id, note=note)
        rows[ItemEvent].append(
            {
                "item_id": item.id,
                "version_id": version,
                "account_id": account,
                "action": "changed" if former else "created",
                "details": {"note": note} if note else {},
                "at": now,
            }
        )
        if former is None:
            identity = {"id": item.id, "status": status.value, "current_version": version}
            rows[Item].append({**identity, "author_id": account, "created_at": now})
        else:
            pointers.append({"item": item.id, "version": version})
    new, changed = len(rows[Item]), len(pointers)
    return PreparedItems(rows, pointers, Stored(new, changed, unchanged))


def write_prepared(connection: Connection, prepared: PreparedItems) -> None:
    _insert(connection, prepared.rows)
    if prepared.pointers:
        pointed = update(Item).where(Item.id == bindparam("item"))
        connection.execute(pointed.values(current_version=bindparam("version")), prepared.pointers)


def store_version(
    connection: Connection, item: ItemDraft, number: int, now: datetime, account: str | None, note: str
) -> str:
    """Writes one version with its key and its provisional parameters, and nothing else; returns its id."""
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in (ItemVersion, ItemKey, ItemParameter)}
    version = f"{item.id}@{number}"
    _add_version(rows, item, version, number, content_hash(item), now)
    rows[ItemVersion][-1].update(changed_by=account, note=note)
    _insert(connection, rows)
    return version


def store_enemies(connection: Connection, pairs: Iterable[tuple[str, str, str]]) -> None:
    """Writes pairs of items that are no enemies yet, within the caller's transaction."""
    rows = [dict(zip(("first", "second", "reason"), pair, strict=True)) for pair in pairs]
    if rows:
        connection.execute(insert(ItemEnemy), rows)


def _insert(connection: Connection, rows: Mapping[Any, Sequence[dict[str, Any]]]) -> None:
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)


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
