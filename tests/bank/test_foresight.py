"""What cannot be is said at once, at the place of the rule; what the assembly can do is never called impossible."""

from itertools import count
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.assembly import Impossible, Pool, assemble
from question_bank.blueprint import Blueprint, Count, Each, Solver, Sum
from question_bank.foresight import Foreseen, foresee, place_of
from question_bank.form_tally import tallies

KINDS = "aaaaaabbbc"
POOL = Pool(
    tuple(f"i{place}" for place in range(10)),
    tuple(
        {"kind": kind, "topics": ["x", "y"] if place % 2 else ["x"], "n": float(place)}
        for place, kind in enumerate(KINDS)
    ),
)


def seen(blueprint: Blueprint, forms: int = 1) -> list[tuple[str, str, float, float]]:
    return [(each.place, each.code, each.needed, each.held) for each in foresee(blueprint, POOL, forms)]


def test_a_blueprint_that_fits_has_nothing_against_it() -> None:
    assert seen(Blueprint(5, counts=(Count("kind", "a", 2, 3),), eaches=(Each("kind", 1),)), 1) == []


def test_more_items_than_the_bank_has() -> None:
    assert seen(Blueprint(6), 2) == [("length", "bank_too_small", 12, 10)]
    assert seen(Blueprint(6, max_use=2), 2) == []
    assert seen(Blueprint(5, exclude=("i0",)), 2) == [("length", "bank_too_small", 10, 9)]


def test_so_many_forms_need_more_of_a_value_than_there_are() -> None:
    assert seen(Blueprint(3, counts=(Count("kind", "a", 1), Count("kind", "b", 2))), 2) == [
        ("count.1.min", "too_few", 4, 3)
    ]
    found = foresee(Blueprint(3, eaches=(Each("kind", 1),)), POOL, 2)
    assert found == [Foreseen("each.0.min", "values_too_few", 2, 1, ("c",))]


def test_bounds_that_contradict_each_other_or_the_length() -> None:
    assert seen(Blueprint(3, counts=(Count("kind", "a", 4),))) == [("count.0.min", "over_length", 4, 3)]
    both = Blueprint(3, counts=(Count("kind", "a", 2), Count("kind", "b", 2)))
    assert seen(both) == [("field.kind", "minima_over_length", 4, 3)]
    little = Blueprint(5, counts=(Count("kind", "a", 0, 1), Count("kind", "b", 0, 1)))
    assert seen(little) == [("field.kind", "maxima_under_length", 5, 3)]


def test_several_values_of_one_item_do_not_add_up() -> None:
    assert seen(Blueprint(3, counts=(Count("topic", "x", 3), Count("topic", "y", 3)))) == []


def test_included_items_stand_in_every_form() -> None:
    assert seen(Blueprint(2, include=("i0",)), 2) == [("include", "included_once", 2, 1)]
    assert seen(Blueprint(2, include=("i0", "i1", "i2"))) == [("include", "too_many_included", 3, 2)]


def test_sums_that_no_items_reach() -> None:
    found = seen(Blueprint(2, sums=(Sum("n", min=18.0), Sum("n", max=0.5), Sum("n", 1.0, 17.0))))
    assert found == [("sum.0.min", "sum_too_high", 18.0, 17.0), ("sum.1.max", "sum_too_low", 0.5, 1.0)]


def test_fields_that_no_item_has_are_left_to_the_assembly() -> None:
    assert seen(Blueprint(2, counts=(Count("colour", "red", 1),), sums=(Sum("weight", 1.0),))) == []


def test_places_of_fields_as_problems_name_them() -> None:
    names = [
        "length",
        "[[count]] 第 3 条 min",
        "[[each]] 第 1 条",
        "[objective] theta",
        "enemies 第 2 组",
        "include：i1",
    ]
    assert [place_of(name) for name in names] == [
        "length", "count.2.min", "each.0", "objective.theta", "enemies.1", "include",
    ]  # fmt: skip


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    small = st.integers(0, 4)

    def bounds() -> dict[str, Any]:
        least = draw(small)
        return {"min": least, "max": draw(st.none() | st.integers(least, 5))}

    kinds, topics = (
        st.tuples(st.just("kind"), st.sampled_from("abc")),
        st.tuples(st.just("topic"), st.sampled_from("xy")),
    )
    counted = draw(st.lists(kinds | topics, max_size=2))
    return Blueprint(
        draw(st.integers(1, 6)),
        draw(st.integers(1, 2)),
        exclude=tuple(draw(st.lists(st.sampled_from(POOL.ids[:4]), max_size=2, unique=True))),
        include=tuple(draw(st.lists(st.sampled_from(POOL.ids[4:]), max_size=2, unique=True))),
        counts=tuple(Count(field, value, **bounds()) for field, value in counted),
        eaches=tuple(Each("kind", **bounds()) for _ in range(draw(st.integers(0, 1)))),
        sums=tuple(Sum("n", draw(st.none() | st.floats(0, 30))) for _ in range(draw(st.integers(0, 1)))),
        solver=Solver(seconds=10),
    )


@settings(max_examples=40, deadline=None)
@given(blueprints(), st.integers(1, 2))
def test_what_can_be_assembled_is_never_called_impossible_and_its_tally_fits(blueprint: Blueprint, forms: int) -> None:
    ticks = count()
    try:
        assembly = assemble(blueprint, POOL, np.ones((3, 10)), forms, lambda: next(ticks) * 1e-3)
    except Impossible:
        return
    assert foresee(blueprint, POOL, forms) == []
    values = {"kind": POOL.values("kind")}
    assert all(all(tally.fits) for tally in tallies(blueprint, POOL, assembly.forms, values))
