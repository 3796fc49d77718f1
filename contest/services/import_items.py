"""A planned import carried out: everything that it brings, as the caller's one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from contest.chance import identifier
from contest.services.import_plan import ChangedItem, Importer, ImportPlan, in_parts
from question_bank.items import ItemStatus
from question_bank.models import Item, ItemEvent, ItemImport, ItemVersion, Picture
from question_bank.storing import PreparedItems, StoredContent, prepare_items, write_prepared

# Seen by nobody yet as they now stand: items of these statuses go back to the beginning when a file changes them.
SEEN = frozenset({ItemStatus.REVIEWED, ItemStatus.PILOT, ItemStatus.CALIBRATED})
REPORTED = 500


class BankChanged(RuntimeError):
    """Somebody changed one of the items after the plan was made; the import is to be planned again."""


class PreparedImport(NamedTuple):
    """An import that only has to be written."""

    id: str
    plan: ImportPlan
    importer: Importer
    items: PreparedItems
    formers: dict[str, str]
    row: dict[str, Any]


def prepare_import(
    connection: Connection, plan: ImportPlan, importer: Importer, file: str, now: datetime
) -> PreparedImport:
    """Everything that can be done before the bank is locked. `file` is the name that people gave the file."""
    name = identifier()
    stands = _stands(connection, [change.read.draft.id for change in plan.changed])
    known = {item: StoredContent("", number) for item, (_, number) in stands.items()}
    drafts = [*(read.draft for read in plan.new), *(change.read.draft for change in plan.changed)]
    items = prepare_items(known, drafts, ItemStatus.DRAFT, now, importer.account, name, f"导入：{file}")
    formers = {item: version for item, (version, _) in stands.items()}
    row = {
        "id": name,
        "account_id": importer.account,
        "file": file,
        "format": plan.format,
        "report": _report(plan, items, formers),
        "at": now,
    }
    return PreparedImport(name, plan, importer, items, formers, row)


def _stands(connection: Connection, items: Sequence[str]) -> dict[str, tuple[str, int]]:
    """The current version and the highest number of some items."""
    found: dict[str, tuple[str, int]] = {}
    for some in in_parts(items):
        rows = connection.execute(
            select(Item.id, Item.current_version, ItemVersion.number)
            .join(ItemVersion, ItemVersion.item_id == Item.id)
            .where(Item.id.in_(some))
        )
        for name, version, number in rows:
            found[name] = (version, max(number, found.get(name, ("", 0))[1]))
    return found


def _report(plan: ImportPlan, items: PreparedItems, formers: dict[str, str]) -> dict[str, Any]:
    pointed = {each["item"]: each["version"] for each in items.pointers}
    return {
        "new": [read.draft.id for read in plan.new],
        "changed": [
            {
                "id": change.read.draft.id,
                "version": pointed[change.read.draft.id],
                "former": formers[change.read.draft.id],
                "status": change.status,
            }
            for change in plan.changed
        ],
        "unchanged": len(plan.unchanged),
        "refused": [_told(each.remark) for each in plan.refused[:REPORTED]],
        "skipped": [_told(each) for each in plan.skipped[:REPORTED]],
        "notes": [_told(each) for each in plan.notes[:REPORTED]],
        "counts": {"refused": len(plan.refused), "skipped": len(plan.skipped), "notes": len(plan.notes)},
    }


def _told(remark: Any) -> dict[str, Any]:
    told: dict[str, Any] = remark._asdict()
    return told


def write_import(connection: Connection, prepared: PreparedImport) -> None:
    """Raises `BankChanged` when the bank is not as it was when the import was planned; then nothing may be kept."""
    _check_still(connection, prepared)
    _write_pictures(connection, prepared)
    connection.execute(insert(ItemImport), [prepared.row])
    write_prepared(connection, prepared.items)
    _back_to_draft(connection, prepared)


def _check_still(connection: Connection, prepared: PreparedImport) -> None:
    for some in in_parts([read.draft.id for read in prepared.plan.new]):
        if connection.scalar(select(Item.id).where(Item.id.in_(some)).limit(1)) is not None:
            raise BankChanged
    changed = [change.read.draft.id for change in prepared.plan.changed]
    if {name: version for name, (version, _) in _stands(connection, changed).items()} != prepared.formers:
        raise BankChanged


def _write_pictures(connection: Connection, prepared: PreparedImport) -> None:
    pictures = {picture.name: picture for picture in prepared.plan.pictures}
    for some in in_parts(sorted(pictures)):
        for name in connection.scalars(select(Picture.name).where(Picture.name.in_(some))):
            del pictures[name]
    if pictures:
        rows = [{**picture._asdict(), "created_at": prepared.row["at"]} for picture in pictures.values()]
        connection.execute(insert(Picture), rows)


def _back_to_draft(connection: Connection, prepared: PreparedImport) -> None:
    seen = [change for change in prepared.plan.changed if change.status in SEEN]
    if not seen:
        return
    names = [{"item": change.read.draft.id} for change in seen]
    connection.execute(update(Item).where(Item.id == bindparam("item")).values(status=ItemStatus.DRAFT.value), names)
    connection.execute(insert(ItemEvent), [_status_event(prepared, change) for change in seen])


def _status_event(prepared: PreparedImport, change: ChangedItem) -> dict[str, Any]:
    return {
        "item_id": change.read.draft.id,
        "account_id": prepared.importer.account,
        "action": "status",
        "details": {"former": change.status, "new": ItemStatus.DRAFT.value, "note": prepared.row["file"]},
        "at": prepared.row["at"],
    }
