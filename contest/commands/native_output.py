"""Keeping standard output to ourselves."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STANDARD_OUTPUT = 1


@contextmanager
def native_output_dropped() -> Iterator[None]:
    """Meanwhile nothing that a library prints below Python gets out: HiGHS leaves lines of its own there now and then,
    whatever its options say, and a document on standard output would no longer be one."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:
        # There is no standard output to spoil.
        yield
        return
    try:
        _flush_native()
        _point_to_nothing()
        yield
    finally:
        # What C has in its buffer would otherwise come out later.
        _flush_native()
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)


def _point_to_nothing() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, STANDARD_OUTPUT)
    os.close(nothing)


def _flush_native() -> None:
    """C's fflush of every stream."""
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    library.fflush(None)
