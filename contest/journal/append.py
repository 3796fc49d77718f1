"""One transaction that appends a batch: lock each chain's head, hash, write journal, responses and contestants.

Each table is written by one statement for the whole batch. Row-by-row execution gives the interpreter lock away at
each row and waits a switch interval to get it back, which under a busy hub makes a batch a hundred times slower. The
statements go straight to the driver's cursor: SQLAlchemy's way there costs a third of a small batch.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from contest.journal.chain import GENESIS, link
from contest.journal.entries import Entry
from contest.journal.statements import STATEMENTS, Statements


class Head(NamedTuple):
    """The end of a heat's chain: how many records, and the last one's hash."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)


class HeadMoved(RuntimeError):
    """Another process has appended to this heat since the caller looked: its state in memory is not the latest."""

    def __init__(self, heat_id: str) -> None:
        super().__init__(f"another process has appended to heat {heat_id}")
        self.heat_id = heat_id


def head_of(connection: Connection, heat_id: str, lock: bool = False) -> Head:
    """The chain's end; with `lock` nobody else can append until the transaction ends."""
    statements = STATEMENTS[connection.dialect.name]
    row = connection.exec_driver_sql(statements.lock_head if lock else statements.head, (heat_id,)).first()
    return Head(row[0], row[1]) if row else EMPTY


def append(connection: Connection, entries: Sequence[Entry], expected: dict[str, Head]) -> dict[str, Head]:
    """Appends within the caller's transaction, which must already be a writing one (`database.begin_writing`).

    `expected` holds, for each heat, the chain end that the caller's state rests on. Returns the new ends.
    Raises `HeadMoved` when one of them is not the stored one (the transaction must be rolled back), and the
    database's `IntegrityError` for a key, a nickname or an answer that is already there.
    """
    heads = {entry.heat_id: expected.get(entry.heat_id, EMPTY) for entry in entries}
    records = list(_chained(entries, heads))
    statements = STATEMENTS[connection.dialect.name]
    with _driver_cursor(connection) as cursor:
        for heat_id, head in heads.items():
            _move_head(cursor, statements, heat_id, expected.get(heat_id, EMPTY), head)
        _insert(cursor, statements.contestants, _contestant_rows(entries))
        _insert(cursor, statements.journal, records)
        _insert(cursor, statements.responses, _response_rows(entries))
    return heads


@contextmanager
def _driver_cursor(connection: Connection) -> Iterator[Any]:
    """The driver's own cursor within SQLAlchemy's transaction; errors come out as SQLAlchemy's."""
    driver: Any = connection.dialect.dbapi
    try:
        with closing(connection.connection.cursor()) as cursor:
            yield cursor
    except driver.IntegrityError as error:
        raise IntegrityError("append to the journal", None, error) from error
    except driver.Error as error:
        raise DBAPIError("append to the journal", None, error) from error


def _move_head(cursor: Any, statements: Statements, heat_id: str, former: Head, head: Head) -> None:
    """The first write of the transaction: it locks the head's row, and finds out whether anybody else was here."""
    if former == EMPTY:
        cursor.execute(statements.first_head, (heat_id, head.seq, head.hash))
    else:
        cursor.execute(statements.next_head, (head.seq, head.hash, heat_id, former.seq, former.hash))
    if cursor.rowcount != 1:
        raise HeadMoved(heat_id)


def _chained(entries: Sequence[Entry], heads: dict[str, Head]) -> Iterator[tuple[object, ...]]:
    """The journal's rows; leaves in `heads` where each chain ends with them."""
    for entry in entries:
        previous = heads[entry.heat_id]
        seq = previous.seq + 1
        head = heads[entry.heat_id] = Head(seq, link(previous.hash, seq, entry.payload))
        yield entry.heat_id, seq, entry.key, entry.payload, head.hash


def _response_rows(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [(entry.heat_id, *row) for entry in entries for row in entry.responses]


def _contestant_rows(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [(entry.heat_id, *row) for entry in entries for row in entry.contestants]


def _insert(cursor: Any, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        cursor.execute(statement, (msgspec.json.encode(rows).decode(),))
