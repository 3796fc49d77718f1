"""Texts of Moodle in its four formats (plain, html, markdown, and auto, which guesses), as the bank's markup."""

import re
from typing import NamedTuple

from question_bank.exchange.blocks import markup_of
from question_bank.exchange.from_html import FromHtml, Resolve, media_name, with_formulas
from question_bank.exchange.html_text import check_length, from_html
from question_bank.markup import Block, Bold, Paragraph, Text

PLAIN, HTML, MARKDOWN, AUTO = "plain", "html", "markdown", "moodle"
_TAGS = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|su[bp]|img|table|t[rdh]|span|div|ul|ol|li|a|font|code)\b[^<>]*>|&\w+;", re.I
)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")


class MoodleText(NamedTuple):
    format: str
    words: str


def read_text(text: MoodleText, resolve: Resolve = media_name) -> FromHtml:
    """Markup of a text. Line breaks in the source of HTML mean nothing; in other texts they part paragraphs.

    Raises `ValueError` for a text that is absurdly long.
    """
    check_length(text.words)
    if text.format == HTML:
        return from_html(text.words, resolve)
    if text.format == MARKDOWN:
        return FromHtml(_from_markdown(text.words))
    if text.format == AUTO and _TAGS.search(text.words):
        return from_html(text.words.replace("\n", "<br/>"), resolve)
    return FromHtml(from_plain(text.words))


def from_plain(words: str) -> str:
    """Markup of a text in which only formulas mean something."""
    return markup_of([Paragraph(tuple(with_formulas(line))) for line in words.split("\n")])


def _from_markdown(words: str) -> str:
    lines = [line.strip() for line in words.split("\n")]
    return markup_of([_markdown_line(line) for line in lines if line])


def _markdown_line(line: str) -> Block:
    pieces: list[Text | Bold] = []
    for place, part in enumerate(_BOLD.split(line)):
        if part:
            text = Text(_ESCAPE.sub(r"\1", part))
            pieces.append(Bold((text,)) if place % 2 else text)
    return Paragraph(tuple(pieces))
