"""Ability by all other answers, and the population that people come from."""

import numpy as np
import pytest

from question_bank.analysis import AnswerTable, Population, population_of, rest_abilities
from question_bank.irt.ability import eap
from question_bank.irt.curves import probability
from question_bank.irt.parameters import item_parameters
from question_bank.irt.quadrature import normal_grid
from tests.analysis.tables import drawn, of_matrix

ITEMS = item_parameters([1.0, 1.3, 0.8, 1.1], [-1.0, 0.0, 0.5, 1.0], [0.0, 0.25, 0.2, 0.0])


def like(table: AnswerTable, mean: float = 0.0, sd: float = 1.0) -> Population:
    grid = normal_grid(mean, sd)
    return Population(grid.nodes, grid.log_weights[None], np.zeros(table.persons, dtype=np.int64), mean, sd)


def test_an_answer_s_ability_is_the_eap_of_all_other_answers() -> None:
    table = of_matrix([[1, 0, 1, 0], [1, 1, None, 1]])
    found = rest_abilities(table, ITEMS, like(table))
    without_first = eap([[np.nan, 0, 1, 0]], ITEMS, normal_grid())
    assert found.theta[0] == pytest.approx(without_first.theta[0], abs=1e-9)
    without_last = eap([[1, 1, np.nan, np.nan]], ITEMS, normal_grid())
    assert found.theta[-1] == pytest.approx(without_last.theta[0], abs=1e-9)


def test_somebody_without_other_answers_is_like_the_population() -> None:
    grid = normal_grid(0.5, 0.8)
    table = of_matrix([[1, None, None, None]])
    found = rest_abilities(table, ITEMS, like(table, 0.5, 0.8))
    expected = float(np.exp(grid.log_weights) @ probability(grid.nodes, ITEMS)[:, 0])
    assert (found.theta[0], found.expected[0]) == pytest.approx((0.5, expected), abs=1e-9)


def test_the_slope_is_how_fast_the_chance_rises() -> None:
    table = of_matrix([[1, None, None, None]])
    up, down = (rest_abilities(table, ITEMS, like(table, mean)).expected[0] for mean in (1e-4, -1e-4))
    assert rest_abilities(table, ITEMS, like(table)).slope[0] == pytest.approx((up - down) / 2e-4, rel=1e-5)


def test_the_population_is_found_from_unequal_papers() -> None:
    rng = np.random.default_rng(3)
    items = item_parameters(np.exp(rng.normal(0, 0.2, 40)), rng.normal(0, 1, 40), 0.2)
    table, _ = drawn(items, 3000, share=0.5, mean=0.6)
    found = population_of(table, items)
    assert (found.mean, found.sd) == pytest.approx((0.6, 1.0), abs=0.06)


def test_a_group_of_its_own_is_thought_no_abler_than_it_is() -> None:
    rng = np.random.default_rng(3)
    items = item_parameters(np.exp(rng.normal(0, 0.2, 20)), rng.normal(0, 1, 20), 0.2)
    weak, _ = drawn(items, 1000, mean=-0.8)
    strong, _ = drawn(items, 1000, seed=2, mean=0.8)
    table = weak._replace(
        person=np.concatenate([weak.person, strong.person + 1000]),
        item=np.concatenate([weak.item, strong.item]),
        score=np.concatenate([weak.score, strong.score]),
        choice=np.concatenate([weak.choice, strong.choice]),
        ms=np.concatenate([weak.ms, strong.ms]),
        day=np.concatenate([weak.day, strong.day]),
        persons=2000,
    )
    groups = np.repeat([0, 1], 1000)
    rest = rest_abilities(table, items, population_of(table, items, groups))
    for group in (0, 1):
        own = groups[table.person] == group
        assert float((table.score - rest.expected)[own].mean()) == pytest.approx(0.0, abs=0.01)
