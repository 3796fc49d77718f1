"""Sets of parallel forms as they were assembled, and what was changed of them by hand.

A set's `document`: `blueprint`, the TOML text it was assembled under; `status`, `objective`, `gap` of the assembly;
`theta`, the objective's points; `curve_theta`; `forms`, each as `contest.services.form_figures` has it; `warnings`; and
`changes`, what was exchanged since, the latest last: `form`, `out` and `into` as versions.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from contest.chance import identifier
from contest.models.audit import AuditEntry
from contest.models.people import Account
from contest.services.heat_lists import note
from contest.services.saved_blueprints import in_utc
from question_bank.models import FormSet, SavedBlueprint

DELETED = "form_set_deleted"


class NoSuchFormSet(LookupError):
    """It was never there, or was deleted meanwhile."""


class NewFormSet(NamedTuple):
    name: str
    blueprint_id: str | None
    account_id: str | None
    document: dict[str, Any]


class KeptSet(NamedTuple):
    id: str
    name: str
    blueprint_id: str | None
    document: dict[str, Any]
    made_at: datetime
    by: str

    @property
    def versions(self) -> list[str]:
        """Every version that stands in some form, once."""
        return sorted({version for form in self.document["forms"] for version in form["versions"]})


def add_form_set(connection: Connection, new: NewFormSet, now: datetime) -> str:
    """The id of the new set. A blueprint that was deleted while its forms were assembled is not referred to."""
    known = connection.scalar(select(SavedBlueprint.id).where(SavedBlueprint.id == new.blueprint_id))
    row = {"id": identifier(), "blueprint_id": known, "name": new.name, "document": new.document, "made_at": now}
    connection.execute(insert(FormSet).values(row | {"made_by": new.account_id}))
    if new.account_id:
        note(connection, new.account_id, "form_set_made", form_set=row["id"])
    return str(row["id"])


def form_sets(connection: Connection) -> list[KeptSet]:
    """The newest first."""
    return [_kept(row) for row in connection.execute(_rows().order_by(FormSet.made_at.desc()))]


def form_set(connection: Connection, form_set_id: str, lock: bool = False) -> KeptSet:
    """Raises `NoSuchFormSet`."""
    if lock:
        connection.execute(select(FormSet.id).where(FormSet.id == form_set_id).with_for_update())
    row = connection.execute(_rows().where(FormSet.id == form_set_id)).first()
    if row is None:
        raise NoSuchFormSet(form_set_id)
    return _kept(row)


def write_document(connection: Connection, form_set_id: str, document: dict[str, Any]) -> None:
    connection.execute(update(FormSet).where(FormSet.id == form_set_id).values(document=document))


def delete_form_set(connection: Connection, form_set_id: str, account_id: str) -> None:
    """What it was stands in the audit, from where `restore_form_set` takes it back. Raises `NoSuchFormSet`."""
    kept = form_set(connection, form_set_id)
    connection.execute(delete(FormSet).where(FormSet.id == form_set_id))
    former = {"name": kept.name, "blueprint": kept.blueprint_id, "document": kept.document}
    note(connection, account_id, DELETED, form_set=form_set_id, made_at=kept.made_at.isoformat(), **former)


def restore_form_set(connection: Connection, form_set_id: str, account_id: str) -> None:
    """Undoes the deletion; one that is there already stays as it is. Raises `NoSuchFormSet`."""
    if connection.scalar(select(FormSet.id).where(FormSet.id == form_set_id)) is not None:
        return
    entries = connection.scalars(
        select(AuditEntry.details).where(AuditEntry.action == DELETED).order_by(AuditEntry.id.desc())
    )
    former = next((each for each in entries if each["form_set"] == form_set_id), None)
    if former is None:
        raise NoSuchFormSet(form_set_id)
    blueprint = connection.scalar(select(SavedBlueprint.id).where(SavedBlueprint.id == former["blueprint"]))
    row = {"id": form_set_id, "name": former["name"], "document": former["document"], "made_by": account_id}
    made_at = datetime.fromisoformat(former["made_at"])
    connection.execute(insert(FormSet).values(row | {"blueprint_id": blueprint, "made_at": made_at}))
    note(connection, account_id, "form_set_restored", form_set=form_set_id)


def _rows() -> Any:
    columns = (FormSet.id, FormSet.name, FormSet.blueprint_id, FormSet.document, FormSet.made_at)
    return select(*columns, Account.name.label("by")).outerjoin(Account, Account.id == FormSet.made_by)


def _kept(row: Any) -> KeptSet:
    return KeptSet(row.id, row.name, row.blueprint_id, row.document, in_utc(row.made_at), row.by or "")
