"""One transaction that appends a batch: lock each chain's head, hash, write journal, responses and contestants.

Each table is written by one statement for the whole batch. Row-by-row execution gives the interpreter lock away at
each row and waits a switch interval to get it back, which under a busy hub makes a batch a hundred times slower.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from contest.journal.chain import GENESIS, link
from contest.journal.entries import Entry
from contest.journal.statements import STATEMENTS


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
    heads: dict[str, Head] = {}
    for heat_id in dict.fromkeys(entry.heat_id for entry in entries):
        heads[heat_id] = head_of(connection, heat_id, lock=True)
        if heads[heat_id] != expected.get(heat_id, EMPTY):
            raise HeadMoved(heat_id)
    statements = STATEMENTS[connection.dialect.name]
    _insert(connection, statements.contestants, _contestant_rows(entries))
    _insert(connection, statements.journal, list(_chained(entries, heads)))
    _insert(connection, statements.responses, _response_rows(entries))
    for heat_id, head in heads.items():
        connection.exec_driver_sql(statements.store_head, (heat_id, head.seq, head.hash))
    return heads


def _chained(entries: Sequence[Entry], heads: dict[str, Head]) -> Iterator[tuple[object, ...]]:
    for entry in entries:
        previous = heads[entry.heat_id]
        seq = previous.seq + 1
        head = heads[entry.heat_id] = Head(seq, link(previous.hash, seq, entry.payload))
        yield entry.heat_id, seq, entry.key, entry.payload, head.hash


def _response_rows(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [(entry.heat_id, *row) for entry in entries for row in entry.responses]


def _contestant_rows(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [(entry.heat_id, *row) for entry in entries for row in entry.contestants]


def _insert(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, (msgspec.json.encode(rows).decode(),))
