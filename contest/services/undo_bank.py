"""The last act undone: everything that one batch did, backwards, unless something else was done to it since."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from contest.rules.refusals import Refusal
from contest.services.item_enemies import reason_between, write_enemies
from contest.services.item_history import Hand, audit, record
from contest.services.move_items import write_tags
from question_bank.catalogue import version_named
from question_bank.items import ItemStatus
from question_bank.models import Item, ItemComment, ItemEvent, ItemReview

# A batch is looked for among so many of the person's newest events; no list selects more items at once.
LOOKED_AT = 20_000


def undo(work: Hand, batch: str) -> int:
    """How many items are as they were before that act of the same person.

    Raises `Refusal`: `nothing_left` when there is no such act or it was undone already, `changed_since`.
    """
    events = [row for row in _newest(work) if row.details.get("batch") == batch]
    if not events or any(row.details.get("undone") == batch for row in _newest(work)):
        raise Refusal("nothing_left")
    touched = set()
    for row in events:
        if row.action not in UNDOING:
            raise Refusal("changed_since")
        UNDOING[row.action](work, row)
        touched.add(row.item_id)
    audit(work, "undone", undone=batch, items=len(touched))
    return len(touched)


def _newest(work: Hand) -> list[Any]:
    query = select(ItemEvent).where(ItemEvent.account_id == work.person.id)
    return list(work.connection.execute(query.order_by(ItemEvent.id.desc()).limit(LOOKED_AT)))


def _note(work: Hand, row: Any, former: Any, new: Any, **more: Any) -> None:
    record(work, row.item_id, row.action, row.version_id, former=former, new=new, undone=row.details["batch"], **more)


def _status(work: Hand, row: Any) -> None:
    former, new = row.details["former"], row.details["new"]
    _put(work, row.item_id, {"status": former}, {"status": new})
    _note(work, row, new, former)


def _pointer(work: Hand, row: Any) -> None:
    before, after = row.details["status"]
    former, new = row.details["former"], row.details["new"]
    was, now = {"current_version": former, "status": before}, {"current_version": new, "status": after}
    _put(work, row.item_id, was, now)
    _note(work, row, new, former, status=[after, before])


def _created(work: Hand, row: Any) -> None:
    """Nothing is ever deleted: an item that was not meant to be is retired."""
    was = {"current_version": row.version_id, "status": ItemStatus.DRAFT.value}
    _put(work, row.item_id, {"status": ItemStatus.RETIRED.value}, was)
    record(
        work, row.item_id, "status", row.version_id, former=was["status"], new="retired", undone=row.details["batch"]
    )


def _submitted(work: Hand, row: Any) -> None:
    former, new = row.details["former"], row.details["new"]
    _put(work, row.item_id, {"submitted_version": former}, {"submitted_version": new})
    _note(work, row, new, former)


def _tags(work: Hand, row: Any) -> None:
    item = version_named(work.connection, row.version_id)
    if item is None or list(item.tags) != row.details["new"]:
        raise Refusal("changed_since")
    write_tags(work, row.version_id, item, row.details["former"])
    _note(work, row, row.details["new"], row.details["former"])


def _embargo(work: Hand, row: Any) -> None:
    former, new = (_moment(row.details[name]) for name in ("former", "new"))
    _put(work, row.item_id, {"embargo_until": former}, {"embargo_until": new})
    _note(work, row, row.details["new"], row.details["former"])


def _enemies(work: Hand, row: Any) -> None:
    other, former = row.details["other"], row.details["former"]
    there = reason_between(work.connection, row.item_id, other)
    # The pair has an event in each item's history; the second finds what the first has put back.
    if there not in (row.details["new"], former):
        raise Refusal("changed_since")
    write_enemies(work.connection, row.item_id, other, former)
    _note(work, row, row.details["new"], former, other=other)


def _reviewed(work: Hand, row: Any) -> None:
    mine = (ItemReview.version_id == row.version_id, ItemReview.reviewer_id == work.person.id)
    former = row.details["former"]
    work.connection.execute(delete(ItemReview).where(*mine))
    if former:
        values = {"version_id": row.version_id, "reviewer_id": work.person.id, "at": work.now, **former}
        work.connection.execute(insert(ItemReview).values(**values))
    _note(work, row, row.details["new"], former)


def _commented(work: Hand, row: Any) -> None:
    """A remark that was not meant is settled; what was said stays."""
    _settle(work, row, True)


def _settled(work: Hand, row: Any) -> None:
    _settle(work, row, row.details["former"])


def _settle(work: Hand, row: Any, settled: bool) -> None:
    values = {"settled_at": work.now if settled else None, "settled_by": work.person.id if settled else None}
    comment = row.details["comment"]
    work.connection.execute(update(ItemComment).where(ItemComment.id == comment).values(**values))
    details = {"comment": comment, "former": not settled, "new": settled, "undone": row.details["batch"]}
    record(work, row.item_id, "settled", row.version_id, **details)


def _put(work: Hand, item: str, was: dict[str, Any], now: dict[str, Any]) -> None:
    """Puts the former values back, if the item still has the new ones."""
    columns = [getattr(Item, name).is_not_distinct_from(value) for name, value in now.items()]
    done = work.connection.execute(update(Item).where(Item.id == item, *columns).values(**was))
    if done.rowcount != 1:
        raise Refusal("changed_since")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


UNDOING: dict[str, Callable[[Hand, Any], None]] = {
    "status": _status,
    "changed": _pointer,
    "restored": _pointer,
    "created": _created,
    "submitted": _submitted,
    "tagged": _tags,
    "embargo": _embargo,
    "enemies": _enemies,
    "reviewed": _reviewed,
    "commented": _commented,
    "settled": _settled,
}
