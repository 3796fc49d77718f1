"""Writing items: a change is a new version; the version one has edited must still be the current one."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update

from contest.chance import code
from contest.rules.refusals import Refusal
from contest.services.item_history import Hand, record
from contest.services.item_standing import Located, located
from contest.services.move_items import put_tags
from question_bank.catalogue import version_named
from question_bank.items import ItemDraft, ItemStatus, faults_of, gaps_of
from question_bank.models import Item, ItemParameter, ItemReview, ItemVersion
from question_bank.review import WRITES, may_edit, says_the_same, status_after
from question_bank.storing import store_version

LONGEST_ID = 60


class Saved(NamedTuple):
    """What stands in the bank now. `changed` is False when it stood there already."""

    item: str
    version: str
    status: ItemStatus
    changed: bool = True


def save_item(work: Hand, draft: ItemDraft, base: str | None, note: str = "") -> Saved:
    """A new item (`base` None) or a new version of one; `base` is the version that was edited.

    Raises `Refusal`: `bad_item` with its problems, `stale_item` with the version that is current, `not_yours`,
    `forbidden`, `unknown_item`.
    """
    if problems := faults_of(draft):
        raise Refusal("bad_item", [problem._asdict() for problem in problems])
    if base is None:
        return _created(work, draft, note)
    there = located(work.connection, draft.id)
    if there.version != base:
        raise Refusal("stale_item", there.version)
    if not may_edit(there.standing, work.person):
        raise Refusal("not_yours")
    return _changed(work, there, draft, note)


def restore_version(work: Hand, item_id: str, version: str) -> Saved:
    """A former version becomes the current one again, with the parameters and approvals that belong to it.

    Raises `Refusal`: `unknown_item` for a version that the item does not have, `not_yours`.
    """
    there = located(work.connection, item_id)
    if not may_edit(there.standing, work.person):
        raise Refusal("not_yours")
    former, now = version_named(work.connection, version), version_named(work.connection, there.version)
    if former is None or now is None or former.id != item_id:
        raise Refusal("unknown_item", version)
    if version == there.version:
        return Saved(item_id, version, there.standing.status, changed=False)
    status = status_after(there.standing.status, now, former, gaps_of(former))
    _point(work, there, version, status, "restored")
    return Saved(item_id, version, status)


def _created(work: Hand, draft: ItemDraft, note: str) -> Saved:
    if work.person.role not in WRITES:
        raise Refusal("forbidden")
    draft = draft if draft.id else replace(draft, id=f"Q{code(8)}")
    if len(draft.id) > LONGEST_ID or work.connection.scalar(select(Item.id).where(Item.id == draft.id)):
        raise Refusal("name_taken")
    version = f"{draft.id}@1"
    work.connection.execute(
        insert(Item).values(
            id=draft.id,
            status=ItemStatus.DRAFT.value,
            current_version=version,
            author_id=work.person.id,
            created_at=work.now,
        )
    )
    store_version(work.connection, draft, 1, work.now, work.person.id, note)
    record(work, draft.id, "created", version, **({"note": note} if note else {}))
    return Saved(draft.id, version, ItemStatus.DRAFT)


def _changed(work: Hand, there: Located, draft: ItemDraft, note: str) -> Saved:
    former = version_named(work.connection, there.version)
    assert former is not None  # a current version is always there
    if former == draft:
        return Saved(draft.id, there.version, there.standing.status, changed=False)
    if replace(former, tags=draft.tags) == draft:
        put_tags(work, there, former, draft.tags)
        return Saved(draft.id, there.version, there.standing.status)
    highest = select(func.max(ItemVersion.number)).where(ItemVersion.item_id == draft.id)
    number = 1 + (work.connection.scalar(highest) or 0)
    version = store_version(work.connection, draft, number, work.now, work.person.id, note)
    if says_the_same(former, draft):
        _carry_over(work, there, version)
    status = status_after(there.standing.status, former, draft, gaps_of(draft))
    _point(work, there, version, status, "changed", **({"note": note} if note else {}))
    return Saved(draft.id, version, status)


def _carry_over(work: Hand, there: Located, version: str) -> None:
    """What data and reviewers said of the text still holds, for it says the same."""
    reviews = work.connection.execute(select(ItemReview).where(ItemReview.version_id == there.version)).mappings()
    rows = [{**row, "version_id": version} for row in reviews]
    for row in rows:
        del row["id"]
    if rows:
        work.connection.execute(insert(ItemReview), rows)
    if there.standing.author:
        work.connection.execute(
            update(ItemVersion).where(ItemVersion.id == version).values(changed_by=there.standing.author)
        )
    if there.standing.calibrated:
        known = work.connection.execute(select(ItemParameter).where(ItemParameter.version_id == there.version))
        work.connection.execute(delete(ItemParameter).where(ItemParameter.version_id == version))
        work.connection.execute(insert(ItemParameter).values({**known.mappings().one(), "version_id": version}))


def _point(work: Hand, there: Located, version: str, status: ItemStatus, action: str, **details: str) -> None:
    work.connection.execute(
        update(Item).where(Item.id == there.item).values(current_version=version, status=status.value)
    )
    moved = {"former": there.version, "new": version, "status": [there.standing.status.value, status.value]}
    record(work, there.item, action, version, **moved, **details)
