"""The page that shows all charts."""

from html.parser import HTMLParser

from question_bank.charts.overview import Page, overview
from tests.charts.pictures import right_wrong

HOSTILE = '"><script>alert(1)</script>'


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page(*items: str) -> Elements:
    pictures = [(f"item-{number} 题.svg", right_wrong(name)) for number, name in enumerate(items, start=1)]
    return Elements(overview(Page("标题", "事实", ("information.svg", "信息"), ("fit.svg", "拟合"), pictures)))


def test_every_chart_is_shown_linked_and_described() -> None:
    found = page("甲", "乙")
    files = ["information.svg", "fit.svg", "item-1%20%E9%A2%98.svg", "item-2%20%E9%A2%98.svg"]
    assert [image["src"] for image in found.of("img")] == files
    assert [link["href"] for link in found.of("a")] == files + files[2:]
    said = [image["alt"] or "" for image in found.of("img")]
    assert said[:2] == ["信息", "拟合"] and said[2].startswith("题目 甲。难度 b = 0.50")


def test_the_page_needs_nothing_from_elsewhere_and_runs_no_script() -> None:
    found = page("甲")
    assert not found.of("script") and not found.of("link") and not found.of("iframe")
    assert not any(name.startswith("on") for _, attributes in found.found for name in attributes)


def test_a_hostile_id_stays_text() -> None:
    found = page(HOSTILE)
    assert not found.of("script")
    assert (found.of("img")[2]["alt"] or "").startswith(f"题目 {HOSTILE}。")


def test_the_table_has_a_row_an_item() -> None:
    assert len(page("甲", "乙", "丙").of("tr")) == 4
