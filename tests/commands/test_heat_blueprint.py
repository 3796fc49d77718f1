"""`wenqu heat create --blueprint`: a run drawn from the bank."""

import json
from typing import Any

from sqlalchemy import select

from contest.commands.context import CommandContext
from contest.database import reading
from contest.models.timetable import HeatItem
from contest.settings import load_settings
from question_bank.items import TAPPED_TYPES, Dimension
from question_bank.shipped_bank import shipped_items
from tests.commands.running_irt import Desk

BLUEPRINT = """
length = 20
exclude = ["b17-01"]
include = ["b17-02"]
[[each]]
field = "dimension"
min = 4
[[count]]
field = "topic"
value = "health"
min = 2
max = 3
"""


def created(desk: Desk, blueprint: str, seed: int) -> list[tuple[str, bool]]:
    """The run's items in order, by id, and whether each is a warm-up."""
    done = desk.wenqu("heat", "create", "--blueprint", desk.write("b.toml", blueprint), "--seed", str(seed), "--json")
    assert (done.code, done.problems) == (0, [])
    heat: dict[str, Any] = json.loads(done.out)
    columns = select(HeatItem.version_id, HeatItem.warm_up).where(HeatItem.heat_id == heat["heat"])
    with reading(CommandContext(load_settings(desk / "data")).engine) as connection:
        rows = connection.execute(columns.order_by(HeatItem.position)).all()
    return [(row.version_id.partition("@")[0], row.warm_up) for row in rows]


def test_a_run_is_drawn_by_the_seed_and_fulfils_the_blueprint(desk: Desk) -> None:
    shipped = {item.id: item for item in shipped_items()}
    first, again, other = (created(desk, BLUEPRINT, seed) for seed in (1, 1, 2))
    assert first == again != other
    for run in (first, other):
        names = [name for name, _ in run]
        items = [shipped[name] for name in names]
        assert len(set(names)) == 20
        assert names == sorted(names)
        assert "b17-02" in names and "b17-01" not in names
        assert all(sum(item.dimension == dimension for item in items) >= 4 for dimension in Dimension)
        assert 2 <= sum("health" in item.topics for item in items) <= 3
        assert not any(is_warm_up for _, is_warm_up in run)


def test_warm_ups_come_first_and_are_no_part_of_the_form(desk: Desk) -> None:
    run = created(desk, "warm_up = 2\n" + BLUEPRINT, 1)
    assert [is_warm_up for _, is_warm_up in run] == [True] * 2 + [False] * 20
    assert len(set(run)) == 22
    assert [name for name, is_warm_up in run if not is_warm_up] == [name for name, _ in created(desk, BLUEPRINT, 1)]
    assert len(created(desk, "warm_up = true\n" + BLUEPRINT, 1)) == 21


def test_an_objective_decides_instead_of_the_seed(desk: Desk) -> None:
    best = BLUEPRINT + '[objective]\nkind = "max-information"\ntheta = [0.0]\n'
    assert created(desk, best, 1) == created(desk, best, 2)


def test_an_impossible_blueprint_makes_no_heat(desk: Desk) -> None:
    held = sum(item.benchmark == 17 and item.type in TAPPED_TYPES for item in shipped_items())
    rule = f'length = 40\n[[count]]\nfield = "benchmark"\nvalue = 17\nmin = {held + 1}'
    done = desk.wenqu("heat", "create", "--blueprint", desk.write("b.toml", rule))
    assert (done.code, done.out) == (1, "")
    assert done.problems == [
        "b.toml：蓝图无法满足，这条规则做不到：",
        f"[[count]] 第 1 条：benchmark = 17 至少 {held + 1} 题（题库里有 {held} 题）",
    ]
    done = desk.wenqu("heat", "create", "--blueprint", desk.write("b.toml", "length = 201"))
    assert (done.code, done.problems) == (1, ["b.toml length：一场至多 200 题"])
    assert desk.wenqu("heat", "list").out == ""
