"""A prepared database of each kind, with one heat whose journal has begun."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from contest.clock import StoppedClock, utc_now
from contest.database import open_engine, writing
from contest.journal.append import append
from contest.journal.entries import Entry, encode
from contest.models import Contest, Heat
from contest.rules.events import HeatCreated
from contest.rules.parameters import OpenRules
from contest.services.prepare_database import migrate
from tests.rules.evenings import run_items

HEAT = "HEAT"
CREATED = HeatCreated(at=1, heat=HEAT, rules=OpenRules(), seed="s", capacity=100, items=run_items())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'wenqu.sqlite3'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    with writing(engine) as connection:
        add_heat(connection, HEAT)
        append(connection, [Entry(HEAT, "created", encode(CREATED))], {})
    yield engine
    engine.dispose()


def add_heat(connection: object, heat_id: str) -> None:
    run = connection.execute  # type: ignore[attr-defined]
    run(insert(Contest).values(id=f"C{heat_id}", name="试", created_at=utc_now()))
    run(
        insert(Heat).values(
            id=heat_id, contest_id=f"C{heat_id}", name="试", kind="open", rules={}, pin=heat_id[:12],
            screen_key=f"S{heat_id}", seed="s", capacity=100, status="ready", alive_ms=None, created_at=utc_now(),
        )
    )  # fmt: skip


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()
