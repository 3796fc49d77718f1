"""Reading a stranger's file may take so much of the processor and of memory, and no more.

The limits are those of the whole process, which therefore does nothing else meanwhile: a command, or a job of the desk.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from question_bank.exchange.reading import BadExchange

try:
    import resource
except ImportError:  # Windows: sizes alone are limited there
    resource = None  # type: ignore[assignment]

MEGABYTE = 1024 * 1024
# Seconds of the processor, and more for each megabyte of the file.
SECONDS, SECONDS_A_MEGABYTE = 8, 4
# Beside what the process has when it begins to read.
MEMORY = 768 * MEGABYTE
TOO_MUCH = "读这个文件要的时间或内存太多，已经停下；请分成几个小文件，或另存为 csv 再导入"


@contextmanager
def limited(size: int) -> Iterator[None]:
    """For reading a file of so many bytes, in the main thread. Raises `BadExchange` for one that takes too much."""
    if resource is None:
        yield
        return
    kept = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)}
    former = signal.signal(signal.SIGXCPU, _stop)
    try:
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + SECONDS + SECONDS_A_MEGABYTE * size // MEGABYTE
        _set(resource.RLIMIT_CPU, seconds)
        if (memory := _memory()) is not None:
            _set(resource.RLIMIT_AS, memory + MEMORY)
        yield
    except MemoryError as error:
        raise BadExchange(TOO_MUCH) from error
    finally:
        for kind, limits in kept.items():
            resource.setrlimit(kind, limits)
        signal.signal(signal.SIGXCPU, former)


def _stop(number: int, frame: FrameType | None) -> None:
    raise BadExchange(TOO_MUCH)


def _set(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _memory() -> int | None:
    """Bytes of the process's address space; None where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            pages = int(told.read().split()[0])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
