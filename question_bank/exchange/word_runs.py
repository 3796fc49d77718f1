"""Lines and tables of the bank's markup as paragraphs and tables of Word."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from question_bank.exchange.exact_lines import between_joiners
from question_bank.exchange.numbered_parts import Level, Part
from question_bank.exchange.scripts import LOWERED, RAISED, lowered, raised
from question_bank.exchange.word_drawing import Drawings
from question_bank.exchange.word_frame import HEADING, QUESTION
from question_bank.markup import Bold, Inline, Maths, Paragraph, Picture, Piece, Table, Text, parse

_UP = {sign: plain for plain, sign in reversed(RAISED.items())}
_DOWN = {sign: plain for plain, sign in reversed(LOWERED.items())}
_BOLD, _UPPER, _LOWER = "<w:b/>", '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
_SCRIPT = re.compile(r"([\^_])\{(.*)\}", re.DOTALL)
_PICTURE = re.compile(r"!\[(?:[^\[\]\\\n]|\\[^\n])*\]\(media:[^()\s]+\)")
# Twentieths of a point between the margins.
TEXT_WIDTH = 9072
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def paragraph(part: Part, drawings: Drawings) -> str:
    """The paragraph of a part that is no table."""
    style = HEADING if part.item < 0 else QUESTION if part.begins else ""
    runs = _exact(part, drawings) if part.level is not Level.PLAIN else _plain(part, drawings)
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}{runs}</w:p>"


def table(text: str, drawings: Drawings) -> str:
    """A table of markup."""
    (block,) = parse(text)
    assert isinstance(block, Table)
    rows = ([block.head] if block.head is not None else []) + list(block.rows)
    width = max(1, len(rows[0]))
    head = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>'
    grid = f'<w:gridCol w:w="{TEXT_WIDTH // width}"/>' * width
    cells = ("".join(f"<w:tc><w:p>{_runs(cell, drawings)}</w:p></w:tc>" for cell in row) for row in rows)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _plain(part: Part, drawings: Drawings) -> str:
    if not part.is_markup:
        return _run(part.label) + _text(part.text)
    (block,) = parse(part.text)
    return _run(part.label) + (_runs(block.inlines, drawings) if isinstance(block, Paragraph) else "")


def _exact(part: Part, drawings: Drawings) -> str:
    """The text as it stands, but pictures as such where they can be."""
    source = between_joiners(part.label, part.text)
    if part.level is Level.WORDS or not part.is_markup:
        return _run(source)
    runs, place = "", 0
    for found in _PICTURE.finditer(source):
        (block,) = parse(found[0])
        shown = block.inlines[0] if isinstance(block, Paragraph) and len(block.inlines) == 1 else None
        run = drawings.run(shown) if isinstance(shown, Picture) else None
        if run is not None:
            runs += _run(source[place : found.start()]) + run
            place = found.end()
    return runs + _run(source[place:])


def _runs(inlines: Iterable[Inline], drawings: Drawings) -> str:
    return "".join(_inline(inline, drawings) for inline in inlines)


def _inline(inline: Inline, drawings: Drawings) -> str:
    if isinstance(inline, Bold):
        return "".join(
            _run(each.text, _BOLD) if isinstance(each, Text) else _piece(each, drawings) for each in inline.pieces
        )
    return _piece(inline, drawings)


def _piece(piece: Piece, drawings: Drawings) -> str:
    if isinstance(piece, Text):
        return _text(piece.text)
    if isinstance(piece, Maths):
        return _formula(piece)
    return drawings.run(piece) or _run(piece.alt)


def _formula(formula: Maths) -> str:
    """Raised or lowered characters as such; any other formula as LaTeX between its marks."""
    found = _SCRIPT.fullmatch(formula.latex)
    if found and found[2].strip() and (raised if found[1] == "^" else lowered)(found[2]) == formula:
        return _run(found[2], _UPPER if found[1] == "^" else _LOWER)
    return _run(f"\\({formula.latex}\\)")


def _text(text: str) -> str:
    """10⁵ with a 5 that Word itself raises."""
    return "".join(_levelled(level, "".join(signs)) for level, signs in groupby(text, _level))


def _level(sign: str) -> str:
    return _UPPER if sign in _UP else _LOWER if sign in _DOWN else ""


def _levelled(level: str, text: str) -> str:
    plain = _UP if level == _UPPER else _DOWN if level else {}
    return _run("".join(plain.get(sign, sign) for sign in text), level)


def _run(text: str, looks: str = "") -> str:
    if not text:
        return ""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f"<w:r>{properties}{''.join(_said(text))}</w:r>"


def _said(text: str) -> Iterator[str]:
    for place, words in enumerate(text.split("\t")):
        if place:
            yield "<w:tab/>"
        if words:
            yield f'<w:t xml:space="preserve">{escape(words)}</w:t>'
