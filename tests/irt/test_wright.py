"""Wright maps: people and items on one scale."""

import numpy as np
import pytest
from scipy.stats import norm

from question_bank.irt import ItemParameters, item_parameters, probability, wright_map
from question_bank.irt.parameters import FloatArray

MISSING = float("nan")


def simulated(persons: int) -> tuple[FloatArray, FloatArray]:
    chance = np.random.default_rng(7)
    theta = chance.normal(0.5, 0.8, persons)
    scores = (chance.random((persons, 30)) < probability(theta, items())).astype(float)
    return theta, scores


def items() -> ItemParameters:
    return item_parameters(1.5, np.linspace(-2.5, 2.5, 30))


def test_everybody_who_answered_stands_somewhere_on_the_map() -> None:
    _, scores = simulated(200)
    scores[:50] = MISSING
    found = wright_map(scores, items())
    np.testing.assert_allclose(found.people.sum(), 150.0)
    assert (found.people >= 0).all()


def test_the_map_shows_the_crowd_where_it_is() -> None:
    theta, scores = simulated(3000)
    found = wright_map(scores, items())
    assert found.mean == pytest.approx(theta.mean(), abs=0.08)
    assert found.sd == pytest.approx(theta.std(), abs=0.08)
    counted, _ = np.histogram(theta, found.edges)
    np.testing.assert_allclose(found.people, counted, atol=120)


def test_after_a_single_answer_the_crowd_still_looks_like_the_population() -> None:
    half = np.array([[1.0], [0.0]] * 500)
    found = wright_map(half, item_parameters(1.0, 0.0), width=1.0)
    expected = 1000 * np.diff(norm.cdf(found.edges))
    np.testing.assert_allclose(found.people, expected, atol=2)


def test_each_item_stands_in_the_bin_that_holds_its_difficulty() -> None:
    parameters = item_parameters(1.0, [-9.0, -0.1, 0.0, 0.6, 9.0])
    found = wright_map([[1.0] * 5], parameters)
    inner = found.item_bins[1:4]
    assert (found.edges[inner] <= parameters.b[1:4]).all()
    assert (parameters.b[1:4] < found.edges[inner + 1]).all()
    assert found.item_bins[0] == 0
    assert found.item_bins[-1] == found.people.size - 1


def test_a_map_without_people_has_items_and_no_mean() -> None:
    found = wright_map(np.full((3, 2), MISSING), item_parameters(1.0, [0.0, 1.0]))
    assert found.people.sum() == 0
    assert np.isnan(found.mean)
    assert found.item_bins.shape == (2,)


def test_bins_without_width_are_refused() -> None:
    with pytest.raises(ValueError, match="positive width"):
        wright_map([[1.0]], item_parameters(1.0, 0.0), width=0.0)
