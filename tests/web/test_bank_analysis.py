"""Analysis, difficulty and calibration at the desk, over HTTP: what a browser would ask for."""

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from sqlalchemy import Engine, select, update

from contest.database import open_engine, reading, writing
from contest.models.audit import AuditEntry
from contest.models.timetable import Heat
from contest.services.choose_items import bank_list
from contest.services.plan_heat import PlannedItem
from question_bank.models import Item, ItemEvent, ItemParameter
from tests.running import Server, eventually
from tests.services.finished_heats import Crowd, Truth, play
from tests.web.visitors import Reply, Visitor, signed_in

BASE = "/organizer/bank/analysis"


@pytest.fixture(scope="module")
def engine(server: Server) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def versions(engine: Engine) -> list[str]:
    """Items of a finished heat. The second is on trial, the third harder than anybody thought, the fourth unfair."""
    with writing(engine) as connection:
        found = [item.version for item in bank_list(connection) if item.type == "single"][:14]
        connection.execute(update(Item).where(Item.id == found[1].partition("@")[0]).values(status="pilot"))
        b = connection.scalar(select(ItemParameter.b).where(ItemParameter.version_id == found[2]))
        harder = Truth(b={found[2]: float(b or 0) + 1.5})
        play(connection, [PlannedItem(each, pilot=each == found[1]) for each in found], Crowd(500), truth=harder)
    return found


@pytest.fixture(scope="module")
def organizer(server: Server) -> Visitor:
    return signed_in(server, "organizer")


def item_of(version: str) -> str:
    return version.partition("@")[0]


def finished_job(visitor: Visitor, reply: Reply) -> str:
    """Waits for the job that the page says it follows; its id."""
    job = parse_qs(urlparse(reply.url).query)["job"][0]
    url = f"/organizer/jobs/{job}.json"
    eventually(lambda: json.loads(visitor.get(url).text)["state"] in ("done", "refused", "failed"), pause_s=0.3)
    assert json.loads(visitor.get(url).text)["state"] == "done"
    return job


