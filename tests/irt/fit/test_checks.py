"""All checks at once, what they flag, and answers in other forms than a matrix."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from question_bank.irt.ability import eap
from question_bank.irt.fit import check_fit, criteria, mixed_grid, person_fit, unlikely_share
from question_bank.irt.fit.answer_rows import CHUNK, AnswerRows
from question_bank.irt.fit.person_fit import PersonFit
from question_bank.irt.fit.population import most_telling
from question_bank.irt.parameters import FloatArray, ItemParameters, item_parameters
from question_bank.irt.quadrature import grid_for
from tests.irt import lsat6, lsat7
from tests.irt.fit.simulated import drawn, part_marks, right_wrong


class AnswersOneByOne(NamedTuple):
    person: NDArray[np.int64]
    item: NDArray[np.int64]
    score: NDArray[np.int64]
    persons: int


def one_by_one(scores: FloatArray, seed: int) -> AnswersOneByOne:
    person, item = np.nonzero(~np.isnan(scores))
    order = np.random.default_rng(seed).permutation(person.size)
    person, item = person[order], item[order]
    return AnswersOneByOne(person, item, scores[person, item].astype(np.int64), len(scores))


def test_aic_and_bic_of_lsat6_with_one_common_slope() -> None:
    """The example of mirt's help page on LSAT6: log-likelihood -2466.938, AIC 4945.875, BIC 4975.322."""
    parameters = item_parameters(0.755, -np.array([2.730, 0.999, 0.240, 1.307, 2.100]) / 0.755)
    theta = eap(lsat6.PATTERNS, parameters).theta
    found = check_fit(lsat6.PATTERNS, parameters, theta, model="1pl", weights=lsat6.COUNTS)
    np.testing.assert_allclose(found.log_likelihood, -2466.938, atol=1e-3)
    np.testing.assert_allclose(found.criteria, [4945.875, 4975.322], atol=2e-3)
    assert (found.parameters, found.people) == (6, 1000)


def test_criteria_by_hand() -> None:
    np.testing.assert_allclose(criteria(-100.0, 3, np.e**2), [206.0, 206.0])
    assert np.isnan(criteria(0.0, 3, 0.0)).all()


def test_a_good_test_is_not_flagged() -> None:
    parameters = right_wrong(25, seed=1, guessing=0.2)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=2000), 3)
    found = check_fit(scores, parameters, eap(scores, parameters).theta, model=None)
    assert found.item_flags == [[] for _ in range(25)]
    assert found.flags == []
    assert found.dependent == []
    assert 0.03 < found.unlikely < 0.08


def test_what_is_wrong_is_named() -> None:
    """A guessed item, a copied item, an item that few were given, and a quarter of people who draw lots."""
    parameters = right_wrong(25, seed=1)
    chance = np.random.default_rng(2)
    scores = drawn(parameters, chance.normal(size=3000), 3)
    scores[:750] = chance.integers(0, 2, (750, 25))
    scores[:, 3] = chance.integers(0, 2, 3000)
    scores[:, 11] = np.where(chance.random(3000) < 0.8, scores[:, 10], scores[:, 11])
    scores[100:, 24] = np.nan
    found = check_fit(scores, parameters, eap(scores, parameters).theta, model="2pl")
    assert {"curve_off", "erratic"} <= set(found.item_flags[3])
    assert "dependent" in found.item_flags[10] and "dependent" in found.item_flags[11]
    assert (found.dependent[0].first, found.dependent[0].second) == (10, 11)
    assert "few_answers" in found.item_flags[24]
    assert "many_unlikely" in found.flags
    assert found.unlikely > 0.1


def test_two_abilities_flag_the_model_and_its_score_groups() -> None:
    parameters = right_wrong(10, seed=3)
    chance = np.random.default_rng(8)
    scores = drawn(parameters, chance.normal(size=2000), 1)
    scores[:, 1::2] = drawn(parameters, chance.normal(size=2000), 2)[:, 1::2]
    found = check_fit(scores, parameters, eap(scores, parameters).theta, model="2pl")
    assert found.flags[0] == "model_off"
    assert any("score_groups_off" in flags for flags in found.item_flags)


