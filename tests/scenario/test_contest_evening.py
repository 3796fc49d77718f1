"""A contest evening as a new user would have it: a host, a projector, three phones, two hundred simulated contestants,
a server killed in the middle of a question, a host who moves to another device, and an honest account at the end."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import ROOT, Server
from tests.scenario.browsers import LAPTOP, PHONE, PROJECTOR, Visitor, chromium

NAMES = ("江边老周", "桥头的灯塔", "坡上小李")
ITEMS = ("b03-01", "b01-04", "b11-04", "b17-05", "b24-08", "b10-06")
BOTS = 200
PICTURES = ROOT / "test-results" / "evening"


@pytest.fixture
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def create_heat(server: Server, folder: Path) -> dict[str, str]:
    run, rules = folder / "items.jsonl", folder / "rules.toml"
    rows = [{"id": item, "warm_up": place == 0} for place, item in enumerate(ITEMS)]
    run.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    rules.write_text('time_limit_s = 40\nclose_when_all_answered = false\ntie_breaks = ["right", "time"]\n', "utf-8")
    made = server.command(
        "heat", "create", "--items", str(run), "--rules", str(rules), "--name", "社区科普之夜", "--json"
    )
    return {name: url.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}") for name, url in json.loads(made).items()}


def invite_bots(server: Server, pin: str, ledger: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "contest.cli", "bots", "--url", server.url, "--pin", pin]
    options = ["--count", str(BOTS), "--ledger", str(ledger), "--drop-rate", "0.05", "--pace", "0.3", "--seed", "4"]
    return subprocess.Popen([*command, *options], cwd=ROOT, env=os.environ | {"WENQU_DATA": str(server.data)})


def join(phone: Visitor, url: str, name: str) -> None:
    page = phone.open(url)
    page.get_by_label("怎么称呼您").fill(name)
    page.get_by_role("button", name="进场").click()
    expect(page.get_by_text("您已进场")).to_be_visible()


def primary(host: Page) -> str:
    return host.locator(".cmd .btn--main").first.inner_text()


def press(host: Page, until: str) -> None:
    """The host's one button, by the space bar; then the label that must stand on it."""
    assert until not in primary(host)
    host.wait_for_timeout(450)
    host.keyboard.press("Space")
    expect(host.locator(".cmd .btn--main").first).to_contain_text(until)


def choose(phone: Visitor, place: int) -> None:
    phone.page.keyboard.press(str(place))
    expect(phone.page.get_by_text("已收到")).to_be_visible()


