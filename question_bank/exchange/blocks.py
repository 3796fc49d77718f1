"""Blocks of text back into the bank's markup, with as few backslashes as will do."""

import re
from collections.abc import Iterable, Sequence

from question_bank import markup
from question_bank.markup import Block, Bold, Inline, Maths, Paragraph, Picture, Piece, Table, Text

_WORDS = re.compile(r"[^\\*$|!\n]+")


def markup_of(blocks: Sequence[Block]) -> str:
    """Markup that `markup.parse` reads as these blocks, if there is any: texts as they are where they mean themselves,
    escaped where they would mean something else."""
    if len(blocks) == 1 and (words := _only_words(blocks[0])) is not None:
        return words
    sparing = "\n".join(_block(block, escaped=False) for block in blocks)
    if markup.parse(sparing) == tuple(blocks):
        return sparing
    mixed = "\n".join(_least(block) for block in blocks)
    if markup.parse(mixed) == tuple(blocks):
        return mixed
    return "\n".join(_block(block, escaped=True) for block in blocks)


def _only_words(block: Block) -> str | None:
    """The text of most blocks: words with no mark among them."""
    if isinstance(block, Paragraph) and len(block.inlines) == 1 and isinstance(block.inlines[0], Text):
        text = block.inlines[0].text
        return text if _WORDS.fullmatch(text) else None
    return None


def literal(text: str) -> str:
    """Markup of a text in which nothing means anything."""
    return markup_of([Paragraph((Text(line),) if line else ()) for line in text.split("\n")])


def _least(block: Block) -> str:
    sparing = _block(block, escaped=False)
    return sparing if markup.parse(sparing) == (block,) else _block(block, escaped=True)


def _block(block: Block, escaped: bool) -> str:
    if isinstance(block, Paragraph):
        return inline_markup(block.inlines, escaped)
    rows = ([block.head] if block.head is not None else []) + list(block.rows)
    return markup.table([[_cell(cell) for cell in row] for row in rows], head=block.head is not None)


def _cell(inlines: tuple[Inline, ...]) -> str:
    sparing = inline_markup(inlines, escaped=False)
    alone = Table(None, ((inlines,), ((),)))
    return sparing if markup.parse(f"| {sparing} |\n|  |") == (alone,) else inline_markup(inlines, escaped=True)


def inline_markup(inlines: Iterable[Inline], escaped: bool) -> str:
    """Markup of pieces of one line."""
    return "".join(_inline(inline, escaped) for inline in inlines)


def _inline(inline: Inline, escaped: bool) -> str:
    if isinstance(inline, Bold):
        return f"**{inline_markup(inline.pieces, escaped)}**"
    if isinstance(inline, Maths):
        return f"${inline.latex}$"
    if isinstance(inline, Picture):
        return markup.picture(inline.name, inline.alt)
    return markup.escape(inline.text) if escaped else inline.text


def maths_or_text(latex: str, otherwise: str) -> Piece:
    """A formula, or the text itself where the bank's markup cannot hold such a formula."""
    piece = Maths(" ".join(latex.split()))
    return piece if markup.parse(f"${piece.latex}$") == (Paragraph((piece,)),) else Text(otherwise)
