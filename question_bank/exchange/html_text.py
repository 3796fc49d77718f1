"""Texts between the bank's markup and the HTML of other systems, exact both ways.

Where HTML says less than the markup (blanks in a row, needless backslashes), the markup stands beside the HTML in an
attribute. It counts as long as the HTML still says what was made from it: what somebody has changed there is read.
"""

import re
from html import escape, unescape

from question_bank.exchange.from_html import FromHtml, Resolve, converted, media_name
from question_bank.exchange.to_html import Address, media_address, rendered

LONGEST = 200_000
# Most texts: words that are the same in markup and in HTML.
_WORDS = re.compile(r"[^\\*$|!<>&\s]+(?: [^\\*$|!<>&\s]+)*")
_BESIDE = re.compile(r'\s*<div data-markup="([^"]*)">(.*)</div>\s*', re.DOTALL)


def html_of(text: str, address: Address = media_address) -> str:
    """HTML of markup, from which `from_html` gives the same markup back."""
    if _WORDS.fullmatch(text):
        return text
    html = rendered(text, address)
    if converted(rendered(text)).text == text:
        return html
    return f'<div data-markup="{_attribute(text)}">{html}</div>'


def _attribute(text: str) -> str:
    return escape(text).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def check_length(text: str) -> None:
    """Raises `ValueError` for a text that is absurdly long."""
    if len(text) > LONGEST:
        raise ValueError(f"文字超过 {LONGEST} 个字符")


def from_html(html: str, resolve: Resolve = media_name) -> FromHtml:
    """Markup of HTML. Raises `ValueError` when it is absurdly long."""
    check_length(html)
    beside = _BESIDE.fullmatch(html)
    if beside is None:
        return converted(html, resolve)
    source, inner = unescape(beside.group(1)), converted(beside.group(2), resolve)
    return inner._replace(text=source) if converted(rendered(source)).text == inner.text else inner