def test_a_whole_evening_with_accidents_ends_in_an_honest_account(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    heat, ledger = create_heat(server, tmp_path), tmp_path / "ledger.jsonl"
    phones = [Visitor(browser, PHONE, scale=2) for _ in NAMES]
    host, screen = Visitor(browser, LAPTOP), Visitor(browser, PROJECTOR)
    for phone, name in zip(phones, NAMES, strict=True):
        join(phone, heat["join_url"], name)
    bots = invite_bots(server, heat["pin"], ledger)
    screen.open(heat["screen_url"])
    enter_console(host, heat["host_url"])
    expect(screen.page.get_by_text(f"{BOTS + len(NAMES)}")).to_be_visible(timeout=30_000)
    take_pictures("lobby", phones[0], screen, host)

    press(host.page, "现在收题")
    for phone in phones:
        choose(phone, 1)
    take_pictures("warm-up", phones[0], screen, host)
    press(host.page, "揭晓")
    press(host.page, "开第 1 题")

    press(host.page, "现在收题")
    for phone in phones:
        choose(phone, 1)
    server.kill()
    server.start()
    for phone in phones:
        expect(phone.page.get_by_text("已收到")).to_be_visible(timeout=15_000)
    expect(host.page.locator(".cmd .btn--main").first).to_be_enabled(timeout=15_000)
    finish_item(host.page, screen, phones, "question-1")

    new_host = move_console(browser, host)
    for number in range(2, len(ITEMS)):
        press(new_host.page, "现在收题")
        for place, phone in enumerate(phones):
            choose(phone, 1 + (place + number) % 2)
        finish_item(new_host.page, screen, phones, f"question-{number}")
    press(new_host.page, "季军")
    for label in ("亚军", "冠军"):
        press(new_host.page, label)
    new_host.page.wait_for_timeout(450)
    new_host.page.keyboard.press("Space")
    expect(screen.page.locator("body")).to_contain_text(leader(server, heat["heat"]), timeout=10_000)
    for phone in phones:
        expect(phone.page.get_by_text("试用").first).to_be_visible(timeout=15_000)
    take_pictures("end", phones[0], screen, new_host)
    phones[0].page.screenshot(path=PICTURES / "end-phone-whole.png", full_page=True)

    assert bots.wait(timeout=60) == 0
    assert [visitor.faults for visitor in (*phones, host, new_host, screen)] == [[]] * 6
    compare_with_export(server, heat["heat"], tmp_path / "export", ledger, phones)


def enter_console(visitor: Visitor, url: str) -> None:
    page = visitor.open(url)
    page.get_by_role("button", name="进入主持台").click()
    expect(page.locator(".cmd .btn--main").first).to_be_visible()


def finish_item(host: Page, screen: Visitor, phones: list[Visitor], name: str) -> None:
    """Close, reveal and go on to whatever comes next, with a look at each."""
    host.wait_for_timeout(2500)
    take_pictures(f"{name}-open", phones[0], screen)
    # Short questions are read from the back row, whatever was still moving when they were fitted.
    size = screen.page.evaluate("getComputedStyle(document.querySelector('.s-stem')).fontSize")
    assert float(size.removesuffix("px")) > 48
    if "收题" in primary(host):
        press(host, "揭晓")
    host.wait_for_timeout(450)
    host.keyboard.press("Space")
    for phone in phones:
        expect(phone.page.get_by_text("为什么")).to_be_visible()
    host.wait_for_timeout(1500)
    take_pictures(f"{name}-revealed", phones[0], screen)
    if "积分榜" in primary(host):
        press(host, "题")
        host.wait_for_timeout(1200)
        take_pictures(f"{name}-standings", phones[0], screen)


def move_console(browser: Browser, former: Visitor) -> Visitor:
    """The host's laptop dies; its ticket, asked for before, opens the console elsewhere."""
    former.page.get_by_role("button", name="换设备").click()
    link = former.page.get_by_label("换设备的链接")
    expect(link).to_be_visible()
    url = link.input_value()
    former.context.close()
    visitor = Visitor(browser, LAPTOP)
    enter_console(visitor, url)
    take_over = visitor.page.get_by_role("button", name="接管")
    if take_over.count() and take_over.first.is_visible():
        take_over.first.click()
    expect(visitor.page.locator(".cmd .btn--main").first).to_be_enabled(timeout=3_000)
    return visitor


def leader(server: Server, heat: str) -> str:
    return str(json.loads(server.command("heat", "replay", heat, "--json"))["standings"][0]["name"])


def take_pictures(moment: str, phone: Visitor, screen: Visitor, host: Visitor | None = None) -> None:
    phone.picture(PICTURES, f"{moment}-phone")
    screen.picture(PICTURES, f"{moment}-screen")
    if host is not None:
        host.picture(PICTURES, f"{moment}-console")


def compare_with_export(server: Server, heat: str, folder: Path, ledger: Path, phones: list[Visitor]) -> None:
    """What was acknowledged to each client is what the export holds, no more and no less."""
    server.command("heat", "verify", heat)
    server.command("heat", "export", heat, "--out", str(folder))
    events = [json.loads(line)["event"] for line in (folder / "events.jsonl").open(encoding="utf-8")]
    names = {item["id"]: dict(zip(item["wire"], item["options"], strict=True)) for item in events[0]["items"]}
    numbers = {event["contestant"]: event["number"] for event in events if event["t"] == "joined"}
    with (folder / "standings.csv").open(encoding="utf-8-sig") as file:
        by_name = {row["name"]: int(row["number"]) for row in csv.DictReader(file)}
    acknowledged: dict[tuple[int, str], tuple[int, str, int]] = {}
    lines: list[dict[str, Any]] = [json.loads(line) for line in ledger.open(encoding="utf-8")]
    for name, phone in zip(NAMES, phones, strict=True):
        lines.extend({**reply, "contestant": by_name[name]} for reply in phone.received)
    for line in lines:
        chosen = sorted(names[line["item"]][wire] for wire in line["options"])
        told = (line["rev"], " ".join(chosen), line["at"])
        key = (line["contestant"], line["item"])
        acknowledged[key] = max(acknowledged.get(key, told), told)
    with (folder / "responses.csv").open(encoding="utf-8-sig") as file:
        exported = {
            (numbers[row["person"]], row["item"]): (
                int(row["revision"]), " ".join(sorted(row["options"].split())), int(row["received_ms"]),
            )
            for row in csv.DictReader(file)
            if row["status"] == "answered"
        }  # fmt: skip
    assert len(acknowledged) > BOTS * (len(ITEMS) - 1)
    assert exported == acknowledged
