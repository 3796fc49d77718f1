"""Answers that are no options: an order is made by finger, buttons and keyboard; a number is typed with its unit."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import ROOT, Server, eventually
from tests.scenario.browsers import PHONE, Visitor, chromium
from tests.scenario.test_accessibility import check, dressed

PICTURES = ROOT / "test-results" / "answers"
EONS = [("a", "太古宙"), ("b", "元古宙"), ("c", "显生宙：**现在**，$10^8$ 年"), ("d", "冥古宙")]

# The component alone, on a page with a phone's style; what it tells is kept for the test.
PLACE = """async ([module, name, settings]) => {
  const home = document.querySelector('script[type=module]').src.replace(/js\\/.*/, '');
  const sheet = document.createElement('link');
  Object.assign(sheet, { rel: 'stylesheet', href: home + 'css/answers.css' });
  await new Promise((done) => { sheet.onload = done; document.head.append(sheet); });
  const made = await import(home + 'js/play/' + module);
  window.told = [];
  window.answer = new made[name]({ ...settings, changed: (value) => window.told.push(value) });
  document.getElementById('view').replaceChildren(window.answer.element);
}"""


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("answers") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


@pytest.fixture
def phone(server: Server, browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, PHONE, scale=2, still=True)
    visitor.open(server.links["join_url"])
    expect(visitor.page.get_by_label("怎么称呼您")).to_be_visible()
    yield visitor
    assert visitor.faults == []
    visitor.context.close()


def ordering(page: Page, **more: Any) -> None:
    options = [{"id": name, "text": text} for name, text in EONS]
    page.evaluate(PLACE, ["ordering_answer.js", "OrderingAnswer", {"options": options, **more}])


def numeric(page: Page, **settings: Any) -> None:
    page.evaluate(PLACE, ["numeric_answer.js", "NumericAnswer", settings])


def value(page: Page) -> Any:
    return page.evaluate("window.answer.value")


def look_at(visitor: Visitor, name: str) -> None:
    for dress in ({}, {"text": "xlarge"}, {"contrast": "high"}):
        dressed(visitor.page, **dress)
        check(visitor.page, f"{name} {dress}")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (name, dress)
        visitor.picture(PICTURES, f"{name}{'-'.join(['', *dress.values()])}")
    dressed(visitor.page)


def test_an_order_is_made_by_buttons(phone: Visitor) -> None:
    page = phone.page
    ordering(page)
    assert value(page) is None
    look_at(phone, "ordering")
    page.get_by_role("button", name="上移：冥古宙").click()
    page.get_by_role("button", name="上移：冥古宙").click()
    assert value(page) == ["a", "d", "b", "c"]
    assert page.evaluate("window.told.length") == 2
    expect(page.get_by_text("冥古宙，现在第 2 位，共 4 位")).to_be_attached()
    page.get_by_role("button", name="上移：太古宙").click(force=True)
    assert value(page) == ["a", "d", "b", "c"]
    look_at(phone, "ordering-done")


def test_an_order_is_made_by_keyboard_and_the_focus_stays_with_what_moves(phone: Visitor) -> None:
    page = phone.page
    ordering(page)
    page.get_by_role("button", name="移动：太古宙").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert value(page) == ["b", "c", "a", "d"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "移动：太古宙，第 3 位，共 4 位"
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    assert value(page) == ["b", "c", "d", "a"]
    page.keyboard.press("Home")
    assert value(page) == ["a", "b", "c", "d"]


def centre(page: Page, name: str) -> tuple[float, float]:
    box = page.get_by_role("button", name=f"移动：{name}").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_order_is_made_by_dragging_and_escape_puts_things_back(phone: Visitor) -> None:
    page = phone.page
    ordering(page)
    drag(page, "太古宙", "冥古宙")
    assert value(page) is None
    phone.picture(PICTURES, "dragging")
    page.mouse.up()
    assert value(page) == ["b", "c", "d", "a"]
    drag(page, "太古宙", "元古宙")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert value(page) == ["b", "c", "d", "a"]
    assert page.locator(".is-held").count() == 0


def drag(page: Page, name: str, onto: str) -> None:
    """Without letting go."""
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.move(*centre(page, name))
    page.mouse.down()
    page.mouse.move(*centre(page, onto), steps=8)


def test_a_finger_drags_and_the_page_stays_where_it_is(server: Server, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.links["join_url"])
    expect(page.get_by_label("怎么称呼您")).to_be_visible()
    ordering(page)
    touch = context.new_cdp_session(page)
    (x, y), (_, end) = centre(page, "冥古宙"), centre(page, "太古宙")
    before = page.evaluate("window.scrollY")

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})

    send("touchStart", (x, y))
    for part in range(1, 9):
        send("touchMove", (x, y + (end - 30 - y) * part / 8))
    send("touchEnd")
    eventually(lambda: value(page) == ["d", "a", "b", "c"])
    assert abs(page.evaluate("window.scrollY") - before) < 2 or page.evaluate("window.scrollY") == 0
    context.close()


def test_the_order_at_the_start_is_an_answer_once_somebody_says_so(phone: Visitor) -> None:
    page = phone.page
    ordering(page)
    page.get_by_role("button", name="就是现在的顺序").click()
    assert value(page) == ["a", "b", "c", "d"]
    expect(page.get_by_role("button", name="就是现在的顺序")).to_be_hidden()
    ordering(page, order=["d", "a", "b", "c"])
    assert value(page) == ["d", "a", "b", "c"]
    page.evaluate("window.answer.show(false)")
    page.get_by_role("button", name="移动：冥古宙").focus()
    page.keyboard.press("ArrowDown")
    assert value(page) == ["d", "a", "b", "c"]


def test_a_number_is_typed_with_its_unit_and_its_sign_can_be_changed(phone: Visitor) -> None:
    page = phone.page
    numeric(page, unit="千米/时")
    field = page.get_by_label("您的答案（单位：千米/时）")
    assert field.get_attribute("inputmode") == "decimal"
    field.fill("３．６")
    assert value(page) == 3.6
    page.get_by_role("button", name="换正负号").click()
    assert value(page) == -3.6
    look_at(phone, "numeric")
    field.fill("三")
    assert value(page) is None
    expect(page.get_by_text("只写一个数，例如 3.5")).to_be_hidden()
    field.blur()
    expect(page.get_by_text("只写一个数，例如 3.5")).to_be_visible()
    look_at(phone, "numeric-wrong")
    field.fill("3")
    expect(page.get_by_text("只写一个数，例如 3.5")).to_be_hidden()
    assert page.evaluate("window.told.slice(-2)") == [None, 3]
