"""Work in a thread, with standard output kept clean."""

import ctypes

import pytest

from contest.clock import SystemClock
from contest.commands.native_output import native_output_dropped
from contest.commands.watching import watched


def test_what_the_work_gives_comes_back() -> None:
    assert watched(lambda: 6 * 7, "算", 1.0, SystemClock()) == 42


def test_what_the_work_raises_is_raised() -> None:
    def fails() -> int:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        watched(fails, "算", 1.0, SystemClock())


def test_what_a_library_prints_is_dropped_and_what_we_print_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    library = ctypes.CDLL(None)
    print("before")
    with native_output_dropped():
        library.puts(b"from below")
    print("after")
    library.fflush(None)
    assert capfd.readouterr().out == "before\nafter\n"
