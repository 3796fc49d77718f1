"""One pinger for the whole process: every connection's turn comes once an interval, and the turns are spread
evenly.
"""

from typing import Final

from contest.live.wire.connection import PING, Connection
from contest.live.wire.transport import PING_TIMEOUT

STEP: Final = 0.25  # seconds between beats


class Heartbeat:
    """`interval` and `timeout` in seconds; `beat` is to be called every `STEP` seconds."""

    def __init__(self, interval: float, timeout: float) -> None:
        self._slots: list[set[Connection]] = [set() for _ in range(max(1, round(interval / STEP)))]
        self._patience = max(1, round(timeout / STEP))
        self._count = 0
        self._next = 0

    def add(self, connection: Connection) -> None:
        """Give the connection the next slot; a crowd that comes at once is not pinged at once."""
        connection.slot = self._next % len(self._slots)
        self._next += 1
        self._slots[connection.slot].add(connection)

    def discard(self, connection: Connection) -> None:
        """Forget the connection."""
        self._slots[connection.slot].discard(connection)

    def beat(self) -> None:
        """Ping those whose turn it is, and end those whose ping has waited too long for its answer."""
        self._count += 1
        for connection in tuple(self._slots[(self._count - self._patience) % len(self._slots)]):
            if connection.pinged and self._count - connection.pinged >= self._patience:
                connection.abort(PING_TIMEOUT)
        for connection in tuple(self._slots[self._count % len(self._slots)]):
            if not connection.pinged:
                connection.pinged = self._count
                connection.write(PING)
