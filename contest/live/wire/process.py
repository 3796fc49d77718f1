"""What a serving process sets once for itself; measured in docs/benchmarks.md, not guessed."""

import gc
import sys
from typing import Final

SWITCH_INTERVAL: Final = 0.0005  # seconds a writer thread waits for the interpreter beside a busy hub (5 ms by default)
_YOUNG: Final = 50_000  # allocations before the youngest generation is searched for cycles
_MIDDLE: Final = 20
_OLD: Final = 100


def tune_process() -> None:
    """To be called when everything is imported and before the first connection.

    What exists then never becomes garbage and is not searched again; the collector comes more seldom, because
    nearly all that a live round allocates is freed by counting; threads change over fast; the limit of open
    files goes to its maximum.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(SWITCH_INTERVAL)
    _raise_open_files()


def _raise_open_files() -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS calls its hard limit infinite and refuses it
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(10_240, hard)), hard))
