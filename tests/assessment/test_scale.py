"""The scale of percent: its definition by hand, its inverse, and where ability and luck stand on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.assessment.levels import CUTS, read_level
from contest.assessment.scale import ScaleScores, reference_scale, scale_scores
from question_bank.irt import item_parameters, normal_grid, probability
from tests.assessment.bank import BANK, luck_of, parameters_of

FOUR = ["knowledge", "methods", "spirit_thought", "application"]
PARAMETERS = parameters_of(BANK)
SCALE = reference_scale(PARAMETERS, [item.dimension or "" for item in BANK])
NO_ANSWERS = [[float("nan")]]


# The definition.


def test_where_all_items_are_half_known_the_score_is_fifty() -> None:
    scale = reference_scale(item_parameters(1.0, np.zeros(5)), ["knowledge", *FOUR])
    np.testing.assert_allclose(scale.score_of([0.0]), [50.0])


def test_a_dimension_weighs_the_same_however_many_items_it_has() -> None:
    hopeless_knowledge = item_parameters(1.0, [11.0, 11.0, 11.0, -11.0, -11.0, -11.0])
    scale = reference_scale(hopeless_knowledge, ["knowledge"] * 2 + FOUR)
    np.testing.assert_allclose(scale.score_of([0.0]), [60.0], atol=0.01)


def test_the_score_is_the_weighted_percent_that_the_curves_promise() -> None:
    items = item_parameters([0.8, 1.0, 1.2, 1.0], [-1.0, 0.0, 0.4, 1.3], [0.5, 0.25, 0.0, 0.25])
    theta = np.linspace(-4, 4, 41) + 0.0037
    by_hand = probability(theta, items) @ [40.0, 20.0, 20.0, 20.0]
    np.testing.assert_allclose(reference_scale(items, FOUR).score_of(theta), by_hand, atol=1e-3)


def test_other_weights_are_taken_in_proportion() -> None:
    items = item_parameters(1.0, [-11.0, 11.0])
    scale = reference_scale(items, ["x", "y"], {"x": 3, "y": 1})
    np.testing.assert_allclose(scale.score_of([0.0]), [75.0], atol=0.01)


@pytest.mark.parametrize(
    ("a", "dimensions", "words"),
    [
        (1.0, ["knowledge"] * 4, "the reference bank has items of"),
        (1.0, ["knowledge", "methods", "spirit_thought", "cooking"], "cooking"),
        (1.0, FOUR[:3], "4 items and 3 dimensions"),
        ([1.0, 1.0, 0.0, 1.0], FOUR, "slope is not positive"),
    ],
)
def test_a_bank_that_cannot_carry_the_scale_is_refused(a: object, dimensions: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reference_scale(item_parameters(a, np.zeros(4)), dimensions)  # type: ignore[arg-type]


# Up and down the scale.


@given(st.floats(-6, 6), st.floats(0.001, 6))
def test_more_ability_is_a_higher_score(theta: float, more: float) -> None:
    low, high = SCALE.score_of([theta, theta + more])
    assert low < high


@given(st.floats(-6, 6))
def test_the_way_back_from_a_score_leads_to_the_ability(theta: float) -> None:
    np.testing.assert_allclose(SCALE.theta_of(SCALE.score_of(theta)), theta, atol=1e-8)


def test_scores_that_no_ability_has_lie_at_the_ends_of_the_world() -> None:
    assert SCALE.theta_of([0.0, 100.0]).tolist() == [-np.inf, np.inf]


def test_the_middle_adult_gets_neither_nearly_nothing_nor_nearly_everything_right() -> None:
    assert 50 < SCALE.score_of(0.0) < 75


# People on the scale.


def test_who_gave_no_answer_stands_where_the_population_stands() -> None:
    found = scale_scores(NO_ANSWERS, item_parameters(1.0, 0.0), SCALE, CUTS)
    assert found.items.tolist() == [0]
    np.testing.assert_allclose(found.score, SCALE.score_of(0.0), atol=1e-9)
    np.testing.assert_allclose(SCALE.theta_of([found.lo[0], found.hi[0]]), [-1.645, 1.645], atol=0.005)


def test_the_chance_to_reach_a_cut_is_one_half_for_who_stands_on_it() -> None:
    cuts = [0.0, float(SCALE.score_of(0.0)), 100.0]
    found = scale_scores(NO_ANSWERS, item_parameters(1.0, 0.0), SCALE, cuts)
    np.testing.assert_allclose(found.reached, [[1.0, 0.5, 0.0]], atol=1e-6)


def test_ninety_percent_intervals_hold_the_true_score_of_nine_in_ten() -> None:
    chance = np.random.default_rng(11)
    own = chance.choice(len(BANK), 20, replace=False)
    items = parameters_of([BANK[place] for place in own])
    theta = chance.normal(size=4000)
    scores = (chance.random((4000, 20)) < probability(theta, items)).astype(float)
    found = scale_scores(scores, items, SCALE, CUTS)
    true = SCALE.score_of(theta)
    assert np.mean((found.lo <= true) & (true <= found.hi)) == pytest.approx(0.90, abs=0.015)
    # Said chances come true: among all, as many reach each cut as their chances add up to.
    np.testing.assert_allclose(found.reached.mean(axis=0), [np.mean(true >= cut) for cut in CUTS], atol=0.02)


def test_the_population_may_be_another_than_the_standard_one() -> None:
    elsewhere = scale_scores(NO_ANSWERS, item_parameters(1.0, 0.0), SCALE, CUTS, normal_grid(0.5, 0.5))
    np.testing.assert_allclose([elsewhere.theta[0], elsewhere.se[0]], [0.5, 0.5], atol=1e-6)


# Luck.


def test_who_would_guess_the_whole_bank_is_far_below_the_lowest_cut() -> None:
    whole = np.array([[item.dimension == name for item in BANK] for name in FOUR])
    shares = (whole / whole.sum(axis=1, keepdims=True)) @ luck_of(BANK)
    assert shares @ [40.0, 20.0, 20.0, 20.0] < 35


@pytest.mark.parametrize(("length", "lucky"), [(15, 0.06), (20, 0.025), (50, 0.002)])
def test_who_answers_at_random_comes_out_below_the_lowest_cut(length: int, lucky: float) -> None:
    found = guessers(length)
    assert found.score.mean() < CUTS[0] - 7
    assert np.mean(found.score >= CUTS[0]) <= lucky


def test_no_random_answers_earn_a_level_without_the_lowest_in_it() -> None:
    for length in (20, 50):
        found = guessers(length)
        told = [read_level(lo, hi, length) for lo, hi in zip(found.lo, found.hi, strict=True)]
        first = [reading.level or (reading.between or (None,))[0] for reading in told]
        assert np.mean([level is not None and level.code == "lower" for level in first]) > 0.999


def test_after_eight_items_guessers_stand_below_the_lowest_cut_by_a_margin() -> None:
    assert guessers(8).score.mean() < CUTS[0] - 3


def guessers(length: int, count: int = 1500) -> ScaleScores:
    """People who answer one after another form of `length` items from the bank at random."""
    chance = np.random.default_rng(length)
    luck = luck_of(BANK)
    scores = np.full((count, len(BANK)), np.nan)
    for row in scores:
        drawn = chance.choice(len(BANK), length, replace=False)
        row[drawn] = chance.random(length) < luck[drawn]
    return scale_scores(scores, PARAMETERS, SCALE, CUTS)
