"""The only module that asks what time it is.

A process's clock is the wall clock at its start plus the monotonic time since: it never jumps while the process
lives, and two processes of one machine agree closely enough for deadlines that are told in milliseconds.
"""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch."""
        ...


class SystemClock:
    """Steady milliseconds: anchored to the wall clock once, then monotonic."""

    def __init__(self) -> None:
        self._anchor = time.time_ns() - time.monotonic_ns()

    def now_ms(self) -> int:
        return (self._anchor + time.monotonic_ns()) // 1_000_000


class StoppedClock:
    """A clock that tests and replays set by hand."""

    def __init__(self, now_ms: int = 1_700_000_000_000) -> None:
        self.ms = now_ms

    def now_ms(self) -> int:
        return self.ms

    def advance(self, milliseconds: int) -> None:
        self.ms += milliseconds


def utc_now() -> datetime:
    """The wall clock, for dates that people read."""
    return datetime.now(UTC)


def from_ms(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
