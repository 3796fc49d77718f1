"""Exchanges of two items: they keep every demand, never make forms worse, and make many forms alike."""

import itertools

import numpy as np
import pytest

from question_bank.assembly import Pool, assemble
from question_bank.assembly.goals import Chosen, Wanted
from question_bank.assembly.model import Demands
from question_bank.assembly.solver import Deadline
from question_bank.assembly.swaps import swapped
from question_bank.blueprint import Blueprint, Count, Each, Objective, Solver
from question_bank.irt.curves import information
from question_bank.irt.parameters import item_parameters

ALWAYS = Deadline(lambda: 0.0, 1.0)
NEVER = Deadline(lambda: 1.0, 1.0)


def demands(items: int, forms: int, chance: np.random.Generator) -> tuple[Chosen, Demands]:
    """Forms by chance, and demands that they just fulfil: counts of two kinds and a sum, uses of two at most."""
    chosen = np.zeros((forms, items), dtype=np.bool_)
    for form in chosen:
        form[chance.choice(items, items // forms, replace=False)] = True
    matrix = np.array([np.ones(items), np.arange(items) % 2, chance.random(items)])
    counts = chosen @ matrix.T
    use = chosen.sum(axis=0)
    return chosen, Demands(matrix, counts.min(axis=0), counts.max(axis=0), np.minimum(use, 1.0), np.maximum(use, 1.0))


@pytest.mark.parametrize("seed", range(8))
def test_every_demand_is_kept_and_no_form_is_forgotten(seed: int) -> None:
    chance = np.random.default_rng(seed)
    chosen, demanded = demands(30, 4, chance)
    measures = chance.random((2, 30))
    wanted = Wanted(measures, (chosen @ measures.T).mean(axis=0))
    better = swapped(chosen, demanded, wanted, ALWAYS)
    counts, use = better @ demanded.matrix.T, better.sum(axis=0)
    assert (counts >= demanded.lower - 1e-9).all() and (counts <= demanded.upper + 1e-9).all()
    assert (use >= demanded.use_least).all() and (use <= demanded.use_most).all()
    assert wanted.distance(better @ measures.T).sum() < wanted.distance(chosen @ measures.T).sum()


@pytest.mark.parametrize("seed", range(8))
def test_it_ends_where_no_exchange_of_two_items_helps(seed: int) -> None:
    chance = np.random.default_rng(100 + seed)
    chosen, demanded = demands(12, 3, chance)
    measures = chance.random((1, 12))
    wanted = Wanted(measures, (chosen @ measures.T).mean(axis=0))
    better = swapped(chosen, demanded, wanted, ALWAYS)
    reached = wanted.distance(better @ measures.T).sum()
    for other in neighbours(better):
        counts, use = other @ demanded.matrix.T, other.sum(axis=0)
        kept = (counts >= demanded.lower - 1e-9).all() and (counts <= demanded.upper + 1e-9).all()
        if kept and (use >= demanded.use_least).all() and (use <= demanded.use_most).all():
            assert wanted.distance(other @ measures.T).sum() >= reached * (1 - 1.1e-4)


def neighbours(chosen: Chosen) -> list[Chosen]:
    """Every choice that differs by one exchange, within a pair of forms or with an item that a form does not have."""
    found = []
    forms, items = chosen.shape
    for form, out, new in itertools.product(range(forms), range(items), range(items)):
        if not chosen[form, out] or chosen[form, new]:
            continue
        for holder in [None, *range(forms)]:
            other = chosen.copy()
            other[form, [out, new]] = False, True
            if holder is not None:
                if holder == form or not chosen[holder, new] or chosen[holder, out]:
                    continue
                other[holder, [new, out]] = False, True
            found.append(other)
    return found


def test_what_is_wanted_at_least_may_be_more() -> None:
    wanted = Wanted(np.ones((1, 2)), np.array([2.0]), least=True)
    assert wanted.distance(np.array([[1.0], [2.0], [5.0]])).tolist() == [1.0, 0.0, 0.0]
    near = Wanted(np.ones((1, 2)), np.array([2.0]), enough=0.5)
    assert near.distance(np.array([[1.0], [2.4], [5.0]])).tolist() == [0.25, 0.0, 6.25]


def test_without_time_the_forms_stay_as_they_are() -> None:
    chosen, demanded = demands(20, 2, np.random.default_rng(5))
    measures = np.random.default_rng(6).random((1, 20))
    assert (swapped(chosen, demanded, Wanted(measures, np.zeros(1)), NEVER) == chosen).all()


@pytest.mark.parametrize("kind", ["max-information", "maximin", "target"])
def test_twenty_forms_of_a_large_bank_are_alike(kind: str) -> None:
    cuts = (-0.5, 0.5)
    chance = np.random.default_rng(8)
    measured = information(cuts, item_parameters(chance.lognormal(0, 0.3, 800), chance.normal(0, 1, 800)))
    objective = Objective(kind, cuts, tuple(20.0 * measured.mean(axis=1)) if kind == "target" else (), 0.05)
    plan = Blueprint(
        length=20,
        counts=(Count("kind", "judge", 3, 6),),
        eaches=(Each("area", 1, 4),),
        objective=objective,
        solver=Solver(gap=0.02),
    )
    rows = [{"area": str(place % 10), "kind": "judge" if place % 4 == 0 else "choice"} for place in range(800)]
    names = tuple(f"i{place}" for place in range(800))
    found = assemble(plan, Pool(names, tuple(rows)), measured, 20, lambda: 0.0)
    spread = (found.information.max(axis=0) - found.information.min(axis=0)) / found.information.mean(axis=0)
    assert spread.max() < 0.05
    assert sorted(len(set(form)) for form in found.forms) == [20] * 20
    assert len({item for form in found.forms for item in form}) == 400
