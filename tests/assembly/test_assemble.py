"""Forms are what the blueprint says, and no other choice is better: every choice is looked at."""

import time
from collections.abc import Sequence

import numpy as np
import pytest

from question_bank.assembly import Impossible, NotFound, Pool, assemble, draw
from question_bank.blueprint import BadBlueprint, Blueprint, Count, Each, Objective, Solver, Sum
from question_bank.irt.parameters import FloatArray
from tests.assembly.small_banks import THETA, allowed_forms, bank, blueprint, is_form, sets_of_forms

SUM = Objective("max-information", THETA)
LEAST = Objective("maximin", THETA)
TARGET = Objective("target", THETA, (0.6, 0.8, 0.6))
# The solver's tolerance in units of information.
CLOSE = 1e-5


def goodness(objective: Objective, sums: FloatArray) -> tuple[float, ...]:
    """What is to be large, from the forms' information (forms, points); the second number decides among equals."""
    if objective.kind == "max-information":
        return (float(sums.sum()),)
    if objective.kind == "maximin":
        return (float(sums.min()),)
    distances = np.abs(sums - np.array(objective.values))
    return (-float(distances.max()), -float(distances.sum()))


def information_of(forms: Sequence[Sequence[int]], information: FloatArray) -> FloatArray:
    return np.array([information[:, list(form)].sum(axis=1) for form in forms])


@pytest.mark.parametrize("objective", [SUM, LEAST, TARGET], ids=lambda each: str(each.kind))
@pytest.mark.parametrize(("items", "length", "forms", "max_use"), [(12, 4, 1, 1), (8, 3, 2, 1), (7, 3, 2, 2)])
@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_all_choices_is_found_or_none_is_there(
    objective: Objective, items: int, length: int, forms: int, max_use: int, seed: int
) -> None:
    chance = np.random.default_rng([seed, items, forms])
    small = bank(max(items, 8), chance)
    plan = blueprint(length, chance, objective)._replace(max_use=max_use)
    sets = list(sets_of_forms(allowed_forms(plan, small.pool), forms, max_use))
    if not sets:
        with pytest.raises(Impossible):
            assemble(plan, small.pool, small.information, forms, time.monotonic)
        return
    found = assemble(plan, small.pool, small.information, forms, time.monotonic)
    assert all(is_form(plan, small.pool, form) for form in found.forms)
    assert np.bincount([place for form in found.forms for place in form]).max() <= max_use
    assert (found.status, found.gap, found.bound) == ("optimal", 0.0, found.objective)
    best = max(goodness(objective, information_of(each, small.information)) for each in sets)
    achieved = goodness(objective, information_of(found.forms, small.information))
    assert achieved == pytest.approx(best, abs=CLOSE)
    assert abs(found.objective) == pytest.approx(abs(achieved[0]), abs=1e-12)
    np.testing.assert_allclose(found.information, information_of(found.forms, small.information))


def test_without_rules_the_most_informative_items_are_taken() -> None:
    """The limiting case: greedy is optimal."""
    small = bank(60, np.random.default_rng(3))
    found = assemble(
        Blueprint(10, objective=SUM, solver=Solver(seconds=5)), small.pool, small.information, 3, time.monotonic
    )
    assert sorted(place for form in found.forms for place in form) == sorted(
        np.argsort(-small.information.sum(axis=0))[:30]
    )


def test_forms_of_the_same_total_are_made_alike() -> None:
    small = bank(60, np.random.default_rng(4))
    plan = Blueprint(10, eaches=(Each("area", 2),), objective=SUM, solver=Solver(seconds=20))
    found = assemble(plan, small.pool, small.information, 3, time.monotonic)
    assert found.status == "optimal"
    assert np.abs(found.information - found.information.mean(axis=0)).max() < 0.03 * found.information.mean()


def test_a_sum_that_is_used_up_to_the_last_is_shared_out() -> None:
    """All thirty items are needed, and their time divides by three with a second to spare."""
    small = bank(30, np.random.default_rng(14))
    times = small.pool.numbers("time")
    most = np.ceil(times.sum() / 3)
    plan = Blueprint(10, sums=(Sum("time", None, most),), objective=SUM, solver=Solver(seconds=20))
    found = assemble(plan, small.pool, small.information, 3, time.monotonic)
    assert found.status == "optimal"
    assert sorted(place for form in found.forms for place in form) == list(range(30))
    assert all(times[form].sum() <= most for form in found.forms)


def test_scale_does_not_matter() -> None:
    """Information of items with flat curves is a millionth of others'; the solver's tolerances are absolute."""
    small = bank(12, np.random.default_rng(5))
    plan = Blueprint(4, eaches=(Each("area", 1),), objective=LEAST)
    usual = assemble(plan, small.pool, small.information, 2, time.monotonic)
    tiny = assemble(plan, small.pool, small.information * 1e-6, 2, time.monotonic)
    assert tiny.objective == pytest.approx(usual.objective * 1e-6, rel=1e-6)


def test_a_target_within_its_tolerance_is_near_enough() -> None:
    small = bank(60, np.random.default_rng(6))
    target = Objective("target", THETA, (2.0, 2.5, 2.0), tolerance=0.2)
    found = assemble(Blueprint(12, objective=target), small.pool, small.information, 2, time.monotonic)
    assert found.status == "optimal"
    assert found.objective <= 0.2


