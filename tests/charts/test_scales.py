"""Scales, and the words for numbers."""

import pytest

from question_bank.charts.scales import Scale, round_top, ticks
from question_bank.charts.words import decimal, short, whole, with_error


def test_numbers_lie_between_the_ends_in_proportion() -> None:
    scale = Scale(-2.0, 2.0, 100.0, 300.0)
    assert [scale.at(value) for value in (-2.0, 0.0, 2.0)] == [100.0, 200.0, 300.0]
    assert scale.holds(2.0) and not scale.holds(2.1)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (-3.5, 3.5, 9, [-3, -2, -1, 0, 1, 2, 3]),
        (0.0, 0.15, 5, [0, 0.05, 0.1, 0.15]),
        (0.0, 0.3, 4, [0, 0.1, 0.2, 0.3]),
        (-10.0, 14.0, 9, [-10, -5, 0, 5, 10]),
        (1.0, 4.0, 5, [1, 2, 3, 4]),
    ],
)
def test_ticks_are_round_numbers_within_the_range(low: float, high: float, most: int, expected: list[float]) -> None:
    assert ticks(low, high, most) == pytest.approx(expected)


def test_a_top_is_round_and_not_below() -> None:
    assert [round_top(value, 4) for value in (0.83, 2.28, 13.2, 1.0, 0.0)] == [1.0, 3.0, 15.0, 1.0, 1.0]


def test_numbers_are_written_as_people_read_them() -> None:
    assert [decimal(-1.234), decimal(-0.001), decimal(float("inf"))] == ["−1.23", "0.00", "∞"]
    assert [whole(12345.4), short(0.25), short(-3.0)] == ["12\u202f345", "0.25", "−3"]
    assert [with_error(1, 0.25), with_error(1, None), with_error(1, float("nan"))] == ["1.00 ± 0.25", "1.00", "1.00"]
