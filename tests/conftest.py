"""Fixtures of the services that tests need. A test that asks for one is marked with its name by itself."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.machine import CHINESE_FONT, CHROMIUM, POSTGRES, REDIS, require
from tests.private_servers import PrivatePostgres, PrivateRedis, running

# Programs that tests start are those of this checkout, whatever is installed.
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)

MARKERS = {"postgres_server": "postgres", "redis_server": "redis", "chromium_path": "browser"}
SLOW_MARKS = ("browser", "postgres", "long")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKERS:
                item.add_marker(MARKERS[fixture])
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if any(map(item.get_closest_marker, SLOW_MARKS))}
        # Side by side, what takes longest begins first: no worker is left alone with it at the end.
        items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The runner's other checks stand above hundreds of lines by now; their failures are said once more."""
    failed = os.environ.get("WENQU_FAILED_CHECKS")
    if failed:
        terminalreporter.section("checks that failed before the tests", red=True)
        terminalreporter.line(failed)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium, on a machine that can also show Chinese."""
    require(CHINESE_FONT)
    return require(CHROMIUM)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[PrivateRedis]:
    """A private Redis, for tests that kill and restart it (and leave it running)."""
    with running(PrivateRedis, require(REDIS)) as server:
        yield server


@pytest.fixture(scope="session")
def redis_url(redis_server: PrivateRedis) -> str:
    return redis_server.url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PrivatePostgres]:
    """A private PostgreSQL, for tests that kill and restart it (and leave it running)."""
    with running(PrivatePostgres, require(POSTGRES)) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PrivatePostgres) -> str:
    """SQLAlchemy address of the cluster's own database, shared by all tests."""
    return postgres_server.url


@pytest.fixture(scope="session")
def _database_names() -> Iterator[str]:
    return (f"wenqu_{number}" for number in count(1))


@pytest.fixture
def empty_postgres_url(postgres_url: str, _database_names: Iterator[str]) -> Iterator[str]:
    """SQLAlchemy address of an empty database for this test alone, dropped at its end."""
    name, address = next(_database_names), postgres_url.replace("+psycopg", "")
    # Two connections: a test may kill the cluster in between.
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield postgres_url.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