def test_a_coarse_gap_is_told_as_it_is() -> None:
    """With a gap of one half the search stops early, and says how far off it may be."""
    small = bank(24, np.random.default_rng(7))
    plan = Blueprint(6, eaches=(Each("area", 2),), objective=LEAST)
    exact = assemble(plan, small.pool, small.information, 2, time.monotonic)
    coarse = assemble(plan._replace(solver=Solver(gap=0.5)), small.pool, small.information, 2, time.monotonic)
    assert 0.0 <= coarse.gap <= 0.5
    assert coarse.bound >= exact.objective - CLOSE
    assert coarse.gap == pytest.approx((coarse.bound - coarse.objective) / coarse.objective, abs=1e-9)
    assert (coarse.status == "optimal") == (coarse.gap <= 1e-6)


def test_time_that_is_up_before_anything_was_found_is_said() -> None:
    small = bank(12, np.random.default_rng(8))
    moments = iter(range(0, 10_000, 100))
    with pytest.raises(NotFound):
        assemble(Blueprint(4, objective=SUM), small.pool, small.information, 2, lambda: next(moments))


def test_several_values_of_an_item_count_each() -> None:
    topics = [["water", "health"], ["water"], ["health"], ["energy"]]
    pool = Pool(("a", "b", "c", "d"), tuple({"topics": each} for each in topics))
    information = np.array([[0.3, 0.2, 0.2, 0.9]])
    least = Blueprint(2, counts=(Count("topic", "water", 1), Count("topic", "health", 1)), objective=SUM)
    assert assemble(least, pool, information, 1, time.monotonic).forms == [[0, 3]]
    most = Blueprint(2, counts=(Count("topic", "water", 0, 1), Count("topic", "energy", 0, 0)), objective=SUM)
    assert assemble(most, pool, information, 1, time.monotonic).forms == [[0, 2]]


def test_a_drawn_form_fulfils_the_blueprint_and_any_item_may_be_drawn() -> None:
    small = bank(20, np.random.default_rng(9))
    plan = Blueprint(6, eaches=(Each("area", 2),), sums=(Sum("time", None, 240.0),))
    drawn = [draw(plan, small.pool, np.random.default_rng(seed).random(20), time.monotonic) for seed in range(40)]
    assert all(is_form(plan, small.pool, form) for form in drawn)
    assert {place for form in drawn for place in form} == set(range(20))
    assert draw(plan, small.pool, np.random.default_rng(0).random(20), time.monotonic) == drawn[0]


@pytest.mark.parametrize(
    ("plan", "field", "says"),
    [
        (Blueprint(2, counts=(Count("aera", "life"),)), "[[count]] 第 1 条 field", "area"),
        (Blueprint(2, eaches=(Each("aera"),)), "[[each]] 第 1 条 field", "aera"),
        (Blueprint(2, sums=(Sum("tiem"),)), "[[sum]] 第 1 条 field", "tiem"),
        (Blueprint(2, sums=(Sum("area"),)), "[[sum]] 第 1 条 field", "i0、i1、i2、i3、i4 等 8 题"),
        (Blueprint(2, include=("i99",)), "include", "i99"),
        (Blueprint(2, include=("old",)), "include", "已停用"),
        (Blueprint(2, exclude=("i99",)), "exclude", "i99"),
        (Blueprint(2, enemies=(("i1", "i2"), ("i1", "i99"))), "enemies 第 2 组", "i99"),
    ],
)
def test_what_does_not_fit_the_bank_is_said_beside_its_field(plan: Blueprint, field: str, says: str) -> None:
    small = bank(8, np.random.default_rng(1))
    pool = Pool(small.pool.ids, small.pool.attributes, frozenset({"old"}))
    with pytest.raises(BadBlueprint) as refused:
        assemble(plan, pool, small.information, 1, time.monotonic)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert says in refused.value.problems[0].problem


def test_items_that_cannot_be_chosen_may_be_named_where_they_are_kept_out() -> None:
    small = bank(8, np.random.default_rng(1))
    pool = Pool(small.pool.ids, small.pool.attributes, frozenset({"old"}))
    plan = Blueprint(2, exclude=("old", "i1"), enemies=(("old", "i2"),))
    assert 1 not in assemble(plan, pool, small.information, 1, time.monotonic).forms[0]


@pytest.mark.long
def test_four_forms_of_fifty_items_from_five_hundred_are_proved_optimal() -> None:
    chance = np.random.default_rng(1)
    large = bank(500, chance)
    benchmarks = chance.permutation(np.arange(500) % 26) + 1
    rows = [{**row, "benchmark": int(number)} for row, number in zip(large.pool.attributes, benchmarks, strict=True)]
    pool = Pool(large.pool.ids, tuple(rows))
    plan = Blueprint(50, eaches=(Each("benchmark", 1, 4),), sums=(Sum("time", None, 1900.0),), objective=SUM)
    found = assemble(plan, pool, large.information, 4, time.monotonic)
    assert found.status == "optimal"
    assert len({place for form in found.forms for place in form}) == 200
    for form in found.forms:
        counted = np.bincount(benchmarks[form], minlength=27)[1:]
        assert (counted.min(), counted.max()) >= (1, 1)
        assert counted.max() <= 4
        assert large.pool.numbers("time")[form].sum() <= 1900
