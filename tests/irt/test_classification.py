"""Classification: Sheppard's arcsine law, all patterns counted out, and people who really take two forms."""

from itertools import product

import numpy as np
import pytest

from question_bank.irt import item_parameters, normal_grid, probability, wle
from question_bank.irt.categories import category_curves, expected_item_score
from question_bank.irt.classification import Classification, classify_abilities, classify_sum_scores
from question_bank.irt.form_curves import form_curves
from question_bank.irt.parameters import categories
from tests.irt.small_forms import MODELS

FINE = normal_grid(nodes=4001)
SHARES = np.exp(FINE.log_weights)


def assert_whole(found: Classification) -> None:
    np.testing.assert_allclose(found.accuracy + found.false_positive + found.false_negative, 1.0, atol=1e-12)
    assert found.overall_accuracy <= found.accuracy.min() + 1e-12
    assert found.overall_consistency <= found.consistency.min() + 1e-12


# Rudner's, on the scale of theta.


def test_a_cut_at_the_mean_follows_the_arcsine_law() -> None:
    """Of two normal variables with correlation r about their means, 1/2 + arcsin(r) / pi have the same sign (Sheppard
    1899, Philosophical Transactions A 192, 101-167)."""
    for se in (0.3, 0.6, 1.5):
        found = classify_abilities(FINE.nodes, np.full(FINE.nodes.size, se), 0.0, SHARES)
        r = 1 / np.sqrt(1 + se**2)
        np.testing.assert_allclose(found.accuracy, [0.5 + np.arcsin(r) / np.pi], atol=1e-3)
        np.testing.assert_allclose(found.consistency, [0.5 + np.arcsin(r**2) / np.pi], atol=1e-5)
        np.testing.assert_allclose(found.kappa, 2 * found.consistency - 1, atol=1e-9)
        np.testing.assert_allclose(found.false_positive, found.false_negative, atol=1e-3)


def test_one_cut_is_the_whole_classification() -> None:
    found = classify_abilities([-0.4, 0.1, 1.3], [0.3, 0.4, 0.5], [0.2])
    assert_whole(found)
    assert found.overall_accuracy == pytest.approx(found.accuracy[0])
    assert found.overall_consistency == pytest.approx(found.consistency[0])
    assert found.overall_kappa == pytest.approx(found.kappa[0])


def test_somebody_on_a_cut_is_put_above_it_half_the_time() -> None:
    found = classify_abilities([0.5, 0.5], [0.2, 0.4], [0.5])
    np.testing.assert_allclose([found.accuracy[0], found.false_negative[0], found.consistency[0]], 0.5)


def test_without_error_nobody_is_misplaced() -> None:
    found = classify_abilities([-1.0, 0.5, 0.5, 2.0], np.zeros(4), [0.5, 1.0])
    assert_whole(found)
    assert (found.overall_accuracy, found.overall_consistency, found.overall_kappa) == (1.0, 1.0, 1.0)


def test_people_without_a_finite_estimate_are_left_out_and_weights_count() -> None:
    few = classify_abilities([0.1, 0.1, 0.9], [0.3, 0.3, 0.4], [0.5])
    many = classify_abilities([0.1, 0.9, np.inf, np.nan], [0.3, 0.4, np.inf, np.nan], [0.5], weights=[2, 1, 7, 7])
    np.testing.assert_allclose(many.accuracy, few.accuracy)
    np.testing.assert_allclose(many.overall_kappa, few.overall_kappa)


def test_estimates_of_simulated_people_are_right_as_often_as_is_said() -> None:
    """Rudner (2001): known abilities, and how often estimates of them fall into the same class."""
    chance = np.random.default_rng(31)
    items = item_parameters(1.5, np.linspace(-2.5, 2.5, 60))
    theta = chance.normal(size=6000)
    first, second = (
        wle((chance.random((6000, 60)) < probability(theta, items)).astype(np.int8), items) for _ in range(2)
    )
    cuts = [-0.6, 0.8]
    found = classify_abilities(theta, form_curves(theta, items).se, cuts)
    truth, one, other = (np.digitize(values, cuts) for values in (theta, first.theta, second.theta))
    assert found.overall_accuracy == pytest.approx(np.mean(truth == one), abs=0.015)
    assert found.overall_consistency == pytest.approx(np.mean(one == other), abs=0.015)


