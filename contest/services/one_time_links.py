"""Links that open a door once. The token stands in the link alone; the database holds its SHA-256."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from contest.chance import token
from contest.clock import utc_now
from contest.models.people import OneTimeLink
from contest.services.secrets_of_seats import hashed

# Long enough to be sent to somebody the day before.
LIFETIME = timedelta(days=3)


class Opened(NamedTuple):
    """What the link was good for."""

    account_id: str | None
    heat_id: str | None


def one_time_link(
    connection: Connection,
    purpose: str,
    *,
    account_id: str | None = None,
    heat_id: str | None = None,
    lifetime: timedelta = LIFETIME,
) -> str:
    """Makes a link for `purpose` ("first_account", "sign_in", "host") and returns its token."""
    secret, now = token(), utc_now()
    connection.execute(
        insert(OneTimeLink).values(
            token_hash=hashed(secret),
            purpose=purpose,
            account_id=account_id,
            heat_id=heat_id,
            created_at=now,
            expires_at=now + lifetime,
            used_at=None,
        )
    )
    return secret


def consume(connection: Connection, secret: str, purpose: str) -> Opened | None:
    """Uses a link up; None for one that is unknown, used, too old or for another door.

    One statement decides, so that of two who come at once only one gets in.
    """
    now = utc_now()
    row = connection.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == hashed(secret),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.account_id, OneTimeLink.heat_id)
    ).first()
    return Opened(row.account_id, row.heat_id) if row else None
