"""Items with markup on phone, projector and console: bold, formulas, tables, pictures; axe looks on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.clients import Host, Phone, enter_as_host
from tests.running import ROOT, Server, eventually
from tests.scenario.browsers import LAPTOP, PHONE, PROJECTOR, Visitor, chromium
from tests.scenario.marked_items import marked_heat
from tests.scenario.test_accessibility import check, dressed, open_console

PICTURES = ROOT / "test-results" / "markup"
PROJECTORS = {"1080p": PROJECTOR, "1024": {"width": 1024, "height": 768}, "4k": {"width": 3840, "height": 2160}}


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with chromium(chromium_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("markup") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def hosted(server: Server, heat: dict[str, str]) -> Host:
    cookie, name = enter_as_host(heat["host_url"])
    return Host(server, cookie, name)


def joined(browser: Browser, heat: dict[str, str], name: str = "江边老周") -> Visitor:
    phone = Visitor(browser, PHONE, scale=2, still=True)
    page = phone.open(heat["join_url"])
    page.get_by_label("怎么称呼您").fill(name)
    page.get_by_role("button", name="进场").click()
    expect(page.get_by_text("您已进场")).to_be_visible()
    return phone


def look_at(phone: Visitor, name: str) -> None:
    """In ordinary and in twice as large text: no page is wider than the phone, and axe finds nothing."""
    for dress in ({}, {"text": "xlarge"}):
        dressed(phone.page, **dress)
        check(phone.page, f"{name} {dress}")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (name, dress)
        phone.picture(PICTURES, f"{name}-phone{'-large' if dress else ''}")
    dressed(phone.page)


def nothing_is_cut_off(page: Page) -> bool:
    return bool(
        page.evaluate(
            "[...document.querySelectorAll('.scene__main, .s-opts, .s-rows, .mk-table__in, .s-why')].every("
            "(e) => e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 1)"
        )
    )


@pytest.mark.long
def test_formulas_tables_and_pictures_are_read_in_the_hall(server: Server, browser: Browser, tmp_path: Path) -> None:
    heat = marked_heat(server, tmp_path)
    host = hosted(server, heat)
    phone = joined(browser, heat)
    screens = {name: Visitor(browser, size, still=True) for name, size in PROJECTORS.items()}
    for screen in screens.values():
        screen.open(heat["screen_url"])
    console = Visitor(browser, LAPTOP, still=True)
    open_console(console, server, host)
    page = phone.page
    for name, seen in (("maths", ".q__stem math"), ("table", ".q__stem table"), ("picture", ".q__stem img")):
        host.command("open")
        expect(page.locator(seen).first).to_be_visible()
        look_at(phone, f"{name}-open")
        for size, screen in screens.items():
            check(screen.page, f"{name} {size}")
            screen.picture(PICTURES, f"{name}-open-{size}")
            assert nothing_is_cut_off(screen.page), (name, size)
        check(console.page, f"console {name}")
        console.picture(PICTURES, f"{name}-open-console")
        host.command("close")
        host.command("reveal")
        expect(page.get_by_text("正确答案")).to_be_visible()
        look_at(phone, f"{name}-reveal")
        for size, screen in screens.items():
            expect(screen.page.locator(".s-why")).to_be_visible()
            check(screen.page, f"{name} revealed {size}")
            screen.picture(PICTURES, f"{name}-reveal-{size}")
            assert nothing_is_cut_off(screen.page), (name, size)
    assert [visitor.faults for visitor in (phone, console, *screens.values())] == [[]] * 5


def test_bold_words_formulas_and_tables_are_what_they_look_like(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    heat = marked_heat(server, tmp_path)
    host, phone = hosted(server, heat), joined(browser, heat)
    page = phone.page
    host.command("open")
    assert page.locator(".q__stem strong").all_inner_texts() == ["2 倍", "不"]
    expect(page.locator(".q__stem .katex")).to_have_count(3)
    assert "$" not in page.locator(".q").inner_text()
    assert page.locator(".q annotation").count() == 0
    host.command("close")
    host.command("reveal")
    expect(page.locator(".why table th")).to_have_text(["速度", "动能"])
    expect(page.locator(".why p").nth(1)).to_contain_text("$$ 不成对的标记原样出现")
    host.command("open")
    expect(page.get_by_role("heading", level=1)).to_have_text("下表是某市几年的生活垃圾统计。")
    expect(page.get_by_role("columnheader")).to_have_count(5)
    region = page.get_by_role("region", name="表格")
    expect(region).to_be_visible()
    expect(page.get_by_text("表格可以左右滑动")).to_be_visible()
    region.focus()
    page.keyboard.press("ArrowRight")
    eventually(lambda: page.evaluate("document.querySelector('.mk-table__in').scrollLeft > 0"))


def test_a_picture_grows_when_it_is_pressed_and_letters_choose_nothing_meanwhile(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    heat = marked_heat(server, tmp_path, "marked-picture")
    host, phone = hosted(server, heat), joined(browser, heat)
    page = phone.page
    host.command("open")
    picture = page.locator(".q__stem img")
    expect(picture).to_have_attribute("alt", "一次日食的示意图：太阳、月球、地球排成一条直线，月球的影子落在地球上")
    page.locator(".mk-enlarge").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("img")).to_be_visible()
    check(page, "enlarged")
    phone.picture(PICTURES, "enlarged")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "mk-enlarge"
    assert page.locator("[aria-checked=true]").count() == 0
    assert phone.received == []


def asked_for(phone: Visitor) -> list[str]:
    """What the phone fetches from now on that formulas need."""
    found: list[str] = []
    phone.page.on("request", lambda request: found.append(request.url) if "katex" in request.url else None)
    return found


def test_what_sets_formulas_is_fetched_in_the_lobby_of_a_heat_with_formulas_and_never_without(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    without = marked_heat(server, tmp_path, "marked-plain")
    phone = Visitor(browser, PHONE, still=True)
    fetched = asked_for(phone)
    phone.open(without["join_url"])
    host = hosted(server, without)
    assert Phone(server, without["pin"]).snapshot["heat"]["maths"] is False
    host.command("open")
    host.command("close")
    host.command("reveal")
    expect(phone.page.get_by_label("怎么称呼您")).to_be_visible()
    assert fetched == []
    heat = marked_heat(server, tmp_path, "marked-plain", "marked-maths")
    phone = Visitor(browser, PHONE, still=True)
    fetched = asked_for(phone)
    # Chance spreads a hall's fetching over some seconds; here its turn comes at once.
    phone.page.add_init_script("Math.random = () => 0")
    phone.open(heat["join_url"])
    page = phone.page
    eventually(lambda: page.evaluate("Boolean(window.katex) && document.fonts.check('1em KaTeX_Main')"))
    assert Phone(server, heat["pin"]).snapshot["heat"]["maths"] is True
    assert any("katex.min.js" in url for url in fetched)


def test_a_phone_that_cannot_fetch_what_sets_formulas_shows_their_source_and_tries_again(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    heat = marked_heat(server, tmp_path, "marked-maths", "marked-plain")
    host = hosted(server, heat)
    phone = Visitor(browser, PHONE, still=True)
    phone.page.route("**/katex.min.js", lambda route: route.abort())
    page = phone.open(heat["join_url"])
    page.get_by_label("怎么称呼您").fill("江边老周")
    page.get_by_role("button", name="进场").click()
    expect(page.get_by_text("您已进场")).to_be_visible()
    host.command("open")
    expect(page.locator(".q__stem")).to_contain_text("E_k=\\frac{1}{2}mv^2")
    page.unroute("**/katex.min.js")
    host.command("close")
    host.command("reveal")
    expect(page.locator(".reveal .katex").first).to_be_visible()


# Each of them once brought a browser down, covered the page, or would have fetched something from elsewhere.
HOSTILE = (
    "\\frac{" * 55 + "x" + "}{y}" * 55,
    "x^{" * 190 + "2" + "}" * 190,
    "\\def\\a{\\a\\a}\\a",
    "\\rule{9999em}{9999em}",
    "\\hspace{-80em}\\text{骗}",
    "\\smash{\\raisebox{8em}{骗}}",
    "a\\\\[-9em]b",
    "\\includegraphics{/media/x.png}\\href{javascript:alert(1)}{x}",
    "\\begin{matrix}" * 10 + "x" + "\\end{matrix}" * 10,
    "x" * 599,
    "\\frac{",
)
RENDERED = """async (texts) => {
  const home = document.querySelector('script[type=module]').src.replace(/js\\/.*/, '');
  const { render } = await import(home + 'js/markup.js');
  const { prepareMaths } = await import(home + 'js/maths.js');
  await prepareMaths();
  const place = document.getElementById('view');
  place.replaceChildren(...texts.map((text) => {
    const box = document.createElement('div');
    box.append(render(text));
    return box;
  }));
}"""


def test_formulas_that_mean_harm_do_none(server: Server, browser: Browser) -> None:
    phone = Visitor(browser, PHONE, still=True)
    page = phone.open(server.links["join_url"])
    expect(page.get_by_label("怎么称呼您")).to_be_visible()
    page.evaluate(RENDERED, [f"甲 ${latex}$ 乙" for latex in HOSTILE])
    assert page.locator("#view > div").count() == len(HOSTILE)
    assert page.locator("#view :is(a, img)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # What could paint beside its place lies in a frame that cuts it off.
    framed = page.locator("#view .maths--long").all_inner_texts()
    assert sum("骗" in text for text in framed) == 2 and any("a" in text and "b" in text for text in framed)
    expect(page.locator("#view .maths--raw").last).to_have_text("\\frac{")
    assert phone.faults == []
