"""Work that says what it is doing and not how far it is: a line on a terminal shows that it lives."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from contest.clock import Clock
from contest.commands.progress import ProgressLine

BETWEEN_S = 0.2
# Of what usually takes a few seconds; the bar slows down and is never full.
USUAL_S = 10.0
STEPS = {"reading": "读文件", "planning": "和题库对照", "writing": "写进题库"}


@contextmanager
def ticking(clock: Clock, what: str) -> Iterator[Callable[[float | None, str], None]]:
    """What a job calls to tell its step. The line is kept going by a thread, for signals belong to the main one."""
    step, over, began = [what], Event(), clock.now_ms()

    def tell(share: float | None, name: str) -> None:
        step[0] = f"{what}：{STEPS.get(name, name)}"

    with ProgressLine(clock) as line:

        def tick() -> None:
            while not over.wait(BETWEEN_S):
                passed = (clock.now_ms() - began) / 1000
                line.share(step[0])(passed / (passed + USUAL_S))

        thread = Thread(target=tick, daemon=True)
        thread.start()
        try:
            yield tell
        finally:
            over.set()
            thread.join()