def test_few_people_make_no_pair_dependent_by_chance() -> None:
    parameters = right_wrong(20, seed=3)
    scores = drawn(parameters, np.random.default_rng(1).normal(size=60), 2)
    found = check_fit(scores, parameters, eap(scores, parameters).theta, model=None)
    assert np.nanmax(np.triu(found.q3.adjusted, 1)) > 0.25
    assert found.dependent == []
    assert {flag for flags in found.item_flags for flag in flags} <= {"few_answers"}


def test_a_pair_of_a_few_dozen_people_is_not_judged() -> None:
    parameters = right_wrong(10, seed=3)
    scores = drawn(parameters, np.random.default_rng(1).normal(size=600), 2)
    scores[:, 1] = scores[:, 0]
    theta = np.zeros(600)
    assert check_fit(scores, parameters, theta, model=None).dependent[0][:2] == (0, 1)
    scores[90:, 1] = np.nan
    assert (0, 1) not in [pair[:2] for pair in check_fit(scores, parameters, theta, model=None).dependent]


def test_infit_is_not_judged_when_the_best_and_the_poorest_are_missing() -> None:
    parameters = right_wrong(12, seed=3)
    scores = drawn(parameters, np.random.default_rng(1).normal(size=3000), 2)
    scores[:, 4] = np.random.default_rng(2).integers(0, 2, 3000)
    theta = eap(scores, parameters).theta
    assert "erratic" in check_fit(scores, parameters, theta, model=None, shrunken=True).item_flags[4]
    theta[np.abs(theta) > 1.5] = np.inf
    assert "erratic" not in check_fit(scores, parameters, theta, model=None, shrunken=True).item_flags[4]


def test_people_with_gaps_can_be_left_out_of_what_wants_equal_papers() -> None:
    parameters = right_wrong(8, seed=1)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=500), 3)
    scores[::50, 3] = np.nan
    theta = eap(scores, parameters).theta
    strict = check_fit(scores, parameters, theta, model=None)
    assert strict.s_x2.reasons.count("different_forms") == 7
    assert strict.m2.reason == "missing_answers"
    found = check_fit(scores, parameters, theta, model=None, complete_only=True)
    complete = np.arange(500) % 50 > 0
    expected = check_fit(scores[complete], parameters, theta[complete], model=None)
    np.testing.assert_allclose(found.s_x2.statistic, expected.s_x2.statistic)
    np.testing.assert_array_equal(found.s_x2.n, 490)
    np.testing.assert_allclose(found.m2[:7], expected.m2[:7])
    np.testing.assert_allclose(found.rmsd, strict.rmsd)
    as_list = check_fit(one_by_one(scores, 4), parameters, theta, model=None, complete_only=True)
    np.testing.assert_allclose(as_list.s_x2.statistic, expected.s_x2.statistic)


@pytest.mark.parametrize("missing", [0.4, 0.95])
def test_answers_one_by_one_are_the_same_as_a_matrix(missing: float) -> None:
    parameters = part_marks(12, seed=1)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=CHUNK + 300), 3)
    scores[np.random.default_rng(3).random(scores.shape) < missing] = np.nan
    theta = eap(scores, parameters).theta
    as_matrix = check_fit(scores, parameters, theta, model="gpcm")
    as_list = check_fit(one_by_one(scores, 4), parameters, theta, model="gpcm")
    np.testing.assert_allclose(as_list.rmsd.value, as_matrix.rmsd.value)
    np.testing.assert_allclose(as_list.q3.matrix, as_matrix.q3.matrix)
    np.testing.assert_allclose(as_list.person_fit, as_matrix.person_fit)
    assert as_list.s_x2.reasons == ["different_forms"] * 12
    assert as_list.m2.reason == "missing_answers"


def test_integers_with_minus_one_are_the_same_as_floats_with_gaps() -> None:
    scores = lsat7.PATTERNS.copy()
    scores[0, 2] = np.nan
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    codes = np.where(np.isnan(scores), -1, scores).astype(np.int8)
    theta = np.zeros(len(scores))
    np.testing.assert_allclose(
        check_fit(codes, parameters, theta, model="2pl").rmsd, check_fit(scores, parameters, theta, model="2pl").rmsd
    )