# Lee's, on sum scores.


@pytest.mark.parametrize("name", ["guessing", "grm"])
def test_all_patterns_counted_out_give_the_same(name: str) -> None:
    parameters = MODELS[name]
    theta = np.array([-1.0, 0.2, 0.4, 1.7])
    p = np.exp(category_curves(theta, parameters).log_p)
    patterns = list(product(*[range(count) for count in categories(parameters)]))
    cuts = [2, 3]
    expected = expected_item_score(theta, parameters).sum(axis=1)
    right = twice = 0.0
    for person in range(4):
        chances = np.zeros(3)
        for pattern in patterns:
            chance = np.prod([p[person, item, score] for item, score in enumerate(pattern)])
            chances[np.digitize(sum(pattern), cuts)] += chance
        right += chances[np.digitize(expected[person], cuts)] / 4
        twice += (chances**2).sum() / 4
    found = classify_sum_scores(parameters, cuts, theta)
    assert_whole(found)
    assert found.overall_accuracy == pytest.approx(right)
    assert found.overall_consistency == pytest.approx(twice)


def test_two_forms_that_are_really_taken_agree_as_often_as_is_said() -> None:
    chance = np.random.default_rng(32)
    items = item_parameters(chance.lognormal(0, 0.3, 40), chance.normal(size=40), 0.2)
    theta = chance.normal(0.3, 0.9, 40_000)
    right = probability(theta, items)
    first, second = ((chance.random(right.shape) < right).sum(axis=1) for _ in range(2))
    cuts = [20, 30]
    found = classify_sum_scores(items, cuts, normal_grid(0.3, 0.9, 1201))
    truth, one, other = (np.digitize(values, cuts) for values in (right.sum(axis=1), first, second))
    assert found.overall_accuracy == pytest.approx(np.mean(truth == one), abs=0.008)
    assert found.overall_consistency == pytest.approx(np.mean(one == other), abs=0.008)
    np.testing.assert_allclose(found.false_positive[0], np.mean((truth == 0) & (one > 0)), atol=0.006)
    np.testing.assert_allclose(found.false_negative[1], np.mean((truth == 2) & (one < 2)), atol=0.006)
    by_chance = sum(np.mean(one == each) * np.mean(other == each) for each in range(3))
    assert found.overall_kappa == pytest.approx((np.mean(one == other) - by_chance) / (1 - by_chance), abs=0.015)


def test_doubling_all_marks_and_cuts_changes_nothing() -> None:
    parameters = MODELS["gpcm"]
    plain = classify_sum_scores(parameters, [2, 4])
    double = classify_sum_scores(parameters, [4, 8], weights=[2, 2, 2])
    np.testing.assert_allclose(double.accuracy, plain.accuracy, atol=1e-12)
    assert double.overall_kappa == pytest.approx(plain.overall_kappa)


def test_a_long_form_hardly_errs() -> None:
    found = classify_sum_scores(item_parameters(2.0, np.linspace(-3, 3, 900)), [450])
    assert found.overall_accuracy > 0.97


# What is refused.


@pytest.mark.parametrize("cuts", [[], [1.0, 1.0], [2.0, 1.0], [np.nan], [np.inf]])
def test_cuts_that_do_not_rise_are_refused(cuts: list[float]) -> None:
    with pytest.raises(ValueError, match="cuts must be finite numbers that rise"):
        classify_abilities([0.0], [1.0], cuts)


def test_a_classification_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        classify_abilities([np.nan], [np.nan], [0.0])
