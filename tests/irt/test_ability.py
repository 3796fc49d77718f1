"""EAP three ways: limiting and closed cases, seeded recovery, and a sourced classic."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from question_bank.irt import (
    Grid,
    ItemParameters,
    Posterior,
    above,
    eap,
    grid_for,
    item_parameters,
    likelihood_table,
    log_marginal,
    normal_grid,
    posterior_weights,
    probability,
    quantiles,
)
from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import Parameters
from tests.irt import lsat6
from tests.irt.small_forms import MODELS, every_pattern

MISSING = float("nan")


@st.composite
def forms(draw: st.DrawFn) -> tuple[ItemParameters, list[float]]:
    """A form of up to twelve items and one person's answers to it."""
    size = draw(st.integers(1, 12))

    def numbers(low: float, high: float) -> list[float]:
        return draw(st.lists(st.floats(low, high), min_size=size, max_size=size))

    marks = st.lists(st.sampled_from([0.0, 1.0, MISSING]), min_size=size, max_size=size)
    return item_parameters(numbers(0.3, 2.5), numbers(-3, 3), numbers(0.0, 0.5)), draw(marks)


# Limiting and closed cases.


def test_without_an_answer_the_prior_is_what_is_known() -> None:
    items = item_parameters(1.0, [0.0, 1.0])
    found = eap([[MISSING, MISSING]], items)
    np.testing.assert_allclose(found.theta, [0.0], atol=1e-12)
    np.testing.assert_allclose(found.se, [1.0], rtol=1e-6)
    np.testing.assert_array_equal(found.items, [0])
    np.testing.assert_array_equal(found.status, ["no_answers"])
    elsewhere = eap([[MISSING, MISSING]], items, normal_grid(0.4, 1.3))
    np.testing.assert_allclose([elsewhere.theta[0], elsewhere.se[0]], [0.4, 1.3], rtol=1e-6)


def test_nobody_at_all_yields_empty_results() -> None:
    assert eap(np.empty((0, 3)), item_parameters(1.0, [0.0, 1.0, 2.0])).theta.shape == (0,)


def test_on_two_nodes_the_estimate_is_the_hyperbolic_tangent_of_one_half() -> None:
    # Nodes -1 and 1 with even weights, one item with a = 1, b = 0: the posterior is e/(1+e) against 1/(1+e).
    grid = Grid(np.array([-1.0, 1.0]), np.log([0.5, 0.5]))
    found = eap([[1.0], [0.0]], item_parameters(1.0, 0.0), grid)
    np.testing.assert_allclose(found.theta, [np.tanh(0.5), -np.tanh(0.5)], rtol=1e-14)
    np.testing.assert_allclose(found.se, [1 / np.cosh(0.5)] * 2, rtol=1e-14)


def test_one_right_answer_to_a_middling_item_moves_the_mean_by_steins_identity() -> None:
    # E[theta | right] = 2 E[theta L(theta)] = 2 E[L'(theta)] for theta ~ N(0, 1).
    by_hand = 2 * quad(lambda t: norm.pdf(t) * np.exp(-t) / (1 + np.exp(-t)) ** 2, -12, 12)[0]
    np.testing.assert_allclose(eap([[1.0]], item_parameters(1.0, 0.0)).theta, [by_hand], rtol=1e-7)


def test_the_grid_agrees_with_adaptive_integration_of_the_same_posterior() -> None:
    items = item_parameters([0.8, 1.0, 1.5, 1.0], [-1.0, 0.3, 0.9, 1.8], [0.5, 0.25, 0.0, 0.2])
    answers = np.array([1.0, 1.0, 0.0, 0.0])

    def moment(power: int) -> float:
        def integrand(theta: float) -> float:
            right = probability(theta, items)[0]
            chance = np.prod(np.where(answers == 1.0, right, 1.0 - right))
            return float(theta**power * chance * norm.pdf(theta))

        return float(quad(integrand, -10, 10, epsabs=1e-13)[0])

    mean = moment(1) / moment(0)
    found = eap([answers], items)
    np.testing.assert_allclose(found.theta, [mean], atol=1e-7)
    np.testing.assert_allclose(found.se, [np.sqrt(moment(2) / moment(0) - mean**2)], rtol=1e-6)


