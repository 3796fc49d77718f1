"""An organizer builds two parallel papers in a browser: what is impossible is seen and mended; axe looks on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Server
from tests.scenario.browsers import LAPTOP, Visitor, as_seen_from_the_hall, chromium
from tests.scenario.test_accessibility import check
from tests.scenario.test_desk_in_browser import look_at

ASSEMBLING_MS = 90_000


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("papers") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


@pytest.mark.long
def test_two_parallel_papers_are_built_changed_and_taken_into_a_heat(server: Server, browser: Browser) -> None:
    organizer = Visitor(browser, LAPTOP, still=True)
    page = organizer.open(server.links["organizer_url"])
    page.get_by_role("button").first.click()
    page.get_by_role("link", name="组卷").click()
    check(page, "empty shelf")
    page.get_by_role("button", name="从这里开始：会场一轮").click()
    page.get_by_label("蓝图名称").fill("街道决赛")
    mend_what_is_impossible(page)
    edit_the_text(page)
    look_at(page, "editor")
    page.get_by_role("button", name="开始组卷").click()
    page.wait_for_url("**/forms/**", timeout=ASSEMBLING_MS)
    expect(page.get_by_role("heading", name="街道决赛")).to_be_visible()
    expect(page.locator(".curves__legend li")).to_have_count(2)
    look_at(page, "result")
    swap_and_take_back(page)
    page.get_by_role("link", name="打印答案：第 1 份").click()
    expect(page.locator(".paper__why")).to_have_count(20)
    check(page, "print")
    page.go_back()
    page.get_by_role("link", name="建一场：第 2 份").click()
    expect(page.locator("#chosen li")).to_have_count(20)
    assert organizer.faults == []
    page.goto(as_seen_from_the_hall(server.url) + "/organizer/bank/papers")
    page.get_by_role("button", name="删除：街道决赛").first.click()
    page.get_by_role("button", name="撤销删除").click()
    expect(page.get_by_role("link", name="街道决赛")).to_have_count(2)


def mend_what_is_impossible(page: Page) -> None:
    """Too many forms: the rules that cannot be kept are named, and a press leads to the field."""
    expect(page.locator("#verdict")).to_contain_text("看来可以组")
    page.get_by_label("组几份").fill("30")
    expect(page.locator("#verdict")).to_contain_text("处要改")
    check(page, "editor with problems")
    page.locator("#problems a").first.click()
    assert page.evaluate("document.activeElement.id") == "length"
    page.get_by_label("组几份").fill("2")
    expect(page.locator("#verdict")).to_contain_text("看来可以组")


def edit_the_text(page: Page) -> None:
    """What is typed as text stands in the fields, and the other way round."""
    page.get_by_text("高级：算多久，蓝图的文本").click()
    text = page.locator("#text")
    expect(text).to_have_value(re.compile("forms = 2"))
    text.fill(text.input_value().replace("forms = 2", "forms = 3"))
    expect(page.get_by_label("组几份")).to_have_value("3")
    page.get_by_label("组几份").fill("2")
    page.locator("#solver-seconds").fill("40")
    expect(text).to_have_value(re.compile("seconds = 40"))


def swap_and_take_back(page: Page) -> None:
    before = page.locator("[data-version]").first.get_attribute("data-version")
    page.locator("[data-swap]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".swaps li").first).to_be_visible()
    check(page, "swap")
    page.locator(".swaps button").first.click()
    expect(page.get_by_role("button", name="撤销上一次换题")).to_be_visible()
    assert page.locator("[data-version]").first.get_attribute("data-version") != before
    page.get_by_role("button", name="撤销上一次换题").click()
    expect(page.get_by_role("button", name="撤销上一次换题")).to_have_count(0)
    assert page.locator("[data-version]").first.get_attribute("data-version") == before
