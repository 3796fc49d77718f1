"""Observed shares beside an item's curve."""

import numpy as np

from question_bank.irt.categories import expected_item_score
from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.observed import mean_interval, observed_shares, wilson
from question_bank.irt.fit.pseudo_counts import pseudo_counts
from question_bank.irt.parameters import item_parameters, step_parameters, take
from question_bank.irt.quadrature import Grid, grid_for, normal_grid
from question_bank.irt.simulate import draw_answers


def test_wilsons_interval_gives_the_published_ones() -> None:
    """Newcombe (1998, Statistics in Medicine 17, 857-872), table I, method 3."""
    found = wilson(np.array([81 / 263, 15 / 148, 0.0, 1 / 29]), np.array([263.0, 148.0, 20.0, 29.0]))
    np.testing.assert_allclose(found.low, [0.2553, 0.0624, 0.0, 0.0061], atol=5e-5)
    np.testing.assert_allclose(found.high, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


def test_with_ability_known_the_shares_are_those_counted() -> None:
    """Two nodes in groups of their own, 30 of 40 and 10 of 50 people right."""
    grid = Grid(np.array([-1.0, 1.0]), np.log([0.5, 0.5]))
    found = observed_shares(np.array([[10.0, 40.0], [30.0, 10.0]]), grid)
    np.testing.assert_allclose(found.theta, [-1, 1])
    np.testing.assert_allclose(found.people, [40, 50])
    np.testing.assert_allclose(found.share, [[0.25, 0.8], [0.75, 0.2]])
    np.testing.assert_allclose(found.low[1], wilson(np.array([0.75, 0.2]), np.array([40.0, 50.0])).low)


def test_small_groups_join_the_next_towards_the_middle_and_nobody_is_lost() -> None:
    grid = normal_grid()
    people = 1000 * np.exp(grid.log_weights)
    found = observed_shares(np.stack([0.4 * people, 0.6 * people]), grid)
    assert found.people.min() >= 20 and (np.diff(found.theta) > 0).all()
    np.testing.assert_allclose(found.people.sum(), 1000)
    np.testing.assert_allclose(found.share[1], 0.6)
    few = observed_shares(np.stack([0.4 * people, 0.6 * people]) / 100, grid)
    np.testing.assert_allclose((few.people, few.theta), ([10.0], [0.0]), atol=1e-9)


def test_nobodys_answers_make_no_groups() -> None:
    found = observed_shares(np.zeros((2, 61)), normal_grid())
    assert found.theta.size == 0 and found.share.shape == (2, 0)


def test_the_mean_of_part_marks_and_its_interval() -> None:
    found = observed_shares(np.array([[25.0], [50.0], [25.0]]), Grid(np.array([0.0]), np.zeros(1)))
    mean, interval = mean_interval(found, np.array([0.0, 1.0, 4.0]))
    np.testing.assert_allclose(mean, [1.5])
    # Variance 0.25 * 1.5^2 + 0.5 * 0.5^2 + 0.25 * 2.5^2 = 2.25.
    np.testing.assert_allclose((interval.low, interval.high), ([1.5 - 1.96 * 0.15], [1.5 + 1.96 * 0.15]), atol=1e-4)


def test_the_intervals_hold_the_curve_of_items_that_fit() -> None:
    """The binomial's variance is larger than that of shares of people spread over groups, so they hold more."""
    chance = np.random.default_rng(5)
    items = item_parameters(chance.lognormal(0.2, 0.3, 30), chance.normal(size=30))
    grid = grid_for(items)
    answers = draw_answers(chance.normal(size=2000), items, chance)
    pseudo = pseudo_counts(AnswerRows(answers, items), items, grid)
    held = []
    for item in range(30):
        found = observed_shares(pseudo.counts[:, item], grid)
        curve = expected_item_score(found.theta, take(items, [item]))[:, 0]
        held += ((found.low[1] <= curve) & (curve <= found.high[1])).tolist()
    assert len(held) > 250 and np.mean(held) > 0.95


def test_an_item_with_another_key_lies_far_from_its_curve() -> None:
    chance = np.random.default_rng(6)
    items = item_parameters(np.full(20, 1.5), np.linspace(-1.5, 1.5, 20))
    answers = draw_answers(chance.normal(size=1000), items, chance)
    answers[:, 0] = 1 - answers[:, 0]
    pseudo = pseudo_counts(AnswerRows(answers, items), items, grid_for(items))
    found = observed_shares(pseudo.counts[:, 0], grid_for(items))
    curve = expected_item_score(found.theta, take(items, [0]))[:, 0]
    assert ((found.high[1] < curve) | (found.low[1] > curve)).mean() > 0.7


def test_part_marks_have_shares_that_sum_to_one() -> None:
    chance = np.random.default_rng(7)
    items = step_parameters(np.full(8, 1.2), np.tile([-0.5, 0.5], (8, 1)), "gpcm")
    answers = draw_answers(chance.normal(size=400), items, chance)
    pseudo = pseudo_counts(AnswerRows(answers, items), items, grid_for(items))
    found = observed_shares(pseudo.counts[:, 3], grid_for(items))
    np.testing.assert_allclose(found.share.sum(axis=0), 1.0)
    np.testing.assert_allclose(found.people.sum(), 400.0)
