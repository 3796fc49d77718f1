"""Infit and outfit: by hand, their means under the model, and who is left out."""

import numpy as np
import pytest

from question_bank.irt.ability import eap
from question_bank.irt.categories import category_curves
from question_bank.irt.fit.mean_squares import mean_squares, usual_infit
from question_bank.irt.parameters import Parameters, item_parameters
from question_bank.irt.point_estimates import wle
from question_bank.irt.quadrature import normal_grid
from tests.irt.fit.simulated import SHORT, drawn, part_marks, right_wrong


def test_two_people_and_two_items_by_hand() -> None:
    """At theta = b the chance is 1/2 and z^2 = 1; at theta - b = log 3 it is 3/4, z^2 = 1/3 right and 3 wrong."""
    items = item_parameters(1.0, [0.0, np.log(3)])
    found = mean_squares([[1, 1], [0, 1]], items, [0.0, np.log(3)])
    np.testing.assert_allclose(found.item_outfit, [(1 + 3) / 2, (3 + 1) / 2])
    np.testing.assert_allclose(found.item_infit, [(1 / 4 + 9 / 16) / (1 / 4 + 3 / 16), (9 / 16 + 1 / 4) / (7 / 16)])
    np.testing.assert_allclose(found.person_outfit, [2.0, 2.0])
    np.testing.assert_allclose(found.person_infit, [13 / 7, 13 / 7])


@pytest.mark.parametrize("parameters", SHORT)
def test_they_are_what_loops_give(parameters: Parameters) -> None:
    theta = np.random.default_rng(1).normal(size=40)
    scores = drawn(parameters, theta, 2)
    scores[np.random.default_rng(3).random(scores.shape) < 0.2] = np.nan
    weights = np.random.default_rng(4).integers(1, 4, 40).astype(float)
    curves = np.exp(category_curves(theta, parameters).log_p)
    sums = np.zeros((scores.shape[1], 4))
    for person, item in np.argwhere(~np.isnan(scores)):
        chance = curves[person, item]
        mean = sum(k * p for k, p in enumerate(chance))
        variance = sum((k - mean) ** 2 * p for k, p in enumerate(chance))
        square = (scores[person, item] - mean) ** 2
        sums[item] += weights[person] * np.array([square, variance, square / variance, 1.0])
    found = mean_squares(scores, parameters, theta, weights=weights)
    np.testing.assert_allclose(found.item_infit, sums[:, 0] / sums[:, 1])
    np.testing.assert_allclose(found.item_outfit, sums[:, 2] / sums[:, 3])


@pytest.mark.parametrize("parameters", [right_wrong(20, seed=2, guessing=0.2), part_marks(12, seed=2)])
def test_at_the_true_ability_they_are_one(parameters: Parameters) -> None:
    theta = np.random.default_rng(5).normal(size=6000)
    found = mean_squares(drawn(parameters, theta, 6), parameters, theta)
    np.testing.assert_allclose(found.item_infit, 1.0, atol=0.08)
    np.testing.assert_allclose(found.item_outfit.mean(), 1.0, atol=0.03)
    np.testing.assert_allclose([found.person_infit.mean(), found.person_outfit.mean()], 1.0, atol=0.02)


def test_guesses_make_an_item_erratic_and_copied_keys_make_a_person_so() -> None:
    parameters = right_wrong(20, seed=2)
    theta = np.random.default_rng(5).normal(size=3000)
    scores = drawn(parameters, theta, 6)
    scores[:, 3] = np.random.default_rng(7).random(3000) < 0.5
    scores[0] = np.arange(20) >= 10
    found = mean_squares(scores, parameters, theta)
    assert found.item_infit[3] == found.item_infit.max() > 1.2
    assert found.person_infit[0] > 1.5


SHRUNKEN = {"wle": 0.0, "eap": 1.0}


@pytest.mark.parametrize("method", SHRUNKEN)
@pytest.mark.parametrize("parameters", [right_wrong(15, 2), right_wrong(25, 2, 0.2), part_marks(8, 2)])
def test_what_is_usual_at_the_estimated_ability_is_foretold(parameters: Parameters, method: str) -> None:
    """Also on papers of which each person had three quarters."""
    scores = drawn(parameters, np.random.default_rng(5).normal(size=8000), 6)
    scores[np.random.default_rng(7).random(scores.shape) < 0.25] = np.nan
    theta = wle(scores, parameters).theta if method == "wle" else eap(scores, parameters).theta
    seen = (~np.isnan(scores)).astype(float)
    found = mean_squares(scores, parameters, theta)
    usual = usual_infit(parameters, normal_grid(), seen.T @ seen, SHRUNKEN[method])
    np.testing.assert_allclose(found.item_infit, usual.expected, atol=0.08)
    assert usual.expected.min() < 0.95


def test_its_standard_error_is_the_spread_over_samples() -> None:
    parameters = right_wrong(20, seed=2)
    chance = np.random.default_rng(5)
    infits = []
    for seed in range(150):
        theta = chance.normal(size=300)
        infits.append(mean_squares(drawn(parameters, theta, seed), parameters, theta).item_infit)
    usual = usual_infit(parameters, normal_grid(), np.full((20, 20), 300.0))
    np.testing.assert_allclose(np.std(infits, axis=0), usual.error, rtol=0.25)


def test_people_without_a_finite_ability_are_left_out_and_counted() -> None:
    items = item_parameters(1.0, [0.0, 1.0])
    scores = np.array([[1, 1], [1, 0], [0, 1], [np.nan, np.nan]])
    found = mean_squares(scores, items, [np.inf, 0.5, 0.5, np.nan], weights=[2, 1, 1, 1])
    alone = mean_squares(scores[1:3], items, [0.5, 0.5])
    np.testing.assert_allclose(found.item_infit, alone.item_infit)
    np.testing.assert_array_equal(np.isnan(found.person_outfit), [True, False, False, True])
    assert found.left_out == 2


def test_abilities_of_another_number_are_refused() -> None:
    with pytest.raises(ValueError, match=r"theta must have shape \(2,\), got \(3,\)"):
        mean_squares([[1], [0]], item_parameters(1.0, [0.0]), [0.0, 0.0, 0.0])