def test_scores_and_weights_that_do_not_fit_are_refused() -> None:
    items = item_parameters(1.0, [0.0, 1.0])
    with pytest.raises(ValueError, match="row 1, column 0: 2 is not 0, 1 or NaN"):
        list(AnswerRows([[0.0, 1.0], [2.0, 0.0]], items).chunks())
    with pytest.raises(ValueError, match=r"weights must have shape \(2,\), got \(1,\)"):
        AnswerRows([[0, 1], [1, 0]], items, [1.0])
    with pytest.raises(ValueError, match="weights must be finite and not negative"):
        AnswerRows([[0, 1], [1, 0]], items, [1.0, -1.0])
    one, three = np.array([1]), np.array([3])
    with pytest.raises(ValueError, match="answer 0: 3 is not 0 or 1"):
        AnswerRows(AnswersOneByOne(one, one, three, 2), items)
    with pytest.raises(ValueError, match="answer 0: there is no person 1 or no item 3"):
        AnswerRows(AnswersOneByOne(one, three, one, 2), items)
    with pytest.raises(ValueError, match="person, item and score of the answers must have one length"):
        AnswerRows(AnswersOneByOne(one, one, np.array([1, 0]), 2), items)


def test_the_share_of_unlikely_people_counts_weights_and_skips_who_has_no_value() -> None:
    people = PersonFit(np.zeros(3), np.array([-2.0, 0.5, np.nan]))
    np.testing.assert_allclose(unlikely_share(people, np.array([1.0, 3.0, 10.0])), 0.25)
    assert np.isnan(unlikely_share(PersonFit(np.zeros(1), np.array([np.nan])), np.ones(1)))


def test_a_few_unlikely_people_may_be_chance() -> None:
    parameters = right_wrong(25, seed=1)
    scores = drawn(parameters, np.random.default_rng(2).normal(size=400), 3)
    scores[:60] = np.random.default_rng(4).integers(0, 2, (60, 25))
    theta = eap(scores, parameters).theta
    unlikely = np.flatnonzero(person_fit(scores, parameters, theta).lz_star < -1.645)
    few = np.concatenate([unlikely[:2], np.setdiff1d(np.arange(400), unlikely)[:8]])
    some = check_fit(scores[few], parameters, theta[few], model=None)
    assert some.unlikely == 0.2 and "many_unlikely" not in some.flags
    ten_times = check_fit(scores[few], parameters, theta[few], model=None, weights=np.full(10, 10.0))
    assert ten_times.unlikely == 0.2 and "many_unlikely" in ten_times.flags


def test_progress_is_told() -> None:
    told: list[float] = []
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    check_fit(lsat7.PATTERNS, parameters, np.zeros(32), model="2pl", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


# Populations of several groups.


def test_a_single_group_has_its_own_grid_and_two_have_their_mixture() -> None:
    parameters = right_wrong(20, seed=1)
    np.testing.assert_allclose(mixed_grid(parameters, 0.3, 1.2, 5.0), grid_for(parameters, 0.3, 1.2))
    found = mixed_grid(parameters, [0.0, 1.5], [1.0, 0.6], [300, 100])
    weights = np.exp(found.log_weights)
    mean = 0.25 * 1.5
    np.testing.assert_allclose(weights @ found.nodes, mean, rtol=1e-6)
    np.testing.assert_allclose(
        weights @ (found.nodes - mean) ** 2, 0.75 * (1 + mean**2) + 0.25 * (0.36 + (1.5 - mean) ** 2), rtol=1e-6
    )
    density = 0.75 * norm.pdf(found.nodes) + 0.25 * norm.pdf(found.nodes, 1.5, 0.6)
    np.testing.assert_allclose(weights, density * (found.nodes[1] - found.nodes[0]), atol=1e-8)


def test_of_a_bank_only_as_many_items_as_one_answers_make_the_grid_finer() -> None:
    bank = item_parameters(np.linspace(0.5, 2.5, 400), np.zeros(400))
    few = most_telling(bank, 20)
    assert isinstance(few, ItemParameters)
    np.testing.assert_allclose(sorted(few.a), bank.a[-20:])
    assert grid_for(few).nodes.size < grid_for(bank).nodes.size / 2
    assert most_telling(part_marks(5, seed=1), 9).a.size == 5


def test_groups_of_unequal_lengths_or_without_a_share_are_refused() -> None:
    parameters = right_wrong(3, seed=1)
    with pytest.raises(ValueError, match="groups need a mean, a sd and a positive share each"):
        mixed_grid(parameters, [0.0, 1.0], [1.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="groups need a mean, a sd and a positive share each"):
        mixed_grid(parameters, [0.0, 1.0], [1.0, 1.0], [1.0, 0.0])