def test_an_item_that_everyone_guesses_tells_next_to_nothing() -> None:
    found = eap([[1.0]], item_parameters(1.0, 9.0, 0.5))
    np.testing.assert_allclose([found.theta[0], found.se[0]], [0.0, 1.0], atol=2e-3)


def test_ten_thousand_answers_of_one_kind_overflow_nothing() -> None:
    found = eap(np.ones((1, 10_000)), item_parameters(1.0, np.zeros(10_000)))
    assert np.isfinite(found.theta).all() and found.theta[0] > 5


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_under_every_model_the_moments_are_those_of_prior_times_likelihood(parameters: Parameters) -> None:
    theta = np.linspace(-9, 9, 3601)
    logs = category_curves(theta, parameters).log_p
    patterns = every_pattern(parameters)
    found = eap(patterns, parameters)
    for row, pattern in enumerate(patterns):
        items = np.flatnonzero(~np.isnan(pattern))
        weights = norm.pdf(theta) * np.exp(logs[:, items, pattern[items].astype(int)].sum(axis=1))
        mean = weights @ theta / weights.sum()
        spread = np.sqrt(weights @ (theta - mean) ** 2 / weights.sum())
        np.testing.assert_allclose([found.theta[row], found.se[row]], [mean, spread], atol=1e-7)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_gaps_of_others_do_not_change_an_estimate(parameters: Parameters) -> None:
    """Whether a whole block of people is complete decides how its sums are made."""
    patterns = every_pattern(parameters)
    complete = patterns[~np.isnan(patterns).any(axis=1)]
    among_others, alone = eap(patterns, parameters), eap(complete, parameters)
    rows = np.flatnonzero(~np.isnan(patterns).any(axis=1))
    np.testing.assert_allclose(among_others.theta[rows], alone.theta, atol=1e-12)
    np.testing.assert_allclose(among_others.se[rows], alone.se, rtol=1e-10)


def test_the_grid_grows_finer_with_what_the_items_tell() -> None:
    few, many = item_parameters(1.0, np.zeros(10)), item_parameters(1.5, np.linspace(-3, 3, 1000))
    assert grid_for(few).nodes.size == 61
    closer = grid_for(many, 0.4, 1.3)
    assert closer.nodes.size > 200
    np.testing.assert_allclose([closer.nodes[0], closer.nodes[-1]], [0.4 - 7.8, 0.4 + 7.8])
    answers = (np.random.default_rng(8).random((50, 1000)) < probability(0.7, many)).astype(float)
    exact = eap(answers, many, normal_grid(nodes=4001))
    found = eap(answers, many)
    np.testing.assert_allclose(found.theta, exact.theta, atol=1e-7)
    np.testing.assert_allclose(found.se, exact.se, rtol=1e-6)


# Seeded recovery.


def test_simulated_people_are_found_again_with_the_error_that_is_claimed() -> None:
    chance = np.random.default_rng(20250301)
    items = item_parameters(1.2, chance.normal(0, 1, 40), 0.2)
    theta = chance.normal(0, 1, 4000)
    scores = (chance.random((4000, 40)) < probability(theta, items)).astype(float)
    scores[chance.random(scores.shape) < 0.3] = MISSING
    found = eap(scores, items)
    error = found.theta - theta
    assert abs(error.mean()) < 0.03
    np.testing.assert_allclose(np.mean(error**2), np.mean(found.se**2), rtol=0.05)
    low, high = quantiles(posterior_weights(scores, items, normal_grid()), normal_grid(), (0.05, 0.95)).T
    np.testing.assert_allclose(np.mean((low <= theta) & (theta <= high)), 0.90, atol=0.015)


# A sourced classic.


def test_the_marginal_likelihood_of_lsat6_is_the_known_one() -> None:
    items = item_parameters(lsat6.SLOPES, lsat6.DIFFICULTIES)
    found = lsat6.COUNTS @ log_marginal(lsat6.PATTERNS, items, normal_grid())
    np.testing.assert_allclose(found, lsat6.LOG_LIKELIHOOD, atol=1e-5)


