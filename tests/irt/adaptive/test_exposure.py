"""Exposure control: limiting cases, rates that hold in simulation, and rates that cannot hold."""

import numpy as np
import pytest

from question_bank.irt.adaptive import (
    Count,
    Eligibility,
    adaptive_test,
    begin,
    content,
    draw_eligible,
    eligible_probabilities,
    figures,
    least_rate,
    new_eligibility,
    next_item,
    recorded,
    refuse_impossible_rate,
    settled_eligibility,
    simulate,
    sympson_hetter,
)
from question_bank.irt.categories import category_information
from tests.irt.adaptive.banks import bank, taken

PEOPLE = 1500
THETA = np.random.default_rng(11).normal(size=PEOPLE)
BANK = bank(100, 2, 0.2)
PLAIN = adaptive_test(BANK, 10)


def test_the_best_of_one_is_the_best() -> None:
    answers = [1, 0, 1, 1] * 5
    none, one = (
        taken(test, answers, np.random.default_rng(1))[-1]
        for test in (adaptive_test(bank(20, 3), 8), adaptive_test(bank(20, 3), 8, best_of=1))
    )
    assert none.items == one.items


def test_randomesque_draws_evenly_from_the_best() -> None:
    test = adaptive_test(bank(20, 3), 8, best_of=4)
    rng = np.random.default_rng(1)
    drawn = [next_item(test, begin(test), rng).item for _ in range(2000)]
    best = np.argsort(-category_information(0.0, test.parameters)[0])[:4]
    assert set(drawn) == set(best.tolist())
    # 500 each, with a standard deviation of some 19.
    assert np.abs(np.bincount(drawn)[best] - 500).max() < 80


def test_randomesque_draws_from_what_is_left() -> None:
    assert len(taken(adaptive_test(bank(6, 3), 6, best_of=5), [1] * 6, np.random.default_rng(1))[-1].items) == 6


def test_tests_that_draw_need_a_source_of_chance() -> None:
    test = adaptive_test(bank(6, 3), 3, best_of=2)
    with pytest.raises(ValueError, match="needs a source of chance"):
        next_item(test, begin(test))


def test_controls_of_one_pass_nothing_over_and_small_ones_nearly_all() -> None:
    answers = [1, 0, 1, 1] * 5
    sure = adaptive_test(bank(20, 3), 8, controls=np.ones(20))
    assert (
        taken(sure, answers, np.random.default_rng(1))[-1].items
        == taken(adaptive_test(bank(20, 3), 8), answers)[-1].items
    )
    never = adaptive_test(bank(20, 3), 8, controls=np.zeros(20))
    choice = next_item(never, begin(never), np.random.default_rng(1))
    # Twelve are passed over, then as many remain as are needed.
    order = np.argsort(-category_information(0.0, never.parameters)[0])
    assert choice.passed_over == tuple(order[:12].tolist())
    assert choice.item == order[12]
    assert choice.examinee.open == 8


def test_an_item_that_content_requires_is_not_passed_over() -> None:
    rules = content(20, [Count("required", np.arange(20) == 7, 1, 1)])
    test = adaptive_test(bank(20, 3), 8, content=rules, controls=np.zeros(20))
    for seed in range(20):
        assert 7 in taken(test, [1] * 20, np.random.default_rng(seed))[-1].items


def test_sympson_and_hetters_controls_hold_the_rate_in_a_new_sample() -> None:
    found = sympson_hetter(PLAIN, 0.3, np.random.default_rng(3), people=2000)
    assert found.greatest[0] == 1.0
    assert found.greatest[found.best] == min(found.greatest) <= 0.3 + 2.5 * np.sqrt(0.3 * 0.7 / 2000)
    assert (found.mean, found.sd) == pytest.approx((0.0, 1.0))
    free = figures(PLAIN, simulate(PLAIN, THETA, np.random.default_rng(4)), THETA)
    test = adaptive_test(BANK, 10, controls=found.probabilities)
    held = figures(test, simulate(test, THETA, np.random.default_rng(4)), THETA)
    assert free.exposure.greatest == 1.0
    assert held.exposure.greatest < 0.3 + 4 * np.sqrt(0.3 * 0.7 / PEOPLE)
    assert held.exposure.overlap < free.exposure.overlap - 0.1
    assert held.exposure.used > free.exposure.used


