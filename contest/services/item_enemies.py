"""Items that must not stand in one form: one gives the other away, or asks the same."""

from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from contest.rules.refusals import Refusal
from contest.services.item_history import Hand, record
from question_bank.models import Item, ItemEnemy, ItemVersion

LONGEST_REASON = 200


def set_enemies(work: Hand, item_id: str, other: str, reason: str) -> None:
    """Both items get the event. Raises `Refusal`: `same_item`, `unknown_item`, `bad_request`."""
    if item_id == other:
        raise Refusal("same_item")
    known = set(work.connection.scalars(select(Item.id).where(Item.id.in_((item_id, other)))))
    if known != {item_id, other}:
        raise Refusal("unknown_item")
    if len(reason) > LONGEST_REASON:
        raise Refusal("bad_request")
    former = reason_between(work.connection, item_id, other)
    write_enemies(work.connection, item_id, other, reason.strip())
    _record(work, item_id, other, former, reason.strip())


def part_enemies(work: Hand, item_id: str, other: str) -> None:
    """They may stand in one form again. Raises `Refusal` `unknown_item` when they were none."""
    former = reason_between(work.connection, item_id, other)
    if former is None:
        raise Refusal("unknown_item")
    write_enemies(work.connection, item_id, other, None)
    _record(work, item_id, other, former, None)


def reason_between(connection: Connection, one: str, other: str) -> str | None:
    """None: no enemies."""
    first, second = sorted((one, other))
    return connection.scalar(select(ItemEnemy.reason).where(ItemEnemy.first == first, ItemEnemy.second == second))


def write_enemies(connection: Connection, one: str, other: str, reason: str | None) -> None:
    first, second = sorted((one, other))
    connection.execute(delete(ItemEnemy).where(ItemEnemy.first == first, ItemEnemy.second == second))
    if reason is not None:
        connection.execute(insert(ItemEnemy).values(first=first, second=second, reason=reason))


def enemies_of(connection: Connection, item_id: str) -> list[dict[str, Any]]:
    """The other items with their stems and the reasons."""
    pairs = connection.execute(
        select(ItemEnemy).where(or_(ItemEnemy.first == item_id, ItemEnemy.second == item_id))
    ).all()
    reasons = {row.second if row.first == item_id else row.first: row.reason for row in pairs}
    stems = connection.execute(
        select(ItemVersion.item_id, ItemVersion.stem)
        .join(Item, Item.current_version == ItemVersion.id)
        .where(Item.id.in_(reasons))
        .order_by(ItemVersion.item_id)
    )
    return [{"id": row.item_id, "stem": row.stem, "reason": reasons[row.item_id]} for row in stems]


def _record(work: Hand, one: str, other: str, former: str | None, new: str | None) -> None:
    for item, enemy in ((one, other), (other, one)):
        record(work, item, "enemies", other=enemy, former=former, new=new)
