"""`wenqu bank analyse | calibrate | parameters`."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from contest.commands.context import CommandContext
from contest.database import reading, writing
from contest.services.choose_items import bank_list
from contest.services.plan_heat import PlannedItem
from contest.settings import load_settings
from question_bank.models import Item, ItemParameter
from tests.commands.running_irt import Desk
from tests.services.finished_heats import Crowd, play


def played(desk: Desk, people: int = 400) -> list[str]:
    """A finished heat of twelve items; their versions."""
    with writing(CommandContext(load_settings(desk / "data")).engine) as connection:
        versions = [item.version for item in bank_list(connection) if item.type == "single"][:12]
        play(connection, [PlannedItem(version) for version in versions], Crowd(people))
    return versions


def stored(desk: Desk, version: str) -> Any:
    with reading(CommandContext(load_settings(desk / "data")).engine) as connection:
        columns = (
            ItemParameter.status,
            ItemParameter.b,
            ItemParameter.se_b,
            ItemParameter.n,
            Item.status.label("item"),
        )
        found = select(*columns).join(Item, Item.current_version == ItemParameter.version_id)
        return connection.execute(found.where(ItemParameter.version_id == version)).one()


def test_a_dry_run_changes_nothing_and_a_run_takes_over_what_it_proposes(desk: Desk) -> None:
    versions = played(desk)
    before = stored(desk, versions[0])
    dry = desk.wenqu("bank", "calibrate", "--dry-run", "--json")
    document = json.loads(dry.out)
    assert (dry.code, document["calibration"], document["people"]) == (0, None, 400)
    assert stored(desk, versions[0]) == before
    wet = json.loads(desk.wenqu("bank", "calibrate", "--json").out)
    assert wet["calibration"] and set(wet["taken"]) <= set(versions)
    assert stored(desk, wet["taken"][0]).item == "calibrated"


def test_analysis_counts_what_it_rests_on(desk: Desk) -> None:
    played(desk, people=50)
    done = desk.wenqu("bank", "analyse", "--json")
    summary = json.loads(done.out)
    assert (summary["people"], summary["answers"], summary["items"]) == (50, 600, 12)


def test_an_empty_bank_of_answers_is_refused_with_what_to_do(desk: Desk) -> None:
    done = desk.wenqu("bank", "calibrate")
    assert done.code == 1 and "试测题" in "".join(done.problems)


def test_parameters_come_from_a_file_by_item_or_version(desk: Desk) -> None:
    file = desk.write(
        "p.json",
        json.dumps({"model": "2pl", "items": [
            {"id": "b01-01", "a": 1.3, "b": -0.4, "se_b": 0.1, "n": 900}, {"id": "b02-01@1", "a": 0.9, "b": 0.7},
        ]}),
    )  # fmt: skip
    assert json.loads(desk.wenqu("bank", "parameters", file, "--dry-run", "--json").out)["taken"] == []
    assert desk.wenqu("bank", "parameters", file).code == 0
    row = stored(desk, "b01-01@1")
    assert (row.status, row.b, row.se_b, row.n, row.item) == ("calibrated", -0.4, 0.1, 900, "calibrated")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"items": [{"id": "nobody", "a": 1, "b": 0}]}', "nobody"),
        ('{"items": [{"id": "b01-01", "a": 1, "b": 0}, {"id": "b01-01@1", "a": 1, "b": 0}]}', "各写了一次"),
        ('{"model": "grm", "items": [{"id": "b01-01", "a": 1, "thresholds": [0, 1]}]}', "分步"),
        ("not json", "JSON"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(desk: Desk, text: str, said: str) -> None:
    done = desk.wenqu("bank", "parameters", desk.write("p.json", text))
    assert done.code == 1 and said in "".join(done.problems)
    assert stored(desk, "b01-01@1").status == "provisional"
