"""lz and lz*: the published formulas written out, their distributions under the model, and unlikely people."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from question_bank.irt.ability import eap
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.fit.person_fit import person_fit
from question_bank.irt.parameters import FloatArray, Parameters, item_parameters
from question_bank.irt.point_estimates import map_estimate, mle, wle
from tests.irt.fit.simulated import SHORT, all_patterns, drawn, part_marks, right_wrong

Estimator = Callable[[FloatArray, Parameters], FloatArray]
ESTIMATORS: dict[str, Estimator] = {
    "mle": lambda scores, parameters: mle(scores, parameters).theta,
    "wle": lambda scores, parameters: wle(scores, parameters).theta,
    "map": lambda scores, parameters: map_estimate(scores, parameters).theta,
    "eap": lambda scores, parameters: eap(scores, parameters).theta,
}


@pytest.mark.parametrize("parameters", SHORT)
def test_lz_standardises_the_log_likelihood_over_all_patterns(parameters: Parameters) -> None:
    """Its mean and variance at an ability are those over all patterns that there can be."""
    patterns = all_patterns(parameters)
    theta = 0.4
    log_p = category_curves([theta], parameters).log_p[0]
    likelihood = log_p[np.arange(patterns.shape[1]), patterns.astype(int)].sum(axis=1)
    chances = np.exp(likelihood)
    mean = chances @ likelihood
    expected = (likelihood - mean) / np.sqrt(chances @ (likelihood - mean) ** 2)
    np.testing.assert_allclose(person_fit(patterns, parameters, np.full(len(patterns), theta)).lz, expected, rtol=1e-9)


@pytest.mark.parametrize("prior", [False, True])
def test_lz_star_is_snijders_s_formula(prior: bool) -> None:
    """Magis, Raîche & Béland (2012, eq. 6-13) with r_0 = 0 at the maximum and -theta at the mode under N(0, 1)."""
    slopes, b = np.array([1.2, 0.7, 1.8, 1.0, 1.4, 0.9]), np.array([-1.5, -0.8, 0.1, 0.4, 0.9, 1.6])
    answers = np.array([1, 0, 1, 1, 0, 1])

    def estimating(theta: float) -> float:
        return float(slopes @ (answers - expit(slopes * (theta - b)))) - prior * theta

    theta = float(brentq(estimating, -6, 6))
    p = expit(slopes * (theta - b))
    q = 1 - p
    first = slopes * p * q
    w, r = np.log(p / q), first / (p * q)
    c = (first @ w) / (first @ r)
    adjusted = w - c * r
    r_0 = -theta if prior else 0.0
    expected = ((answers - p) @ w + c * r_0) / np.sqrt(adjusted**2 @ (p * q))
    found = person_fit([answers], item_parameters(slopes, b), [theta])
    np.testing.assert_allclose(found.lz_star, expected, rtol=1e-8)
    np.testing.assert_allclose(found.lz, ((answers - p) @ w) / np.sqrt(w**2 @ (p * q)), rtol=1e-9)


@pytest.mark.parametrize("parameters", [right_wrong(40, seed=1, guessing=0.15), part_marks(25, seed=1)])
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_lz_star_is_standard_normal_where_lz_is_not(estimator: str, parameters: Parameters) -> None:
    people = 6000
    scores = drawn(parameters, np.random.default_rng(2).normal(size=people), 3)
    theta = ESTIMATORS[estimator](scores, parameters)
    found = person_fit(scores, parameters, theta)
    lz, lz_star = (each[np.isfinite(each)] for each in found)
    assert lz.size > 0.99 * people
    assert lz.std() < 0.92
    # What is left of the estimate's effect is of second order: it halves with four times the items.
    assert abs(lz_star.mean()) < 0.12
    assert abs(lz_star.std() - 1.0) < 0.05
    assert abs((lz_star < -1.645).mean() - 0.05) < 0.02


def test_answers_the_wrong_way_round_are_unlikely() -> None:
    parameters = right_wrong(30, seed=1)
    wrong_way = (np.arange(30) >= 15).astype(float)
    scores = np.vstack([wrong_way, 1 - wrong_way])
    found = person_fit(scores, parameters, wle(scores, parameters).theta)
    assert found.lz_star[0] < -5
    assert found.lz_star[1] > 1


def test_what_was_not_presented_does_not_count() -> None:
    parameters = right_wrong(10, seed=1)
    scores = drawn(parameters, np.zeros(1), 2)
    half = item_parameters(*(part[:5] for part in parameters))
    alone = person_fit(scores[:, :5], half, [0.3])
    scores[:, 5:] = np.nan
    np.testing.assert_allclose(person_fit(scores, parameters, [0.3]), alone)


def test_where_nothing_can_be_unlikely_there_is_no_value() -> None:
    """Infinite abilities; nobody's answers; equal items, whose patterns of one score are all alike; a single item."""
    equal = item_parameters([1.3, 1.3, 1.3], 0.2)
    scores = np.array([[1, 1, 1], [np.nan] * 3, [1, 0, 1], [1, np.nan, np.nan]])
    found = person_fit(scores, equal, [np.inf, np.nan, 0.9, 0.9])
    np.testing.assert_array_equal(np.isnan(found.lz_star), True)
    np.testing.assert_array_equal(np.isnan(found.lz), [True, True, False, False])


def test_the_slope_taken_off_is_that_of_the_likelihood() -> None:
    """lz* does not change to first order when ability is moved a little; lz does."""
    parameters = right_wrong(30, seed=4)
    scores = drawn(parameters, np.zeros(200), 5)
    theta = mle(scores, parameters).theta
    step = 0.05 / np.sqrt(category_information(theta, parameters).sum(axis=1))
    at, moved = person_fit(scores, parameters, theta), person_fit(scores, parameters, theta + step)
    assert np.nanmean(np.abs(moved.lz_star - at.lz_star)) < 0.2 * np.nanmean(np.abs(moved.lz - at.lz))