def config(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="config">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


@pytest.fixture(scope="module")
def analysed(organizer: Visitor, versions: list[str]) -> None:
    assert "还没有可以分析的作答" in organizer.get(BASE).text
    finished_job(organizer, organizer.post(f"{BASE}/run", _form_on=BASE))


@pytest.mark.usefixtures("analysed")
def test_the_table_holds_every_item_that_was_answered(organizer: Visitor, versions: list[str]) -> None:
    page = organizer.get(BASE).text
    rows = config(page)["rows"]
    assert isinstance(rows, list)
    assert {row["id"] for row in rows} == {item_of(version) for version in versions}
    assert "500 人次" in page
    harder = next(row for row in rows if row["id"] == item_of(versions[2]))
    assert any("比题库里记的难" in remark for remark in harder["remarks"])
    file = list(csv.DictReader(io.StringIO(organizer.get(f"{BASE}/figures.csv").content.decode("utf-8-sig"))))
    assert {row["id"] for row in file} == {row["id"] for row in rows} and file[0]["n"] == "500"


@pytest.mark.usefixtures("analysed")
def test_heats_finished_since_are_told(organizer: Visitor, engine: Engine, versions: list[str]) -> None:
    assert "又有" not in organizer.get(BASE).text
    with writing(engine) as connection:
        heat = play(connection, [PlannedItem(versions[0])], Crowd(5), seed=9)
    assert "又有 1 场结束了" in organizer.get(BASE).text
    with writing(engine) as connection:
        connection.execute(update(Heat).where(Heat.id == heat).values(status="running"))


@pytest.mark.usefixtures("analysed")
def test_one_item_s_page_has_its_figures_and_one_without_answers_says_so(
    organizer: Visitor, versions: list[str]
) -> None:
    page = organizer.get(f"{BASE}/items/{item_of(versions[0])}").text
    assert "曲线和实际作答" in page and "各选项" in page
    assert "这道题还没有作答" in organizer.get(f"{BASE}/items/b26-01").text
    assert organizer.get(f"{BASE}/items/nothing").status == 404


@pytest.mark.usefixtures("analysed")
def test_what_answers_say_of_an_item_stands_beside_its_text(organizer: Visitor, versions: list[str]) -> None:
    page = organizer.get(f"/organizer/bank/items/{item_of(versions[0])}").text
    assert "曲线和实际作答" in page and "作答分析" in page
    analysis = config(page)["analysis"]
    assert isinstance(analysis, dict) and analysis["curve"]["share"]
    untouched = organizer.get("/organizer/bank/items/b26-01").text
    assert "来之前已经审过" in untouched and "还没有人审过这一版" not in untouched
    assert "还没有人答过" in untouched and f'href="{BASE}"' in untouched and "曲线和实际作答" not in untouched


@pytest.mark.usefixtures("analysed")
def test_difficulty_goes_by_the_audience(organizer: Visitor, versions: list[str]) -> None:
    pages = {code: organizer.get(f"{BASE}/difficulty?audience={code}").text for code in ("elderly", "officials")}
    expected = {}
    for code, page in pages.items():
        rows = config(page)["rows"]
        assert isinstance(rows, list)
        expected[code] = next(row["expected"] for row in rows if row["id"] == item_of(versions[0]))
    assert expected["elderly"] < expected["officials"]
    assert "还要" in pages["elderly"] and item_of(versions[1]) in pages["elderly"]


@pytest.mark.usefixtures("analysed")
def test_an_audience_is_set_within_bounds(organizer: Visitor) -> None:
    page = f"{BASE}/difficulty"
    form = {"_form_on": page, "code": "youth"}
    assert "记下了" in organizer.post(f"{page}/audience", mean="0.4", sd="0.8", **form).text
    assert "平均 0.4，差别 0.8" in organizer.get(f"{page}?audience=youth").text
    for mean, sd in (("9", "1"), ("0", "0"), ("x", "1"), ("nan", "1")):
        assert "要在" in organizer.post(f"{page}/audience", mean=mean, sd=sd, **form).text
    assert "平均 0.4，差别 0.8" in organizer.get(f"{page}?audience=youth").text


@pytest.mark.usefixtures("analysed")
def test_an_item_is_taken_out_and_put_back(organizer: Visitor, engine: Engine, versions: list[str]) -> None:
    item, page = item_of(versions[5]), f"{BASE}/difficulty"

    def status() -> str | None:
        with reading(engine) as connection:
            return connection.scalar(select(Item.status).where(Item.id == item))

    reply = organizer.post(f"{BASE}/items/{item}/retire", _form_on=page)
    assert "已停用" in reply.text and status() == "retired"
    assert "这一步现在走不了" in organizer.post(f"{BASE}/items/{item}/pilot", _form_on=page).text
    assert "撤销了，1 题" in take_back(organizer, page) and status() == "reviewed"
    assert "可能已经撤销过" in take_back(organizer, page)
    organizer.post(f"{BASE}/items/{item}/pilot", _form_on=page)
    assert status() == "pilot"
    take_back(organizer, page)
    for doing, where in (("retire", "nothing"), ("nothing", item)):
        reply = organizer.post(f"{BASE}/items/{where}/{doing}", _form_on=page)
        assert "没有这道题" in reply.text or "请求的格式不对" in reply.text


def take_back(organizer: Visitor, page: str) -> str:
    """The last act undone, as everywhere in the bank."""
    return organizer.post("/organizer/bank/undo", _form_on=page, back=page).text


@pytest.mark.usefixtures("analysed")
def test_what_a_lone_organizer_does_about_difficulty_is_marked_as_such(
    organizer: Visitor, engine: Engine, versions: list[str]
) -> None:
    item, page, settings = item_of(versions[6]), f"{BASE}/difficulty", "/organizer/bank/settings"
    organizer.post(settings, _form_on=settings, eyes="solo")
    organizer.post(f"{BASE}/items/{item}/retire", _form_on=page)
    take_back(organizer, page)
    organizer.post(settings, _form_on=settings, eyes="two")
    with reading(engine) as connection:
        mine = (ItemEvent.item_id == item, ItemEvent.action == "status")
        events = connection.scalars(select(ItemEvent.details).where(*mine)).all()
        audited = connection.execute(select(AuditEntry).where(AuditEntry.action == "bank_status")).all()
    assert [event.get("solo") for event in events] == [True, True]
    assert any(row.details["solo"] for row in audited if row.details["item"] == item)


@pytest.mark.usefixtures("analysed")
def test_an_item_moves_to_where_its_answers_put_it_and_back(
    organizer: Visitor, engine: Engine, versions: list[str]
) -> None:
    def b() -> float:
        with reading(engine) as connection:
            return float(connection.scalar(select(ItemParameter.b).where(ItemParameter.version_id == versions[2])) or 0)

    before = b()
    organizer.post(f"{BASE}/items/{item_of(versions[2])}/move", _form_on=f"{BASE}/difficulty")
    assert b() - before > 0.5
    undo(organizer)
    assert b() == before


def undo(organizer: Visitor) -> None:
    """Takes the newest calibration back."""
    page = organizer.get(f"{BASE}/calibration").text
    found = re.search(r'action="(/organizer/bank/analysis/calibrations/\w+/undo)"', page)
    assert found is not None
    assert "恢复了原来的参数" in organizer.post(found[1], _form_on=f"{BASE}/calibration").text


@pytest.mark.usefixtures("analysed")
def test_a_calibration_is_looked_at_taken_over_and_taken_back(
    organizer: Visitor, engine: Engine, versions: list[str]
) -> None:
    page = f"{BASE}/calibration"
    reply = organizer.post(page, _form_on=page, anchors="on", model="3pl")
    job = finished_job(organizer, reply)
    preview = organizer.get(f"{page}?job={job}").text
    assert "新旧对照" in preview and "量尺由作者的估计定" in preview
    entries = config(preview)["preview"]
    assert isinstance(entries, list) and {entry["version"] for entry in entries} == set(versions)
    take = f"{page}/{job}/take"
    assert "请先勾选" in organizer.post(take, _form_on=page).text
    assert "1 道题的参数收进了题库" in organizer.post(take, _form_on=page, version=versions[1]).text

    def stored() -> tuple[str, str]:
        with reading(engine) as connection:
            row = connection.execute(
                select(Item.status, ItemParameter.status.label("parameters"))
                .join(ItemParameter, ItemParameter.version_id == Item.current_version)
                .where(Item.id == item_of(versions[1]))
            ).one()
        return row.status, row.parameters

    assert stored() == ("calibrated", "calibrated")
    assert "已经变了" in organizer.post(take, _form_on=page, version=versions[1]).text
    undo(organizer)
    assert stored() == ("pilot", "provisional")


@pytest.mark.usefixtures("analysed")
def test_another_s_results_cannot_be_taken_over(server: Server, organizer: Visitor) -> None:
    page = f"{BASE}/calibration"
    job = finished_job(organizer, organizer.post(page, _form_on=page, anchors="on"))
    other = signed_in(server, "organizer")
    assert "已经不在了" in other.post(f"{page}/{job}/take", _form_on=page, version="b01-01@1").text


@pytest.mark.usefixtures("analysed")
def test_a_reviewer_sees_and_does_not_act(server: Server, versions: list[str]) -> None:
    reviewer = signed_in(server, "reviewer")
    assert "重新计算" not in reviewer.get(BASE).text
    assert reviewer.get(f"{BASE}/difficulty").status == 200
    assert reviewer.get(f"{BASE}/calibration").status == 403


def test_pilot_items_are_offered_in_the_form_of_a_new_heat(organizer: Visitor, versions: list[str]) -> None:
    page = organizer.get("/organizer/heats/new").text
    items = config(page)["items"]
    assert isinstance(items, list)
    assert "掺几道试测题" in page and [row["version"] for row in items if row["pilot"]] == [versions[1]]
    run: list[dict[str, object]] = [{"version": versions[0]}, {"version": versions[1], "pilot": True}]
    made = organizer.post("/organizer/heats/new", _form_on="/organizer/heats/new", name="试测", run=json.dumps(run))
    assert made.status == 200 and "试测" in made.text
    run[1]["pilot"] = False
    refused = organizer.post("/organizer/heats/new", _form_on="/organizer/heats/new", name="试测", run=json.dumps(run))
    assert refused.status == 400 and "只能当作不计分的试测题" in refused.text
