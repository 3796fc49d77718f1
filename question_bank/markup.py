"""The small markup of stems, options and explanations (`docs/items.md`); `static/js/markup_tree.js` reads the same.

Every text means something: a mark that is not closed stands for itself. A line is a paragraph; two lines or more that
begin and end with `|` are a table, and a row of dashes in second place makes the first its head. Within a line, from
left to right: a backslash takes the meaning of the mark behind it away, then maths and pictures are found, then `|`
parts the cells, then `**` makes bold. Bold text may hold maths and pictures; maths and a picture's words hold nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Maths:
    """LaTeX source, without the dollars."""

    latex: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The name of one of the bank's pictures, and what it shows, in words."""

    name: str
    alt: str


Piece = Text | Maths | Picture


@dataclass(frozen=True, slots=True)
class Bold:
    pieces: tuple[Piece, ...]


Inline = Piece | Bold


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: tuple[Inline, ...]


Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows have as many cells as the longest; `head` is None for a table without one."""

    head: tuple[Cell, ...] | None
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table

BLANK = " \t\r\u3000"
STARS, BAR = "**", "|"
# A mark, or a piece that is there already.
Token = str | Piece
Kept = TypeVar("Kept")

# No blank behind the opening dollar or before the closing one, and no digit behind that: "$5 and $10" is money.
_MATHS = rf"\$(?![{BLANK}])((?:[^$\\\n]|\\[^\n])*(?:[^$\\\n{BLANK}]|\\[^\n]))\$(?![0-9])"
_PICTURE = rf"!\[((?:[^\[\]\\\n]|\\[^\n])*)\]\(media:([^()\\|\n{BLANK}]+)\)"
_ESCAPED = re.compile(r"\\([\\*$|!\[\]])")
_TOKEN = re.compile(rf"{_ESCAPED.pattern}|{_MATHS}|{_PICTURE}|(\*\*|\|)")
_DASHES = re.compile(rf"[{BLANK}]*\|([{BLANK}]*:?-+:?[{BLANK}]*\|)+[{BLANK}]*")
_MARK = re.compile(r"[\\*$|!]")
_COMMAND, _GROUPING = re.compile(r"\\[a-zA-Z]+"), re.compile(r"[{}^_\\\s]")
# Stars and an exclamation mark at the ends too, for what will stand beside them when texts are joined.
_MEANT = re.compile(r"\\(?=[\\*$|!\[\]]|\Z)|[$|]|\*(?=\*|\Z)|(?<=\*)\*|\A\*|!(?=\[|\Z)")


def escape(text: str) -> str:
    """Markup that says exactly this text; it may be joined with other markup and put into cells and bold text."""
    return _MEANT.sub(r"\\\g<0>", text)


def picture(name: str, alt: str) -> str:
    """Markup of a picture. Line breaks in its words become spaces."""
    words = re.sub(r"[\\\[\]]", r"\\\g<0>", " ".join(alt.split("\n")))
    return f"![{words}](media:{name})"


def table(rows: Sequence[Sequence[str]], head: bool = True) -> str:
    """Markup of a table whose cells are markup; the first row is its head. Line breaks in a cell become spaces."""
    lines = ["| " + " | ".join(" ".join(cell.split("\n")) for cell in row) + " |" for row in rows]
    if head and rows:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def plain(text: str) -> str:
    """The words alone, for reading aloud, lists, titles and search: maths as its LaTeX source, a row of a table as a
    line with " | " between its cells, a picture as its words."""
    if not _MARK.search(text):
        return text
    return "\n".join(_plain_block(block) for block in parse(text))


def signs(text: str) -> int:
    """How many signs there are to read: a command of a formula is one, and what only groups or raises is none."""
    return sum(_signs(piece) for line in _lines(parse(text)) for piece in _pieces(line))


def picture_names(text: str) -> tuple[str, ...]:
    """The pictures that a text shows, each once, in order."""
    names = [piece.name for line in _lines(parse(text)) for piece in _pieces(line) if isinstance(piece, Picture)]
    return tuple(dict.fromkeys(names))


def has_maths(text: str) -> bool:
    """Whether something of it is set as a formula."""
    return "$" in text and any(isinstance(piece, Maths) for line in _lines(parse(text)) for piece in _pieces(line))


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text, at least one; an empty line is an empty paragraph. Never fails, in time linear in it."""
    rows = [(line, tokens, _cells(tokens)) for line in text.split("\n") for tokens in [list(_tokens(line))]]
    blocks: list[Block] = []
    for framed, group in groupby(rows, key=lambda row: row[2] is not None):
        run = list(group)
        if framed and len(run) > 1:
            headed = _DASHES.fullmatch(run[1][0]) is not None
            blocks.append(_table([cells for _, _, cells in run if cells], headed))
        else:
            blocks.extend(Paragraph(_inlines(tokens)) for _, tokens, _ in run)
    return tuple(blocks)


