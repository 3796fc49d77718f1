"""Curves of forms, and reliability: closed forms, simulated people, and the numbers that mirt prints."""

from itertools import product

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from question_bank.irt import eap, information, item_parameters, log_marginal, mle, normal_grid, probability, wle
from question_bank.irt.categories import category_information, expected_item_score
from question_bank.irt.form_curves import form_curves
from question_bank.irt.parameters import Parameters
from question_bank.irt.reliability import empirical_reliability, marginal_reliability
from tests.irt.small_forms import MODELS

# Five mathematics items (de Ayala 2009, The Theory and Practice of Item Response Theory, ch. 2), 19,601 people; the
# maximum of the marginal likelihood to five decimals.
DE_AYALA = item_parameters(
    [1.24489, 2.02292, 1.57344, 1.56688, 0.99614], [-2.07642, -0.49224, -0.25032, 0.26570, 0.55261]
)
PEOPLE = 19_601


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_curves_of_a_form_are_the_sums_of_its_items(parameters: Parameters) -> None:
    theta = np.linspace(-3, 3, 7)
    found = form_curves(theta, parameters)
    np.testing.assert_allclose(found.information, category_information(theta, parameters).sum(axis=1))
    np.testing.assert_allclose(found.expected_score, expected_item_score(theta, parameters).sum(axis=1))
    np.testing.assert_allclose(found.se, found.information**-0.5)
    np.testing.assert_allclose(found.item_information.sum(axis=1), found.information)
    np.testing.assert_allclose(found.item_scores.sum(axis=1), found.expected_score)


def test_the_slope_of_the_expected_score_is_the_information_where_slopes_are_one() -> None:
    """dE/d theta = sum of P (1 - P), which is the Rasch model's information."""
    rasch = item_parameters(1.0, [-1.0, 0.0, 2.0])
    near = form_curves([0.4 - 1e-5, 0.4, 0.4 + 1e-5], rasch)
    np.testing.assert_allclose(np.diff(near.expected_score[::2]) / 2e-5, near.information[1], rtol=1e-8)


def test_without_information_the_standard_error_is_infinite() -> None:
    assert form_curves(0.0, item_parameters(0.0, [0.0, 1.0])).se[0] == np.inf


def test_information_of_the_lsat7_items_between_two_points_is_what_mirt_prints() -> None:
    """The manual of the R package mirt 1.45: `coef(mirt(LSAT7))` to three decimals, and `areainfo(mod, c(-2, 0))`."""
    a = np.array([0.988, 1.081, 1.706, 0.765, 0.736])
    items = item_parameters(a, -np.array([1.856, 0.808, 1.804, 0.486, 1.855]) / a)
    found = quad(lambda theta: form_curves(theta, items).information[0], -2, 0)[0]
    np.testing.assert_allclose(found, 2.568988, atol=1e-3)


# Marginal reliability.


def test_marginal_reliability_averages_that_at_each_ability() -> None:
    parameters = MODELS["guessing"]

    def at(theta: float) -> float:
        told = float(category_information(theta, parameters).sum())
        return float(norm.pdf(theta, 0.3, 1.4) * told / (told + 1 / 1.4**2))

    by_hand = quad(at, -12, 12, epsabs=1e-10, limit=200)[0]
    np.testing.assert_allclose(marginal_reliability(parameters, normal_grid(0.3, 1.4, 241)), by_hand, rtol=1e-6)


def test_marginal_reliability_does_not_depend_on_the_unit_of_theta() -> None:
    items = item_parameters([1.0, 1.5, 0.7], [-1.0, 0.0, 1.0])
    stretched = item_parameters(items.a / 3, items.b * 3 + 1)
    np.testing.assert_allclose(
        marginal_reliability(stretched, normal_grid(1.0, 3.0)), marginal_reliability(items, normal_grid()), rtol=1e-12
    )


