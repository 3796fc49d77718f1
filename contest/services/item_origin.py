"""Why an item counts as reviewed although nobody here has reviewed the version that is in use."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Connection, select

from question_bank.items import ItemStatus
from question_bank.models import ItemVersion

Origin = Literal["shipped", "solo"]
DRAFT, REVIEWED = ItemStatus.DRAFT.value, ItemStatus.REVIEWED.value


def reviewed_elsewhere(connection: Connection, item_id: str, events: Iterable[Mapping[str, Any]]) -> Origin | None:
    """`shipped`: it came with the bank that ships, which was reviewed before; `solo`: somebody who works alone called
    it reviewed. None: neither, so that whoever has reviewed it stands in its reviews. `events` are the item's, newest
    first; imports bring drafts."""
    for event in _standing(events):
        former, new = _moved(event)
        if new == DRAFT:
            return None
        if former == DRAFT and new == REVIEWED:
            return "solo" if event["details"].get("solo") else None
    return "shipped" if _shipped(connection, item_id) else None


def _standing(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without acts that were undone, and without their undoing."""
    told = list(events)
    undone = {event["details"].get("undone") for event in told} - {None}
    return [
        event for event in told if not event["details"].get("undone") and event["details"].get("batch") not in undone
    ]


def _moved(event: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The statuses before and after an event that changed it."""
    details = event["details"]
    if event["action"] == "status":
        return details["former"], details["new"]
    before, after = details.get("status") or (None, None)
    return (before, after) if before != after else (None, None)


def _shipped(connection: Connection, item_id: str) -> bool:
    """Its first version was written by nobody and brought by no import."""
    query = select(ItemVersion.changed_by, ItemVersion.import_id).where(
        ItemVersion.item_id == item_id, ItemVersion.number == 1
    )
    return tuple(connection.execute(query).one()) == (None, None)
