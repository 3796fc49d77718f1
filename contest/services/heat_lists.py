"""Contests and heats as the organizer's desk lists them; and the few changes that a desk may make to them."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from contest.clock import utc_now
from contest.journal.append import head_of
from contest.models.audit import AuditEntry
from contest.models.people import Contestant, OneTimeLink
from contest.models.records import JournalEntry, JournalHead
from contest.models.timetable import Contest, Heat, HeatItem
from contest.rules.refusals import Refusal


class HeatRow(NamedTuple):
    id: str
    name: str
    pin: str
    status: str
    people: int
    # The date on which it was made, where the server stands.
    day: str


class ContestRow(NamedTuple):
    id: str
    name: str
    heats: list[HeatRow]


def contests(connection: Connection) -> list[ContestRow]:
    """Newest first, each with its heats, newest first."""
    people = dict(connection.execute(select(Contestant.heat_id, func.count()).group_by(Contestant.heat_id)).all())
    heats: dict[str, list[HeatRow]] = {}
    rows = connection.execute(
        select(Heat.contest_id, Heat.id, Heat.name, Heat.pin, Heat.status, Heat.created_at).order_by(
            Heat.created_at.desc()
        )
    )
    for row in rows:
        heats.setdefault(row.contest_id, []).append(
            HeatRow(row.id, row.name, row.pin, row.status, people.get(row.id, 0), _day(row.created_at))
        )
    listed = connection.execute(select(Contest.id, Contest.name).order_by(Contest.created_at.desc()))
    return [ContestRow(row.id, row.name, heats.get(row.id, [])) for row in listed]


def _day(moment: datetime) -> str:
    # SQLite forgets the time zone; what is stored is UTC.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone().strftime("%Y-%m-%d")


def contest_names(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(select(Contest.id, Contest.name).order_by(Contest.created_at.desc()))
    return [(row.id, row.name) for row in rows]


class Run(NamedTuple):
    """A heat's plan, as a copy of it needs it."""

    contest_id: str
    name: str
    rules: dict[str, Any]
    items: list[dict[str, Any]]


def run_of(connection: Connection, heat_id: str) -> Run:
    """Raises `Refusal` `unknown_heat`."""
    heat = connection.execute(select(Heat.contest_id, Heat.name, Heat.rules).where(Heat.id == heat_id)).first()
    if heat is None:
        raise Refusal("unknown_heat")
    columns = (HeatItem.version_id, HeatItem.warm_up, HeatItem.weight, HeatItem.time_limit_s, HeatItem.pilot)
    rows = connection.execute(select(*columns).where(HeatItem.heat_id == heat_id).order_by(HeatItem.position))
    return Run(heat.contest_id, heat.name, heat.rules, [dict(row._mapping) for row in rows])


def delete_heat(connection: Connection, heat_id: str) -> None:
    """Only a heat in which nothing has happened but its creation. Raises `Refusal`: `unknown_heat`, `heat_played`."""
    if connection.scalar(select(Heat.id).where(Heat.id == heat_id)) is None:
        raise Refusal("unknown_heat")
    if head_of(connection, heat_id, lock=True).seq > 1:
        raise Refusal("heat_played")
    for table in (HeatItem, OneTimeLink, JournalEntry, JournalHead):
        connection.execute(delete(table).where(table.heat_id == heat_id))
    connection.execute(delete(Heat).where(Heat.id == heat_id))


def note(connection: Connection, account_id: str, action: str, **details: Any) -> None:
    """A line of the audit: who did what at the desk."""
    connection.execute(insert(AuditEntry).values(at=utc_now(), account_id=account_id, action=action, details=details))
