"""A lock between processes of one machine, held by an open file and gone when its holder is."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO


class AlreadyLocked(RuntimeError):
    """Another process holds it."""


def _lock(file: IO[str], wait: bool) -> None:
    if sys.platform == "win32":  # untested there
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def locked_file(path: Path, wait: bool = True) -> Iterator[None]:
    """Raises `AlreadyLocked` when `wait` is off and somebody else holds the lock."""
    with path.open("a") as file:
        try:
            _lock(file, wait)
        except OSError as error:
            raise AlreadyLocked(str(path)) from error
        yield
