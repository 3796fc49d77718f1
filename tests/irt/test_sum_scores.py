"""Sum scores against counting out all patterns, and against the table that mirt prints."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from question_bank.irt import eap, item_parameters, normal_grid, posterior_weights, probability
from question_bank.irt.categories import category_curves, expected_item_score
from question_bank.irt.parameters import Parameters, categories, locations
from question_bank.irt.sum_scores import sum_score_probabilities, sum_score_table
from tests.irt import science
from tests.irt.small_forms import MODELS

THETA = np.array([-2.0, 0.0, 0.7])


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
@pytest.mark.parametrize("weighted", [False, True])
def test_probabilities_are_those_of_all_patterns_counted_out(parameters: Parameters, weighted: bool) -> None:
    counts = categories(parameters)
    weights = np.array([3, 0, 1, 2])[: counts.size] if weighted else np.ones(counts.size, dtype=int)
    p = np.exp(category_curves(THETA, parameters).log_p)
    expected = np.zeros((3, int(weights @ (counts - 1)) + 1))
    for pattern in product(*[range(count) for count in counts]):
        expected[:, weights @ pattern] += np.prod([p[:, item, score] for item, score in enumerate(pattern)], axis=0)
    found = sum_score_probabilities(THETA, parameters, weights if weighted else None)
    np.testing.assert_allclose(found, expected, atol=1e-14)


def test_equal_items_make_a_binomial_distribution() -> None:
    items = item_parameters(1.3, [0.2] * 40, 0.1)
    chance = probability(0.5, items)[0, 0]
    found = sum_score_probabilities(0.5, items)[0]
    np.testing.assert_allclose(found, binom.pmf(np.arange(41), 40, chance), rtol=1e-10)


def test_the_mean_of_the_sum_is_the_expected_score_and_a_hundred_items_still_add_up() -> None:
    chance = np.random.default_rng(3)
    items = item_parameters(chance.lognormal(0, 0.3, 100), chance.normal(size=100), 0.2)
    found = sum_score_probabilities(THETA, items)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(found @ np.arange(101), expected_item_score(THETA, items).sum(axis=1), rtol=1e-12)


def test_in_a_rasch_test_the_table_is_eap_itself() -> None:
    items = item_parameters(1.1, [-1.5, -0.5, 0.0, 0.5, 1.5])
    table = sum_score_table(items, normal_grid(0.3, 1.2))
    found = eap(np.tri(6, 5, -1), items, normal_grid(0.3, 1.2))
    np.testing.assert_array_equal(table.score, np.arange(6))
    np.testing.assert_allclose(table.theta, found.theta, atol=1e-12)
    np.testing.assert_allclose(table.se, found.se, rtol=1e-10)


@pytest.mark.parametrize("name", ["guessing", "grm"])
def test_elsewhere_the_table_averages_the_posteriors_of_all_patterns_with_the_sum(name: str) -> None:
    parameters, grid = MODELS[name], normal_grid()
    patterns = np.array(list(product(*[range(count) for count in categories(parameters)])))
    logs = category_curves(grid.nodes, parameters).log_p
    items = np.arange(locations(parameters).size)
    likelihood = np.exp(np.array([logs[:, items, pattern].sum(axis=1) for pattern in patterns]))
    shares = likelihood @ np.exp(grid.log_weights)
    posteriors = posterior_weights(patterns, parameters, grid)
    table = sum_score_table(parameters)
    for score in table.score:
        chosen = patterns.sum(axis=1) == score
        weights = np.average(posteriors[chosen], axis=0, weights=shares[chosen])
        mean = weights @ grid.nodes
        spread = np.sqrt(weights @ (grid.nodes - mean) ** 2)
        expected = [shares[chosen].sum(), mean, spread]
        np.testing.assert_allclose([table.share[score], table.theta[score], table.se[score]], expected, rtol=1e-9)


def test_sums_that_weights_make_impossible_have_no_ability() -> None:
    table = sum_score_table(item_parameters(1.0, [0.0, 1.0]), weights=[2, 4])
    np.testing.assert_array_equal(np.isnan(table.theta), [False, True, False, True, False, True, False])
    np.testing.assert_array_equal(table.share == 0, np.isnan(table.se))
    np.testing.assert_allclose(table.share.sum(), 1.0)


def test_the_table_of_the_science_items_is_the_one_that_mirt_prints() -> None:
    table = sum_score_table(science.PARAMETERS)
    np.testing.assert_allclose(table.theta, science.SUM_EAP, atol=6e-4)
    np.testing.assert_allclose(table.se, science.SUM_EAP_SE, atol=6e-4)
    np.testing.assert_allclose(table.share, science.SUM_SHARE, rtol=3e-3)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1], r"shape \(2,\), got \(1,\)"),
        ([1, -1], "item 1 has the weight -1"),
        ([0.5, 1], r"item 0 has the weight 0\.5"),
        ([1, np.nan], "item 1 has the weight nan"),
    ],
)
def test_weights_that_are_no_whole_numbers_are_refused(weights: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sum_score_table(item_parameters(1.0, [0.0, 1.0]), weights=weights)
