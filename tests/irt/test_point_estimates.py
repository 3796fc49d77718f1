"""MAP, maximum likelihood and WLE against closed forms, brute force, simulated people and printed classics."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from question_bank.irt import eap, information, item_parameters, map_estimate, mle, probability, wle
from question_bank.irt.ability import Abilities
from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, Parameters, step_parameters
from tests.irt import science
from tests.irt.small_forms import MODELS, UNORDERED, every_pattern

MISSING = float("nan")
METHODS: list[Callable[..., Abilities]] = [map_estimate, mle, wle]
# Closed forms and limiting cases.


def alike(right: int, of: int, c: float = 0.0) -> tuple[FloatArray, Parameters]:
    return np.array([[1.0] * right + [0.0] * (of - right)]), item_parameters(1.5, [0.3] * of, c)


def test_on_equal_items_maximum_likelihood_is_the_logit_of_the_share_right() -> None:
    found = mle(*alike(7, 10))
    np.testing.assert_allclose(found.theta, 0.3 + np.log(7 / 3) / 1.5, rtol=1e-12)
    np.testing.assert_allclose(found.se, 1 / (1.5 * np.sqrt(10 * 0.7 * 0.3)), rtol=1e-10)


def test_on_equal_items_wle_adds_half_an_answer_to_either_side() -> None:
    """The root of r - n P + (1 - 2 P) / 2 is P = (r + 1/2) / (n + 1)."""
    for right in range(11):
        found = wle(*alike(right, 10))
        np.testing.assert_allclose(found.theta, 0.3 + np.log((right + 0.5) / (10.5 - right)) / 1.5, rtol=1e-10)


def test_guessing_is_taken_off_before_the_logit() -> None:
    known = (0.7 - 0.2) / 0.8
    np.testing.assert_allclose(mle(*alike(7, 10, 0.2)).theta, 0.3 + np.log(known / (1 - known)) / 1.5, rtol=1e-10)


def test_who_does_no_better_than_guessing_has_no_finite_maximum() -> None:
    for right in (0, 1, 2):
        found = mle(*alike(right, 10, 0.2))
        assert (found.theta[0], found.se[0], found.status[0]) == (-np.inf, np.inf, "infinite")
    assert mle(*alike(3, 10, 0.2)).status[0] == "ok"


def test_map_of_one_item_solves_its_equation() -> None:
    # P(wrong) = theta for one right answer to an item with a = 1, b = 0 under N(0, 1).
    found = map_estimate([[1.0]], item_parameters(1.0, 0.0))
    theta = found.theta[0]
    np.testing.assert_allclose(theta, 1 / (1 + np.exp(theta)), rtol=1e-12)
    np.testing.assert_allclose(found.se, 1 / np.sqrt(1 + theta * (1 - theta)), rtol=1e-10)


def test_in_a_rasch_test_the_number_right_says_all() -> None:
    items = item_parameters(1.3, [-2.0, -1.0, 0.0, 0.7, 1.8])
    patterns = np.array(list(product([0.0, 1.0], repeat=5)))
    for method in METHODS:
        theta = method(patterns, items).theta
        by_score = [theta[patterns.sum(axis=1) == score] for score in range(6)]
        for score, group in enumerate(by_score):
            if np.isfinite(group).all():
                np.testing.assert_allclose(group, group[0], atol=1e-9, err_msg=f"{score} right")
        assert (np.diff([group[0] for group in by_score]) > 0).all()


def test_everything_right_or_wrong_is_infinite_under_ml_and_finite_elsewhere() -> None:
    items = item_parameters([1.0, 0.5, 2.0], [-1.0, 0.0, 1.0], [0.0, 0.2, 0.0])
    extremes = [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    found = mle(extremes, items)
    np.testing.assert_array_equal(found.theta, [np.inf, -np.inf])
    np.testing.assert_array_equal(found.se, [np.inf, np.inf])
    np.testing.assert_array_equal(found.status, ["infinite", "infinite"])
    for method in (map_estimate, wle):
        assert np.isfinite(method(extremes, items).theta).all()
        np.testing.assert_array_equal(method(extremes, items).status, ["ok", "ok"])


def test_full_marks_on_items_that_fall_are_minus_infinity() -> None:
    falling = item_parameters([-1.0, -2.0], [0.0, 1.0])
    np.testing.assert_array_equal(mle([[1.0, 1.0], [0.0, 0.0]], falling).theta, [-np.inf, np.inf])


@pytest.mark.parametrize("family", ["grm", "gpcm"])
def test_highest_and_lowest_marks_everywhere_are_infinite(family: str) -> None:
    parameters = MODELS["grm"] if family == "grm" else step_parameters([1.2, 0.7, 2.0], UNORDERED, "gpcm")
    np.testing.assert_array_equal(mle([[3, 1, 2], [0, 0, 0]], parameters).theta, [np.inf, -np.inf])


def test_items_without_slope_say_nothing() -> None:
    items = item_parameters([0.0, 1.0, 1.0], [0.0, -0.5, 1.0], [0.2, 0.0, 0.0])
    for method in (mle, wle):
        found = method([[1.0, MISSING, MISSING], [1.0, 1.0, 0.0], [MISSING, 1.0, 0.0]], items)
        assert np.isnan([found.theta[0], found.se[0]]).all()
        np.testing.assert_array_equal(found.status, ["no_answers", "ok", "ok"])
        np.testing.assert_allclose(found.theta[1], found.theta[2], rtol=1e-12)
        np.testing.assert_allclose(found.se[1], found.se[2], rtol=1e-12)
    assert map_estimate([[1.0, MISSING, MISSING]], items, mean=0.4).theta[0] == pytest.approx(0.4)


def test_without_an_answer_map_is_the_prior_and_the_others_are_blank() -> None:
    items, nothing = item_parameters(1.0, [0.0, 1.0]), [[MISSING, MISSING], [1.0, 0.0]]
    found = map_estimate(nothing, items, mean=-0.3, sd=1.7)
    assert (found.theta[0], found.se[0], found.items[0], found.status[0]) == (-0.3, 1.7, 0, "no_answers")
    for method in (mle, wle):
        found = method(nothing, items)
        assert np.isnan([found.theta[0], found.se[0]]).all()
        np.testing.assert_array_equal(found.items, [0, 2])
        np.testing.assert_array_equal(found.status, ["no_answers", "ok"])


@pytest.mark.parametrize("name", ["two", "guessing", "grm"])
def test_with_an_ever_wider_prior_map_becomes_maximum_likelihood(name: str) -> None:
    parameters = MODELS[name]
    patterns = every_pattern(parameters)
    likely = mle(patterns, parameters)
    finite = np.isfinite(likely.theta) & (np.abs(likely.theta) < 6)
    wide = map_estimate(patterns, parameters, sd=1e5)
    np.testing.assert_allclose(wide.theta[finite], likely.theta[finite], atol=1e-6)
    np.testing.assert_allclose(wide.se[finite], likely.se[finite], rtol=1e-6)


def test_with_an_ever_narrower_prior_map_becomes_its_mean() -> None:
    found = map_estimate(every_pattern(MODELS["guessing"]), MODELS["guessing"], mean=2.0, sd=1e-4)
    np.testing.assert_allclose(found.theta, 2.0, atol=1e-6)
    np.testing.assert_allclose(found.se, 1e-4, rtol=1e-6)


def test_a_prior_far_from_all_items_is_found() -> None:
    found = map_estimate([[1.0, 0.0]], item_parameters(1.0, [0.0, 0.5]), mean=60.0, sd=0.5)
    np.testing.assert_allclose(found.theta, 60.0 - 0.25, atol=1e-9)


def test_on_very_many_items_all_methods_agree() -> None:
    chance = np.random.default_rng(4)
    items = item_parameters(1.2, chance.normal(size=4000), 0.2)
    theta = np.array([-1.5, 0.0, 1.0])
    scores = (chance.random((3, 4000)) < probability(theta, items)).astype(float)
    likely = mle(scores, items)
    for method in (eap, map_estimate, wle):
        np.testing.assert_allclose(method(scores, items).theta, likely.theta, atol=0.012)
        np.testing.assert_allclose(method(scores, items).se, likely.se, rtol=0.02)


def test_standard_errors_are_made_of_the_expected_information_at_the_estimate() -> None:
    items = item_parameters([1.2, 0.7, 2.0], [-1.0, 0.3, 1.4], [0.1, 0.2, 0.0])
    scores = [[1.0, 1.0, 0.0], [1.0, MISSING, 0.0]]
    for method, extra in ((mle, 0.0), (wle, 0.0), (map_estimate, 1.0)):
        found = method(scores, items)
        parts = information(found.theta, items)
        parts[1, 1] = 0.0
        np.testing.assert_allclose(found.se, 1 / np.sqrt(parts.sum(axis=1) + extra), rtol=1e-9)


def test_items_very_far_apart_and_very_steep_are_no_trouble() -> None:
    items = item_parameters([30.0, 0.02, 5.0], [-40.0, 0.0, 40.0])
    for method in METHODS:
        found = method([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0]], items)
        assert np.isfinite(found.theta).all()


# Seeded recovery.


def simulated(theta: FloatArray, parameters: Parameters, chance: np.random.Generator) -> NDArray[np.int8]:
    below = np.exp(category_curves(theta, parameters).log_p).cumsum(axis=2)[..., :-1]
    return np.asarray((chance.random(below.shape[:2])[..., None] > below).sum(axis=2), dtype=np.int8)


def many_items(kind: str, chance: np.random.Generator, count: int) -> Parameters:
    a, b = chance.lognormal(0.1, 0.25, count), chance.normal(size=count)
    if kind == "3pl":
        return item_parameters(a, b, 0.15)
    return step_parameters(a, np.sort(b[:, None] + chance.normal(size=(count, 3)), axis=1), "grm")


@pytest.mark.parametrize("kind", ["3pl", "grm"])
def test_intervals_of_maximum_likelihood_and_wle_hold_true_abilities_as_often_as_they_claim(kind: str) -> None:
    chance = np.random.default_rng(11)
    parameters = many_items(kind, chance, 60)
    theta = chance.normal(size=3000)
    scores = simulated(theta, parameters, chance)
    for method in (mle, wle):
        found = method(scores, parameters)
        held = np.abs(found.theta - theta) <= 1.96 * found.se
        assert abs(held.mean() - 0.95) < 0.02


def test_the_posterior_modes_error_is_what_is_claimed() -> None:
    chance = np.random.default_rng(12)
    parameters = many_items("3pl", chance, 60)
    theta = chance.normal(0.5, 0.8, 3000)
    found = map_estimate(simulated(theta, parameters, chance), parameters, mean=0.5, sd=0.8)
    np.testing.assert_allclose(np.mean((found.theta - theta) ** 2), np.mean(found.se**2), rtol=0.08)


def test_wle_is_less_biased_than_maximum_likelihood() -> None:
    """Warm (1989): away from the middle of a test maximum likelihood is pushed outwards, WLE hardly."""
    chance = np.random.default_rng(13)
    parameters = item_parameters(1.5, np.linspace(-2.0, 2.0, 24))
    for truth in (-1.2, 1.2):
        scores = simulated(np.full(20_000, truth), parameters, chance)
        likely, weighted = mle(scores, parameters).theta, wle(scores, parameters).theta
        # Leaving the infinite ones out flatters maximum likelihood.
        outwards = (likely[np.isfinite(likely)].mean() - truth) * np.sign(truth)
        assert outwards > 0.015
        assert abs(weighted.mean() - truth) < 0.0075


# Printed classics.


def test_scores_of_the_science_items_are_those_that_mirt_prints() -> None:
    """mirt's own standard errors are of the observed information, ours of the expected; EAP has none of either."""
    posterior = eap(science.PATTERNS, science.PARAMETERS)
    np.testing.assert_allclose(posterior.theta, science.EAP, atol=3e-4)
    np.testing.assert_allclose(posterior.se, science.EAP_SE, atol=3e-4)
    np.testing.assert_allclose(mle(science.PATTERNS, science.PARAMETERS).theta, science.ML, atol=1.2e-3)
    np.testing.assert_allclose(wle(science.PATTERNS, science.PARAMETERS).theta, science.WLE, atol=1.5e-3)
    np.testing.assert_allclose(map_estimate(science.MAP_PATTERNS, science.PARAMETERS).theta, science.MAP, atol=1e-3)


