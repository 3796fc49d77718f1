"""Accounts: who may sign in, as what, and until when.

Passwords are hashed with argon2id. Hashing takes tens of milliseconds on purpose: callers run it off the hub.
"""

from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, insert, select, update

from contest.chance import identifier
from contest.clock import utc_now
from contest.models.people import Account
from contest.rules.refusals import Refusal

ROLES = ("author", "reviewer", "judge", "organizer", "admin")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

_hasher = PasswordHasher()
# Compared against where no account has the name, so that both cases take as long.
_NOBODY = _hasher.hash("nobody's password")


class Signed(NamedTuple):
    """An account as a session knows it; `session_epoch` grows when all its sessions are to end."""

    id: str
    login: str
    name: str
    role: str
    session_epoch: int


def _signed(row: object) -> Signed:
    return Signed(*row[:5])  # type: ignore[index]


_COLUMNS = (Account.id, Account.login, Account.name, Account.role, Account.session_epoch)


def account_by_id(connection: Connection, account_id: str) -> Signed | None:
    row = connection.execute(select(*_COLUMNS).where(Account.id == account_id, Account.disabled.is_(False))).first()
    return _signed(row) if row else None


def account_by_password(connection: Connection, login: str, password: str) -> Signed | None:
    """None for an unknown name, a wrong password, and an account that is disabled or has no password."""
    row = connection.execute(
        select(*_COLUMNS, Account.password_hash, Account.disabled).where(Account.login == login.strip())
    ).first()
    try:
        _hasher.verify(row.password_hash if row and row.password_hash else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return None if row is None or row.disabled or not row.password_hash else _signed(row)


def create_account(connection: Connection, login: str, name: str, role: str) -> str:
    """A new account without a password: its first way in is a one-time link. Raises `Refusal` `name_taken`,
    `bad_request`."""
    login, name = login.strip(), name.strip()
    if role not in ROLES or not 0 < len(login) <= 64 or not 0 < len(name) <= 64:
        raise Refusal("bad_request")
    if connection.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise Refusal("name_taken")
    account_id = identifier()
    connection.execute(
        insert(Account).values(
            id=account_id, login=login, name=name, role=role, password_hash="", session_epoch=1,
            disabled=False, created_at=utc_now(),
        )
    )  # fmt: skip
    return account_id


def set_password(connection: Connection, account_id: str, password: str) -> None:
    """Ends every session of the account. Raises `Refusal` `bad_password` for one that is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refusal("bad_password")
    connection.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=_hasher.hash(password), session_epoch=Account.session_epoch + 1)
    )


def disable(connection: Connection, account_id: str, disabled: bool) -> None:
    """Bites at once: sessions carry an epoch that is compared at each request."""
    connection.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(disabled=disabled, session_epoch=Account.session_epoch + 1)
    )
