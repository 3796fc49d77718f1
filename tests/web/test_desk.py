"""The organizer's desk: making, looking, exporting; and what it refuses."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from contest.database import open_engine, reading
from contest.services.choose_items import Wishes, bank_list, draw
from question_bank.taxonomy import DIMENSION_WEIGHTS
from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server, eventually
from tests.web.visitors import Visitor, signed_in

NEW = "/organizer/heats/new"


@pytest.fixture(scope="module")
def organizer(server: Server) -> Visitor:
    return signed_in(server, "organizer")


def drawn(organizer: Visitor, length: int = 5) -> list[dict[str, object]]:
    reply = organizer.get(f"/organizer/items/draw?length={length}&difficulty=middle&seed=3")
    return [{"version": version, "weight": 1, "time_limit_s": None} for version in json.loads(reply.text)["versions"]]


def create(organizer: Visitor, **fields: str) -> str:
    form = {"run": json.dumps(drawn(organizer)), "name": "街道初赛", "rules": "1", "changeable": "on", **fields}
    reply = organizer.post(NEW, _form_on=NEW, **form)
    assert reply.status == 200, reply.text
    return reply.url.rpartition("/")[2]


def test_a_heat_that_was_made_at_the_desk_can_be_played_at_once(server: Server, organizer: Visitor) -> None:
    heat = create(organizer, time_limit_s="20", multiple="part")
    page = organizer.get(f"/organizer/heats/{heat}").text
    assert "街道初赛" in page and "每题 20 秒" in page and "少选得部分分" in page
    pin = page.partition("/p/")[2][:6]
    link = organizer.post(f"/organizer/heats/{heat}/host-link", _form_on=f"/organizer/heats/{heat}").text
    url = link.partition('id="link" readonly value="')[2].partition('"')[0]
    host = Host(server, *enter_as_host(url))
    phone = Phone(server, pin)
    assert phone.join("=1+1 甲")["ok"]
    host.command("next")
    assert phone.answer()["ok"]
    host.command("close")
    host.command("reveal")
    figures = eventually(lambda: with_literacy(organizer, heat), pause_s=0.3)
    assert figures["people"] == 1 and figures["literacy"]["people"] == 1
    assert "name" not in json.dumps(figures["literacy"])
    check_exports(organizer, heat)


def with_literacy(organizer: Visitor, heat: str) -> dict[str, object] | None:
    figures = json.loads(organizer.get(f"/organizer/heats/{heat}/live.json").text)
    return figures if figures["literacy"] else None


def check_exports(organizer: Visitor, heat: str) -> None:
    base = f"/organizer/heats/{heat}/export"
    responses = list(csv.DictReader(io.StringIO(organizer.get(f"{base}/responses.csv").text.lstrip("\ufeff"))))
    assert [row["status"] for row in responses] == ["answered"]
    assert not {"points", "streak", "weight"} & set(responses[0])
    standings = list(csv.DictReader(io.StringIO(organizer.get(f"{base}/standings.csv").text.lstrip("\ufeff"))))
    assert standings[0]["name"] == "'=1+1 甲"
    book = load_workbook(io.BytesIO(organizer.get(f"{base}/heat.xlsx").content))
    cell = book["standings"]["C2"]
    assert cell.data_type == "s" and cell.value == "'=1+1 甲"
    with zipfile.ZipFile(io.BytesIO(organizer.get(f"{base}/heat.zip").content)) as archive:
        assert set(archive.namelist()) == {"responses.csv", "standings.csv", "events.jsonl", "heat.json"}
        events = [json.loads(line) for line in archive.read("events.jsonl").decode().splitlines()]
        assert json.loads(archive.read("heat.json"))["journal"] == {"count": len(events), "head": events[-1]["hash"]}


def test_what_is_wrong_in_the_form_is_said_and_nothing_is_lost(organizer: Visitor) -> None:
    reply = organizer.post(NEW, _form_on=NEW, run="[]", name="保留这个名字", rules="1", time_limit_s="45")
    assert reply.status == 400 and "保留这个名字" in reply.text and 'value="45"' in reply.text
    for field, value in (("time_limit_s", "2"), ("points_full", "x"), ("multiple", "sometimes")):
        fields = {"run": json.dumps(drawn(organizer)), "name": "甲", field: value}
        assert organizer.post(NEW, _form_on=NEW, **fields).status == 400


@pytest.mark.parametrize("run", ['[{"version": "nothing@1"}]', "{}", "null", "[1]", "not json", '[{"weight": 1}]'])
def test_forged_runs_are_refused(organizer: Visitor, run: str) -> None:
    assert organizer.post(NEW, _form_on=NEW, run=run, name="甲").status == 400


def test_only_what_was_never_played_can_be_deleted(server: Server, organizer: Visitor) -> None:
    heat = create(organizer)
    page = f"/organizer/heats/{heat}"
    copy = organizer.post(f"{page}/copy", _form_on=page).url.rpartition("/")[2]
    assert copy != heat
    assert "已删除" in organizer.post(f"{page}/delete", _form_on=page).text
    assert organizer.get(page).status == 404
    pin = organizer.get(f"/organizer/heats/{copy}").text.partition("/p/")[2][:6]
    Phone(server, pin).join("甲")
    reply = organizer.post(f"/organizer/heats/{copy}/delete", _form_on=f"/organizer/heats/{copy}")
    assert "不能删除" in reply.text and organizer.get(f"/organizer/heats/{copy}").status == 200


def test_drawn_sets_keep_the_survey_s_shares_and_come_near_the_wanted_difficulty(server: Server) -> None:
    with reading(open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")) as connection:
        bank = bank_list(connection)
    for difficulty, low, high in (("easy", 70, 80), ("middle", 57, 67), ("hard", 45, 60)):
        chosen = draw(bank, Wishes(20, difficulty), seed=5)
        assert low <= sum(item.percent for item in chosen) / 20 <= high
        for dimension, weight in DIMENSION_WEIGHTS.items():
            assert abs(sum(item.dimension == dimension for item in chosen) - 20 * weight) <= 1
        assert len({item.version for item in chosen}) == 20


def test_an_account_is_made_signed_in_disabled_and_out_at_once(server: Server) -> None:
    admin = signed_in(server, "admin")
    page = "/organizer/accounts"
    made = admin.post(page, _form_on=page, login="zhou", name="周敏", role="organizer").text
    url = made.partition('id="link" readonly value="')[2].partition('"')[0]
    colleague = Visitor(server)
    assert "场次" in colleague.post(url, _form_on=url).text
    assert colleague.post(url, _form_on=url).status == 410
    accounts = admin.get(page).text
    row = accounts.partition("周敏")[2]
    address = row.partition('action="/organizer/accounts/')[2].partition("/")[0]
    admin.post(f"{page}/{address}/disabled", _form_on=page, off="1")
    assert "登录" in colleague.get("/organizer/").text


def test_passwords_let_in_and_a_new_one_ends_other_sessions(server: Server) -> None:
    first = signed_in(server, "organizer")
    login = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    with reading(login) as connection:
        newest = "SELECT login FROM accounts WHERE role = 'organizer' ORDER BY created_at DESC LIMIT 1"
        name = str(connection.exec_driver_sql(newest).scalar())
    assert first.post("/auth/password", _form_on="/auth/password", password="short", again="short").status == 400
    words = "清水从源头流下来"
    assert first.post("/auth/password", _form_on="/auth/password", password=words * 2, again=words * 2).status == 200
    second = Visitor(server)
    assert second.post("/auth/sign-in", _form_on="/auth/sign-in", login=name, password="wrong").status == 401
    assert second.post("/auth/sign-in", _form_on="/auth/sign-in", login=name, password=words * 2).status == 200
    second.post("/auth/password", _form_on="/auth/password", password=words * 3, again=words * 3)
    assert "主办方登录" in first.get("/organizer/").text


def test_after_signing_in_nobody_is_led_to_another_site(server: Server) -> None:
    for target in ("//evil.example", "https://evil.example", "/\\evil.example"):
        visitor = Visitor(server)
        reply = visitor.post(f"/auth/sign-in?next={target}", _form_on="/auth/sign-in", login="x", password="y")
        assert reply.status in (401, 429) and reply.url.startswith(server.url)
