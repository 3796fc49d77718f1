"""What is done to items without changing what they say: status, tags, submission, embargo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from contest.rules.refusals import Refusal
from contest.services.item_history import Hand, record
from contest.services.item_standing import Located, all_located, located
from question_bank.catalogue import version_named
from question_bank.items import ItemDraft, ItemStatus
from question_bank.models import Item, ItemVersion
from question_bank.review import AUTHOR, LEADS, may_edit, obstacle
from question_bank.storing import content_hash

LONGEST_TAG = 30
MOST_TAGS = 20


def move_item(work: Hand, item_id: str, to: ItemStatus) -> None:
    """Raises `Refusal` with the obstacle that `question_bank.review` finds, or `unknown_item`."""
    move(work, located(work.connection, item_id), to)


def move(work: Hand, there: Located, to: ItemStatus) -> None:
    if reason := obstacle(there.standing, to, work.person, work.rules):
        raise Refusal(reason)
    work.connection.execute(update(Item).where(Item.id == there.item).values(status=to.value))
    rule = {"rule": work.rules.name} if to == ItemStatus.REVIEWED else {}
    record(work, there.item, "status", there.version, former=there.standing.status.value, new=to.value, **rule)


def submit_item(work: Hand, there: Located, waits: bool = True) -> None:
    """Puts a draft before the reviewers, or takes it back from them.

    Raises `Refusal`: `gaps`, `not_yours`, `no_way`.
    """
    if there.standing.status != ItemStatus.DRAFT:
        raise Refusal("no_way")
    if not may_edit(there.standing, work.person):
        raise Refusal("not_yours")
    if waits and there.standing.gaps:
        raise Refusal("gaps")
    former = there.version if there.submitted else None
    new = there.version if waits else None
    work.connection.execute(update(Item).where(Item.id == there.item).values(submitted_version=new))
    record(work, there.item, "submitted", there.version, former=former, new=new)


def tidy_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """As they are stored: without blanks around them, none twice. Raises `Refusal` `bad_request`."""
    tidy = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    if len(tidy) > MOST_TAGS or any(len(tag) > LONGEST_TAG or not tag.isprintable() for tag in tidy):
        raise Refusal("bad_request")
    return tidy


def tag_item(work: Hand, there: Located, add: Sequence[str], remove: Sequence[str]) -> bool:
    """Whether anything changed. Raises `Refusal`: `bad_request`, `not_yours`."""
    if work.person.role not in LEADS and not may_edit(there.standing, work.person):
        raise Refusal("not_yours")
    item = version_named(work.connection, there.version)
    assert item is not None  # a current version is always there
    kept = [tag for tag in item.tags if tag not in remove]
    tags = tidy_tags([*kept, *add])
    if tags == item.tags:
        return False
    put_tags(work, there, item, tags)
    return True


def put_tags(work: Hand, there: Located, item: ItemDraft, tags: tuple[str, ...]) -> None:
    """Tags are words about an item and no part of what it says: they change in place, and the history has them."""
    write_tags(work, there.version, item, tags)
    record(work, there.item, "tagged", there.version, former=list(item.tags), new=list(tags))


def write_tags(work: Hand, version: str, item: ItemDraft, tags: Sequence[str]) -> None:
    changed = replace(item, tags=tuple(tags))
    values = {"tags": list(tags), "content_hash": content_hash(changed)}
    work.connection.execute(update(ItemVersion).where(ItemVersion.id == version).values(values))


def hold_back(work: Hand, item_id: str, until: datetime | None) -> None:
    """Nobody outside the bank sees the item before that moment (None: no longer held). Raises `Refusal`:
    `unknown_item`, `not_yours`."""
    there = located(work.connection, item_id)
    if work.person.role not in LEADS:
        raise Refusal("not_yours")
    work.connection.execute(update(Item).where(Item.id == item_id).values(embargo_until=until))
    former = there.embargo_until.isoformat() if there.embargo_until else None
    record(work, item_id, "embargo", there.version, former=former, new=until.isoformat() if until else None)


def do_to_many(work: Hand, items: Sequence[str], what: str, tags: Sequence[str] = ()) -> dict[str, int]:
    """One act on many items: `tag`, `untag`, `submit` or `retire`. What cannot be done to an item is passed over and
    counted by its reason; `done` counts the rest. Raises `Refusal` `bad_request`."""
    told: dict[str, int] = {"done": 0}
    for there in all_located(work.connection, items):
        try:
            done = _one(work, there, what, tags)
        except Refusal as refusal:
            if refusal.refused.reason == "bad_request":
                raise
            told[refusal.refused.reason] = told.get(refusal.refused.reason, 0) + 1
            continue
        told["done" if done else "unchanged"] = told.get("done" if done else "unchanged", 0) + 1
    return told


def _one(work: Hand, there: Located, what: str, tags: Sequence[str]) -> bool:
    if what in ("tag", "untag"):
        return tag_item(work, there, tags if what == "tag" else (), tags if what == "untag" else ())
    if what == "submit":
        submit_item(work, there)
    elif what == "retire":
        if work.person.role == AUTHOR and there.standing.owner != work.person.id:
            raise Refusal("not_yours")
        move(work, there, ItemStatus.RETIRED)
    else:
        raise Refusal("bad_request")
    return True
