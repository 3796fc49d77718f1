"""HTML in tags and words, in time linear in it whatever it is: a sign that begins no tag is a word."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
# Nothing that has been read is read again when the end is missing.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?")
_HUGE = re.compile(r"&#(?:\d{8,}|[xX][0-9A-Fa-f]{7,});?")
# What stands in these is no HTML.
_RAW = frozenset({"script", "style"})


class Words(NamedTuple):
    text: str


class Tag(NamedTuple):
    """`opens` and `closes` are both true of `<br/>`."""

    name: str
    opens: bool
    closes: bool
    attributes: Mapping[str, str]


def tags_of(html: str) -> Iterator[Words | Tag]:
    """The words and tags of a piece of HTML, comments and declarations left out."""
    reader = _Reader(html)
    place = 0
    while found := _BEGINS.search(html, place):
        if found.start() > place:
            yield Words(_said(html[place : found.start()]))
        place = found.start()
        end = reader.end_of_comment(place)
        if end is not None:
            place = end
            continue
        tag = _TAG.match(html, place)
        if tag is None:
            yield Words("<")
            place += 1
            continue
        place = tag.end()
        name = tag.group(2).lower()
        opens = not tag.group(1)
        yield Tag(name, opens, not opens or tag.group(3).rstrip().endswith("/"), _attributes(tag.group(3)))
        if opens and name in _RAW:
            place = reader.end_of_raw(name, place)
    if place < len(html):
        yield Words(_said(html[place:]))


class _Reader:
    """Looks for ends, each kind that is missing but once."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.missing: set[str] = set()

    def _behind(self, end: str, place: int) -> int | None:
        if end in self.missing:
            return None
        found = self.html.find(end, place)
        if found < 0:
            self.missing.add(end)
            return None
        return found + len(end)

    def end_of_comment(self, place: int) -> int | None:
        """Where a comment or declaration that begins here ends; one without an end is its first sign alone."""
        if self.html.startswith("<!--", place):
            return self._behind("-->", place + 4) or place + 4
        if self.html.startswith(("<!", "<?"), place):
            return self._behind(">", place + 2) or place + 2
        return None

    def end_of_raw(self, name: str, place: int) -> int:
        """Where what is no HTML ends: at its closing tag, or with the text."""
        behind = self._behind(f"</{name}", place)
        return len(self.html) if behind is None else behind - len(name) - 2


def _said(source: str) -> str:
    return unescape(_HUGE.sub("\ufffd", source)) if "&" in source else source


def _attributes(source: str) -> dict[str, str]:
    if not source.strip(" \t\r\n/"):
        return {}
    pairs = ((match.group(1).lower(), match.group(2) or "") for match in _ATTRIBUTE.finditer(source))
    return {name: _said(value[1:-1] if value[:1] in ("'", '"') else value) for name, value in pairs}
