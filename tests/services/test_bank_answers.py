"""Which answers speak of items, and what analysis makes of them."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from contest.clock import StoppedClock
from contest.database import open_engine, writing
from contest.models.records import Response
from contest.models.timetable import Heat
from contest.services.analyse_bank import figures_of, store_figures, summary_of
from contest.services.bank_answers import collect_answers
from contest.services.bank_difficulty import pilot_queue, tuned_items
from contest.services.bank_overview import analysed_items
from contest.services.bench import Bench
from contest.services.calibrate_bank import calibrated
from contest.services.calibration_list import entered_calibrations
from contest.services.choose_items import bank_list
from contest.services.plan_heat import PlannedItem
from contest.services.prepare_database import migrate, prepare_database
from contest.services.take_over_parameters import take_back, take_over
from contest.settings import load_settings
from question_bank.difficulty import AUDIENCES
from question_bank.items import ItemStatus
from question_bank.models import Item, ItemFigures
from question_bank.shipped_bank import shipped_items
from question_bank.storing import store_items
from tests.services.finished_heats import Crowd, Truth, play

NOW = datetime(2026, 11, 1, tzinfo=UTC)
AGES = ("18-29", "60-69", "30-39", "70+")
DISTRICTS = ("500103", "500241", "500106", "500242")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prepare_database(load_settings(tmp_path_factory.mktemp("answers")))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def single(connection: Connection, count: int) -> list[str]:
    """Versions of single-choice items."""
    return [item.version for item in bank_list(connection) if item.type == "single"][:count]


def planned(versions: list[str]) -> list[PlannedItem]:
    return [PlannedItem(version) for version in versions]


def test_only_finished_heats_speak(connection: Connection) -> None:
    versions = single(connection, 3)
    heat = play(connection, planned(versions), Crowd(20))
    assert collect_answers(connection).table.item.size == 60
    connection.execute(update(Heat).where(Heat.id == heat).values(status="running"))
    assert collect_answers(connection).table.item.size == 0


def test_the_last_revision_stands_and_warm_ups_do_not_count(connection: Connection) -> None:
    versions = single(connection, 2)
    heat = play(connection, [PlannedItem(versions[0], warm_up=True), PlannedItem(versions[1])], Crowd(10))
    row = connection.execute(select(Response).where(Response.item == "q2").limit(1)).one()
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    connection.execute(insert(Response).values({**values, "revision": 2, "options": ["nothing"], "elapsed_ms": 77}))
    found = collect_answers(connection)
    assert found.table.item.size == 10 and found.heats == [heat]
    changed = found.table.ms == 77
    assert changed.sum() == 1 and found.table.score[changed][0] == 0


def test_pilot_items_speak_like_any_other(connection: Connection) -> None:
    versions = single(connection, 2)
    connection.execute(update(Item).where(Item.id == versions[1].partition("@")[0]).values(status="pilot"))
    play(connection, [PlannedItem(versions[0]), PlannedItem(versions[1], pilot=True)], Crowd(10))
    assert collect_answers(connection).table.item.size == 20


def test_void_items_and_removed_people_do_not_speak(connection: Connection) -> None:
    versions = single(connection, 3)
    play(connection, planned(versions), Crowd(10), voided="q2")
    assert collect_answers(connection).table.item.size == 20
    play(connection, planned(versions), Crowd(10), seed=2, removed=True)
    found = collect_answers(connection)
    assert (found.table.item.size, found.excluded) == (20 + 27, 10 + 3)


def test_retries_and_repeats_do_not_speak(connection: Connection) -> None:
    play(connection, planned(single(connection, 2)), Crowd(10))
    connection.execute(update(Response).where(Response.item == "q1").values(exposure=2))
    connection.execute(update(Response).where(Response.item == "q2").values(round_kind="duel"))
    assert collect_answers(connection).table.item.size == 0


def test_nobody_s_answers_make_no_figures(connection: Connection) -> None:
    assert figures_of(collect_answers(connection)) == {}


def test_figures_tell_a_turned_key_and_an_item_that_is_harder_for_some(connection: Connection) -> None:
    versions = single(connection, 20)
    turned = versions[4]
    with_options = next(item for item in collect_answers(connection).items if item.version == turned)
    wrong = next(option for place, option in enumerate(with_options.options) if not with_options.key >> place & 1)
    crowd = Crowd(800, age_bands=AGES, districts=DISTRICTS, sexes=("female", "male", None))
    play(connection, planned(versions), crowd, truth=Truth(chosen_by_the_able={turned: wrong}))
    answers = collect_answers(connection)
    figures = figures_of(answers)
    assert set(figures) == set(versions)
    assert figures[turned]["findings"][0]["code"] == "key_draws_the_weak"
    assert all(not each["findings"] or each is figures[turned] or
               "key" not in each["findings"][0]["code"] for each in figures.values())  # fmt: skip
    sound = figures[versions[0]]
    assert sound["n"] == 800 and 0 < sound["share"] < 1 and len(sound["options"]) == len(with_options.options)
    assert sum(sound["fifths"]["people"]) == 800 and sound["exposure"]["heats"] == 1
    assert {row["grouping"] for row in sound["groups"]} == {"age", "district_type", "sex"}
    assert sound["s_x2"]["reason"] is None and sound["s_x2"]["p"] is not None
    assert sound["rmsd"] < 0.1 < figures[turned]["rmsd"]


def test_figures_are_stored_whole_and_replaced_whole(engine: Engine) -> None:
    with writing(engine) as connection:
        versions = single(connection, 4)
        play(connection, planned(versions), Crowd(40), day=3)
        answers = collect_answers(connection)
        store_figures(connection, answers, figures_of(answers), StoppedClock(5))
        store_figures(connection, answers, figures_of(answers), StoppedClock(6))
        assert summary_of(connection) == {
            "made_ms": 6, "heats": answers.heats, "people": 40, "answers": 160, "items": 4, "excluded": 0,
        }  # fmt: skip
        stored = connection.execute(select(ItemFigures.version_id, ItemFigures.figures)).all()
    assert {row.version_id for row in stored} == set(versions)
    assert np.isclose(stored[0].figures["share"], figures_of(answers)[stored[0].version_id]["share"])


def test_the_same_is_read_taken_over_and_taken_back_on_postgresql(empty_postgres_url: str) -> None:
    engine = open_engine(empty_postgres_url)
    migrate(engine)
    with writing(engine) as connection:
        store_items(connection, shipped_items(), ItemStatus.REVIEWED, NOW)
        versions = single(connection, 6)
        crowd = Crowd(300, age_bands=AGES, sexes=("female", "male"))
        play(connection, planned(versions), crowd, voided="q6", removed=True)
        answers = collect_answers(connection)
        assert (answers.table.item.size, answers.excluded) == (299 * 5, 300 + 5)
        store_figures(connection, answers, figures_of(answers), StoppedClock())
        assert {row["n"] for row in analysed_items(connection)} == {299}
        assert len(tuned_items(connection, AUDIENCES[0])) == 5 and pilot_queue(connection, AUDIENCES[0]) == []
        document = calibrated(answers, {}, Bench(engine, StoppedClock(), lambda share, step: None))
        taken = take_over(connection, document, {versions[0]}, None, NOW, "x")
        assert entered_calibrations(connection)[0].taken == 1
        assert take_back(connection, taken.calibration, None, NOW) == [versions[0]]
    engine.dispose()
