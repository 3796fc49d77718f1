"""The calibrations that entered the bank, newest first."""

from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from contest.models.people import Account
from question_bank.models import Calibration

SHOWN = 30


class Entered(NamedTuple):
    """`taken`: how many versions it gave parameters; `by`: whose name, "" for a command."""

    id: str
    at: str
    by: str
    source: str
    model: str
    people: int
    taken: int
    taken_back: bool


def entered_calibrations(connection: Connection) -> list[Entered]:
    rows = connection.execute(
        select(Calibration, Account.name)
        .outerjoin(Account, Account.id == Calibration.made_by)
        .order_by(Calibration.made_at.desc())
        .limit(SHOWN)
    )
    return [_entered(row) for row in rows]


def _entered(row: Any) -> Entered:
    made = row.made_at if row.made_at.tzinfo else row.made_at.replace(tzinfo=UTC)
    return Entered(
        row.id,
        made.astimezone().strftime("%Y-%m-%d %H:%M"),
        row.name or "",
        row.source,
        row.model,
        row.people,
        len(row.document.get("taken", [])),
        bool(row.document.get("taken_back")),
    )
