"""HTML as other systems write it, in the bank's markup; what the markup does not have is stripped and told."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from question_bank.exchange.blocks import markup_of, maths_or_text
from question_bank.exchange.html_tags import Words, tags_of
from question_bank.exchange.scripts import lowered, raised
from question_bank.markup import Block, Bold, Inline, Paragraph, Picture, Piece, Table, Text

_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
# A formula ends before another begins, so that no text is searched twice.
_TEX = re.compile(r"\\\(((?:[^\\]|\\(?![()]))+)\\\)|\\\[((?:[^\\]|\\(?![\[\]]))+)\\\]|\$\$([^$]+)\$\$", re.DOTALL)
_BREAKS = frozenset(
    {
        *("p", "div", "br", "hr", "pre", "blockquote", "section", "article", "figure", "figcaption", "center"),
        *("li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_SILENT = _BREAKS | _TABLE | {"span", "html", "body", "colgroup", "col", "sup", "sub", "b", "strong", "img"}
_HIDDEN = frozenset(
    {
        *("script", "style", "head", "title", "template", "noscript"),
        *("object", "iframe", "audio", "video", "svg", "math"),
    }
)
_FORMULA = "math"
# The name of a picture's file from its address; None for an address that leads to no picture that came along.
Resolve = Callable[[str], str | None]


class FromHtml(NamedTuple):
    """Markup, and what it does not say: the tags that were `stripped`, the addresses of pictures that did not come
    along (`lost`), the names of pictures without words (`bare`). `mathml` tells of formulas that were left out."""

    text: str
    stripped: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    mathml: bool = False


def media_name(address: str) -> str | None:
    """The name in an address of the bank's own."""
    return address.removeprefix("media:") if address.startswith("media:") else None


def converted(html: str, resolve: Resolve = media_name) -> FromHtml:
    """The markup of a piece of HTML. Never fails, in time linear in it."""
    parser = _Converter(resolve)
    for part in tags_of(html):
        if isinstance(part, Words):
            parser.add_words(part.text)
            continue
        if part.opens:
            parser.open_tag(part.name, part.attributes)
        if part.closes:
            parser.close_tag(part.name)
    parser.finish()
    stripped, lost, bare = (tuple(dict.fromkeys(each)) for each in (parser.stripped, parser.lost, parser.bare))
    return FromHtml(markup_of(parser.blocks), stripped, lost, bare, parser.mathml)


def with_formulas(text: str) -> Iterator[Piece]:
    r"""Plain text in pieces: what stands between \( \), \[ \] or $$ $$ is a formula."""
    place = 0
    for match in _TEX.finditer(text):
        if match.start() > place:
            yield Text(text[place : match.start()])
        yield maths_or_text(next(group for group in match.groups() if group is not None).strip(), match.group())
        place = match.end()
    if place < len(text):
        yield Text(text[place:])


