"""An import taken back: what it brought is removed, what it changed stands as it stood before. All of it or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from contest.models.records import Response
from contest.models.timetable import HeatItem
from contest.services.import_plan import in_parts
from question_bank.models import (
    FormSet,
    Item,
    ItemComment,
    ItemEnemy,
    ItemEvent,
    ItemImport,
    ItemKey,
    ItemParameter,
    ItemReview,
    ItemVersion,
)

NAMED = 5


class CannotUndo(RuntimeError):
    """Why an import stays: `reason` is unknown, undone, answered, planned, reviewed, commented, in_form, changed or
    enemies; `items` are those that stand in the way."""

    def __init__(self, reason: str, items: Sequence[str] = ()) -> None:
        super().__init__(f"{reason}: {', '.join(items[:NAMED])}")
        self.reason, self.items = reason, tuple(items)


def undo_import(connection: Connection, import_id: str, account: str | None, now: datetime) -> None:
    """Takes an import back within the caller's transaction.

    Raises `CannotUndo` when it is not there, was taken back before, or somebody has answered, planned, reviewed or
    changed one of its items since.
    """
    row = connection.execute(select(ItemImport.report, ItemImport.undone_at).where(ItemImport.id == import_id)).first()
    if row is None:
        raise CannotUndo("unknown")
    if row.undone_at is not None:
        raise CannotUndo("undone")
    changed: list[dict[str, str]] = row.report["changed"]
    new: list[str] = row.report["new"]
    versions = {name: f"{name}@1" for name in new} | {each["id"]: each["version"] for each in changed}
    for reason, items in _hindrances(connection, versions, new):
        raise CannotUndo(reason, items)
    _step_back(connection, changed, import_id, account, now)
    _remove(connection, new)
    connection.execute(update(ItemImport).where(ItemImport.id == import_id).values(undone_at=now))


def _hindrances(connection: Connection, versions: dict[str, str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    items = {version: item for item, version in versions.items()}
    for reason, column in (
        ("answered", Response.version_id),
        ("planned", HeatItem.version_id),
        ("reviewed", ItemReview.version_id),
        ("commented", ItemComment.version_id),
    ):
        if met := _met(connection, column, list(items)):
            yield reason, sorted(items[version] for version in met)
    if met := _in_forms(connection, items):
        yield "in_form", sorted(items[version] for version in met)
    if met := {name for name, version in _current(connection, list(versions)).items() if versions[name] != version}:
        yield "changed", sorted(met)
    if met := _with_enemies(connection, new):
        yield "enemies", sorted(met)


def _met(connection: Connection, column: Any, values: list[str]) -> set[str]:
    found: set[str] = set()
    for some in in_parts(values):
        found.update(connection.scalars(select(column).where(column.in_(some)).distinct()))
    return found


def _in_forms(connection: Connection, items: dict[str, str]) -> set[str]:
    met: set[str] = set()
    for document in connection.scalars(select(FormSet.document)):
        met |= _words(document) & (set(items) | set(items.values()))
    by_item = {item: version for version, item in items.items()}
    return {by_item.get(word, word) for word in met}


def _words(value: Any) -> set[str]:
    """All texts in a document, wherever they stand."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {word for part in parts for word in _words(part)}


def _current(connection: Connection, items: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in in_parts(items):
        rows = connection.execute(select(Item.id, Item.current_version).where(Item.id.in_(some)))
        found.update({row.id: row.current_version for row in rows})
    return found


def _with_enemies(connection: Connection, items: list[str]) -> set[str]:
    return _met(connection, ItemEnemy.first, items) | _met(connection, ItemEnemy.second, items)


def _step_back(
    connection: Connection, changed: list[dict[str, str]], import_id: str, account: str | None, now: datetime
) -> None:
    if not changed:
        return
    pointed = update(Item).where(Item.id == bindparam("item"))
    connection.execute(
        pointed.values(current_version=bindparam("former"), status=bindparam("stood")),
        [{"item": each["id"], "former": each["former"], "stood": each["status"]} for each in changed],
    )
    connection.execute(
        insert(ItemEvent),
        [
            {
                "item_id": each["id"],
                "version_id": each["former"],
                "account_id": account,
                "action": "restored",
                "details": {"former": each["version"], "new": each["former"], "note": f"撤销导入 {import_id}"},
                "at": now,
            }
            for each in changed
        ],
    )


def _remove(connection: Connection, items: list[str]) -> None:
    for some in in_parts(items):
        versions = select(ItemVersion.id).where(ItemVersion.item_id.in_(some))
        connection.execute(delete(ItemKey).where(ItemKey.version_id.in_(versions)))
        connection.execute(delete(ItemParameter).where(ItemParameter.version_id.in_(versions)))
        connection.execute(delete(ItemEvent).where(ItemEvent.item_id.in_(some)))
        connection.execute(delete(ItemVersion).where(ItemVersion.item_id.in_(some)))
        connection.execute(delete(Item).where(Item.id.in_(some)))
