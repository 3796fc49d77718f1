"""How far a job is: one line on a terminal, for jobs that take more than two seconds."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from contest.clock import Clock

SHOWN_AFTER_MS = 2000
BETWEEN_MS = 100
WIDTH = 30


class ProgressLine:
    """Written over itself on standard error, and gone when the job is done. Elsewhere than on a terminal it is mute."""

    def __init__(self, clock: Clock, stream: TextIO | None = None) -> None:
        self._clock, self._stream = clock, stream or sys.stderr
        self._next = clock.now_ms() + SHOWN_AFTER_MS
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._write("")

    def share(self, what: str) -> Callable[[float], None]:
        """A bar for the part of a job that is called so: to be told which share of it is done."""

        def show(done: float) -> None:
            filled = round(min(max(done, 0.0), 1.0) * WIDTH)
            self._say(lambda: f"{what} [{'#' * filled}{'.' * (WIDTH - filled)}] {done:4.0%}")

        return show

    def iterations(self, what: str) -> Callable[[int, float], None]:
        """For a job whose end is not known: to be told the iteration and the log-likelihood."""

        def show(iteration: int, log_likelihood: float) -> None:
            self._say(lambda: f"{what}：第 {iteration} 次迭代，对数似然 {log_likelihood:.4f}")

        return show

    def _say(self, text: Callable[[], str]) -> None:
        now = self._clock.now_ms()
        if now >= self._next and self._stream.isatty():
            self._next, self._shown = now + BETWEEN_MS, True
            self._write(text())

    def _write(self, text: str) -> None:
        # Back to the line's beginning, and clear what stood there.
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()
