"""The bank's own calibration: on which scale, what is proposed, what enters the bank, and how it goes back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, select, update

from contest.clock import StoppedClock
from contest.rules.refusals import Refusal
from contest.services.bank_answers import collect_answers
from contest.services.bench import Bench, WorkRefused
from contest.services.calibrate_bank import calibrated
from contest.services.choose_items import bank_list
from contest.services.plan_heat import PlannedItem
from contest.services.prepare_database import prepare_database
from contest.services.take_over_parameters import take_back, take_over
from contest.settings import load_settings
from question_bank.models import Calibration, Item, ItemEvent, ItemParameter
from tests.services.finished_heats import Crowd, Truth, play

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prepare_database(load_settings(tmp_path_factory.mktemp("calibrations")))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def bench(engine: Engine) -> Bench:
    return Bench(engine, StoppedClock(), lambda share, step: None)


def versions_of(connection: Connection, count: int, first: int = 0) -> list[str]:
    items = [item.version for item in bank_list(connection) if item.type == "single"]
    return items[first : first + count]


def planned(versions: list[str]) -> list[PlannedItem]:
    return [PlannedItem(version) for version in versions]


def believed(connection: Connection, versions: list[str]) -> dict[str, float]:
    rows = connection.execute(
        select(ItemParameter.version_id, ItemParameter.b).where(ItemParameter.version_id.in_(versions))
    )
    return {row.version_id: row.b for row in rows}


def test_without_anchors_the_authors_set_the_scale(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 20)
    authors = believed(connection, versions)
    moved = {versions[3]: authors[versions[3]] + 1.2}
    # People who know more than adults on average: their mean must not become the scale's nought.
    play(connection, planned(versions), Crowd(1500, mean=0.7), truth=Truth(b=moved))
    found = calibrated(collect_answers(connection), {}, bench)
    assert (found["scale"], found["anchors"], found["converged"]) == ("authors", 0, True)
    assert found["population"][0]["mean"] == pytest.approx(0.7, abs=0.2)
    entries = {entry["version"]: entry for entry in found["items"]}
    errors = [entries[version]["new"]["b"] - {**authors, **moved}[version] for version in versions]
    assert float(np.abs(errors).max()) < 0.6 and abs(float(np.mean(errors))) < 0.2
    assert entries[versions[3]]["warnings"] == ["moved"] and entries[versions[3]]["proposed"]
    assert all(entry["new"]["c"] == pytest.approx(entry["former"]["c"]) for entry in found["items"])


@pytest.mark.long
def test_anchors_stay_where_they_are_and_hold_the_scale(connection: Connection, bench: Bench) -> None:
    anchors, new = versions_of(connection, 8), versions_of(connection, 6, first=8)
    connection.execute(
        update(ItemParameter).where(ItemParameter.version_id.in_(anchors)).values(status="calibrated", se_b=0.1, n=900)
    )
    shifted = {version: b - 0.8 for version, b in believed(connection, new).items()}
    play(connection, planned(anchors + new), Crowd(1500, mean=-0.5), truth=Truth(b=shifted))
    found = calibrated(collect_answers(connection), {}, bench)
    entries = {entry["version"]: entry for entry in found["items"]}
    assert (found["scale"], found["anchors"]) == ("anchors", 8)
    for version in anchors:
        assert entries[version]["anchor"] and not entries[version]["proposed"]
        assert entries[version]["new"]["b"] == pytest.approx(entries[version]["former"]["b"])
    # Their difficulty is below what the authors believed, and is not put right by moving the scale.
    assert np.mean([entries[version]["new"]["b"] - shifted[version] for version in new]) == pytest.approx(0, abs=0.2)
    assert found["population"][0]["mean"] == pytest.approx(-0.5, abs=0.15)
    free = calibrated(collect_answers(connection), {"anchors": False}, bench)
    assert free["scale"] == "authors" and not any(entry["anchor"] for entry in free["items"])


@pytest.mark.long
def test_each_heat_has_people_of_its_own(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 12)
    play(connection, planned(versions), Crowd(900, mean=0.6), seed=1)
    play(connection, planned(versions), Crowd(900, mean=-0.6), seed=2)
    means = [row["mean"] for row in calibrated(collect_answers(connection), {}, bench)["population"]]
    assert abs(means[0] - means[1]) == pytest.approx(1.2, abs=0.2)


def test_few_answers_are_not_proposed(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 10)
    play(connection, planned(versions), Crowd(80))
    found = calibrated(collect_answers(connection), {}, bench)
    assert not any(entry["proposed"] for entry in found["items"])
    assert all("few_answers" in entry["warnings"] for entry in found["items"])


def test_nothing_to_calibrate_is_refused_in_words(connection: Connection, bench: Bench) -> None:
    play(connection, planned(versions_of(connection, 5)), Crowd(10))
    with pytest.raises(WorkRefused) as caught:
        calibrated(collect_answers(connection), {}, bench)
    assert caught.value.document["reason"] == "no_answers"


def test_heats_without_common_items_are_refused_unless_their_people_are_alike(
    connection: Connection, bench: Bench
) -> None:
    play(connection, planned(versions_of(connection, 6)), Crowd(300), seed=1)
    play(connection, planned(versions_of(connection, 6, first=6)), Crowd(300), seed=2)
    answers = collect_answers(connection)
    with pytest.raises(WorkRefused) as caught:
        calibrated(answers, {}, bench)
    assert caught.value.document["reason"] == "apart" and len(caught.value.document["parts"]) == 2
    assert len(calibrated(answers, {"equivalent": True}, bench)["items"]) == 12


def state_of(connection: Connection, versions: list[str]) -> list[tuple[object, ...]]:
    rows = connection.execute(
        select(
            ItemParameter.version_id, ItemParameter.status, ItemParameter.b, ItemParameter.se_b, ItemParameter.n,
            Item.status.label("item_status"),
        )
        .join(Item, Item.current_version == ItemParameter.version_id)
        .where(ItemParameter.version_id.in_(versions))
        .order_by(ItemParameter.version_id)
    )  # fmt: skip
    return [tuple(row) for row in rows]


def test_what_is_taken_over_is_on_record_and_can_be_taken_back(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 12)
    pilot = versions[1].partition("@")[0]
    connection.execute(update(Item).where(Item.id == pilot).values(status="pilot"))
    play(connection, [PlannedItem(each, pilot=each == versions[1]) for each in versions], Crowd(1000))
    found = calibrated(collect_answers(connection), {}, bench)
    before = state_of(connection, versions)
    taken = take_over(connection, found, set(versions[:2]), "anna", NOW, "自己的作答")
    after = state_of(connection, versions)
    assert [row[5] for row in after[:2]] == ["calibrated", "calibrated"] and after[2:] == before[2:]
    assert after[0][1] == "calibrated" and after[0][4] == 1000
    events = connection.execute(select(ItemEvent).where(ItemEvent.action == "calibrated")).all()
    assert {row.version_id for row in events} == set(versions[:2]) and events[0].account_id == "anna"
    stored = connection.execute(select(Calibration)).one()
    assert (stored.people, stored.model, stored.document["taken"]) == (1000, "3pl", sorted(versions[:2]))
    assert take_back(connection, taken.calibration, "bo", NOW) == sorted(versions[:2])
    assert state_of(connection, versions) == before
    with pytest.raises(Refusal, match="nothing_left"):
        take_back(connection, taken.calibration, "bo", NOW)


@pytest.mark.long
def test_what_has_changed_since_stays_when_a_calibration_is_taken_back(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 12)
    play(connection, planned(versions), Crowd(1000))
    found = calibrated(collect_answers(connection), {}, bench)
    first = take_over(connection, found, set(versions[:2]), "anna", NOW, "x")
    play(connection, planned(versions), Crowd(500), seed=2)
    again = calibrated(collect_answers(connection), {"anchors": False}, bench)
    take_over(connection, again, {versions[0]}, "anna", NOW, "y")
    assert take_back(connection, first.calibration, "anna", NOW) == [versions[1]]


def test_a_preview_that_is_out_of_date_is_refused(connection: Connection, bench: Bench) -> None:
    versions = versions_of(connection, 12)
    play(connection, planned(versions), Crowd(300))
    found = calibrated(collect_answers(connection), {}, bench)
    connection.execute(update(ItemParameter).where(ItemParameter.version_id == versions[0]).values(b=9.0))
    with pytest.raises(Refusal, match="stale_view"):
        take_over(connection, found, {versions[0]}, None, NOW, "x")
    with pytest.raises(Refusal, match="unknown_item"):
        take_over(connection, found, {"nothing@1"}, None, NOW, "x")
