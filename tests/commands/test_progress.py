"""A line that says how far a job is."""

import io

from contest.clock import StoppedClock
from contest.commands.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_short_job_shows_nothing() -> None:
    clock, terminal = StoppedClock(), Terminal()
    with ProgressLine(clock, terminal) as line:
        show = line.share("读取")
        clock.advance(1999)
        show(0.9)
    assert terminal.getvalue() == ""


def test_after_two_seconds_a_bar_grows_and_is_gone_at_the_end() -> None:
    clock, terminal = StoppedClock(), Terminal()
    with ProgressLine(clock, terminal) as line:
        show = line.share("读取")
        clock.advance(2000)
        show(0.5)
        assert terminal.getvalue() == "\r\x1b[K读取 [" + "#" * 15 + "." * 15 + "]  50%"
        clock.advance(99)
        show(0.6)
        clock.advance(1)
        show(1.2)
    assert terminal.getvalue().split("\r\x1b[K")[2:] == ["读取 [" + "#" * 30 + "] 120%", ""]


def test_iterations_are_told_with_the_log_likelihood() -> None:
    clock, terminal = StoppedClock(), Terminal()
    with ProgressLine(clock, terminal) as line:
        clock.advance(5000)
        line.iterations("标定")(7, -2466.65338)
        assert terminal.getvalue().endswith("标定：第 7 次迭代，对数似然 -2466.6534")


def test_what_is_no_terminal_hears_nothing() -> None:
    clock, stream = StoppedClock(), io.StringIO()
    with ProgressLine(clock, stream) as line:
        clock.advance(5000)
        line.share("读取")(0.5)
    assert stream.getvalue() == ""
