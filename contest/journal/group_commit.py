"""One OS thread that writes whatever waits as one transaction, so that thousands of answers share one fsync.

The hub hands entries over and goes on; when the transaction has committed (or failed) the results come back to it
through a wake-up that is safe between threads. An acknowledgement leaves only from there.

After `monkey.patch_all()` the names in `threading` belong to the hub: the originals are taken here, so that a locked
database stops this thread alone and never the phones.
"""

import contextlib
from collections import deque
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple, Protocol

import structlog
from gevent.monkey import get_original
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from contest.database import open_engine
from contest.journal.append import EMPTY, Head, HeadMoved, append
from contest.journal.entries import Entry

# `threading.Thread`, original or not, starts its thread through a name that is patched as well.
_start_new_thread = get_original("_thread", "start_new_thread")
_sleep = get_original("time", "sleep")
_allocate_lock = get_original("_thread", "allocate_lock")

# One transaction takes at most this many entries: with more the first of them would wait too long for the last.
BATCH = 2000
LINGER_S = 0.008
# SQLite copies its log into the database each time the log has so many pages of 4 kB. By default that is after every
# tenth batch of a burst, and whoever waits for that batch waits 10 ms instead of 2.
CHECKPOINT_PAGES = 8000

log = structlog.get_logger()


class Outcome(NamedTuple):
    """What became of entries: the chain's end after their batch, or the name of a refusal (`retry`, `duplicate`)."""

    head: Head | None
    error: str | None = None


Done = Callable[[Outcome], None]


class Wake(Protocol):
    """Runs a function on the hub, called from any thread."""

    def __call__(self, function: Callable[[], None]) -> None: ...


class _Waiting(NamedTuple):
    heat_id: str
    entries: tuple[Entry, ...]
    done: Done


class GroupCommit:
    """Takes entries from one hub and commits them in the order in which they came."""

    def __init__(self, database_url: str, wake: Wake) -> None:
        self._engine: Engine = open_engine(database_url, pooled=False)
        self._connection: Connection | None = None
        self._wake = wake
        self._waiting: deque[_Waiting] = deque()
        self._signal = _allocate_lock()
        self._signal.acquire()
        self._stopping = False
        # The chain ends as this process last wrote or loaded them: what its states in memory rest on.
        self._heads: dict[str, Head] = {}
        # Heats whose last batch failed: everything for them is refused until their state was loaded afresh.
        self._broken: set[str] = set()
        self.committed = 0
        self._ended = _allocate_lock()
        self._ended.acquire()
        _start_new_thread(self._run, ())

    def adopt(self, heat_id: str, head: Head) -> None:
        """From now on entries for this heat build on `head`, the end that its freshly loaded state rests on."""
        self._heads[heat_id] = head
        self._broken.discard(heat_id)

    def submit(self, heat_id: str, entries: tuple[Entry, ...], done: Done) -> None:
        """Queues entries of one heat that stand or fall together; `done` runs on the hub with the outcome.

        Without entries it is a barrier: its outcome comes when everything queued before it is on disk.
        """
        self._waiting.append(_Waiting(heat_id, entries, done))
        self._ring()

    def stop(self) -> None:
        """Writes what waits and ends the thread."""
        self._stopping = True
        self._ring()
        self._ended.acquire()

    def _ring(self) -> None:
        # Already rung: the thread has not looked yet.
        with contextlib.suppress(RuntimeError):
            self._signal.release()

    def _run(self) -> None:
        while not (self._stopping and not self._waiting):
            self._signal.acquire()
            while self._waiting:
                self._write(self._take())
                # A few milliseconds let the next batch fill, for each costs the same whatever it holds. Whoever comes
                # after a quiet moment does not wait.
                _sleep(LINGER_S)
        self._ended.release()

    def _take(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and (not batch or size + len(self._waiting[0].entries) <= BATCH):
            batch.append(self._waiting.popleft())
            size += len(batch[-1].entries)
        return batch

    def _write(self, batch: list[_Waiting]) -> None:
        sound = [waiting for waiting in batch if waiting.heat_id not in self._broken]
        refused = [(waiting, Outcome(None, "retry")) for waiting in batch if waiting.heat_id in self._broken]
        self._report(refused + (self._commit(sound) if sound else []))

    def _commit(self, batch: list[_Waiting]) -> list[tuple[_Waiting, Outcome]]:
        entries = [entry for waiting in batch for entry in waiting.entries]
        if not entries:
            return [(waiting, self._standing(waiting)) for waiting in batch]
        try:
            heads = self._append(entries)
        except HeadMoved as moved:
            log.warning("journal_head_moved", heat=moved.heat_id)
            return self._failed(batch, {moved.heat_id}, "retry")
        except IntegrityError:
            return self._one_by_one(batch)
        except (SQLAlchemyError, OSError) as error:
            log.error("journal_failed", error=str(error), entries=len(entries))
            return self._failed(batch, {entry.heat_id for entry in entries}, "retry")
        self._heads.update(heads)
        self.committed += len(entries)
        return [(waiting, self._standing(waiting)) for waiting in batch]

    def _append(self, entries: list[Entry]) -> dict[str, Head]:
        # One connection for the thread's life: closing SQLite's last one checkpoints the whole log each time.
        if self._connection is None:
            self._connection = self._open()
        try:
            with self._connection.begin():
                return append(self._connection, entries, self._heads)
        except (SQLAlchemyError, OSError) as error:
            if not isinstance(error, IntegrityError):
                self._drop_connection()
            raise

    def _open(self) -> Connection:
        connection = self._engine.connect().execution_options(writing=True)
        if connection.dialect.name == "sqlite":
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        return connection

    def _drop_connection(self) -> None:
        """After a fault nobody knows what state it is in; the next batch opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(SQLAlchemyError, OSError):
                connection.invalidate()
                connection.close()

    def _standing(self, waiting: _Waiting) -> Outcome:
        return Outcome(self._heads.get(waiting.heat_id, EMPTY))

    def _one_by_one(self, batch: list[_Waiting]) -> list[tuple[_Waiting, Outcome]]:
        """Somebody's nickname or answer is already there: the others must not suffer for it."""
        if len(batch) > 1:
            return [result for waiting in batch for result in self._commit_unless_broken(waiting)]
        return self._failed(batch, {batch[0].heat_id}, "duplicate")

    def _commit_unless_broken(self, waiting: _Waiting) -> list[tuple[_Waiting, Outcome]]:
        broken = waiting.heat_id in self._broken
        return [(waiting, Outcome(None, "retry"))] if broken else self._commit([waiting])

    def _failed(self, batch: list[_Waiting], heats: set[str], error: str) -> list[tuple[_Waiting, Outcome]]:
        # The hub has already applied these events to its state in memory: that state is wrong now, and everything
        # decided on it after them as well. Refuse until it was loaded afresh from the journal. Other heats of the
        # batch have done nothing wrong and go in without them.
        self._broken |= heats
        failed = [(waiting, Outcome(None, error)) for waiting in batch if waiting.heat_id in heats]
        innocent = [waiting for waiting in batch if waiting.heat_id not in heats]
        return failed + (self._commit(innocent) if innocent else [])

    def _report(self, results: list[tuple[_Waiting, Outcome]]) -> None:
        def on_the_hub() -> None:
            for waiting, outcome in results:
                try:
                    waiting.done(outcome)
                except Exception:  # one caller's fault must not cost the others their acknowledgement
                    log.exception("journal_callback_failed")

        if results:
            self._wake(on_the_hub)
