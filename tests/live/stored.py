"""What a server's database holds, read from outside."""

from typing import Any

from sqlalchemy import select

from contest.database import open_engine, reading
from contest.models import Response
from tests.running import Server


def stored_responses(server: Server) -> list[Any]:
    """All response rows that are answers, in the order in which they were written."""
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    with reading(engine) as connection:
        return list(connection.execute(select(Response).where(Response.status == "answered").order_by(Response.id)))
