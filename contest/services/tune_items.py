"""What an organizer does about an item's difficulty: tries it again, takes it out, puts it where its answers put it."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from contest.locale.refusal_words import N_
from contest.rules.refusals import Refusal
from contest.services.bank_difficulty import adjusted
from contest.services.take_over_parameters import take_over
from question_bank.items import ItemStatus
from question_bank.models import Item, ItemEvent

BY_ANSWERS = N_("按实际作答调整难度")
# From where an item may be tried again, and from where taken out.
TRIED_AGAIN = frozenset({ItemStatus.REVIEWED, ItemStatus.CALIBRATED})
TAKEN_OUT = TRIED_AGAIN | {ItemStatus.PILOT}


def try_again(connection: Connection, item_id: str, account: str, now: datetime) -> None:
    """The item is on trial from now on: it may be asked and does not count. Raises `Refusal`: `unknown_item`,
    `wrong_phase`."""
    _move(connection, item_id, TRIED_AGAIN, ItemStatus.PILOT, account, now)


def retire(connection: Connection, item_id: str, account: str, now: datetime) -> None:
    """The item is asked no more. Raises `Refusal`: `unknown_item`, `wrong_phase`."""
    _move(connection, item_id, TAKEN_OUT, ItemStatus.RETIRED, account, now)


def put_back(connection: Connection, item_id: str, account: str, now: datetime) -> str:
    """Undoes the last change of status; returns the status that the item has again. Raises `Refusal`: `unknown_item`,
    `wrong_phase` when its status was changed otherwise since, or never."""
    status = _status(connection, item_id)
    details = connection.scalar(
        select(ItemEvent.details)
        .where(ItemEvent.item_id == item_id, ItemEvent.action == "status")
        .order_by(ItemEvent.id.desc())
        .limit(1)
    )
    if details is None or details.get("new") != status or details.get("undone"):
        raise Refusal("wrong_phase")
    _set(connection, item_id, status, details["former"], account, now, undone=True)
    return str(details["former"])


def move_to_answers(connection: Connection, item_id: str, account: str, now: datetime) -> str:
    """The item's difficulty becomes what its answers show; returns the calibration by which it can be taken back.

    Raises `Refusal`: `nothing_left` for an item without answers, and what `take_over` raises.
    """
    document = adjusted(connection, item_id)
    if document is None:
        raise Refusal("nothing_left")
    versions = {entry["version"] for entry in document["items"]}
    return take_over(connection, document, versions, account, now, BY_ANSWERS, calibrated=False).calibration


def _status(connection: Connection, item_id: str) -> str:
    status = connection.scalar(select(Item.status).where(Item.id == item_id))
    if status is None:
        raise Refusal("unknown_item")
    return str(status)


def _move(
    connection: Connection, item_id: str, allowed: frozenset[ItemStatus], to: ItemStatus, account: str, now: datetime
) -> None:
    status = _status(connection, item_id)
    if status not in allowed:
        raise Refusal("wrong_phase")
    _set(connection, item_id, status, to.value, account, now)


def _set(
    connection: Connection, item_id: str, former: str, new: str, account: str, now: datetime, undone: bool = False
) -> None:
    connection.execute(update(Item).where(Item.id == item_id).values(status=new))
    connection.execute(
        insert(ItemEvent).values(
            item_id=item_id,
            version_id=None,
            account_id=account,
            action="status",
            details={"former": former, "new": new, **({"undone": True} if undone else {})},
            at=now,
        )
    )
