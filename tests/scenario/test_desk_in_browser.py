"""An organizer at the desk, in a browser: a set is drawn, put in order by keyboard, made, watched; axe looks on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server, eventually
from tests.scenario.browsers import LAPTOP, PHONE, Visitor, as_seen_from_the_hall, chromium
from tests.scenario.test_accessibility import check, dressed


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("desk") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def organizer(server: Server, browser: Browser) -> Visitor:
    visitor = Visitor(browser, LAPTOP, still=True)
    page = visitor.open(server.links["organizer_url"])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="全部场次")).to_be_visible()
    return visitor


def look_at(page: Page, where: str) -> None:
    """No page is wider than a phone, in ordinary and in large text; axe finds nothing in either dress."""
    check(page, where)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for dress in ({}, {"text": "xlarge"}, {"contrast": "high"}):
        dressed(page, **dress)
        check(page, f"{where} {dress}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (where, dress)
    dressed(page)
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]


def the_menu_is_low_on_a_phone(page: Page) -> None:
    """One line of places, all of them in view, and one of the person: an eighth of the screen and no more."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.querySelector('.appbar').offsetHeight") <= PHONE["height"] / 8
    boxes = [link.bounding_box() for link in page.locator(".appbar nav a").all()]
    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box and box["height"] >= 44 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    expect(page.get_by_role("banner").get_by_role("link", name="问渠")).to_be_visible()
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]


def stems(page: Page) -> list[str]:
    return page.locator("#chosen li > p").all_inner_texts()


def test_a_heat_is_put_together_made_and_watched(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    look_at(page, "front")
    the_menu_is_low_on_a_phone(page)
    page.get_by_role("link", name="新建场次").click()
    choose(page)
    look_at(page, "create")
    page.get_by_label("每题时间").fill("3")
    page.get_by_role("button", name="建立场次").click()
    expect(page.get_by_text("请给这一场取个名字")).to_be_visible()
    assert len(stems(page)) == 7
    look_at(page, "create with problems")
    page.get_by_role("button", name="恢复默认").click()
    expect(page.get_by_label("每题时间")).to_have_value("30")
    page.get_by_label("场次名称").fill("街道初赛")
    page.get_by_role("button", name="建立场次").click()
    expect(page.get_by_role("heading", name="街道初赛")).to_be_visible()
    expect(page.locator("#items li.item-row")).to_have_count(7)
    look_at(page, "heat")
    page.get_by_role("button", name="主持链接").click()
    expect(page.get_by_role("button", name="复制链接")).to_be_visible()
    look_at(page, "link")
    assert organizer.faults == []


def choose(page: Page) -> None:
    """Five drawn with a warm-up, the second moved up by keyboard with the focus on it, one more found and added."""
    page.get_by_label("题数").fill("5")
    page.get_by_role("button", name="选一批").click()
    expect(page.locator("#chosen li")).to_have_count(6)
    before = stems(page)
    page.locator("#chosen li").nth(2).get_by_title("上移").focus()
    page.keyboard.press("Enter")
    after = stems(page)
    assert after[1] == before[2] and after[2] == before[1]
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#chosen > li')[1]")
    wanted = page.locator("#bank li p").nth(4).evaluate("p => p.firstChild.textContent")
    page.get_by_label("找题干").fill(str(wanted))
    page.locator("#bank button").first.click()
    expect(page.locator("#chosen li")).to_have_count(7)
    assert stems(page)[-1].startswith(str(wanted))


def test_results_come_by_themselves_while_a_heat_is_played(server: Server, organizer: Visitor, tmp_path: Path) -> None:
    cookie, heat = enter_as_host(server.links["host_url"])
    host = Host(server, cookie, heat)
    page = organizer.page
    page.goto(as_seen_from_the_hall(server.url) + f"/organizer/heats/{heat}")
    phone = Phone(server, server.links["pin"])
    phone.join("江边老周")
    expect(page.locator("#phase")).to_contain_text("1 人")
    for _ in ("warm-up", "first item"):
        assert host.command("next")["ok"] and phone.answer()["ok"]
        if host.snapshot["scene"]["phase"] == "open":  # it closes by itself once all have answered
            host.command("close")
        eventually(lambda: host.snapshot["scene"]["phase"] == "closed")
        assert host.command("reveal")["ok"]
    expect(page.locator("#items li.is-key").first).to_be_attached()
    expect(page.locator(".wright svg")).to_be_visible()
    page.get_by_text("用表格看").click()
    look_at(page, "results")
    host.command("finish")
    expect(page.locator("#phase")).to_contain_text("已结束")
    assert organizer.faults == []


def test_the_accounts_page(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    page.goto(as_seen_from_the_hall(server.url) + "/organizer/accounts")
    look_at(page, "accounts")
