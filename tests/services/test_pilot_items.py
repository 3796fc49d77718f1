"""Which items may be asked in a heat, and as what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, update

from contest.clock import StoppedClock
from contest.commands.run_files import BadRunFile, planned_items
from contest.journal.replay import state_of
from contest.models.timetable import HeatItem
from contest.rules.refusals import Refusal
from contest.services.choose_items import bank_list, pilot_list
from contest.services.heat_lists import run_of
from contest.services.plan_heat import HeatPlan, PlannedItem, create_heat, new_contest
from contest.services.prepare_database import prepare_database
from contest.settings import load_settings
from question_bank.models import Item

ONE, OTHER = "b01-01", "b02-01"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prepare_database(load_settings(tmp_path_factory.mktemp("pilots")))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def set_status(connection: Connection, item: str, status: str) -> None:
    connection.execute(update(Item).where(Item.id == item).values(status=status))


def made(connection: Connection, *items: PlannedItem) -> str:
    plan = HeatPlan(new_contest(connection, "试"), "试", items)
    return create_heat(connection, plan, StoppedClock()).id


def refusal(connection: Connection, *items: PlannedItem) -> str:
    with pytest.raises(Refusal) as caught:
        made(connection, *items)
    return caught.value.refused.reason


def test_an_item_on_trial_may_be_asked_if_it_does_not_count(connection: Connection) -> None:
    set_status(connection, ONE, "pilot")
    heat = made(connection, PlannedItem(f"{OTHER}@1"), PlannedItem(f"{ONE}@1", pilot=True))
    state = state_of(connection, heat)[0]
    assert [record.item.pilot for record in state.run] == [False, True]
    rows = connection.execute(select(HeatItem.pilot).where(HeatItem.heat_id == heat).order_by(HeatItem.position))
    assert [row.pilot for row in rows] == [False, True]
    assert [row["pilot"] for row in run_of(connection, heat).items] == [False, True]


@pytest.mark.parametrize(
    ("status", "item", "reason"),
    [
        ("pilot", PlannedItem(f"{ONE}@1"), "pilot_only"),
        ("pilot", PlannedItem(f"{ONE}@1", warm_up=True), "pilot_only"),
        ("draft", PlannedItem(f"{ONE}@1"), "not_reviewed"),
        ("draft", PlannedItem(f"{ONE}@1", pilot=True), "not_reviewed"),
        ("retired", PlannedItem(f"{ONE}@1"), "retired"),
    ],
)
def test_what_may_not_be_asked_is_refused_by_name(
    connection: Connection, status: str, item: PlannedItem, reason: str
) -> None:
    set_status(connection, ONE, status)
    assert refusal(connection, PlannedItem(f"{OTHER}@1"), item) == reason


def test_a_run_in_which_nothing_counts_is_refused(connection: Connection) -> None:
    assert refusal(connection, PlannedItem(f"{ONE}@1", pilot=True)) == "nothing_left"


def test_items_on_trial_are_listed_apart(connection: Connection) -> None:
    set_status(connection, ONE, "pilot")
    assert [item.id for item in pilot_list(connection)] == [ONE]
    assert pilot_list(connection)[0].pilot
    assert ONE not in {item.id for item in bank_list(connection)}


def test_a_file_says_which_items_are_tried_out(connection: Connection, tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(f'{OTHER}\n{{"id": "{ONE}", "pilot": true}}\n', "utf-8")
    planned = planned_items(connection, file, None, 1, StoppedClock())
    assert [item.pilot for item in planned] == [False, True]
    file.write_text(f'{{"id": "{ONE}", "pilot": true, "warm_up": true}}\n', "utf-8")
    with pytest.raises(BadRunFile, match="第 1 行"):
        planned_items(connection, file, None, 1, StoppedClock())
