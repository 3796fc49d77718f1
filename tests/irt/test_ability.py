"""EAP, three ways: the limiting case, a number checked by other means, and recovery of what was simulated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from question_bank.irt.ability import Posterior, eap, posterior
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import normal_grid
from question_bank.irt.wright import wright_map


def bank(count: int, seed: int = 1, c: float = 0.25) -> ItemParameters:
    chance = np.random.default_rng(seed)
    return ItemParameters(chance.uniform(0.8, 1.6, count), chance.normal(0, 1, count), np.full(count, c))


def test_without_answers_there_is_the_prior_and_nothing_else() -> None:
    found = eap(np.full((1, 3), np.nan), bank(3))
    assert found.theta[0] == pytest.approx(0.0, abs=1e-9)
    assert found.se[0] == pytest.approx(1.0, abs=1e-6)
    assert found.items[0] == 0


def test_one_answer_agrees_with_the_integral_computed_by_another_method() -> None:
    item = ItemParameters(np.array([1.2]), np.array([0.5]), np.array([0.2]))

    def density(theta: float) -> float:
        return float(np.exp(-0.5 * theta**2) * probability(theta, item)[0, 0])

    mass = quad(density, -8, 8)[0]
    mean = quad(lambda theta: theta * density(theta), -8, 8)[0] / mass
    spread = quad(lambda theta: (theta - mean) ** 2 * density(theta), -8, 8)[0] / mass
    found = eap([[1.0]], item)
    assert found.theta[0] == pytest.approx(mean, abs=1e-6)
    assert found.se[0] == pytest.approx(np.sqrt(spread), abs=1e-6)


def test_a_symmetric_item_answered_right_and_wrong_moves_the_estimate_as_far_up_as_down() -> None:
    item = ItemParameters(np.array([1.0]), np.array([0.0]), np.array([0.0]))
    up, down = eap([[1.0], [0.0]], item).theta
    assert up == pytest.approx(-down)


def test_many_answers_find_the_ability_that_gave_them() -> None:
    chance = np.random.default_rng(7)
    items, theta = bank(200, c=0.2), chance.normal(0, 1, 500)
    responses = (chance.random((500, 200)) < probability(theta, items)).astype(float)
    found = eap(responses, items)
    assert np.corrcoef(found.theta, theta)[0, 1] > 0.97
    z = (found.theta - theta) / found.se
    assert abs(z.mean()) < 0.15 and 0.9 < z.std() < 1.1


@given(st.lists(st.sampled_from([0.0, 1.0, float("nan")]), min_size=1, max_size=8), st.randoms())
@settings(max_examples=60)
def test_the_order_of_items_and_columns_that_nobody_saw_make_no_difference(row: list[float], chance: object) -> None:
    items = bank(len(row))
    order = list(range(len(row)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    turned = ItemParameters(*(part[order] for part in items))
    wider = ItemParameters(*(np.append(part, part[0]) for part in items))
    plain = eap([row], items)
    assert eap([[row[i] for i in order]], turned).theta == pytest.approx(plain.theta)
    assert eap([[*row, float("nan")]], wider).theta == pytest.approx(plain.theta)


@given(st.lists(st.sampled_from([0, 1]), min_size=1, max_size=10))
def test_answer_by_answer_one_arrives_where_all_at_once_leads(row: list[int]) -> None:
    items = bank(len(row))
    own = Posterior(items)
    for item, score in enumerate(row):
        own.update(item, score)
    whole = eap([row], items)
    assert own.estimate() == pytest.approx((whole.theta[0], whole.se[0]))


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=8), st.integers(0, 7))
def test_one_more_right_answer_never_lowers_the_estimate(row: list[float], place: int) -> None:
    items, place = bank(len(row)), place % len(row)
    worse, better = [*row], [*row]
    worse[place], better[place] = 0.0, 1.0
    low, high = eap([worse, better], items).theta
    assert low < high


def test_a_wright_map_holds_every_person_and_every_item_once() -> None:
    items, grid = bank(12), normal_grid()
    chance = np.random.default_rng(3)
    responses = chance.integers(0, 2, (40, 12)).astype(float)
    found = wright_map(posterior(responses, items, grid), grid.nodes, items.b)
    assert found.people.sum() == pytest.approx(40)
    assert sorted(item for home in found.items for item in home) == list(range(12))