def test_marginal_reliability_of_de_ayalas_items_is_what_mirt_prints() -> None:
    """`marginal_rxx(mirt(deAyala))` in the manual, from a fit that stopped at a tolerance of 1e-4."""
    np.testing.assert_allclose(marginal_reliability(DE_AYALA), 0.6092894, atol=3e-5)


def test_no_items_have_no_reliability_and_very_many_a_perfect_one() -> None:
    assert marginal_reliability(item_parameters(np.empty(0), np.empty(0))) == 0.0
    assert marginal_reliability(item_parameters(1.5, np.linspace(-4, 4, 5000))) > 0.998


# Empirical reliability.


def test_empirical_reliability_by_hand() -> None:
    # Variance 1 with the divisor n - 1, mean squared error 0.25.
    theta, se = [-1.0, 0.0, 1.0], [0.5, 0.5, 0.5]
    assert empirical_reliability(theta, se) == pytest.approx(1 / 1.25)
    assert empirical_reliability(theta, se, "sampling") == pytest.approx(0.75)


def test_weights_count_people_and_infinite_estimates_do_not_count() -> None:
    theta, se = [0.2, 1.0, -0.7, np.inf, np.nan], [0.5, 0.4, 0.6, np.inf, np.nan]
    repeated = empirical_reliability([0.2] * 2 + [1.0] * 3 + [-0.7], [0.5] * 2 + [0.4] * 3 + [0.6])
    assert empirical_reliability(theta, se, weights=[2, 3, 1, 5, 5]) == pytest.approx(repeated)


def test_too_few_people_have_no_reliability() -> None:
    assert np.isnan(empirical_reliability([1.0, np.inf], [0.3, np.inf]))
    assert np.isnan(empirical_reliability([1.0, 1.0], [0.3, 0.3], "sampling"))


def test_reliability_of_de_ayalas_items_and_their_scores_are_what_mirt_prints() -> None:
    """`empirical_rxx` and `fscores` in the manual. Frequencies are those that the model expects, which fits well."""
    patterns = np.array(list(product([0.0, 1.0], repeat=5)))
    counts = PEOPLE * np.exp(log_marginal(patterns, DE_AYALA, normal_grid()))
    posterior = eap(patterns, DE_AYALA)
    np.testing.assert_allclose([posterior.theta[0], posterior.se[0]], [-1.580133, 0.6699424], atol=3e-5)
    assert empirical_reliability(posterior.theta, posterior.se, weights=counts) == pytest.approx(0.6200703, abs=2e-3)
    likely = mle(patterns, DE_AYALA)
    assert empirical_reliability(likely.theta, likely.se, weights=counts) == pytest.approx(0.5636644, abs=3e-3)
    found = empirical_reliability(likely.theta, likely.se, "sampling", counts)
    assert found == pytest.approx(0.2258948, abs=8e-3)


def test_reliability_is_the_squared_correlation_of_estimates_with_the_truth() -> None:
    chance = np.random.default_rng(21)
    items = item_parameters(1.2, np.linspace(-2, 2, 30))
    theta = chance.normal(size=20_000)
    scores = (chance.random((20_000, 30)) < probability(theta, items)).astype(np.int8)
    mean, weighted = eap(scores, items), wle(scores, items)
    of_eap = np.corrcoef(mean.theta, theta)[0, 1] ** 2
    assert empirical_reliability(mean.theta, mean.se) == pytest.approx(of_eap, abs=0.01)
    assert marginal_reliability(items) == pytest.approx(of_eap, abs=0.01)
    of_wle = np.corrcoef(weighted.theta, theta)[0, 1] ** 2
    assert empirical_reliability(weighted.theta, weighted.se, "sampling") == pytest.approx(of_wle, abs=0.01)


def test_item_information_of_right_and_wrong_is_birnbaums() -> None:
    items = item_parameters([1.0, 2.0], [0.0, 0.5], [0.2, 0.0])
    np.testing.assert_allclose(form_curves([-1.0, 0.5], items).item_information, information([-1.0, 0.5], items))
