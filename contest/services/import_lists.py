"""What has been imported, for the desk: the newest imports, and the report of one."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from contest.models.people import Account
from question_bank.models import ItemImport

LISTED = 20


class ImportRow(NamedTuple):
    """`who` is empty for an import by command. The counts are of items."""

    id: str
    file: str
    format: str
    who: str
    account_id: str | None
    at: datetime
    undone_at: datetime | None
    report: dict[str, Any]

    @property
    def moment(self) -> str:
        """When it was done, by the clock on the wall where the server stands."""
        return _moment(self.at)

    @property
    def undone_moment(self) -> str:
        return _moment(self.undone_at) if self.undone_at else ""

    @property
    def new(self) -> int:
        return len(self.report["new"])

    @property
    def changed(self) -> int:
        return len(self.report["changed"])


def newest_imports(connection: Connection, account: str | None) -> list[ImportRow]:
    """The newest imports, of one account where it is named."""
    asked = _imports().order_by(ItemImport.at.desc()).limit(LISTED)
    if account is not None:
        asked = asked.where(ItemImport.account_id == account)
    return [ImportRow(*row) for row in connection.execute(asked)]


def import_named(connection: Connection, name: str) -> ImportRow | None:
    row = connection.execute(_imports().where(ItemImport.id == name)).first()
    return ImportRow(*row) if row else None


def _moment(at: datetime) -> str:
    # SQLite forgets the zone, and keeps the hours of UTC.
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return known.astimezone().strftime("%Y-%m-%d %H:%M")


def _imports() -> Any:
    columns = (
        *(ItemImport.id, ItemImport.file, ItemImport.format, Account.name, ItemImport.account_id, ItemImport.at),
        *(ItemImport.undone_at, ItemImport.report),
    )
    return select(*columns).outerjoin(Account, Account.id == ItemImport.account_id)