def _tokens(line: str) -> Iterator[Token]:
    place = 0
    for found in _TOKEN.finditer(line):
        if found.start() > place:
            yield Text(line[place : found.start()])
        yield _token(*found.groups())
        place = found.end()
    if place < len(line):
        yield Text(line[place:])


def _token(escaped: str | None, latex: str | None, alt: str | None, name: str | None, mark: str | None) -> Token:
    if escaped is not None:
        return Text(escaped)
    if latex is not None:
        return Maths(latex)
    if alt is not None and name is not None:
        return Picture(name, _ESCAPED.sub(r"\1", alt))
    return mark or ""


def _cells(tokens: list[Token]) -> list[list[Token]] | None:
    """What stands between the bars of a line that begins and ends with one."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == BAR:
            parts.append([])
        else:
            parts[-1].append(token)
    framed = len(parts) > 2 and _is_blank(parts[0]) and _is_blank(parts[-1])
    return parts[1:-1] if framed else None


def _is_blank(tokens: list[Token]) -> bool:
    return all(isinstance(token, Text) and not token.text.strip(BLANK) for token in tokens)


def _table(rows: list[list[list[Token]]], headed: bool) -> Table:
    if headed:
        del rows[1]
    width = max(len(row) for row in rows)
    filled = [tuple(_cell(row[place]) if place < len(row) else () for place in range(width)) for row in rows]
    return Table(filled[0], tuple(filled[1:])) if headed else Table(None, tuple(filled))


def _cell(tokens: list[Token]) -> Cell:
    tokens = list(tokens)
    if tokens and isinstance(tokens[0], Text):
        tokens[0] = Text(tokens[0].text.lstrip(BLANK))
    if tokens and isinstance(tokens[-1], Text):
        tokens[-1] = Text(tokens[-1].text.rstrip(BLANK))
    return _inlines(tokens)


def _inlines(tokens: list[Token]) -> tuple[Inline, ...]:
    """Bold from two stars before something to the next two behind something."""
    ends = [place for place in range(1, len(tokens)) if tokens[place] == STARS and _touches(tokens[place - 1], -1)]
    found: list[Token | Bold] = []
    place = 0
    while place < len(tokens):
        opens = tokens[place] == STARS and place + 1 < len(tokens) and _touches(tokens[place + 1], 0)
        after = bisect_right(ends, place + 1)
        if opens and after < len(ends):
            found.append(Bold(tuple(_joined(tokens[place + 1 : ends[after]]))))
            place = ends[after] + 1
        else:
            found.append(tokens[place])
            place += 1
    return tuple(_joined(found))


def _touches(token: Token, end: int) -> bool:
    """Whether stars may lie against this end of a token."""
    if isinstance(token, Text):
        return token.text != "" and token.text[end] not in BLANK
    return token != STARS


def _joined(tokens: Sequence[str | Text | Kept]) -> Iterator[Text | Kept]:
    """Marks that mean nothing here become text, and neighbouring texts one."""
    words = ""
    for token in tokens:
        if isinstance(token, str | Text):
            words += token if isinstance(token, str) else token.text
            continue
        if words:
            yield Text(words)
        words = ""
        yield token
    if words:
        yield Text(words)


def _plain_block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _plain_line(block.inlines)
    rows = ([block.head] if block.head else []) + list(block.rows)
    return "\n".join(" | ".join(_plain_line(cell) for cell in row) for row in rows)


def _plain_line(line: tuple[Inline, ...]) -> str:
    return "".join(_plain_piece(piece) for piece in _pieces(line))


def _plain_piece(piece: Piece) -> str:
    if isinstance(piece, Maths):
        return piece.latex
    return piece.text if isinstance(piece, Text) else piece.alt


def _signs(piece: Piece) -> int:
    words = _plain_piece(piece)
    return len(_GROUPING.sub("", _COMMAND.sub("x", words)) if isinstance(piece, Maths) else words)


def _pieces(line: tuple[Inline, ...]) -> Iterator[Piece]:
    for inline in line:
        yield from inline.pieces if isinstance(inline, Bold) else (inline,)


def _lines(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.inlines
        else:
            yield from (cell for row in ((block.head or ()), *block.rows) for cell in row)
