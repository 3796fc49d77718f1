"""Reading a heat's journal: its events in order, its state, and the proof that nobody has altered it."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from contest.journal.append import Head, head_of
from contest.journal.chain import GENESIS, link
from contest.journal.entries import decode
from contest.models.records import JournalEntry
from contest.rules.events import AnyEvent
from contest.rules.state import HeatState, replay


class Record(NamedTuple):
    seq: int
    key: str
    payload: str
    hash: str


class Fault(NamedTuple):
    """The first record that is not what was once written. `seq` is its number, from 1."""

    seq: int
    reason: str  # "missing" | "altered" | "unreadable" | "cut" | "other_head"


def records_of(connection: Connection, heat_id: str, after: int = 0) -> Iterator[Record]:
    rows = connection.execute(
        select(JournalEntry.seq, JournalEntry.key, JournalEntry.payload, JournalEntry.hash)
        .where(JournalEntry.heat_id == heat_id, JournalEntry.seq > after)
        .order_by(JournalEntry.seq)
    )
    for row in rows:
        yield Record(row.seq, row.key, row.payload, row.hash)


def events_of(connection: Connection, heat_id: str) -> list[AnyEvent]:
    return [decode(record.payload) for record in records_of(connection, heat_id)]


def state_of(connection: Connection, heat_id: str) -> tuple[HeatState, Head, list[AnyEvent]]:
    """The heat's state, the chain end that it rests on, and the events that it is the fold of.

    Raises `ValueError` for a heat without a journal.
    """
    history: list[AnyEvent] = []
    head = Head(0, GENESIS)
    for record in records_of(connection, heat_id):
        history.append(decode(record.payload))
        head = Head(record.seq, record.hash)
    return replay(history), head, history


def verify(connection: Connection, heat_id: str, head: str | None = None) -> Fault | None:
    """None when every record is the one that was written.

    With `head`, a hash printed on a result page or an export, a record with that hash must be in the chain, which
    shows a journal that was rewritten from some record on and hashed anew.
    """
    previous, expected, seen = GENESIS, 1, head is None
    for record in records_of(connection, heat_id):
        fault = _fault_of(record, expected, previous)
        if fault is not None:
            return fault
        previous, expected = record.hash, expected + 1
        seen = seen or record.hash == head
    stored = head_of(connection, heat_id)
    if stored != Head(expected - 1, previous):
        return Fault(expected, "cut")
    return None if seen else Fault(expected - 1, "other_head")


def _fault_of(record: Record, expected: int, previous: str) -> Fault | None:
    if record.seq != expected:
        return Fault(expected, "missing")
    if link(previous, record.seq, record.payload) != record.hash:
        return Fault(expected, "altered")
    try:
        decode(record.payload)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Fault(expected, "unreadable")
    return None