def test_posterior_modes_of_lsat6_are_those_that_ltm_prints() -> None:
    """Rizopoulos (2006, Journal of Statistical Software 17(5)), package ltm: `factor.scores(ltm(LSAT ~ z1))`, with the
    parameters of its own fit, which stopped a little short of the maximum."""
    a = [0.8253715, 0.7229499, 0.8904748, 0.6885502, 0.6574516]
    b = [-3.3597341, -1.3696497, -0.2798983, -1.8659189, -3.1235725]
    found = map_estimate([[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]], item_parameters(a, b))
    np.testing.assert_allclose(found.theta, [-1.895, -1.479, -1.460, 0.606], atol=6e-4)
    np.testing.assert_allclose(found.se, [0.795, 0.796, 0.796, 0.855], atol=6e-4)


# What is refused, and what makes no difference.


def test_people_are_the_same_whoever_else_is_estimated_and_on_however_many_threads() -> None:
    chance = np.random.default_rng(14)
    scores = simulated(chance.normal(size=20_500), MODELS["guessing"], chance)
    scores[chance.random(scores.shape) < 0.2] = -1
    for method in (*METHODS, eap):
        together, alone = method(scores, MODELS["guessing"]), method(scores[-3:], MODELS["guessing"])
        np.testing.assert_allclose(together.theta[-3:], alone.theta, atol=1e-9)
        np.testing.assert_allclose(together.theta, method(scores, MODELS["guessing"], threads=1).theta, atol=1e-12)


def test_nobody_at_all_yields_empty_results() -> None:
    for method in METHODS:
        assert method(np.empty((0, 3)), item_parameters(1.0, [0.0, 1.0, 2.0])).theta.shape == (0,)


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.0), (0.0, -1.0), (MISSING, 1.0), (0.0, np.inf)])
def test_a_prior_without_a_place_or_width_is_refused(mean: float, sd: float) -> None:
    with pytest.raises(ValueError, match="positive sd"):
        map_estimate([[1.0]], item_parameters(1.0, 0.0), mean, sd)
