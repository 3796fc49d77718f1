"""Audiences, advice on what was answered, alarms, and how many answers items on trial still need."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, select, update

from contest.clock import StoppedClock
from contest.rules.refusals import Refusal
from contest.services.analyse_bank import figures_of, store_figures
from contest.services.attributes import AGE_BANDS, districts
from contest.services.bank_answers import collect_answers
from contest.services.bank_difficulty import (
    BadAudience,
    adjusted,
    alarms,
    audiences,
    pilot_queue,
    set_audience,
    tuned_items,
)
from contest.services.bank_overview import analysed_item, analysed_items
from contest.services.choose_items import bank_list
from contest.services.group_names import AGES, district_types, groupings
from contest.services.item_history import Hand, hand
from contest.services.item_remarks import remarks_of, verdict_of
from contest.services.plan_heat import PlannedItem
from contest.services.prepare_database import prepare_database
from contest.services.stem_lines import line_of
from contest.services.tune_items import move_to_answers
from contest.settings import load_settings
from question_bank.difficulty import AUDIENCES
from question_bank.models import Item, ItemParameter
from question_bank.review import Person
from tests.services.finished_heats import Crowd, Truth, play

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def at_work(connection: Connection) -> Hand:
    return hand(connection, Person("anna", "organizer"), NOW)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prepare_database(load_settings(tmp_path_factory.mktemp("difficulty")))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def versions_of(connection: Connection, count: int) -> list[str]:
    return [item.version for item in bank_list(connection) if item.type == "single"][:count]


def item_of(version: str) -> str:
    return version.partition("@")[0]


@pytest.fixture
def versions(connection: Connection) -> list[str]:
    """Twelve items of a finished heat, analysed: the first is much harder than its author thought."""
    found = versions_of(connection, 12)
    b = connection.scalar(select(ItemParameter.b).where(ItemParameter.version_id == found[0]))
    play(
        connection, [PlannedItem(each) for each in found], Crowd(900, mean=0.5),
        truth=Truth(b={found[0]: float(b or 0) + 1.6}),
    )  # fmt: skip
    answers = collect_answers(connection)
    store_figures(connection, answers, figures_of(answers), StoppedClock())
    return found


def test_audiences_are_the_program_s_until_somebody_sets_them(connection: Connection) -> None:
    assert audiences(connection) == list(AUDIENCES)
    set_audience(connection, "youth", 0.3, 0.8)
    found = {each.code: each for each in audiences(connection)}
    assert (found["youth"].mean, found["youth"].sd) == (0.3, 0.8)
    assert found["adults"] == AUDIENCES[0]


@pytest.mark.parametrize(("code", "mean", "sd"), [("nobody", 0, 1), ("youth", 4, 1), ("youth", 0, 0.1)])
def test_no_audience_has_such_numbers(connection: Connection, code: str, mean: float, sd: float) -> None:
    with pytest.raises(BadAudience):
        set_audience(connection, code, mean, sd)


def test_a_harder_item_is_to_be_moved_and_others_are_kept(connection: Connection, versions: list[str]) -> None:
    rows = {row["version"]: row for row in tuned_items(connection, AUDIENCES[0])}
    harder = rows[versions[0]]
    assert harder["advice"]["advice"] == "move" and harder["advice"]["reason"] == "harder"
    assert harder["observed"] < harder["expected"]
    kept = [row for version, row in rows.items() if version != versions[0]]
    # The crowd knows more than adults do; carried over to adults, its answers are what was expected of adults.
    assert sum(row["advice"]["advice"] == "keep" for row in kept) >= 9
    assert all(abs(row["observed"] - row["expected"]) < 0.1 for row in kept)
    assert all(row["raw"] > row["expected"] for row in kept[:3])


def test_moving_takes_over_what_the_answers_show(connection: Connection, versions: list[str]) -> None:
    document = adjusted(connection, item_of(versions[0]))
    assert document is not None
    entry = document["items"][0]
    assert entry["new"]["b"] - entry["former"]["b"] == pytest.approx(1.6, abs=0.4)
    move_to_answers(at_work(connection), item_of(versions[0]))
    row = connection.execute(select(ItemParameter).where(ItemParameter.version_id == versions[0])).one()
    assert (row.b, row.status, row.n) == (pytest.approx(entry["new"]["b"]), "provisional", 900)
    assert adjusted(connection, "b26-01") is None
    with pytest.raises(Refusal, match="nothing_left"):
        move_to_answers(at_work(connection), "b26-01")


def test_items_on_trial_wait_for_so_many_more_answers(connection: Connection, versions: list[str]) -> None:
    pilots = {item_of(version) for version in versions[:2]} | {"b20-01"}
    connection.execute(update(Item).where(Item.id.in_(pilots)).values(status="pilot"))
    queue = {row["id"]: row for row in pilot_queue(connection, AUDIENCES[0])}
    assert set(queue) == pilots
    assert queue[item_of(versions[0])]["n"] == 900 and queue["b20-01"]["n"] == 0
    assert queue["b20-01"]["more"] == queue["b20-01"]["needed"] > 100
    assert all(row["more"] == max(0, row["needed"] - row["n"]) for row in queue.values())


def test_an_item_that_becomes_easier_every_day_is_an_alarm(connection: Connection) -> None:
    found = versions_of(connection, 12)
    b = float(connection.scalar(select(ItemParameter.b).where(ItemParameter.version_id == found[4])) or 0)
    for day in range(5):
        truth = Truth(b={found[4]: b - 0.8 * day})
        play(connection, [PlannedItem(each) for each in found], Crowd(200), seed=day, truth=truth, day=day)
    answers = collect_answers(connection)
    store_figures(connection, answers, figures_of(answers), StoppedClock())
    raised = alarms(connection)
    assert [row["id"] for row in raised] == [item_of(found[4])] and raised[0]["trend"]["days"] == 5
    advice = {row["version"]: row["advice"] for row in tuned_items(connection, AUDIENCES[0])}
    assert advice[found[4]]["reason"] == "leaked"


def test_the_overview_holds_what_was_answered_and_an_item_what_is_known(
    connection: Connection, versions: list[str]
) -> None:
    rows = analysed_items(connection)
    assert {row["id"] for row in rows} == {item_of(version) for version in versions}
    item = analysed_item(connection, item_of(versions[0]))
    assert item is not None and item["figures"]["n"] == 900 and item["versions"][0]["n"] == 900
    assert "harder_than_known" in [remark["code"] for remark in item["remarks"]]
    untouched = analysed_item(connection, "b26-01")
    assert untouched is not None and untouched["figures"] is None and untouched["verdict"] == "wait"
    assert analysed_item(connection, "nothing") is None


def test_the_heaviest_remark_decides() -> None:
    figures = {
        "n": 500.0,
        "findings": [{"code": "dead_option", "option": 2}, {"code": "key_draws_the_weak", "option": None}],
        "trend": {"alarm": True, "change": 0.2},
        "fast": {"alarm": False},
        "groups": [{"class": "C", "delta": -2.0, "grouping": "sex", "focal": "female", "reference": "male"}],
        "rmsd": None,
        "rmsd_by_chance": None,
        "s_x2": {"p": None, "rmsea": None},
        "shift": {"shift": None, "se": None},
    }
    remarks = remarks_of(figures)
    assert [remark.code for remark in remarks] == ["key_draws_the_weak", "easier_daily", "harder_for", "dead_option"]
    assert remarks[3].values["option"] == "C" and verdict_of(remarks) == "stop"
    assert verdict_of(remarks[1:]) == "look" and verdict_of(remarks[3:]) == "keep"


def test_every_district_and_age_band_has_its_group(connection: Connection, versions: list[str]) -> None:
    assert set(district_types()) == set(districts())
    assert set(AGES) == set(AGE_BANDS)
    assert [grouping.name for grouping in groupings(collect_answers(connection).people)] == [
        "sex", "age", "district_type",
    ]  # fmt: skip


def test_a_stem_is_one_line_without_its_tables() -> None:
    assert line_of("第一句。\n| 年 | 吨 |\n|---|---|\n| 1 | 2 |\n哪一**年**多？") == "第一句。 哪一年多？"
    assert len(line_of("长" * 300)) == 90
