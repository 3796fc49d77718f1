import pytest

from contest.clock import SystemClock
from contest.commands.watching import watched


def test_what_the_work_gives_comes_back() -> None:
    assert watched(lambda: 6 * 7, "算", 1.0, SystemClock()) == 42


def test_what_the_work_raises_is_raised() -> None:
    def fails() -> int:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        watched(fails, "算", 1.0, SystemClock())
