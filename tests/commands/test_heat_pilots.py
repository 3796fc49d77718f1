"""`wenqu heat create` with items that are tried out."""

import json

from sqlalchemy import select, update

from contest.commands.context import CommandContext
from contest.database import reading, writing
from contest.models.timetable import HeatItem
from contest.settings import load_settings
from question_bank.models import Item
from tests.commands.running_irt import Desk

ONE, OTHER = "b01-01", "b02-01"


def test_the_command_says_which_item_cannot_be_asked_and_why(desk: Desk) -> None:
    with writing(CommandContext(load_settings(desk / "data")).engine) as connection:
        connection.execute(update(Item).where(Item.id == ONE).values(status="pilot"))
    run = desk.write("run.txt", f"{OTHER}\n{ONE}\n")
    done = desk.wenqu("heat", "create", "--items", run)
    assert done.code == 1 and f"{ONE}@1" in done.problems[0] and "试测" in done.problems[0]
    run = desk.write("run.jsonl", f'{OTHER}\n{{"id": "{ONE}", "pilot": true}}\n')
    assert desk.wenqu("heat", "create", "--items", run).code == 0


def test_so_many_pilot_items_are_mixed_in_evenly(desk: Desk) -> None:
    engine = CommandContext(load_settings(desk / "data")).engine
    pilots = ["b03-01", "b04-01", "b05-01"]
    with writing(engine) as connection:
        connection.execute(update(Item).where(Item.id.in_(pilots)).values(status="pilot"))
    run = desk.write("run.txt", "\n".join(f"b{number:02}-01" for number in (1, 2, 6, 7, 8, 9)))
    made = json.loads(desk.wenqu("heat", "create", "--items", run, "--pilots", "2", "--json").out)
    with reading(engine) as connection:
        rows = connection.execute(
            select(HeatItem.pilot).where(HeatItem.heat_id == made["heat"]).order_by(HeatItem.position)
        )
        assert [row.pilot for row in rows] == [False, False, True, False, False, True, False, False]
    done = desk.wenqu("heat", "create", "--items", run, "--pilots", "4")
    assert done.code == 1 and "3 道" in "".join(done.problems)
