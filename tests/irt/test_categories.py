"""Category curves: limiting cases against the two-parameter model, numeric slopes, and Fisher's identity."""

import numpy as np
import pytest

from question_bank.irt.categories import category_curves, category_information, expected_item_score
from question_bank.irt.curves import information, probability
from question_bank.irt.parameters import (
    Parameters,
    StepFamily,
    categories,
    item_parameters,
    locations,
    step_parameters,
    take,
)

THETA = np.linspace(-4, 4, 33)
STEPS = [[-1.5, 0.2, 1.1], [0.4, np.nan, np.nan], [-0.3, 0.9, np.nan]]
FAMILIES: list[StepFamily] = ["grm", "gpcm"]
MODELS: list[Parameters] = [
    item_parameters([1.2, 0.7, 2.0], [-1.0, 0.3, 1.4], [0.0, 0.2, 0.5]),
    step_parameters([1.2, 0.7, 2.0], STEPS, "grm"),
    step_parameters([-1.2, 0.7, -2.0], [[1.1, 0.2, -1.5], STEPS[1], [0.9, -0.3, np.nan]], "grm"),
    step_parameters([1.2, 0.7, 2.0], STEPS, "gpcm"),
]


@pytest.mark.parametrize("parameters", MODELS)
def test_probabilities_sum_to_one_and_slopes_are_their_derivatives(parameters: Parameters) -> None:
    curves = category_curves(THETA, parameters)
    np.testing.assert_allclose(np.exp(curves.log_p).sum(axis=2), 1.0, atol=1e-12)
    step = 1e-5
    with np.errstate(invalid="ignore"):
        up, down = category_curves(THETA + step, parameters).log_p, category_curves(THETA - step, parameters).log_p
        numeric = np.where(np.isfinite(curves.log_p), (up - down) / (2 * step), 0.0)
    np.testing.assert_allclose(curves.slope, numeric, atol=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_one_threshold_is_the_two_parameter_model(family: StepFamily) -> None:
    two = item_parameters([1.2, 0.7], [-1.0, 0.3])
    steps = step_parameters(two.a, two.b[:, None], family)
    np.testing.assert_allclose(np.exp(category_curves(THETA, steps).log_p[..., 1]), probability(THETA, two), atol=1e-12)
    np.testing.assert_allclose(category_information(THETA, steps), information(THETA, two), atol=1e-12)


def test_information_of_right_and_wrong_is_birnbaums() -> None:
    three = item_parameters([1.2, 0.7, 2.0], [-1.0, 0.3, 1.4], [0.0, 0.2, 0.5])
    np.testing.assert_allclose(category_information(THETA, three), information(THETA, three), atol=1e-12)
    np.testing.assert_allclose(expected_item_score(THETA, three), probability(THETA, three), atol=1e-12)


def test_information_of_partial_credit_is_the_variance_of_the_score() -> None:
    """Muraki (1993, Applied Psychological Measurement 17, 351-363): I = a^2 Var(score)."""
    parameters = step_parameters([1.2, 0.7, 2.0], STEPS, "gpcm")
    p = np.exp(category_curves(THETA, parameters).log_p)
    score = np.arange(4)
    variance = p @ score**2 - (p @ score) ** 2
    np.testing.assert_allclose(category_information(THETA, parameters), parameters.a**2 * variance, atol=1e-12)


@pytest.mark.parametrize("parameters", MODELS)
def test_far_out_everything_stays_finite(parameters: Parameters) -> None:
    curves = category_curves([-5000.0, -500.0, 500.0, 5000.0], parameters)
    there = np.arange(curves.log_p.shape[2]) < categories(parameters)[:, None]
    assert np.isfinite(curves.log_p[:, there]).all()
    assert np.isfinite(curves.slope).all()


def test_faulty_thresholds_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="item 1 has boundaries that do not rise"):
        step_parameters(1.0, [[-1.0, 1.0], [1.0, -1.0]], "grm")
    with pytest.raises(ValueError, match="item 0 has a gap"):
        step_parameters(1.0, [[np.nan, 1.0]], "gpcm")
    with pytest.raises(ValueError, match="item 0 has a parameter that is not a finite number"):
        step_parameters(np.inf, [[0.0, 1.0]], "gpcm")


def test_categories_locations_and_choice_of_items() -> None:
    parameters = step_parameters(1.0, STEPS, "gpcm")
    np.testing.assert_array_equal(categories(parameters), [4, 2, 3])
    np.testing.assert_allclose(locations(parameters), [-0.2 / 3, 0.4, 0.3])
    np.testing.assert_array_equal(categories(take(parameters, [2, 1])), [3, 2])
