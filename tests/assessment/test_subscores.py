"""Counts by dimension."""

import pytest

from contest.assessment.subscores import Subscore, subscores

MISSING = float("nan")


def test_all_four_dimensions_are_counted_in_the_order_of_the_survey() -> None:
    found = subscores([1, 0, 1, 1, MISSING, 0], ["methods"] * 4 + ["knowledge", "application"])
    assert found == (
        Subscore("knowledge", 0, 0, False),
        Subscore("methods", 3, 4, True),
        Subscore("spirit_thought", 0, 0, False),
        Subscore("application", 0, 1, False),
    )


def test_three_items_and_a_missing_one_are_too_few_to_tell() -> None:
    assert subscores([1, 1, 1, MISSING], ["methods"] * 4)[1] == Subscore("methods", 3, 3, False)


def test_nothing_asked_is_nothing_counted() -> None:
    assert {count.asked for count in subscores([], [])} == {0}


def test_scores_and_dimensions_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 dimensions"):
        subscores([1.0], ["methods", "methods"])
