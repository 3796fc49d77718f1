"""What one client may do: sizes, rates, and the strikes it has before it is shown out."""

from dataclasses import dataclass
from typing import Final

KIB: Final = 1024

# Codes of the `error` event, and of the acknowledgement, that answer a strike. The application words them.
MALFORMED: Final = "malformed"
OVERSIZED: Final = "oversized"
BINARY: Final = "binary"
UNKNOWN_EVENT: Final = "unknown_event"
NOT_CONNECTED: Final = "not_connected"
TOO_FREQUENT: Final = "too_frequent"
INTERNAL: Final = "internal"  # no strike: a handler failed


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one connection.

    `message` and `backlog` are bytes, `burst` is messages, `refill` messages per second. A message over
    `message` is skipped and is a strike; one over `skip` is not even skipped: the connection closes with
    1009.
    """

    message: int = 16 * KIB
    skip: int = KIB * KIB
    backlog: int = 256 * KIB
    burst: float = 30.0
    refill: float = 15.0
    strikes: int = 5


class TokenBucket:
    """`burst` messages at once, then `refill` a second; a clock that steps back costs nothing and gives
    nothing.
    """

    __slots__ = ("_at", "_tokens")

    def __init__(self, limits: Limits, now: float) -> None:
        self._tokens = limits.burst
        self._at = now

    def take(self, limits: Limits, now: float) -> bool:
        """Take one token at `now` (seconds); False when there is none."""
        tokens = min(limits.burst, self._tokens + max(0.0, now - self._at) * limits.refill)
        self._at = now
        if tokens < 1.0:
            self._tokens = tokens
            return False
        self._tokens = tokens - 1.0
        return True
