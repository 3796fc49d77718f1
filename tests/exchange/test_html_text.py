"""Markup as HTML and back; HTML of other systems as markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank import markup
from question_bank.exchange.blocks import literal
from question_bank.exchange.from_html import converted
from question_bank.exchange.html_text import from_html, html_of
from tests.exchange.generated_items import GENERATED

TEXTS = st.text("a5甲 *$|!\\[](){}<>&\"'~=#:\n⁵\t\r\x00\u00a0\u3000\u2028x-^_%😀/", max_size=25)


@given(TEXTS)
@settings(GENERATED, max_examples=300)
def test_markup_comes_back_through_html_as_it_was(text: str) -> None:
    assert from_html(html_of(text)).text == text


@given(TEXTS)
@settings(GENERATED, max_examples=300)
def test_a_literal_text_says_itself(text: str) -> None:
    assert markup.plain(literal(text)) == text


@given(TEXTS)
@settings(GENERATED, max_examples=300)
def test_any_text_is_read_as_html(text: str) -> None:
    markup.parse(converted(text.replace("甲", "<b>").replace("x", "</td>").replace("😀", "<table>")).text)


def test_markup_beside_html_that_somebody_changed_does_not_count() -> None:
    html = html_of("两个  空格")
    assert html == '<div data-markup="两个  空格">两个  空格</div>'
    assert from_html(html.replace(">两个", ">三个")).text == "三个 空格"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p>\n<p>二<br/>三</p>", "一\n二\n三"),
        ("x<sub>n+1</sub> a<sup>-1</sup>", "x$_{n+1}$ a⁻¹"),
        ("H<sub>2</sub>SO<sub>4</sub>，m<sup>水</sup>", "H₂SO₄，m$^{\\text{水}}$"),
        ("<b> 粗 </b>细", "**粗** 细"),
        ("<strong>一<br>二</strong>", "**一**\n**二**"),
        ("价 $5 和 $$x$$、\\[y\\]", "价 $5 和 $x$、$y$"),
        (
            "<table><tr><th>a|b</th></tr><tr><td>1<br>2</td><td>3</td></tr></table>",
            "| a\\|b |  |\n|---|---|\n| 1 2 | 3 |",
        ),
        ("<table><tr><td>只有一行</td><td>乙</td></tr></table>", "只有一行 乙"),
        ("<table><tr><td><table><tr><td>里</td></tr></table>外</td></tr><tr><td>下", "| 里外 |\n| 下 |"),
        ("**不是粗体** 和 |x|", "\\**不是粗体\\** 和 \\|x\\|"),
        ("5 * 3 = 15!", "5 * 3 = 15!"),
    ],
)
def test_html_of_others(html: str, text: str) -> None:
    assert markup.parse(converted(html).text) == markup.parse(text)
