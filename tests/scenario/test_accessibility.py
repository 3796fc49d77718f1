"""axe finds nothing: every page that people meet, in each dress, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.live.clients import Host, enter_as_host
from tests.running import Server
from tests.scenario.browsers import LAPTOP, PHONE, PROJECTOR, Visitor, chromium

STEPS = ("", "next", "close", "reveal", "next", "close", "reveal", "standings", "finish", "podium", "podium", "podium")
# Moments at which the phone is looked at in large text and in high contrast as well.
DRESSED = ("", "next", "reveal", "finish")
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("axe") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def check(page: Page, where: str) -> None:
    page.wait_for_timeout(250)
    found = Axe().run(page, options=STANDARDS).response["violations"]
    problems = [(each["id"], node["target"], node.get("failureSummary")) for each in found for node in each["nodes"]]
    assert problems == [], where


def dressed(page: Page, text: str = "", contrast: str = "") -> None:
    """Large text and high contrast as the toolbar sets them."""
    page.evaluate(
        "([text, contrast]) => { const root = document.documentElement;"
        "text ? root.setAttribute('data-text', text) : root.removeAttribute('data-text');"
        "contrast ? root.setAttribute('data-contrast', contrast) : root.removeAttribute('data-contrast'); }",
        [text, contrast],
    )


@pytest.mark.parametrize("path", ["/", "/resume", "/auth/sign-in", "/nowhere", "/p/000000"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_doors(server: Server, browser: Browser, path: str, language: str) -> None:
    visitor = Visitor(browser, PHONE, language, still=True)
    page = visitor.open(server.url + path)
    for dress in ({}, {"text": "xlarge"}, {"contrast": "high"}):
        dressed(page, **dress)
        check(page, f"{path} {dress}")
    visitor.context.close()


def test_an_evening_on_phone_projector_and_console(server: Server, browser: Browser, tmp_path: Path) -> None:
    # Without motion: a text that is fading in has too little contrast for a moment, and nobody reads it then.
    phone, screen, console = (Visitor(browser, size, still=True) for size in (PHONE, PROJECTOR, LAPTOP))
    page = phone.open(server.links["join_url"])
    check(page, "join form")
    page.get_by_label("怎么称呼您").fill("江边老周")
    page.get_by_role("button", name="进场").click()
    expect(page.get_by_text("您已进场")).to_be_visible()
    screen.open(server.links["screen_url"])
    cookie, heat = enter_as_host(server.links["host_url"])
    host = Host(server, cookie, heat)
    open_console(console, server, host)
    for step in STEPS:
        if step:
            assert host.command(step)["ok"], step
        for visitor, name in ((phone, "phone"), (screen, "screen"), (console, "console")):
            check(visitor.page, f"{name} after {step or 'joining'}")
        if step in DRESSED:
            for dress in ({"text": "xlarge"}, {"contrast": "high"}):
                dressed(page, **dress)
                check(page, f"phone {dress} after {step}")
            dressed(page)
    assert [visitor.faults for visitor in (phone, screen, console)] == [[], [], []]


def open_console(visitor: Visitor, server: Server, host: Host) -> None:
    page = visitor.open(host.ask("ticket", {})["url"])
    page.get_by_role("button", name="进入主持台").click()
    expect(page.locator(".cmd .btn--main").first).to_be_visible()