def test_at_the_maximum_likelihood_of_lsat6_the_posteriors_add_up_to_the_population() -> None:
    # Moving or stretching the population could not raise the likelihood there, so the average posterior has the
    # population's mean 0 and second moment 1 (the stationary point of the likelihood in mean and sd).
    found = eap(lsat6.PATTERNS, item_parameters(lsat6.SLOPES, lsat6.DIFFICULTIES))
    shares = lsat6.COUNTS / lsat6.COUNTS.sum()
    np.testing.assert_allclose(shares @ found.theta, 0.0, atol=1e-4)
    np.testing.assert_allclose(shares @ (found.theta**2 + found.se**2), 1.0, atol=1e-4)


# What must hold for every form and every person.


@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(form: tuple[ItemParameters, list[float]], dealer: Random) -> None:
    items, answers = form
    order = list(range(len(answers)))
    dealer.shuffle(order)
    shuffled = ItemParameters(*(part[order] for part in items))
    before, after = eap([answers], items), eap([[answers[place] for place in order]], shuffled)
    np.testing.assert_allclose([after.theta, after.se], [before.theta, before.se], atol=1e-9)


@given(forms(), st.floats(-3, 3))
def test_an_item_that_nobody_saw_changes_nothing(form: tuple[ItemParameters, list[float]], b: float) -> None:
    items, answers = form
    longer = item_parameters(np.append(items.a, 1.0), np.append(items.b, b), np.append(items.c, 0.25))
    before, after = eap([answers], items), eap([[*answers, MISSING]], longer)
    np.testing.assert_allclose([after.theta, after.se], [before.theta, before.se], atol=1e-9)
    np.testing.assert_array_equal(after.items, before.items)


@given(forms())
def test_turning_a_wrong_answer_right_never_lowers_the_estimate(form: tuple[ItemParameters, list[float]]) -> None:
    items, answers = form
    wrong, right = [0.0, *answers[1:]], [1.0, *answers[1:]]
    low, high = eap([wrong, right], items).theta
    assert low <= high + 1e-12


@given(forms())
def test_answer_by_answer_comes_to_the_same_as_all_at_once(form: tuple[ItemParameters, list[float]]) -> None:
    items, answers = form
    person = Posterior(likelihood_table(items, normal_grid()))
    for item, answer in enumerate(answers):
        if not np.isnan(answer):
            person.update(item, int(answer))
    whole = eap([answers], items)
    found = person.estimate()
    np.testing.assert_allclose(found, [whole.theta[0], whole.se[0], whole.items[0]], atol=1e-9)
    np.testing.assert_allclose(person.weights(), posterior_weights([answers], items, normal_grid())[0], atol=1e-12)


@pytest.mark.parametrize("parameters", [MODELS["grm"], MODELS["gpcm"]], ids=["grm", "gpcm"])
def test_part_marks_answer_by_answer_come_to_the_same_as_all_at_once(parameters: Parameters) -> None:
    patterns = every_pattern(parameters)
    table = likelihood_table(parameters, normal_grid())
    whole = eap(patterns, parameters)
    for row, pattern in enumerate(patterns):
        person = Posterior(table)
        for item in np.flatnonzero(~np.isnan(pattern)):
            person.update(int(item), int(pattern[item]))
        np.testing.assert_allclose(person.estimate(), [whole.theta[row], whole.se[row], whole.items[row]], atol=1e-9)


@settings(max_examples=5)
@given(st.integers(1020, 1030))
def test_people_are_independent_of_who_else_is_scored_with_them(persons: int) -> None:
    items = item_parameters(1.0, [-1.0, 0.0, 1.0])
    scores = np.tile([[1.0, 0.0, MISSING], [1.0, 1.0, 0.0]], (persons, 1))[:persons]
    found = eap(scores, items).theta
    np.testing.assert_allclose(found[:2], eap(scores[:2], items).theta, atol=1e-12)
    np.testing.assert_allclose(found[-2:], eap(scores[-2:], items).theta, atol=1e-12)


# Posterior distributions.


def test_quantiles_of_the_prior_are_those_of_the_normal_distribution() -> None:
    prior = posterior_weights([[MISSING]], item_parameters(1.0, 0.0), normal_grid())
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    np.testing.assert_allclose(quantiles(prior, normal_grid(), shares)[0], norm.ppf(shares), atol=0.005)


