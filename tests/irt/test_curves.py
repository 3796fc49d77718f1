"""Item curves against hand-computed values, their own derivatives, and their behaviour far out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt import expected_score, information, item_parameters, log_probabilities, probability

slopes = st.floats(0.2, 4.0)
difficulties = st.floats(-4.0, 4.0)
guesses = st.floats(0.0, 0.6)


def test_at_its_difficulty_an_item_is_half_known_and_the_rest_guessed() -> None:
    items = item_parameters(1.7, [0.3, 0.3], [0.0, 0.25])
    np.testing.assert_allclose(probability(0.3, items), [[0.5, 0.625]])


def test_one_unit_above_the_difficulty_the_odds_are_e_to_one() -> None:
    np.testing.assert_allclose(probability(1.0, item_parameters(1.0, 0.0)), [[np.e / (1 + np.e)]])


@given(slopes, difficulties, guesses, st.floats(-6, 6), st.floats(0.01, 3))
def test_more_ability_never_makes_a_right_answer_less_probable(
    a: float, b: float, c: float, theta: float, more: float
) -> None:
    low, high = probability([theta, theta + more], item_parameters(a, b, c))[:, 0]
    assert low < high or np.isclose(high, 1.0) or np.isclose(low, c)


@given(slopes, difficulties, guesses, st.floats(-6, 6))
def test_logarithms_and_probabilities_tell_the_same(a: float, b: float, c: float, theta: float) -> None:
    items = item_parameters(a, b, c)
    right = probability(theta, items)
    logs = log_probabilities(theta, items)
    np.testing.assert_allclose(np.exp(logs.right), right, rtol=1e-12)
    np.testing.assert_allclose(np.exp(logs.wrong), 1.0 - right, rtol=1e-9, atol=1e-12)


@given(slopes, difficulties, guesses, st.floats(-4, 4))
def test_information_is_the_squared_slope_of_the_curve_over_its_variance(
    a: float, b: float, c: float, theta: float
) -> None:
    items = item_parameters(a, b, c)
    below, here, above = probability([theta - 1e-5, theta, theta + 1e-5], items)[:, 0]
    by_hand = ((above - below) / 2e-5) ** 2 / (here * (1.0 - here))
    np.testing.assert_allclose(information(theta, items)[0, 0], by_hand, rtol=1e-3, atol=1e-9)


def test_information_without_guessing_peaks_at_a_quarter_of_the_squared_slope() -> None:
    np.testing.assert_allclose(information(0.7, item_parameters(2.0, 0.7)), [[1.0]])


def test_nothing_overflows_however_far_ability_and_difficulty_lie_apart() -> None:
    items = item_parameters(4.0, [-500.0, 500.0, 500.0], [0.0, 0.0, 0.25])
    with np.errstate(over="raise", invalid="raise"):
        logs = log_probabilities([-500.0, 500.0], items)
        told = information([-500.0, 500.0], items)
    assert np.isfinite(logs.right).all()
    assert np.isfinite(logs.wrong).all()
    assert np.isfinite(told).all()
    np.testing.assert_allclose(logs.right[0, 1], -4000.0)
    np.testing.assert_allclose(logs.right[0, 2], np.log(0.25))


def test_the_expected_score_adds_the_curves_up_by_weight() -> None:
    items = item_parameters(1.0, [0.0, 0.0], [0.0, 0.5])
    np.testing.assert_allclose(expected_score([0.0], items), [1.25])
    np.testing.assert_allclose(expected_score([0.0], items, [10.0, 100.0]), [80.0])
