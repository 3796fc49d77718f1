"""Work of a solver, which says nothing of how far it is: a line shows the time that passes."""

import os
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from contest.clock import Clock
from contest.commands.native_output import native_output_dropped
from contest.commands.progress import ProgressLine

BETWEEN_S = 0.2
INTERRUPTED = 130
Result = TypeVar("Result")


def watched(work: Callable[[], Result], what: str, seconds: float, clock: Clock) -> Result:
    """What `work` gives, or raises. Meanwhile a bar shows how much of the `seconds` that it may take has passed.

    It works in a thread, so that Ctrl-C is heard at once and not when the solver comes back. The process then ends on
    the spot, because a usual end tears down the solver's threads while they run, and crashes: do not use this where
    something would be left half done.
    """
    outcome: list[Callable[[], Result]] = []
    thread = Thread(target=lambda: outcome.append(_outcome(work)), daemon=True)
    began = clock.now_ms()
    try:
        with native_output_dropped(), ProgressLine(clock) as line:
            show = line.share(what)
            thread.start()
            while thread.is_alive():
                thread.join(BETWEEN_S)
                show((clock.now_ms() - began) / 1000 / seconds)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    return outcome[0]()


def _outcome(work: Callable[[], Result]) -> Callable[[], Result]:
    """The outcome of the work, to be given or raised by whoever calls it."""
    try:
        result = work()
    except BaseException as error:
        raised = error

        def fail() -> Result:
            raise raised

        return fail
    return lambda: result