def test_sympson_and_hetters_controls_are_for_their_population() -> None:
    """At the far end of the scale other items are chosen, and passed over."""
    here = sympson_hetter(PLAIN, 0.3, np.random.default_rng(3), people=500, rounds=4)
    there = sympson_hetter(PLAIN, 0.3, np.random.default_rng(3), people=500, rounds=4, population=(2.0, 0.3))
    assert (there.mean, there.sd) == (2.0, 0.3)
    passed_over = [set(np.flatnonzero(found.probabilities < 1).tolist()) for found in (here, there)]
    assert passed_over[1] - passed_over[0]


def test_a_rate_of_one_controls_nothing() -> None:
    found = sympson_hetter(PLAIN, 1.0, np.random.default_rng(3), people=200)
    assert (found.probabilities == 1).all()
    assert len(found.greatest) == 1
    free, held = (
        simulate(PLAIN, THETA[:100], np.random.default_rng(4), eligibility=record)
        for record in (None, new_eligibility(PLAIN, 1.0))
    )
    np.testing.assert_array_equal(free.items, held.items)


def test_eligibility_holds_the_rate() -> None:
    done: list[int] = []
    record = settled_eligibility(PLAIN, 0.3, np.random.default_rng(3), progress=done.append)
    assert done == [500, 1000]
    held = figures(PLAIN, simulate(PLAIN, THETA, np.random.default_rng(4), eligibility=record), THETA)
    assert held.exposure.greatest < 0.3 + 4 * np.sqrt(0.3 * 0.7 / PEOPLE)


def test_probabilities_of_eligibility() -> None:
    """Of 40 people to whom it was open 30 were given the item: it may be open to 0.2 / (30 / 40) of the next ones."""
    record = Eligibility(0.2, np.array([40.0, 40.0, 40.0, 0.0]), np.array([30.0, 8.0, 0.0, 0.0]))
    np.testing.assert_allclose(eligible_probabilities(record), [0.2 * 40 / 30, 1.0, 1.0, 1.0])
    drawn = np.mean([draw_eligible(record, np.random.default_rng(seed)) for seed in range(2000)], axis=0)
    np.testing.assert_allclose(drawn, eligible_probabilities(record), atol=0.04)


def test_the_record_fades() -> None:
    record = recorded(Eligibility(0.2, np.array([40.0, 40.0]), np.array([30.0, 8.0])), np.array([True, False]), (0,))
    np.testing.assert_allclose(record.offered, [40 * 0.995 + 1, 40 * 0.995])
    np.testing.assert_allclose(record.given, [30 * 0.995 + 1, 8 * 0.995])


def test_where_the_eligible_make_no_test_all_are_open() -> None:
    """Four of ten items are never eligible by their record, and the rules need one of them."""
    rules = content(10, [Count("rare", np.arange(10) < 4, 1, 10)])
    test = adaptive_test(bank(10, 1), 3, content=rules)
    record = Eligibility(0.4, np.full(10, 1e-9), np.where(np.arange(10) < 4, 1.0, 0.0))
    trace = simulate(test, THETA[:1], np.random.default_rng(4), eligibility=record)
    assert (trace.items < 4).any()
    assert trace.stop[0] == "length"


def test_impossible_rates_are_refused_with_their_numbers() -> None:
    refuse_impossible_rate(PLAIN, 0.1)
    with pytest.raises(ValueError, match=r"rate 0.09 is impossible: 10 of 100 items are given to everybody, .* 0.1$"):
        new_eligibility(PLAIN, 0.09)
    with pytest.raises(ValueError, match="an exposure rate lies above 0"):
        sympson_hetter(PLAIN, 0.0, np.random.default_rng(1))
    rules = content(100, [Count("rare", np.arange(100) < 8, 2, 4)])
    test = adaptive_test(BANK, 10, content=rules)
    assert least_rate(test) == (0.25, 2, 8, "rare")
    with pytest.raises(ValueError, match=r"rate 0.2 is impossible: 2 of 8 items of rare"):
        new_eligibility(test, 0.2)


def test_a_sum_that_is_no_count_says_nothing_of_rates() -> None:
    rules = content(100, [Count("seconds", np.linspace(20.0, 60.0, 100), 500.0, 600.0)])
    assert least_rate(adaptive_test(BANK, 10, content=rules)) == (0.1, 10, 100, "")


def test_a_test_that_may_end_early_can_keep_rates_below_its_longest() -> None:
    short = adaptive_test(BANK, 60, stop_se=0.45)
    assert least_rate(short) == (0.01, 1, 100, "")
    found = sympson_hetter(short, 0.4, np.random.default_rng(5), people=1000)
    assert found.greatest[found.best] < 0.45
    rules = content(100, [Count("rare", np.arange(100) < 8, 2, 4)])
    assert least_rate(adaptive_test(BANK, 60, stop_se=0.45, content=rules)) == (0.25, 2, 8, "rare")