def test_quantiles_of_a_narrow_posterior_agree_with_a_grid_sixteen_times_as_fine() -> None:
    items = item_parameters(1.5, np.linspace(-2, 2, 40), 0.2)
    answers = [[1.0] * 25 + [0.0] * 15]
    fine = normal_grid(nodes=961)
    shares = (0.05, 0.5, 0.95)
    coarse = quantiles(posterior_weights(answers, items, normal_grid()), normal_grid(), shares)
    np.testing.assert_allclose(coarse, quantiles(posterior_weights(answers, items, fine), fine, shares), atol=0.015)


def test_a_share_below_a_quantile_is_the_share_asked_for() -> None:
    weights = posterior_weights([[1.0, 1.0, 0.0]], item_parameters(1.0, [-1.0, 0.0, 1.0]), normal_grid())
    ends = quantiles(weights, normal_grid(), (0.05, 0.95))[0]
    np.testing.assert_allclose(above(weights, normal_grid(), ends.tolist())[0], [0.95, 0.05], atol=1e-12)


def test_chances_to_lie_above_a_point_run_from_one_to_nothing() -> None:
    prior = posterior_weights([[MISSING]], item_parameters(1.0, 0.0), normal_grid())
    points = (-np.inf, -1.0, 0.0, 1.0, np.inf)
    np.testing.assert_allclose(above(prior, normal_grid(), points)[0], [1, *norm.sf(points[1:4]), 0], atol=0.002)


# What is refused.


def test_a_score_that_is_neither_right_nor_wrong_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"row 1, column 2: 0\.5"):
        eap([[1, 0, MISSING], [1, 0, 0.5]], item_parameters(1.0, [0.0, 1.0, 2.0]))


def test_a_matrix_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(persons, 2\), got \(1, 3\)"):
        eap([[1, 0, 1]], item_parameters(1.0, [0.0, 1.0]))


def test_a_person_refuses_answers_to_items_that_do_not_exist_and_other_scores() -> None:
    person = Posterior(likelihood_table(item_parameters(1.0, [0.0, 1.0]), normal_grid()))
    for item in (-1, 2):
        with pytest.raises(IndexError):
            person.update(item, 1)
    with pytest.raises(ValueError, match="2 is not 0 or 1"):
        person.update(0, 2)
    assert person.estimate().items == 0
    with pytest.raises(ValueError, match=r"item 0: 4 is not one of 0 \.\.\. 3"):
        Posterior(likelihood_table(MODELS["gpcm"], normal_grid())).update(0, 4)


@pytest.mark.parametrize(("mean", "sd", "nodes"), [(0, 0, 61), (0, -1, 61), (float("nan"), 1, 61), (0, 1, 1)])
def test_a_grid_that_cannot_stand_for_a_population_is_refused(mean: float, sd: float, nodes: int) -> None:
    with pytest.raises(ValueError):
        normal_grid(mean, sd, nodes)


def test_shortcuts_for_very_many_people_are_exact_to_nine_digits() -> None:
    """Twenty thousand at once take another way than ten thousand."""
    chance = np.random.default_rng(9)
    items = item_parameters(chance.lognormal(0.2, 0.3, 80), chance.normal(0, 1.3, 80), chance.uniform(0, 0.3, 80))
    scores = (chance.random((20_000, 80)) < probability(chance.normal(size=20_000), items)).astype(np.int8)
    scores[::2][chance.random((10_000, 80)) < 0.5] = -1
    whole, half = eap(scores, items), eap(scores[:10_000], items)
    np.testing.assert_allclose(whole.theta[:10_000], half.theta, atol=1e-8)
    np.testing.assert_allclose(whole.se[:10_000], half.se, atol=1e-8)


@pytest.mark.parametrize("slopes", [[1.2, 0.7, 2.0, 0.4], [2.5, -1.0, 0.3, 1.0]])
def test_tabulated_moments_of_very_many_people_are_those_of_few(slopes: list[float]) -> None:
    items = item_parameters(slopes, [-1.0, 0.0, 0.5, 1.5])
    patterns = np.array([[(number >> item) & 1 for item in range(4)] for number in range(16)], dtype=np.int8)
    few, many = eap(patterns, items), eap(np.tile(patterns, (1500, 1)), items)
    np.testing.assert_allclose(many.theta[:16], few.theta, atol=2e-8)
    np.testing.assert_allclose(many.se[:16], few.se, atol=2e-8)
