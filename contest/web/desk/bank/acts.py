"""One act on the bank: in one transaction, with a way back that the next pages offer for a while."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import session
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.services.item_history import Hand, audit, hand
from contest.web.desk.database_work import change, look
from question_bank.review import Person
from question_bank.search_index import catch_up, is_behind

T = TypeVar("T")
UNDO = "bank_undo"
OFFERED_S = 600


def me() -> Person:
    """Whoever is signed in, as the bank's rules know people."""
    account = current_user.account
    return Person(account.id, account.role)


def act(do: Callable[[Hand], T], name: str, did: str, **audited: Any) -> tuple[T, str]:
    """What `do` returns, and the batch by which it can be undone; `did` says it in the past. Raises what `do` raises,
    and then nothing has happened."""
    person, now = me(), utc_now()

    def work(connection: Connection) -> tuple[T, str]:
        doing = hand(connection, person, now)
        outcome = do(doing)
        audit(doing, name, **audited)
        return outcome, doing.batch

    outcome, batch = change(work)
    session[UNDO] = {"batch": batch, "did": did, "at": now.timestamp()}
    return outcome, batch


def offered() -> dict[str, Any] | None:
    """The last act, while it is still offered to be undone."""
    last: dict[str, Any] | None = session.get(UNDO)
    return last if last and utc_now().timestamp() - last["at"] < OFFERED_S else None


def look_at_bank(work: Callable[[Connection], T]) -> T:
    """A look that may search: the index catches up first where the bank has moved on."""
    if look(is_behind):
        change(catch_up)
    return look(work)