class _Converter:
    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.blocks: list[Block] = []
        self.stripped: list[str] = []
        self.lost: list[str] = []
        self.bare: list[str] = []
        self.mathml = False
        self.words: list[str] = []
        self.line: list[Inline] = []
        self.bold: list[Piece] = []
        self.bold_depth = 0
        self.script = ""
        self.hidden: list[str] = []
        self.table: list[list[tuple[Inline, ...]]] | None = None
        self.heads: list[bool] = []
        self.table_depth = 0
        self.cell: list[Inline] | None = None

    def add_words(self, words: str) -> None:
        if not self.hidden:
            self.words.append(words)

    def open_tag(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.hidden:
            if tag in _HIDDEN:
                self.hidden.append(tag)
            return
        self._flush()
        if tag in ("img", "object"):
            self._picture(attributes)
        if tag in _HIDDEN:
            self.hidden.append(tag)
            self.mathml |= tag == _FORMULA
        if tag not in _SILENT and tag != "object":
            self.stripped.append(tag)
        if tag in ("sup", "sub"):
            self.script = tag
        if tag in ("b", "strong"):
            self.bold_depth += 1
        if tag in _BREAKS:
            self._end_line()
        if tag in _TABLE:
            self._open(tag)

    def close_tag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                while self.hidden.pop() != tag:
                    pass
            return
        self._flush()
        if tag in ("sup", "sub"):
            self.script = ""
        if tag in ("b", "strong"):
            self._end_bold()
            self.bold_depth = max(0, self.bold_depth - 1)
        if tag in _BREAKS:
            self._end_line()
        if tag in _TABLE:
            self._close(tag)

    def finish(self) -> None:
        self.hidden = []
        self._flush()
        if self.table is not None:
            self.table_depth = 1
            self._close("td")
            self._close("table")
        self._end_line()

    def _flush(self) -> None:
        words, self.words = _SPACE.sub(" ", "".join(self.words)), []
        if not words:
            return
        if self.script and words.strip():
            self._add([raised(words.strip()) if self.script == "sup" else lowered(words.strip())])
        else:
            self._add(with_formulas(words))

    def _add(self, pieces: Iterable[Piece]) -> None:
        if self.bold_depth:
            self.bold.extend(pieces)
        else:
            self.line.extend(pieces)

    def _picture(self, said: Mapping[str, str]) -> None:
        address = said.get("src") or said.get("data") or ""
        name = self.resolve(address)
        alt = _SPACE.sub(" ", said.get("alt", "")).strip()
        if name is None:
            self.lost.append(address[:80])
            self._add([Text(alt)] if alt else [])
            return
        if not alt:
            self.bare.append(name)
        self._add([Picture(name, alt)])

    def _end_bold(self) -> None:
        bold, self.bold = _merged(self.bold), []
        inner = _trimmed(bold)
        if bold and isinstance(bold[0], Text) and bold[0].text.startswith(" "):
            self.line.append(Text(" "))
        if inner:
            self.line.append(Bold(tuple(inner)))
        if inner and isinstance(bold[-1], Text) and bold[-1].text.endswith(" "):
            self.line.append(Text(" "))

    def _end_line(self) -> None:
        if self.bold:
            self._end_bold()
        line, self.line = _trimmed(_merged(self.line)), []
        if not line:
            return
        if self.cell is not None:
            self.cell.extend([Text(" "), *line] if self.cell else line)
        else:
            self.blocks.append(Paragraph(tuple(line)))

    def _open(self, tag: str) -> None:
        if tag == "table":
            self.table_depth += 1
            if self.table_depth > 1:
                self.stripped.append("table")
                return
            self._end_line()
            self.table, self.heads = [], []
        if self.table is None or self.table_depth > 1:
            return
        if tag == "tr":
            self._end_cell()
            self.table.append([])
            self.heads.append(True)
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.table:
                self._open("tr")
            self.cell = []
            self.heads[-1] &= tag == "th"

    def _close(self, tag: str) -> None:
        if tag == "table" and self.table_depth:
            self.table_depth -= 1
        if self.table is None or self.table_depth > (0 if tag == "table" else 1):
            return
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            rows = [tuple(row) for row in self.table if row]
            heads = [head for row, head in zip(self.table, self.heads, strict=True) if row]
            self.table = None
            if rows:
                self.blocks.append(_table(rows, heads[0]))

    def _end_cell(self) -> None:
        self._end_line()
        if self.cell is not None and self.table:
            self.table[-1].append(tuple(_merged(self.cell)))
        self.cell = None


def _table(rows: list[tuple[tuple[Inline, ...], ...]], headed: bool) -> Block:
    width = max(len(row) for row in rows)
    filled = [(*row, *[()] * (width - len(row))) for row in rows]
    if len(filled) == 1 and not headed:
        return Paragraph(tuple(_merged([piece for cell in filled[0] for piece in (*cell, Text(" "))][:-1])))
    return Table(filled[0], tuple(filled[1:])) if headed else Table(None, tuple(filled))


Kind = TypeVar("Kind", Inline, Piece)


def _merged(pieces: Iterable[Kind]) -> list[Kind]:
    """Neighbouring texts as one, with single blanks."""
    merged: list[Kind] = []
    for piece in pieces:
        if isinstance(piece, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(_SPACE.sub(" ", merged[-1].text + piece.text))
        else:
            merged.append(piece)
    return merged


def _trimmed(pieces: list[Kind]) -> list[Kind]:
    """Without blanks at the ends."""
    ends = list(pieces)
    if ends and isinstance(ends[0], Text):
        ends[0] = Text(ends[0].text.lstrip())
    if ends and isinstance(ends[-1], Text):
        ends[-1] = Text(ends[-1].text.rstrip())
    return [piece for piece in ends if piece != Text("")]
