"""What a serving process writes about itself: to standard error, and never at the price of what it tells about.

On a full disk writing a line fails like everything else. A log that raised there would take down the very code that
brings the evening back.
"""

import contextlib
import sys
from typing import TextIO

import structlog


class ForgivingStream:
    """A text stream whose writes may be lost but never raise."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


def prepare_logs() -> None:
    """One line an event, key by key; called once when serving begins."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(ForgivingStream(sys.stderr)),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    sys.stderr = ForgivingStream(sys.stderr)
