"""Parameters enter the bank, each with what it replaces, so that they can be taken back."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from contest.chance import identifier
from contest.rules.refusals import Refusal
from question_bank.items import ItemStatus
from question_bank.models import Calibration, Item, ItemEvent, ItemParameter, ItemVersion

Json = dict[str, Any]
FIELDS = ("status", "model", "a", "b", "c", "se_a", "se_b", "se_c", "n", "calibration_id")
# What an item with parameters of its own may have been before; a draft or a retired item stays what it is.
RISES = frozenset({ItemStatus.REVIEWED, ItemStatus.PILOT})
CLOSE = 1e-9


class TakenOver(NamedTuple):
    calibration: str
    versions: list[str]


def take_over(
    connection: Connection,
    document: Json,
    versions: set[str],
    account: str | None,
    now: datetime,
    source: str,
    calibrated: bool = True,
) -> TakenOver:
    """Stores the new parameters of some of a calibration's versions, and the calibration itself.

    A version's item that was reviewed or on trial is calibrated from now on, if it is the item's current version;
    with `calibrated` False both the item and its parameters keep their status.
    Raises `Refusal`: `unknown_item` for a version that the document or the bank does not have, `stale_view` when the
    bank's parameters are no longer those that the document was compared with, `nothing_left` without versions.
    """
    entries = {entry["version"]: entry for entry in document["items"]}
    if not versions:
        raise Refusal("nothing_left")
    if missing := versions - set(entries):
        raise Refusal("unknown_item", min(missing))
    calibration = identifier()
    known = _known(connection, versions)
    connection.execute(
        insert(Calibration).values(
            id=calibration,
            made_by=account,
            made_at=now,
            source=source,
            model=document["model"],
            people=document["people"],
            document={**document, "taken": sorted(versions)},
        )
    )
    for version in sorted(versions):
        row, entry = known.get(version), entries[version]
        if row is None:
            raise Refusal("unknown_item", version)
        _take(connection, entry, row, _values(entry, row, document["model"], calibration, calibrated), account, now)
    return TakenOver(calibration, sorted(versions))


def take_back(connection: Connection, calibration: str, account: str | None, now: datetime) -> list[str]:
    """What a calibration changed becomes what it was, wherever nothing has changed it since; returns these versions.

    Raises `Refusal`: `nothing_left` for a calibration that does not exist or was taken back already.
    """
    document = connection.scalar(select(Calibration.document).where(Calibration.id == calibration))
    if document is None or document.get("taken_back"):
        raise Refusal("nothing_left")
    restored = []
    events = connection.execute(
        select(ItemEvent.item_id, ItemEvent.version_id, ItemEvent.details).where(
            ItemEvent.action == "calibrated", ItemEvent.version_id.in_(document["taken"])
        )
    ).all()
    for row in events:
        ours = row.details.get("calibration") == calibration and not row.details.get("taken_back")
        if ours and _restore(connection, row, calibration, account, now):
            restored.append(str(row.version_id))
    marked = {**document, "taken_back": now.isoformat()}
    connection.execute(update(Calibration).where(Calibration.id == calibration).values(document=marked))
    return restored


def _known(connection: Connection, versions: set[str]) -> dict[str, Any]:
    columns = (getattr(ItemParameter, name) for name in FIELDS)
    rows = connection.execute(
        select(
            ItemVersion.id,
            ItemVersion.item_id,
            Item.status.label("item_status"),
            Item.current_version,
            *columns,
        )
        .join(Item, Item.id == ItemVersion.item_id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(ItemVersion.id.in_(versions))
    )
    return {row.id: row for row in rows}


def _values(entry: Json, row: Any, model: str, calibration: str, calibrated: bool) -> Json:
    new = entry["new"]
    return {
        "status": "calibrated" if calibrated else row.status,
        "model": model,
        "calibration_id": calibration,
        **{name: new.get(name) for name in ("a", "b", "c", "se_a", "se_b", "se_c")},
        "n": int(new.get("n") or 0),
    }


def _take(connection: Connection, entry: Json, row: Any, values: Json, account: str | None, now: datetime) -> None:
    if any(abs(getattr(row, name) - entry["former"][name]) > CLOSE for name in "abc"):
        raise Refusal("stale_view", entry["version"])
    connection.execute(update(ItemParameter).where(ItemParameter.version_id == row.id).values(**values))
    rises = values["status"] == "calibrated" and row.item_status in RISES and row.current_version == row.id
    if rises:
        connection.execute(update(Item).where(Item.id == row.item_id).values(status=ItemStatus.CALIBRATED.value))
    details = {
        "calibration": values["calibration_id"],
        "former": {name: getattr(row, name) for name in FIELDS},
        "new": values,
        "item_status": [row.item_status, ItemStatus.CALIBRATED.value] if rises else None,
    }
    _note(connection, row.item_id, row.id, details, account, now)


def _restore(connection: Connection, row: Any, calibration: str, account: str | None, now: datetime) -> bool:
    """Unless something else has changed the parameters meanwhile."""
    done = connection.execute(
        update(ItemParameter)
        .where(ItemParameter.version_id == row.version_id, ItemParameter.calibration_id == calibration)
        .values(**row.details["former"])
    )
    if done.rowcount != 1:
        return False
    statuses = row.details.get("item_status")
    if statuses:
        connection.execute(
            update(Item)
            .where(Item.id == row.item_id, Item.status == statuses[1], Item.current_version == row.version_id)
            .values(status=statuses[0])
        )
    details = {
        "calibration": calibration,
        "taken_back": True,
        "former": row.details["new"],
        "new": row.details["former"],
    }
    _note(connection, row.item_id, row.version_id, details, account, now)
    return True


def _note(connection: Connection, item: str, version: str, details: Json, account: str | None, now: datetime) -> None:
    connection.execute(
        insert(ItemEvent).values(
            item_id=item, version_id=version, account_id=account, action="calibrated", details=details, at=now
        )
    )
