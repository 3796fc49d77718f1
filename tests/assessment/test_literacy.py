"""The literacy ledger: what may be said, from how much, and that points cannot reach it."""

import numpy as np
import pytest

from contest.assessment.ledger import LedgerAnswer, LedgerItem, response_matrix, score_of
from contest.assessment.levels import CUTS, level_of, verdict
from contest.assessment.reading import Missed, next_reading
from contest.assessment.scale import Scale, ScaleScore
from contest.assessment.subscores import subscores
from question_bank.catalogue import shipped_items
from question_bank.irt.ability import eap
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters, provisional_parameters
from question_bank.items import Dimension, ItemDraft

BANK = shipped_items()
KEY = LedgerItem("q1", frozenset({"A", "C"}))


def parameters(items: list[ItemDraft]) -> ItemParameters:
    return provisional_parameters(
        [item.type.value for item in items],
        [item.difficulty.b for item in items],
        [len(item.options) for item in items],
    )


SCALE = Scale(parameters(BANK), [item.dimension.value for item in BANK])


def test_the_scale_rises_with_ability_from_guessing_to_everything() -> None:
    scores = SCALE.score(np.linspace(-4, 4, 81))
    assert (np.diff(scores) > 0).all()
    assert SCALE.score([-8.0])[0] < 40 and SCALE.score([8.0])[0] > 98


def test_dimensions_weigh_as_in_the_survey_however_many_items_they_have() -> None:
    many = ItemParameters(np.ones(5), np.zeros(5), np.zeros(5))
    uneven = Scale(many, ["knowledge", "knowledge", "methods", "spirit_thought", "application"])
    assert uneven.score([0.0])[0] == pytest.approx(50.0)
    harder = ItemParameters(np.ones(5), np.array([0, 0, 9.0, 0, 0]), np.zeros(5))
    lost = Scale(harder, ["knowledge", "knowledge", "methods", "spirit_thought", "application"])
    assert lost.score([0.0])[0] == pytest.approx(40.0, abs=0.1)


@pytest.mark.parametrize("length", [12, 20, 50])
def test_who_answers_at_random_comes_out_below_the_lowest_cut(length: int) -> None:
    chance = np.random.default_rng(length)
    below = 0
    for _ in range(200):
        drawn = [BANK[place] for place in chance.choice(len(BANK), length, replace=False)]
        own = parameters(drawn)
        guessed = (chance.random((1, length)) < guess_rates(drawn)).astype(float)
        below += bool(SCALE.score(eap(guessed, own).theta)[0] < CUTS[0].score)
    assert below / 200 > {12: 0.75, 20: 0.9, 50: 0.99}[length]


def guess_rates(items: list[ItemDraft]) -> np.ndarray:
    """How often a random answer is right: one of two, of four, or one of all sets of options but the empty one."""
    return np.array(
        [1 / (2 ** len(item.options) - 1) if item.type.value == "multiple" else 1 / len(item.options) for item in items]
    )


def test_a_typical_adult_stands_where_the_authors_meant() -> None:
    assert 50 < SCALE.score([0.0])[0] < 75


def test_cuts_belong_to_the_level_above_them() -> None:
    assert [level_of(score) for score in (54.9, 55.0, 69.9, 70.0, 85.0)] == [
        "low", "basic", "basic", "literate", "advanced",
    ]  # fmt: skip


def test_no_level_is_named_before_twenty_items_have_counted() -> None:
    told = ScaleScore(75.0, 71.0, 79.0)
    assert verdict(told, 19) == (None, None)
    assert verdict(told, 20) == ("literate", None)


def test_where_the_interval_crosses_a_cut_two_levels_are_named() -> None:
    assert verdict(ScaleScore(72.0, 53.0, 86.0), 30) == (None, ("low", "advanced"))


def test_unanswered_is_wrong_and_unseen_is_missing() -> None:
    statuses = ("omitted", "timed_out", "not_reached", "not_presented")
    scores = [score_of(KEY, LedgerAnswer(status)) for status in statuses]
    assert scores[:2] == [0.0, 0.0] and np.isnan(scores[2:]).all()


def test_measurement_gives_no_part_marks() -> None:
    answers = [frozenset({"A", "C"}), frozenset({"A"}), frozenset({"A", "B", "C"})]
    matrix = response_matrix([KEY], [[LedgerAnswer("answered", options)] for options in answers])
    assert matrix.tolist() == [[1.0], [0.0], [0.0]]


def test_the_ledger_has_no_way_in_for_speed_streaks_or_weights() -> None:
    assert set(LedgerItem._fields) == {"item", "key"}
    assert set(LedgerAnswer._fields) == {"status", "options"}


def test_a_dimension_with_three_items_is_too_short_to_tell() -> None:
    scores = np.array([1.0, 0.0, 1.0, np.nan, 1.0])
    told = subscores(scores, ["methods", "methods", "methods", "methods", "knowledge"])
    methods = next(each for each in told if each.dimension is Dimension.METHODS)
    assert (methods.right, methods.asked, methods.enough) == (2, 3, False)
    assert [each.dimension for each in told] == list(Dimension)


def test_reading_begins_with_the_nearest_of_what_was_missed_and_turns_to_another_side() -> None:
    items = [
        Missed("难的", "knowledge", 2.0, False),
        Missed("易的", "knowledge", -1.0, False),
        Missed("方法", "methods", 1.0, False),
        Missed("会的", "application", 0.0, True),
    ]
    assert [each.text for each in next_reading(items)] == ["易的", "方法"]
    assert next_reading([each._replace(right=True) for each in items])[0].text == "难的"


def test_the_interval_holds_its_share_of_the_posterior() -> None:
    nodes = np.linspace(-6, 6, 241)
    weights = np.exp(-0.5 * nodes**2)
    weights /= weights.sum()
    told = SCALE.told(0.0, nodes, weights)
    lo, hi = SCALE.theta_at(told.lo), SCALE.theta_at(told.hi)
    assert (lo, hi) == pytest.approx((-1.645, 1.645), abs=0.02)


def test_the_estimate_of_a_guesser_rests_on_the_same_curve_as_everybody_s() -> None:
    items = parameters(BANK)
    assert probability(-9.0, items).mean() == pytest.approx(items.c.mean(), abs=0.01)
