"""The way in for whoever starts a new installation."""

from sqlalchemy import Connection, func, insert, select

from contest.chance import identifier
from contest.clock import utc_now
from contest.models.people import Account
from contest.services.one_time_links import one_time_link

DEMO_LOGIN = "demo"


def organizer_link(connection: Connection) -> str:
    """A one-time sign-in token: for the demo's organizer, whose account has no password until somebody sets one."""
    account_id = connection.scalar(select(Account.id).where(Account.login == DEMO_LOGIN))
    if account_id is None:
        account_id = identifier()
        others = connection.scalar(select(func.count()).select_from(Account))
        connection.execute(
            insert(Account).values(
                id=account_id,
                login=DEMO_LOGIN,
                name="演示组织者",
                # The first account of an installation may make the others.
                role="organizer" if others else "admin",
                password_hash="",
                session_epoch=1,
                disabled=False,
                created_at=utc_now(),
            )
        )
    return one_time_link(connection, "sign_in", account_id=account_id)
