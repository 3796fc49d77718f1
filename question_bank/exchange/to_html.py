"""The bank's markup as HTML that is also XHTML, for Moodle, GIFT and QTI."""

import re
from collections.abc import Callable
from html import escape

from question_bank import markup
from question_bank.markup import Block, Bold, Inline, Maths, Picture, Table

# What another system would take for the beginning of a formula.
_TEX_BEGINS = re.compile(r"(?<=\\)(?=[(\[])|(?<=\$)(?=\$)")
# The address of a picture from its name.
Address = Callable[[str], str]


def media_address(name: str) -> str:
    """The address of a picture in a format that brings none along."""
    return f"media:{name}"


def rendered(text: str, address: Address = media_address) -> str:
    """HTML of markup; a single paragraph stands bare."""
    blocks = markup.parse(text)
    if len(blocks) == 1 and not isinstance(blocks[0], Table):
        return _line(blocks[0].inlines, address)
    return "".join(_block(block, address) for block in blocks)


def _block(block: Block, address: Address) -> str:
    if not isinstance(block, Table):
        return f"<p>{_line(block.inlines, address)}</p>"
    head = f"<thead>{_row(block.head, 'th', address)}</thead>" if block.head is not None else ""
    body = "".join(_row(row, "td", address) for row in block.rows)
    return f"<table>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _row(cells: tuple[tuple[Inline, ...], ...], tag: str, address: Address) -> str:
    return f"<tr>{''.join(f'<{tag}>{_line(cell, address)}</{tag}>' for cell in cells)}</tr>"


def _line(inlines: tuple[Inline, ...], address: Address) -> str:
    return "".join(_inline(inline, address) for inline in inlines)


def _inline(inline: Inline, address: Address) -> str:
    if isinstance(inline, Bold):
        return f"<strong>{''.join(_inline(piece, address) for piece in inline.pieces)}</strong>"
    if isinstance(inline, Maths):
        return escape(rf"\({inline.latex}\)", quote=False)
    if isinstance(inline, Picture):
        return f'<img src="{escape(address(inline.name))}" alt="{escape(inline.alt)}"/>'
    # A carriage return would be taken for the end of a line of the file.
    text = "<span></span>".join(escape(part, quote=False) for part in _TEX_BEGINS.split(inline.text))
    return text.replace("\r", "&#13;")
