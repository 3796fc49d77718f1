"""A blueprint's rules as those of adaptive tests."""

import numpy as np
import pytest

from question_bank.assembly import Impossible, Pool
from question_bank.assembly.adaptive_content import adaptive_content
from question_bank.blueprint import BadBlueprint, read_blueprint
from question_bank.irt.adaptive import adaptive_test, figures, simulate
from question_bank.irt.parameters import item_parameters

IDS = tuple(f"i{number}" for number in range(24))
POOL = Pool(
    IDS, tuple({"area": "xyz"[place % 3], "kind": "ab"[place // 12], "time": 10.0 + place} for place in range(24))
)
RULES = """
length = 8
enemies = [["i0", "i3", "i6"], ["i1", "i2"]]
include = ["i5"]
exclude = ["i9"]
[[count]]
field = "kind"
value = "a"
min = 3
max = 5
[[each]]
field = "area"
min = 2
[[sum]]
field = "time"
max = 170
"""


def test_every_examinees_test_keeps_the_whole_blueprint() -> None:
    rng = np.random.default_rng(1)
    rules = adaptive_content(read_blueprint(RULES), POOL)
    test = adaptive_test(item_parameters(rng.lognormal(0, 0.3, 24), rng.normal(size=24)), 8, content=rules)
    trace = simulate(test, rng.normal(size=40), rng)
    assert figures(test, trace).exposure.used > 8
    for items in trace.items.tolist():
        given = set(items)
        assert len(given) == 8
        assert 5 in given and 9 not in given
        assert len(given & {0, 3, 6}) <= 1 and len(given & {1, 2}) <= 1
        assert 3 <= sum(item < 12 for item in given) <= 5
        assert min(sum(item % 3 == area for item in given) for area in range(3)) >= 2
        assert sum(10 + item for item in given) <= 170


def test_rules_have_the_names_that_the_blueprint_gives_them() -> None:
    names = adaptive_content(read_blueprint(RULES), POOL).names
    assert names == (
        "include i5", "exclude i9", "enemies i0、i3、i6", "enemies i1、i2", "kind = a", "area = x", "area = y",
        "area = z", "[[sum]] time",
    )  # fmt: skip


def test_both_sides_of_a_count_are_one_rule() -> None:
    rules = adaptive_content(read_blueprint(RULES), POOL)
    row = rules.names.index("kind = a")
    assert (rules.lower[row], rules.upper[row]) == (3, 5)
    assert rules.upper[rules.names.index("area = x")] == np.inf


def test_least_counts_that_add_up_to_the_length_are_shares() -> None:
    exact = adaptive_content(
        read_blueprint(
            """
length = 8
[[count]]
field = "kind"
value = "a"
min = 2
[[count]]
field = "area"
value = "x"
min = 4
[[each]]
field = "area"
min = 2
"""
        ),
        POOL,
    )
    assert exact.areas is not None and exact.shares is not None
    assert [float(exact.shares[area]) for area in exact.areas[:3]] == [0.5, 0.25, 0.25]


def test_least_counts_that_leave_room_are_no_shares() -> None:
    assert adaptive_content(read_blueprint(RULES), POOL).areas is None


def test_a_field_with_several_values_an_item_has_no_shares() -> None:
    pool = Pool(("i1", "i2"), ({"topic": ["x", "y"]}, {"topic": "x"}))
    assert (
        adaptive_content(read_blueprint('length = 1\n[[count]]\nfield = "topic"\nvalue = "x"\nmin = 1'), pool).areas
        is None
    )


def test_items_without_a_value_are_of_no_area_and_need_not_come() -> None:
    pool = Pool(("i1", "i2", "i3"), ({"area": "x"}, {}, {"area": "x"}))
    rules = adaptive_content(read_blueprint('length = 2\n[[each]]\nfield = "area"\nmin = 2'), pool)
    assert rules.areas is not None and rules.shares is not None
    assert rules.areas.tolist() == [0, 1, 0]
    assert rules.shares.tolist() == [1, 0]


def test_what_does_not_fit_the_bank_is_refused() -> None:
    with pytest.raises(BadBlueprint, match="colour"):
        adaptive_content(read_blueprint('length = 1\n[[each]]\nfield = "colour"\nmin = 1'), POOL)
    with pytest.raises(Impossible, match="area = x 至少 9 题"):
        adaptive_content(read_blueprint('length = 9\n[[count]]\nfield = "area"\nvalue = "x"\nmin = 9'), POOL)
