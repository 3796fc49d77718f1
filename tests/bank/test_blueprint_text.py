"""A blueprint written as TOML is read as the same blueprint."""

import string

from hypothesis import given
from hypothesis import strategies as st

from question_bank.blueprint import (
    KINDS,
    MOST_WARM_UPS,
    TARGET,
    Blueprint,
    Count,
    Each,
    Objective,
    Solver,
    Sum,
    read_blueprint,
)
from question_bank.blueprint_text import write_blueprint
from question_bank.toml_fields import as_text
from tests.house.checkout import ROOT

# Whatever a text field of the TOML may hold once it was read: not empty, without spaces around it.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(as_text).filter(bool)
WHOLE = st.integers(0, 10**6)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(0, 1e9)


@st.composite
def bounds(draw: st.DrawFn, numbers: st.SearchStrategy[int]) -> tuple[int, int | None]:
    least = draw(numbers)
    most = draw(st.none() | numbers)
    return (least, most) if most is None or least <= most else (most, least)


@st.composite
def objectives(draw: st.DrawFn) -> Objective:
    kind = draw(st.sampled_from(KINDS))
    theta = tuple(draw(st.lists(FLOATS, min_size=1, max_size=4)))
    values = tuple(draw(st.lists(FLOATS, min_size=len(theta), max_size=len(theta)))) if kind == TARGET else ()
    return Objective(kind, theta, values, draw(POSITIVE))


@st.composite
def sums(draw: st.DrawFn) -> Sum:
    sides = sorted(draw(st.lists(FLOATS, min_size=2, max_size=2)))
    least, most = (draw(st.sampled_from([None, side])) for side in sides)
    return Sum(draw(TEXTS), least, most)


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    ids = st.lists(TEXTS, max_size=4).map(tuple)
    include = draw(ids)
    return Blueprint(
        length=draw(st.integers(1, 500)),
        max_use=draw(st.integers(1, 9)),
        enemies=tuple(draw(st.lists(ids, max_size=3))),
        include=include,
        exclude=tuple(name for name in draw(ids) if name not in include),
        counts=tuple(Count(draw(TEXTS), draw(TEXTS), *draw(bounds(WHOLE))) for _ in range(draw(st.integers(0, 4)))),
        eaches=tuple(Each(draw(TEXTS), *draw(bounds(WHOLE))) for _ in range(draw(st.integers(0, 2)))),
        sums=tuple(draw(st.lists(sums(), max_size=2))),
        objective=draw(st.none() | objectives()),
        solver=Solver(draw(POSITIVE), draw(st.floats(0.001, 1e6))),
        warm_up=draw(st.integers(0, MOST_WARM_UPS)),
        forms=draw(st.integers(1, 50)),
    )


@given(blueprints(), st.text(string.printable, max_size=30))
def test_reading_undoes_writing(blueprint: Blueprint, title: str) -> None:
    assert read_blueprint(write_blueprint(blueprint, title)) == blueprint


def test_the_example_keeps_its_meaning() -> None:
    example = read_blueprint((ROOT / "docs" / "examples" / "blueprint-50.toml").read_text("utf-8"))
    assert read_blueprint(write_blueprint(example)) == example


def test_what_has_its_default_is_left_out_and_numbers_stand_bare() -> None:
    text = write_blueprint(Blueprint(length=20, counts=(Count("benchmark", "3", 1),)), "街道初赛\n二")
    assert text == '# 街道初赛 二\n\nlength = 20\n\n[[count]]\nfield = "benchmark"\nvalue = 3\nmin = 1\n'
