"""An organizer looks at what answers say, tunes, and calibrates, in a browser; axe looks on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from contest.database import open_engine, writing
from contest.services.choose_items import bank_list
from contest.services.plan_heat import PlannedItem
from question_bank.models import Item
from tests.running import Server
from tests.scenario.browsers import LAPTOP, Visitor, as_seen_from_the_hall, chromium
from tests.scenario.test_desk_in_browser import look_at
from tests.services.finished_heats import Crowd, play

BASE = "/organizer/bank/analysis"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("analysis") / "data"
    data.mkdir()
    server = Server(data)
    engine = open_engine(f"sqlite:///{data / 'wenqu.sqlite3'}")
    with writing(engine) as connection:
        versions = [item.version for item in bank_list(connection)][:24]
        for day in range(3):
            crowd = Crowd(250, age_bands=("18-29", "60-69"), districts=("500103", "500241"))
            play(connection, [PlannedItem(version) for version in versions], crowd, seed=day, day=day)
        pilots = [version.partition("@")[0] for version in versions[:3]]
        connection.execute(update(Item).where(Item.id.in_(pilots)).values(status="pilot"))
    engine.dispose()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def organizer(server: Server, browser: Browser) -> Visitor:
    visitor = Visitor(browser, LAPTOP, still=True)
    page = visitor.open(server.links["organizer_url"])
    page.get_by_role("button").first.click()
    return visitor


def go(page: Page, server: Server, path: str) -> None:
    page.goto(as_seen_from_the_hall(server.url) + path)


def test_answers_are_analysed_sorted_and_opened(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    go(page, server, BASE)
    look_at(page, "nothing analysed yet")
    page.get_by_role("button", name="开始计算").click()
    expect(page.locator("#items tbody tr")).to_have_count(24, timeout=60_000)
    page.get_by_role("button", name="答对", exact=True).click()
    shares = page.locator("#items tbody tr td:nth-child(3)").all_inner_texts()
    numbers = [int(text.partition("%")[0]) for text in shares]
    assert numbers == sorted(numbers, reverse=True)
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    look_at(page, "analysis")
    page.locator("#items tbody a").first.click()
    for chart in ("#chart-curve svg", "#chart-information svg", "#chart-fifths svg", "#chart-days svg"):
        expect(page.locator(chart)).to_be_visible()
    look_at(page, "item")
    go(page, server, "/organizer/bank/items/" + page.url.rpartition("/")[2])
    expect(page.locator("#analysis .verdict-panel")).to_be_visible()
    expect(page.locator("#analysis #chart-curve svg")).to_be_visible()
    look_at(page, "item with its analysis")
    assert organizer.faults == []


def test_difficulty_is_tuned_for_an_audience(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    go(page, server, f"{BASE}/difficulty")
    look_at(page, "difficulty")
    page.get_by_label("给谁做").select_option("officials")
    expect(page.get_by_role("heading", name="预期和实际：领导干部和公务员")).to_be_visible()
    row = page.locator("#items tbody tr").nth(6)
    row.locator("summary").click()
    row.get_by_role("button", name="停用").click()
    look_at(page, "difficulty with an act to undo")
    page.locator("#undo").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("撤销了，1 题回到了原来的样子。")).to_be_visible()
    expect(page.get_by_role("heading", name="预期和实际：领导干部和公务员")).to_be_visible()
    assert organizer.faults == []


def test_a_calibration_is_taken_over_and_undone(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    go(page, server, f"{BASE}/calibration")
    look_at(page, "calibration")
    page.get_by_role("button", name="开始标定").click()
    expect(page.locator("#preview tr")).to_have_count(24, timeout=60_000)
    look_at(page, "preview")
    page.locator("#take").click()
    expect(page.get_by_text("收进了题库")).to_be_visible()
    look_at(page, "taken over")
    page.get_by_role("button", name="撤销").first.click()
    expect(page.get_by_text("恢复了原来的参数")).to_be_visible()
    assert organizer.faults == []


def test_pilot_items_are_mixed_into_a_heat(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    go(page, server, "/organizer/heats/new")
    page.get_by_label("题数").first.fill("6")
    page.get_by_role("button", name="选一批").click()
    expect(page.locator("#chosen li")).to_have_count(7)
    page.get_by_label("道数").fill("2")
    page.get_by_role("button", name="掺进去").click()
    expect(page.locator("#chosen li")).to_have_count(9)
    tried = page.locator("#chosen li:has-text('试测中')")
    expect(tried).to_have_count(2)
    places = [int(text) for text in page.locator("#chosen li .pick__no").all_inner_texts()[1:]]
    assert places == list(range(1, 9))
    page.get_by_role("button", name="掺进去").click()
    expect(page.locator("#chosen li")).to_have_count(9)
    look_at(page, "pilots in a new heat")
    assert organizer.faults == []
