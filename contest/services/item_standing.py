"""Where an item stands, as the rules of review need to know it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from contest.rules.refusals import Refusal
from question_bank.catalogue import current_versions
from question_bank.items import ItemStatus, gaps_of
from question_bank.models import Item, ItemParameter, ItemReview, ItemVersion
from question_bank.review import Standing

APPROVED, CHANGES = "approved", "changes"


class Located(NamedTuple):
    """An item's current version beside its standing."""

    item: str
    version: str
    standing: Standing
    embargo_until: datetime | None
    submitted: bool


def located(connection: Connection, item_id: str) -> Located:
    """Raises `Refusal` `unknown_item`."""
    found = all_located(connection, [item_id])
    if not found:
        raise Refusal("unknown_item", item_id)
    return found[0]


def all_located(connection: Connection, items: Sequence[str]) -> list[Located]:
    """Those of the items that the bank has, in their order."""
    gaps = {draft.id: len(gaps_of(draft)) for _version, _at, draft in current_versions(connection, items)}
    found = {}
    for item in gaps:
        columns = (
            Item.id,
            Item.status,
            Item.author_id,
            Item.current_version,
            Item.embargo_until,
            Item.submitted_version,
            ItemVersion.changed_by,
            ItemParameter.status.label("parameters"),
        )
        row = connection.execute(
            select(*columns)
            .join(ItemVersion, ItemVersion.id == Item.current_version)
            .outerjoin(ItemParameter, ItemParameter.version_id == Item.current_version)
            .where(Item.id == item)
        ).one()
        verdicts = _verdicts(connection, row.current_version)
        standing = Standing(
            status=ItemStatus(row.status),
            owner=row.author_id,
            author=row.changed_by,
            approvers=frozenset(who for who, verdict in verdicts if verdict == APPROVED),
            asking=frozenset(who for who, verdict in verdicts if verdict == CHANGES),
            gaps=gaps[item],
            calibrated=row.parameters == "calibrated",
        )
        waits = row.submitted_version == row.current_version
        found[item] = Located(row.id, row.current_version, standing, row.embargo_until, waits)
    return [found[item] for item in dict.fromkeys(items) if item in found]


def _verdicts(connection: Connection, version: str) -> list[tuple[str, str]]:
    rows = connection.execute(
        select(ItemReview.reviewer_id, ItemReview.verdict).where(ItemReview.version_id == version)
    )
    return [(row.reviewer_id, row.verdict) for row in rows]
