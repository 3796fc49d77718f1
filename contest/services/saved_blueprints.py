"""Blueprints that organizers keep: listed, saved under an optimistic lock, copied, deleted and brought back."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from contest.chance import identifier
from contest.clock import utc_now
from contest.models.audit import AuditEntry
from contest.models.people import Account
from contest.services.heat_lists import note
from question_bank.blueprint import read_blueprint
from question_bank.models import FormSet, SavedBlueprint

LONGEST_NAME = 60
DELETED = "blueprint_deleted"


class NoSuchBlueprint(LookupError):
    """It was never there, or was deleted meanwhile."""


class ChangedMeanwhile(Exception):
    """Somebody saved it after the page was opened; `by` is that person's name, `mark` what to save over it with."""

    def __init__(self, by: str, mark: str) -> None:
        super().__init__(by)
        self.by, self.mark = by, mark


class Kept(NamedTuple):
    """`mark` changes with every save; `by` is who saved it last, by name, `sets` how many sets of forms came of it."""

    id: str
    name: str
    text: str
    mark: str
    changed_at: datetime
    by: str
    sets: int = 0


def saved_blueprints(connection: Connection) -> list[Kept]:
    """The latest changed first."""
    counted = connection.execute(select(FormSet.blueprint_id, func.count()).group_by(FormSet.blueprint_id))
    sets = {blueprint_id: count for blueprint_id, count in counted}
    rows = connection.execute(_rows().order_by(SavedBlueprint.changed_at.desc()))
    return [_kept(row, sets.get(row.id, 0)) for row in rows]


def saved_blueprint(connection: Connection, blueprint_id: str) -> Kept:
    """Raises `NoSuchBlueprint`."""
    row = connection.execute(_rows().where(SavedBlueprint.id == blueprint_id)).first()
    if row is None:
        raise NoSuchBlueprint(blueprint_id)
    return _kept(row, 0)


def add_blueprint(connection: Connection, name: str, text: str, account_id: str) -> str:
    """The id of a new one. Raises `BadBlueprint` for a text that cannot be read."""
    read_blueprint(text)
    blueprint_id = identifier()
    row = {"id": blueprint_id, "name": name, "text": text, "made_by": account_id, "changed_at": utc_now()}
    connection.execute(insert(SavedBlueprint).values(row))
    note(connection, account_id, "blueprint_made", blueprint=blueprint_id)
    return blueprint_id


def save_blueprint(connection: Connection, blueprint_id: str, name: str, text: str, mark: str, account_id: str) -> Kept:
    """Saves what was opened at `mark`. Raises `NoSuchBlueprint`, `ChangedMeanwhile` and `BadBlueprint`."""
    read_blueprint(text)
    connection.execute(select(SavedBlueprint.id).where(SavedBlueprint.id == blueprint_id).with_for_update())
    former = saved_blueprint(connection, blueprint_id)
    if former.mark != mark:
        raise ChangedMeanwhile(former.by, former.mark)
    if (former.name, former.text) != (name, text):
        values = {"name": name, "text": text, "made_by": account_id, "changed_at": utc_now()}
        connection.execute(update(SavedBlueprint).where(SavedBlueprint.id == blueprint_id).values(values))
        note(connection, account_id, "blueprint_saved", blueprint=blueprint_id)
    return saved_blueprint(connection, blueprint_id)


def delete_blueprint(connection: Connection, blueprint_id: str, account_id: str) -> None:
    """What it was stands in the audit, from where `restore_blueprint` takes it back; forms that came of it stay. Raises
    `NoSuchBlueprint`."""
    kept = saved_blueprint(connection, blueprint_id)
    own = FormSet.blueprint_id == blueprint_id
    sets = list(connection.scalars(select(FormSet.id).where(own)))
    connection.execute(update(FormSet).where(own).values(blueprint_id=None))
    connection.execute(delete(SavedBlueprint).where(SavedBlueprint.id == blueprint_id))
    note(connection, account_id, DELETED, blueprint=blueprint_id, name=kept.name, text=kept.text, form_sets=sets)


def restore_blueprint(connection: Connection, blueprint_id: str, account_id: str) -> None:
    """Undoes the deletion; one that is there already stays as it is. Raises `NoSuchBlueprint`."""
    if connection.scalar(select(SavedBlueprint.id).where(SavedBlueprint.id == blueprint_id)) is not None:
        return
    entries = connection.scalars(
        select(AuditEntry.details).where(AuditEntry.action == DELETED).order_by(AuditEntry.id.desc())
    )
    former = next((each for each in entries if each["blueprint"] == blueprint_id), None)
    if former is None:
        raise NoSuchBlueprint(blueprint_id)
    row = {"name": former["name"], "text": former["text"], "made_by": account_id, "changed_at": utc_now()}
    connection.execute(insert(SavedBlueprint).values(id=blueprint_id, **row))
    own = FormSet.id.in_(former["form_sets"]) & FormSet.blueprint_id.is_(None)
    connection.execute(update(FormSet).where(own).values(blueprint_id=blueprint_id))
    note(connection, account_id, "blueprint_restored", blueprint=blueprint_id)


def _rows() -> Any:
    columns = (SavedBlueprint.id, SavedBlueprint.name, SavedBlueprint.text, SavedBlueprint.changed_at)
    return select(*columns, Account.name.label("by")).outerjoin(Account, Account.id == SavedBlueprint.made_by)


def _kept(row: Any, sets: int) -> Kept:
    moment = in_utc(row.changed_at)
    return Kept(row.id, row.name, row.text, moment.isoformat(), moment, row.by or "", sets)


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the time zone; what is stored is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
