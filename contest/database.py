"""Engines and transactions. SQLite (WAL, fsync at every commit) is the default, PostgreSQL the grown-up one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

try:
    import pysqlite3 as sqlite_module
except ImportError:  # no wheel for this platform: the interpreter's own SQLite serves
    sqlite_module = sqlite3

# Below this version SQLite can lose a commit when two processes reset the WAL at once (sqlite.org/wal.html).
WAL_RESET_FIXED = (3, 51, 3)
BUSY_TIMEOUT_MS = 10_000


class BadDatabase(RuntimeError):
    """The database cannot be used; the text says what to do."""


def sqlite_version() -> tuple[int, ...]:
    return tuple(int(part) for part in sqlite_module.sqlite_version.split("."))


def open_engine(url: str, pooled: bool = True) -> Engine:
    """An engine for short transactions. `pooled=False`: a connection of its own for each use (writer threads)."""
    if not url.startswith("sqlite"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        return create_engine(url, pool_pre_ping=pooled, **options)
    # A SQLite connection is cheap and bound to its thread: none is shared, none is kept.
    engine = create_engine(url, module=sqlite_module, poolclass=NullPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy's events begin transactions (below), so that reads too see one snapshot.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only looks."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes SQLite's one write lock at its beginning, so that it can never fail half-way for
    want of it."""
    with engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        with connection.begin():
            yield connection


def sqlite_file(url: str) -> str | None:
    parsed = make_url(url)
    return parsed.database if parsed.get_backend_name() == "sqlite" else None
