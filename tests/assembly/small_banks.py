"""Banks so small that every set of items can be looked at, and blueprints by chance for them."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from question_bank.assembly import Pool
from question_bank.blueprint import Blueprint, Count, Each, Objective, Sum
from question_bank.irt.curves import information
from question_bank.irt.parameters import FloatArray, item_parameters

THETA = (-1.0, 0.0, 1.0)
AREAS = ("life", "earth", "matter")


class Bank(NamedTuple):
    pool: Pool
    information: FloatArray


def bank(items: int, chance: np.random.Generator) -> Bank:
    """Each item with an area, one or two topics, and a whole number of seconds."""
    rows = [
        {
            "area": AREAS[chance.integers(3)],
            "topics": [
                str(topic) for topic in chance.choice(["water", "health", "energy"], chance.integers(1, 3), False)
            ],
            "time": int(chance.integers(20, 60)),
        }
        for _ in range(items)
    ]
    parameters = item_parameters(chance.lognormal(0, 0.3, items), chance.normal(0, 1, items), 0.2)
    return Bank(Pool(tuple(f"i{place}" for place in range(items)), tuple(rows)), information(THETA, parameters))


def blueprint(length: int, chance: np.random.Generator, objective: Objective | None = None) -> Blueprint:
    """Rules by chance; about half of such blueprints are impossible."""
    counts = [Count("area", AREAS[chance.integers(3)], int(chance.integers(0, 3)), int(chance.integers(2, 4)))]
    counts += [Count("topic", "health", 0, int(chance.integers(1, 3)))] if chance.random() < 0.5 else []
    names = [f"i{place}" for place in chance.permutation(8)]
    return Blueprint(
        length=length,
        enemies=tuple(tuple(names[start : start + 2]) for start in range(0, 2 * int(chance.integers(0, 3)), 2)),
        include=tuple(names[6:7]) if chance.random() < 0.2 else (),
        exclude=tuple(names[7:8]) if chance.random() < 0.3 else (),
        counts=tuple(counts),
        eaches=(Each("area", 1, None),) if chance.random() < 0.4 else (),
        sums=(Sum("time", None, float(length * chance.integers(32, 42))),) if chance.random() < 0.6 else (),
        objective=objective,
    )


def allowed_forms(plan: Blueprint, pool: Pool) -> list[tuple[int, ...]]:
    """Every set of places that is a form by the blueprint, found by looking at all of them."""
    return [form for form in combinations(range(len(pool.ids)), plan.length) if is_form(plan, pool, form)]


def is_form(plan: Blueprint, pool: Pool, form: Sequence[int]) -> bool:
    names = {pool.ids[place] for place in form}
    rows: list[dict[str, Any]] = [dict(pool.attributes[place]) for place in form]
    areas = [row["area"] for row in pool.attributes]
    bounds = [(_having(rows, rule.field, rule.value), rule.min, rule.max) for rule in plan.counts]
    bounds += [
        (_having(rows, rule.field, str(value)), rule.min, rule.max) for rule in plan.eaches for value in set(areas)
    ]
    time = sum(row["time"] for row in rows)
    return (
        len(names) == plan.length
        and set(plan.include) <= names
        and not names & set(plan.exclude)
        and all(len(names & set(enemies)) <= 1 for enemies in plan.enemies)
        and all(least <= have and (most is None or have <= most) for have, least, most in bounds)
        and all(rule.max is None or time <= rule.max for rule in plan.sums)
    )


def sets_of_forms(forms: Sequence[tuple[int, ...]], how_many: int, max_use: int) -> Iterator[list[tuple[int, ...]]]:
    """Every set of so many forms in which no item stands more often than it may."""
    if how_many == 0:
        yield []
        return
    for rest in sets_of_forms(forms, how_many - 1, max_use):
        used = np.bincount([place for form in rest for place in form], minlength=64)
        yield from ([*rest, form] for form in forms if all(used[place] < max_use for place in form))


def _having(rows: Sequence[dict[str, Any]], field: str, value: str) -> int:
    return sum(value in row["topics"] if field == "topic" else value == row[field] for row in rows)
