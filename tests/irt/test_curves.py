"""Item response curves: limits, a value by hand, and the information they carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt.curves import expected_score, information, probability
from question_bank.irt.parameters import ItemParameters, provisional_parameters

finite = st.floats(-4, 4)


def items(a: float, b: float, c: float) -> ItemParameters:
    return ItemParameters(np.array([a]), np.array([b]), np.array([c]))


def test_at_its_difficulty_an_item_is_known_by_half_of_those_who_do_not_guess() -> None:
    assert probability(0.7, items(1.3, 0.7, 0.2))[0, 0] == pytest.approx(0.2 + 0.8 / 2)


def test_far_below_only_guessing_is_left_and_far_above_all_are_right() -> None:
    low, high = probability([-60.0, 60.0], items(1.0, 0.0, 0.25))[:, 0]
    assert low == pytest.approx(0.25) and high == pytest.approx(1.0)


def test_a_value_computed_by_hand() -> None:
    # a = 1, b = 1, c = 0.25, theta = 0: 0.25 + 0.75 / (1 + e) = 0.451706
    assert probability(0.0, items(1.0, 1.0, 0.25))[0, 0] == pytest.approx(0.4517060, abs=1e-7)


@given(finite, finite, st.floats(0.3, 2.5), st.floats(0, 0.4))
def test_more_ability_never_means_a_smaller_chance(low: float, b: float, a: float, c: float) -> None:
    first, second = probability([low, low + 0.5], items(a, b, c))[:, 0]
    assert first < second


@given(finite, finite, st.floats(0.3, 2.5), st.floats(0, 0.4))
def test_information_is_the_squared_slope_over_the_variance(theta: float, b: float, a: float, c: float) -> None:
    item, step = items(a, b, c), 1e-5
    below, at, above = probability([theta - step, theta, theta + step], item)[:, 0]
    slope = (above - below) / (2 * step)
    assert information(theta, item)[0, 0] == pytest.approx(slope**2 / (at * (1 - at)), rel=1e-4, abs=1e-9)


def test_the_expected_score_sums_the_items() -> None:
    two = ItemParameters(np.array([1.0, 0.8]), np.array([0.0, 1.0]), np.array([0.0, 0.5]))
    assert expected_score([0.3], two)[0] == pytest.approx(probability(0.3, two).sum())


def test_provisional_parameters_follow_the_author_and_the_kind_of_item() -> None:
    made = provisional_parameters(["true_false", "single", "multiple"], [-1.0, 0.2, 1.0], [2, 4, 4])
    assert list(made.a) == [0.8, 1.0, 1.0]
    assert list(made.b) == [-1.0, 0.2, 1.0]
    assert list(made.c) == [0.5, 0.25, 0.0]
