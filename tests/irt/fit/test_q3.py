"""Q3: what a plain correlation of residuals gives, its mean under the model, and dependent pairs."""

import numpy as np
import pytest

from question_bank.irt.ability import eap
from question_bank.irt.categories import expected_item_score
from question_bank.irt.fit.answer_rows import CHUNK
from question_bank.irt.fit.q3 import q3
from question_bank.irt.parameters import FloatArray, Parameters, item_parameters
from tests.irt.fit.simulated import SHORT, drawn, right_wrong


def residual_correlation(scores: FloatArray, expected: FloatArray, first: int, second: int) -> float:
    both = ~np.isnan(scores[:, [first, second]]).any(axis=1)
    off = (scores - expected)[both]
    return float(np.corrcoef(off[:, first], off[:, second])[0, 1])


@pytest.mark.parametrize("missing", [0.0, 0.3, 0.95])
@pytest.mark.parametrize("parameters", SHORT)
def test_it_is_the_correlation_of_residuals_over_those_who_answered_both(
    parameters: Parameters, missing: float
) -> None:
    """Over several chunks of people, complete, with gaps, and so thin that sparse products are used."""
    theta = np.random.default_rng(1).normal(size=3 * CHUNK)
    scores = drawn(parameters, theta, 2)
    scores[np.random.default_rng(3).random(scores.shape) < missing] = np.nan
    found = q3(scores, parameters, theta)
    expected = expected_item_score(theta, parameters)
    for first, second in zip(*np.triu_indices(scores.shape[1], 1), strict=True):
        own = residual_correlation(scores, expected, int(first), int(second))
        np.testing.assert_allclose([found.matrix[first, second], found.matrix[second, first]], own, atol=1e-10)
        assert found.n[first, second] == (~np.isnan(scores[:, [first, second]])).all(axis=1).sum()
    np.testing.assert_array_equal(np.diag(found.matrix), 1.0)


def test_weights_are_people() -> None:
    parameters = right_wrong(4, seed=1)
    scores = drawn(parameters, np.zeros(30), 2)
    theta, weights = np.linspace(-1, 1, 30), np.arange(30) % 3 + 1
    many = q3(np.repeat(scores, weights, axis=0), parameters, np.repeat(theta, weights))
    np.testing.assert_allclose(q3(scores, parameters, theta, weights=weights).matrix, many.matrix)


def test_under_the_model_the_mean_is_near_minus_one_over_items_less_one() -> None:
    """Yen (1993, Journal of Educational Measurement 30, 187-213)."""
    parameters = right_wrong(20, seed=1)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=5000), 3)
    found = q3(scores, parameters, eap(scores, parameters).theta)
    assert abs(found.mean + 1 / 19) < 0.015
    pairs = found.adjusted[np.triu_indices(20, 1)]
    np.testing.assert_allclose(pairs.mean(), 0.0, atol=1e-12)
    assert np.abs(pairs).max() < 0.1


def test_an_item_that_repeats_another_stands_out() -> None:
    parameters = right_wrong(20, seed=1)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=2000), 3)
    copied = np.random.default_rng(4).random(2000) < 0.6
    scores[copied, 11] = scores[copied, 10]
    found = q3(scores, parameters, eap(scores, parameters).theta)
    assert found.adjusted[10, 11] > 0.3
    pairs = found.adjusted[np.triu_indices(20, 1)]
    assert np.sort(pairs)[-2] < 0.2


def test_pairs_that_too_few_answered_have_none_and_infinite_abilities_do_not_count() -> None:
    items = item_parameters(1.0, [0.0, 0.5, 1.0])
    scores = np.array([[1, 0, np.nan], [0, 1, np.nan], [1, 1, 0], [0, 0, 1], [1, 1, np.nan]])
    theta = np.array([0.3, -0.2, 0.8, -0.6, np.inf])
    found = q3(scores, items, theta)
    assert np.isnan(found.matrix[0, 2])
    assert found.n[0, 1] == 4
    np.testing.assert_allclose(found.matrix, q3(scores[:4], items, theta[:4]).matrix)
    np.testing.assert_allclose(found.mean, found.matrix[0, 1])
