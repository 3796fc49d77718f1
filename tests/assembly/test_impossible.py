"""An impossible blueprint is told with rules that are impossible together, none of which can be missed: again every
choice is looked at."""

import time
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from question_bank.assembly import Impossible, Pool, assemble
from question_bank.assembly.requirements import Requirement
from question_bank.blueprint import Blueprint, Count, Each, Objective, Sum
from tests.assembly.small_banks import Bank, allowed_forms, bank, blueprint, sets_of_forms

INFORMATION = Objective("max-information", (-1.0, 0.0, 1.0))


def refusal(plan: Blueprint, small: Bank, forms: int = 1) -> Impossible:
    with pytest.raises(Impossible) as refused:
        assemble(plan._replace(objective=INFORMATION), small.pool, small.information, forms, time.monotonic)
    return refused.value


def can_be(requirements: list[Requirement], items: int, forms: int, max_use: int) -> bool:
    """Whether there are sets of items, of any size, that fulfil all of the requirements."""
    sets = np.array(list(product([0, 1], repeat=items)))
    fulfils = np.ones(len(sets), dtype=bool)
    for each in requirements:
        total = sets @ each.weights
        fulfils &= (each.lower - 1e-9 <= total) & (total <= each.upper + 1e-9)
    return _fit(sets[fulfils], np.zeros(items), forms, max_use)


def _fit(sets: NDArray[np.int64], used: NDArray[np.float64], forms: int, max_use: int) -> bool:
    if forms == 0:
        return True
    fitting = sets[(sets + used <= max_use).all(axis=1)]
    # Where every item may stand in every form, one set serves all of them.
    return any(_fit(fitting, used + each, forms - 1, max_use) for each in fitting)


@pytest.mark.parametrize("forms", [1, 2])
def test_the_rules_named_are_impossible_and_none_of_them_can_be_missed(forms: int) -> None:
    told = 0
    for seed in range(40):
        chance = np.random.default_rng([seed, forms])
        small = bank(8, chance)
        plan = blueprint(3, chance)
        if next(sets_of_forms(allowed_forms(plan, small.pool), forms, 1), None) is not None:
            continue
        conflict = refusal(plan, small, forms).conflict
        if not conflict.minimal:
            continue
        told += 1
        parts, max_use = list(conflict.requirements), 1 if conflict.with_limit else forms
        assert not can_be(parts, 8, forms, max_use)
        for left_out in range(len(parts)):
            assert can_be(parts[:left_out] + parts[left_out + 1 :], 8, forms, max_use)
        assert not conflict.with_limit or can_be(parts, 8, forms, forms)
    assert told >= 10


def areas(*names: str) -> Bank:
    pool = Pool(
        tuple(f"i{place}" for place in range(len(names))),
        tuple({"area": name, "time": 10 * place} for place, name in enumerate(names, start=1)),
    )
    return Bank(pool, np.ones((3, len(names))))


LIVES = areas("life", "life", "earth", "earth", "earth", "matter")


@pytest.mark.parametrize(
    ("plan", "forms", "lines"),
    [
        (
            Blueprint(4, counts=(Count("area", "earth", 1), Count("area", "life", 3))),
            1,
            ["[[count]] 第 2 条：area = life 至少 3 题（题库里有 2 题）"],
        ),
        (
            Blueprint(4, counts=(Count("area", "fire", 1), Count("area", "life", 3))),
            1,
            [
                "[[count]] 第 1 条：area = fire 至少 1 题（题库里有 0 题）",
                "[[count]] 第 2 条：area = life 至少 3 题（题库里有 2 题）",
            ],
        ),
        (
            Blueprint(4, eaches=(Each("area", 2),)),
            1,
            ["[[each]] 第 1 条：area = matter 至少 2 题（题库里有 1 题）"],
        ),
        (
            Blueprint(4, counts=(Count("area", "life", 0, 1),), eaches=(Each("area", 0, 1),)),
            1,
            [
                "length = 4（题库里有 6 题）",
                "[[each]] 第 1 条：area = earth 至多 1 题（题库里有 3 题）",
                "[[each]] 第 1 条：area = life 至多 1 题（题库里有 2 题）",
            ],
        ),
        (
            Blueprint(3, include=("i0", "i1"), enemies=(("i3", "i4"), ("i0", "i1", "i2"))),
            1,
            ["include：i0、i1", "enemies 第 2 组：i0、i1、i2 至多一题"],
        ),
        (
            Blueprint(3, exclude=("i5", "i0"), counts=(Count("area", "matter", 1),)),
            1,
            ["exclude：i5", "[[count]] 第 1 条：area = matter 至少 1 题（题库里有 1 题）"],
        ),
        (
            Blueprint(4, sums=(Sum("time", None, 90.0),)),
            1,
            ["length = 4（题库里有 6 题）", "[[sum]] 第 1 条：time 合计至多 90（题库里最小的 4 题合计 100）"],
        ),
        (
            Blueprint(2, sums=(Sum("time", 115.0, None),)),
            1,
            ["length = 2（题库里有 6 题）", "[[sum]] 第 1 条：time 合计至少 115（题库里最大的 2 题合计 110）"],
        ),
        (
            Blueprint(2, counts=(Count("area", "life", 1),)),
            3,
            [
                "[[count]] 第 1 条：area = life 至少 1 题（题库里有 2 题）",
                "max_use = 1，而要组 3 份卷（题库里有 6 题）",
            ],
        ),
        (
            Blueprint(4, max_use=2),
            4,
            ["length = 4（题库里有 6 题）", "max_use = 2，而要组 4 份卷（题库里有 6 题）"],
        ),
        (Blueprint(7), 1, ["length = 7（题库里有 6 题）"]),
    ],
)
def test_rules_are_named_with_field_and_value(plan: Blueprint, forms: int, lines: list[str]) -> None:
    told = refusal(plan, LIVES, forms)
    assert list(told.lines) == lines
    assert str(told).splitlines()[1:] == lines


def test_what_only_whole_items_cannot_fulfil_is_named_too() -> None:
    """Half of each of three items would do: pairwise enemies, of which two are wanted."""
    pairs = (("i0", "i1"), ("i1", "i2"), ("i0", "i2"))
    plan = Blueprint(2, enemies=pairs, exclude=("i3", "i4", "i5"))
    conflict = refusal(plan, LIVES).conflict
    assert [(each.rule.kind, each.rule.number, each.value) for each in conflict.requirements] == [
        ("enemies", 0, ""), ("enemies", 1, ""), ("enemies", 2, ""),
        ("exclude", 0, "i3"), ("exclude", 0, "i4"), ("exclude", 0, "i5"), ("length", 0, ""),
    ]  # fmt: skip
    assert conflict.minimal


def test_values_are_counted_where_they_are_many() -> None:
    """Ten areas with three items each, of each of which two are wanted, in a form of fifteen."""
    many = areas(*(f"area{place % 10}" for place in range(30)))
    (length, each) = refusal(Blueprint(15, eaches=(Each("area", 2),)), many).lines
    assert length == "length = 15（题库里有 30 题）"
    assert each.startswith("[[each]] 第 1 条：area 的每个值至少 2 题，单是 area")
    assert each.endswith("这 8 个值就要 16 题")
