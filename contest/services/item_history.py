"""What is done to items, written down as it is done. All that one act does bears the same `batch`, by which it can be
undone; what one person did alone, in solo mode, says so here and in the audit."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from contest.chance import identifier
from contest.services.bank_rules import bank_rules
from contest.services.heat_lists import note
from question_bank.models import ItemEvent
from question_bank.review import BankRules, Person


class Hand(NamedTuple):
    """Who does something to items, when, under which rules, within which transaction."""

    connection: Connection
    person: Person
    now: datetime
    rules: BankRules
    batch: str


def hand(connection: Connection, person: Person, now: datetime) -> Hand:
    return Hand(connection, person, now, bank_rules(connection), identifier())


def record(work: Hand, item: str, action: str, version: str | None = None, **details: Any) -> None:
    """One event of one item. `details` holds what was before and what is now."""
    alone = {"solo": True} if work.rules.solo else {}
    work.connection.execute(
        insert(ItemEvent).values(
            item_id=item,
            version_id=version,
            account_id=work.person.id,
            action=action,
            details={**details, **alone, "batch": work.batch},
            at=work.now,
        )
    )


def audit(work: Hand, action: str, **details: Any) -> None:
    """One line for a whole act, however many items it touched."""
    alone = {"solo": True} if work.rules.solo else {}
    note(work.connection, work.person.id, f"bank_{action}", **details, **alone, batch=work.batch)
