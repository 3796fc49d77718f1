"""Items in a browser: written by keyboard with both previews, sent to a reviewer, approved, tagged, undone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from contest.database import open_engine, writing
from contest.services.accounts import create_account
from contest.services.one_time_links import one_time_link
from tests.running import Server, eventually
from tests.scenario.browsers import LAPTOP, Visitor, as_seen_from_the_hall, chromium
from tests.scenario.marked_items import drawn
from tests.scenario.test_desk_in_browser import look_at

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("bank") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def colleague(server: Server, browser: Browser, role: str, name: str) -> Visitor:
    with writing(open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")) as connection:
        token = one_time_link(connection, "sign_in", account_id=create_account(connection, name, name, role))
    visitor = Visitor(browser, LAPTOP, still=True)
    visitor.open(f"{server.url}/auth/enter/{token}").get_by_role("button").first.click()
    expect(visitor.page.get_by_role("heading", name="题库", exact=True)).to_be_visible()
    return visitor


def test_an_item_is_written_by_keyboard_and_reviewed_by_another(server: Server, browser: Browser) -> None:
    author = colleague(server, browser, "author", "安宁")
    page = author.page
    page.get_by_role("link", name="写一道题").click()
    write(page)
    expect(page.frame_locator("iframe").first.locator(".opt")).to_have_count(3)
    expect(page.frame_locator("iframe").nth(1).locator(".s-stem")).to_contain_text("量筒")
    look_at(page, "editor")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#news a")).to_be_visible()
    expect(page.locator("#stem")).to_have_value("")
    expect(page.locator("#stem")).to_be_focused()
    page.locator("#news a").click()
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.get_by_text("已送审，等审题人看。")).to_be_visible()
    item = page.url.rpartition("/")[2]
    look_at(page, "item")
    review(server, browser, item)
    page.reload()
    expect(page.locator(".steps [aria-current]")).to_have_text("已审")
    assert author.faults == []


def write(page: Page) -> None:
    expect(page.locator("#stem")).to_be_focused()
    page.keyboard.type("读量筒里水的体积时，眼睛应当在什么位置？")
    page.locator("[data-option='0']").focus()
    for text in ("与凹面最低处相平", "高于水面"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.type("低于水面")
    page.keyboard.press("Alt+A")
    expect(page.locator("[data-key='0']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-option='3']").focus()
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+s")
    expect(page.locator("#news a")).to_be_visible()
    page.locator("#explanation").fill("俯视读数偏大，仰视读数偏小。")
    page.locator("#source").fill("初中物理 八年级上册")
    page.locator("#dimension").select_option("methods")
    page.locator("#benchmark").select_option("3")
    page.locator("#difficulty").fill("-0.5")
    expect(page.get_by_text("该填的都填了，可以送审。")).to_be_visible()


def review(server: Server, browser: Browser, item: str) -> None:
    reviewer = colleague(server, browser, "reviewer", "雷明")
    page = reviewer.page
    page.get_by_label("找题").fill("量筒 凹面")
    expect(page.locator(".bank-row")).to_have_count(1)
    expect(page.locator(".bank-row")).to_contain_text("等审")
    page.locator(".bank-row a").click()
    page.get_by_role("button", name="通过这一版").click()
    expect(page.locator(".steps [aria-current]")).to_have_text("已审")
    assert page.url.endswith(item) and reviewer.faults == []


def test_orders_and_numbers_are_previewed_as_they_are_answered(server: Server, browser: Browser) -> None:
    author = colleague(server, browser, "author", "俞静")
    page = author.page
    page.get_by_role("link", name="写一道题").click()
    phone, stage = page.frame_locator(".preview--phone iframe"), page.frame_locator(".preview--stage iframe")
    page.locator("#stem").fill("把这些年代从早到晚排好：")
    page.get_by_label("排序").check()
    eons = ["冥古宙", "太古宙", "元古宙", "显生宙"]
    for place, text in enumerate(eons):
        page.locator(f"[data-option='{place}']").fill(text)
    expect(phone.locator(".order__row")).to_have_count(4)
    for shown in (phone.locator(".order__text"), stage.locator(".s-opt--plain")):
        expect(shown.filter(has_text="显生宙")).to_have_count(1)
        assert sorted(shown.all_inner_texts()) == sorted(eons) and shown.all_inner_texts() != eons
    look_at(page, "editor of an order")
    page.get_by_label("数值").check()
    page.locator("#key-value").fill("9.8")
    page.locator("#key-unit").fill("m/s^2")
    expect(phone.get_by_label("您的答案（单位：m/s^2）")).to_have_value("")
    expect(stage.locator(".s-opt")).to_have_text("写一个数，单位是 m/s^2")
    look_at(page, "editor of a number")
    page.get_by_label("口答").check()
    expect(phone.locator(".state")).to_contain_text("口头回答")
    expect(stage.locator(".s-opt")).to_have_count(0)
    assert author.faults == []


def test_a_picture_is_brought_with_words_for_those_who_do_not_see_it(server: Server, browser: Browser) -> None:
    author = colleague(server, browser, "author", "柳青")
    page = author.page
    page.get_by_role("link", name="写一道题").click()
    page.locator("#stem").fill("看图：这是日食还是月食？")
    name, content = drawn()
    bring(page, "日食.png", content)
    yes = page.get_by_role("button", name="插入", exact=True)
    yes.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("替代文字").fill("太阳、月球、地球排成一线 [示意]")
    look_at(page, "words for a picture")
    yes.click()
    expect(page.locator("#stem")).to_have_value(
        re.compile(r"^看图：.+？!\[.+ \\\[示意\\\]\]\(media:[0-9a-f]{64}\.png\)$")
    )
    expect(page.locator("#stem")).to_be_focused()
    for frame in (".preview--phone iframe", ".preview--stage iframe"):
        shown = page.frame_locator(frame).get_by_role("img", name="太阳、月球、地球排成一线 [示意]").first
        expect(shown).to_be_visible()
        assert eventually(lambda shown=shown: shown.evaluate("image => image.naturalWidth")) == 1200
    look_at(page, "editor with a picture")
    bring(page, "no.png", b"no picture at all")
    page.get_by_label("替代文字").fill("什么也没有")
    yes.click()
    expect(page.locator("[data-field=stem]").get_by_role("alert")).to_be_visible()
    bring(page, name, content)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#stem")).to_have_value(re.compile(r"^(?!.*media:.*media:)"))
    assert author.faults == []


def bring(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="插入图片").first.click()
    chosen.value.set_files(FilePayload(name=name, mimeType="image/png", buffer=content))


def test_what_was_not_saved_is_offered_again(server: Server, browser: Browser) -> None:
    visitor = Visitor(browser, LAPTOP, still=True)
    page = visitor.open(server.links["organizer_url"])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="全部场次")).to_be_visible()
    base = as_seen_from_the_hall(server.url)
    page.goto(f"{base}/organizer/bank/new")
    page.locator("#stem").fill("写到一半的题")
    kept = "Object.keys(localStorage).some((key) => key.includes('bank:new'))"
    eventually(lambda: page.evaluate(kept))
    page.reload()
    page.get_by_role("button", name="接着写").click()
    expect(page.locator("#stem")).to_have_value("写到一半的题")
    many(page, base)
    page.goto(f"{base}/organizer/bank/settings")
    look_at(page, "settings")
    assert visitor.faults == []


def many(page: Page, base: str) -> None:
    page.goto(f"{base}/organizer/bank?q=%E7%96%AB%E8%8B%97")
    expect(page.locator(".bank-row").first).to_be_visible()
    look_at(page, "list")
    page.get_by_label("选中这一页").check()
    page.locator("#bulk-tag").fill("疫苗专场")
    page.get_by_role("button", name="加上标签").click()
    expect(page.locator(".bank-row").first).to_contain_text("#疫苗专场")
    look_at(page, "list with an act to undo")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".bank-row").first).not_to_contain_text("#疫苗专场")
