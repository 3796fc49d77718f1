"""What reviewers say of a version: approved, or what ought to be changed; and the remarks that anybody makes."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from contest.rules.refusals import Refusal
from contest.services.item_history import Hand, record
from contest.services.item_standing import APPROVED, CHANGES, located
from contest.services.move_items import move
from question_bank.items import ItemStatus
from question_bank.models import ItemComment, ItemReview
from question_bank.review import may_review, obstacle

LONGEST_REMARK = 2000


def review_item(work: Hand, item_id: str, version: str, verdict: str, note: str) -> ItemStatus:
    """One pair of eyes on the current version. When it is the last that was needed, the item is reviewed.

    Returns the item's status. Raises `Refusal`: `unknown_item`, `stale_item` when the version is no longer current,
    `own_item`, `no_way`, `bad_request` (what to change must be said).
    """
    there = located(work.connection, item_id)
    note = _tidy(note) if note.strip() or verdict == CHANGES else ""
    if verdict not in (APPROVED, CHANGES):
        raise Refusal("bad_request")
    if there.version != version:
        raise Refusal("stale_item", there.version)
    if not may_review(there.standing, work.person, work.rules):
        raise Refusal("own_item" if there.standing.author == work.person.id else "no_way")
    former = _said_before(work, version)
    _say(work, version, verdict, note)
    new = {"verdict": verdict, "note": note}
    record(work, item_id, "reviewed", version, former=former, new=new)
    there = located(work.connection, item_id)
    if verdict == APPROVED and obstacle(there.standing, ItemStatus.REVIEWED, work.person, work.rules) is None:
        move(work, there, ItemStatus.REVIEWED)
        return ItemStatus.REVIEWED
    return there.standing.status


def _said_before(work: Hand, version: str) -> dict[str, Any] | None:
    row = work.connection.execute(
        select(ItemReview.verdict, ItemReview.note).where(
            ItemReview.version_id == version, ItemReview.reviewer_id == work.person.id
        )
    ).first()
    return dict(row._mapping) if row else None


def _say(work: Hand, version: str, verdict: str, note: str) -> None:
    mine = (ItemReview.version_id == version, ItemReview.reviewer_id == work.person.id)
    work.connection.execute(delete(ItemReview).where(*mine))
    work.connection.execute(
        insert(ItemReview).values(
            version_id=version, reviewer_id=work.person.id, verdict=verdict, note=note, at=work.now
        )
    )


def comment_on(work: Hand, item_id: str, text: str) -> int:
    """A remark, open until somebody settles it; returns its number. Raises `Refusal`: `unknown_item`,
    `bad_request`."""
    there = located(work.connection, item_id)
    values = {"item_id": item_id, "version_id": there.version, "author_id": work.person.id}
    made = work.connection.execute(insert(ItemComment).values(**values, text=_tidy(text), at=work.now))
    number = int(made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one
    record(work, item_id, "commented", there.version, comment=number)
    return number


def settle_comment(work: Hand, item_id: str, comment: int, settled: bool = True) -> None:
    """Settled, or open again. Raises `Refusal` `unknown_item` for a remark that the item does not have."""
    there = located(work.connection, item_id)
    values = {"settled_at": work.now if settled else None, "settled_by": work.person.id if settled else None}
    done = work.connection.execute(
        update(ItemComment).where(ItemComment.id == comment, ItemComment.item_id == item_id).values(**values)
    )
    if done.rowcount != 1:
        raise Refusal("unknown_item")
    record(work, item_id, "settled", there.version, comment=comment, former=not settled, new=settled)


def _tidy(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST_REMARK:
        raise Refusal("bad_request")
    return text
