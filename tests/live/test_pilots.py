"""A pilot item in a served heat: nobody on a phone or before the screen knows it for one until it is over."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from contest.database import open_engine, writing
from question_bank.models import Item
from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server, eventually

pytestmark = pytest.mark.long


@pytest.fixture
def evening(server: Server, tmp_path: Path) -> tuple[Host, Phone]:
    """A heat of b01-01, then b02-01 on trial, and its first contestant."""
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    with writing(engine) as connection:
        connection.execute(update(Item).where(Item.id == "b02-01").values(status="pilot"))
    run = tmp_path / "run.jsonl"
    run.write_text('b01-01\n{"id": "b02-01", "pilot": true}\nb03-01\n', "utf-8")
    made = json.loads(server.command("heat", "create", "--items", str(run), "--json"))
    host = Host(server, *enter_as_host(made["host_url"].replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")))
    phone = Phone(server, made["pin"])
    assert phone.join("江边老周")["ok"]
    return host, phone


def play(host: Host, phone: Phone) -> None:
    host.command("open")
    phone.wait_for(phase="open")
    assert phone.answer()["ok"]
    if host.snapshot["scene"]["phase"] == "open":  # it closes by itself once all have answered
        host.command("close")
    eventually(lambda: host.snapshot["scene"]["phase"] == "closed")
    host.command("reveal")


def test_phones_learn_that_an_item_did_not_count_with_the_key_and_not_before(evening: tuple[Host, Phone]) -> None:
    host, phone = evening
    play(host, phone)
    assert phone.wait_for(phase="revealed")["result"]["pilot"] is False
    before = len(phone.heard)
    points = phone.snapshot["you"]["points"]
    host.command("open")
    scene = phone.wait_for(phase="open")
    assert (scene["number"], scene["of"], scene["item"]["weight"]) == (2, 3, 1.0)
    assert phone.answer()["ok"]
    phone.wait_for(phase="closed")
    host.wait_for(phase="closed")
    assert "pilot" not in "\n".join(phone.heard[before:])
    host.command("reveal")
    assert phone.wait_for(phase="revealed", number=2)["result"]["pilot"] is True
    eventually(lambda: phone.snapshot["you"]["last"]["item"] == "q2")
    assert phone.snapshot["you"]["points"] == points and phone.snapshot["you"]["asked"] == 1


def test_the_host_sees_which_items_are_tried_out(evening: tuple[Host, Phone]) -> None:
    host, _ = evening
    assert [row["pilot"] for row in host.snapshot["host"]["run"]] == [False, True, False]


def test_the_result_and_the_export_count_pilots_apart(
    evening: tuple[Host, Phone], server: Server, tmp_path: Path
) -> None:
    host, phone = evening
    for _ in range(3):
        play(host, phone)
        phone.wait_for(phase="revealed")
        if host.snapshot["host"]["next"]["do"] == "standings":
            host.command("next")
    host.command("finish")
    pin = phone.snapshot["heat"]["pin"]
    status, result = eventually(
        lambda: reply if (reply := server.api(f"/api/heats/{pin}/result", seat=phone.seat))[0] == 200 else None
    )
    assert (status, result["asked"], result["pilots"]) == (200, 2, 1)
    assert result["literacy"]["items"] == 2
    server.command("heat", "export", host.heat, "--out", str(tmp_path / "out"))
    rows = (tmp_path / "out" / "responses.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[7] for row in rows[1:]] == ["open", "pilot", "open"]
    standings = json.loads(server.command("heat", "replay", host.heat, "--json"))["standings"]
    assert standings[0]["asked"] == 2
