"""A spreadsheet as it is found, into the bank in a browser: two refused rows are corrected in place, the rest looked
at, everything put in, and taken back; axe looks on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.running import Server
from tests.scenario.browsers import LAPTOP, Visitor, as_seen_from_the_hall, chromium
from tests.scenario.test_desk_in_browser import look_at

# A check is a process of its own, on a machine that may be busy.
PATIENCE_MS = 30_000
TABLE = """编号,题型,题干,选项A,选项B,选项C,选项D,答案,解析
k-1,单选,月亮为什么看起来会发光？,自己发光,反射太阳光,反射地球光,大气发光,B,月亮自己不发光。
k-2,单选,哪一样能导电？,铜,木头,橡胶,玻璃,E,铜是导体。
k-3,多选,下列哪些是可再生能源？,风能,风能,煤,石油,AB,风能用不完。
k-4,问答,谈谈你对科学的理解。,,,,,略,
b01-01,判断,地球绕着太阳转。,,,,,正确,一年一圈。
"""


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("import") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def organizer(server: Server, browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, LAPTOP, still=True)
    page = visitor.open(server.links["organizer_url"])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="全部场次")).to_be_visible()
    yield visitor
    visitor.context.close()


@pytest.mark.long
def test_a_spreadsheet_is_imported_corrected_and_taken_back(server: Server, organizer: Visitor, tmp_path: Path) -> None:
    page = organizer.page
    page.goto(as_seen_from_the_hall(server.url) + "/organizer/bank/import")
    look_at(page, "bring a file")
    file = tmp_path / "社区题库.csv"
    file.write_text(TABLE, "gb18030")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.get_by_role("tab", name="不合格")).to_contain_text("2", timeout=PATIENCE_MS)
    look_at(page, "refused rows")
    for name in ("新题", "改动", "没有变", "已跳过", "提示"):
        page.get_by_role("tab", name=name).click()
        look_at(page, name)
    correct(page)
    look_at(page, "all corrected")
    page.get_by_role("button", name="导入 4 题").click()
    expect(page.get_by_text("撤销这次导入")).to_be_visible(timeout=PATIENCE_MS)
    look_at(page, "report")
    take_back(page)
    assert organizer.faults == []


def correct(page: Page) -> None:
    """One row stays wrong at the first attempt; tabs are turned by keyboard."""
    page.get_by_role("tab", name="不合格").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="新题")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    first, second = (page.locator(".rows > li").nth(place) for place in (0, 1))
    first.get_by_label("答案").fill("F")
    first.get_by_role("button", name="检查这一行").click()
    expect(first.get_by_role("alert")).to_contain_text("F")
    expect(first.get_by_label("答案")).to_be_focused()
    first.get_by_label("答案").fill("A")
    first.get_by_role("button", name="检查这一行").click()
    expect(first.get_by_text("改好了")).to_be_visible()
    second.get_by_label("选项B").fill("太阳能")
    second.get_by_role("button", name="检查这一行").click()
    expect(second.get_by_text("改好了")).to_be_visible()
    expect(page.get_by_role("tab", name="不合格")).to_contain_text("0", timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="导入 4 题")).to_be_enabled()


def take_back(page: Page) -> None:
    page.get_by_text("撤销这次导入").click()
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("这次导入已经撤销")).to_be_visible()
    look_at(page, "report of an import that was taken back")


@pytest.mark.long
def test_what_cannot_be_read_is_said_and_the_bank_becomes_a_file(server: Server, organizer: Visitor) -> None:
    page = organizer.page
    page.goto(as_seen_from_the_hall(server.url) + "/organizer/bank/import")
    page.locator("#file").set_input_files(FilePayload(name="a.xlsx", mimeType="", buffer=b"PK\x03\x04 no workbook"))
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.locator("#trouble")).to_contain_text("不完整", timeout=PATIENCE_MS)
    look_at(page, "a file that cannot be read")
    page.goto(as_seen_from_the_hall(server.url) + "/organizer/bank/export")
    page.get_by_label("格式").select_option("gift")
    page.get_by_role("button", name="做成文件").click()
    expect(page.get_by_role("link", name="下载文件")).to_be_focused(timeout=PATIENCE_MS)
    look_at(page, "export")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").click()
    assert download.value.suggested_filename == "题库.gift.txt"
    assert organizer.faults == []
