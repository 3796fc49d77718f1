"""Rates, quiet logs and what a process sets for itself."""

import gc
import logging
import sys

import pytest

from contest.live.wire.limits import Limits, TokenBucket
from contest.live.wire.process import tune_process
from contest.live.wire.quiet import PERIOD, QuietLog

LIMITS = Limits(burst=3, refill=1)


def test_a_burst_passes_and_then_one_message_a_second() -> None:
    bucket = TokenBucket(LIMITS, 10.0)
    assert [bucket.take(LIMITS, 10.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(LIMITS, 11.0)
    assert not bucket.take(LIMITS, 11.5)


def test_a_long_silence_fills_the_bucket_only_to_its_brim() -> None:
    bucket = TokenBucket(LIMITS, 0.0)
    assert [bucket.take(LIMITS, 1_000.0) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_steps_back_gives_nothing_and_costs_nothing() -> None:
    bucket = TokenBucket(LIMITS, 100.0)
    assert [bucket.take(LIMITS, 50.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(LIMITS, 51.0)


def test_a_repeated_message_is_logged_once_a_period_with_the_number_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    quiet = QuietLog(logging.getLogger("quiet"), lambda: now[0])
    with caplog.at_level(logging.INFO, logger="quiet"):
        for _ in range(1_000):
            quiet.info("strike: %s", "binary")
        now[0] = PERIOD
        quiet.info("strike: %s", "binary")
    assert [record.getMessage() for record in caplog.records] == [
        "strike: binary (and 0 more unlogged)",
        "strike: binary (and 999 more unlogged)",
    ]


def test_tuning_freezes_what_exists_and_shortens_the_wait_for_the_interpreter() -> None:
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    try:
        tune_process()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] > thresholds[0]
        assert sys.getswitchinterval() == pytest.approx(0.0005)
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)
