"""A log that a hostile client cannot fill: each message at most once in ten seconds, with the number left
out.
"""

import logging
from collections.abc import Callable
from typing import Final

PERIOD: Final = 10.0  # seconds


class QuietLog:
    """Wraps a logger; `clock` gives seconds. Messages are format strings, so their number is that of the
    source's lines.
    """

    def __init__(self, logger: logging.Logger, clock: Callable[[], float]) -> None:
        self._logger = logger
        self._clock = clock
        self._said: dict[str, tuple[float, int]] = {}

    def info(self, message: str, *arguments: object) -> None:
        """Log at INFO, or count it."""
        self._say(logging.INFO, message, arguments, trace=False)

    def exception(self, message: str, *arguments: object) -> None:
        """Log the exception being handled at ERROR, or count it."""
        self._say(logging.ERROR, message, arguments, trace=True)

    def _say(self, level: int, message: str, arguments: tuple[object, ...], *, trace: bool) -> None:
        now = self._clock()
        last, unsaid = self._said.get(message, (-PERIOD, 0))
        if 0 <= now - last < PERIOD:
            self._said[message] = (last, unsaid + 1)
            return
        self._said[message] = (now, 0)
        self._logger.log(level, message + " (and %d more unlogged)", *arguments, unsaid, exc_info=trace)
