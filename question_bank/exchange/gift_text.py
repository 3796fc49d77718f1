"""Texts of GIFT: a format in brackets may stand before them, which else is that of the question."""

import re

from question_bank.exchange.gift_marks import Marked, escaped
from question_bank.exchange.html_text import html_of
from question_bank.exchange.moodle_text import HTML, PLAIN, MoodleText, from_plain

_FORMAT = re.compile(r"\[(plain|html|markdown|moodle)\]")


def text_with_format(marked: Marked, default: str) -> MoodleText:
    """A text and its format."""
    part = marked.stripped()
    match = _FORMAT.match(part.text)
    if match and "\0" not in part.signs[: match.end()]:
        return MoodleText(match.group(1), part.text[match.end() :].strip())
    return MoodleText(default, part.text)


def written_text(markup: str, default: str | None = None) -> tuple[str, str]:
    """The source of a text with its format in brackets where it is not `default`, and the format: plain if that says
    all, else HTML."""
    words = _plain_words(markup)
    chosen = PLAIN if words is not None else HTML
    source = words if words is not None else html_of(markup)
    bracket = f"[{chosen}]" if chosen != default or source.startswith("[") else ""
    return bracket + escaped(source), chosen


def _plain_words(markup: str) -> str | None:
    """The words of a text that has nothing but words."""
    for words in (markup, re.sub(r"\\(.)", r"\1", markup)):
        if words == words.strip() and "\r" not in words and from_plain(words) == markup:
            return words
    return None
