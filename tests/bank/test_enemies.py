"""The items of the shipped bank that must not stand in one form."""

import json
from importlib.resources import files
from itertools import combinations, pairwise

from question_bank.shipped_bank import shipped_items

SHIPPED = json.loads((files("question_bank.seed") / "enemies.json").read_text("utf-8"))
GROUPS: list[dict[str, object]] = SHIPPED["enemies"]
NAMES = [list(map(str, group["items"])) for group in GROUPS if isinstance(group["items"], list)]


def test_enemies_are_items_of_the_bank_and_the_reason_is_said() -> None:
    known = {item.id for item in shipped_items()}
    assert len(NAMES) == len(GROUPS) > 0
    for names, group in zip(NAMES, GROUPS, strict=True):
        assert set(group) == {"items", "reason"} and group["reason"], names
        assert set(names) <= known and len(names) in (2, 3), names


def test_each_pair_is_said_once_and_in_order() -> None:
    pairs = [pair for names in NAMES for pair in combinations(names, 2)]
    assert len(pairs) == len(set(pairs))
    assert all(first < second for first, second in pairs)
    assert all(first < second for first, second in pairwise(NAMES))
