"""Texts of tables as they are found: literal, some of it HTML or LaTeX, with blanks around them, made into markup.

While a text is taken apart, raised and lowered characters stand between marks that no text has.
"""

import re

from question_bank.exchange.blocks import markup_of, maths_or_text
from question_bank.exchange.from_html import converted
from question_bank.exchange.scripts import lowered, raised
from question_bank.exchange.sheets import Cell, Level, Runs
from question_bank.markup import Block, Maths, Paragraph, Piece, Text

# Code points that Unicode has set aside for uses inside of programs.
RAISED, LOWERED, END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{RAISED}{LOWERED}{END}]")
_SCRIPT = re.compile(f"([{RAISED}{LOWERED}])([^{END}]*){END}")
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>|_x000D_(?=\n)", re.IGNORECASE)
_SCRIPT_TAG = re.compile(r"<(sup|sub)>([^<>]*)</\1>", re.IGNORECASE)
_ATTRIBUTE = r"""\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
_HTML = re.compile(
    rf"</?(?:p|div|span|b|strong|em|i|u|img|table|tbody|tr|td|th|ul|ol|li|font|sup|sub)(?:{_ATTRIBUTE})*\s*/?>"
    r"|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|#\d+);",
    re.IGNORECASE | re.ASCII,
)
# Dollars hold a formula where something between them can only be LaTeX; else they are money.
_LATEX = re.compile(
    r"\$\$([^$]++)\$\$|\$([^$\n\\^_{]*+[\\^_{][^$\n]*+)\$|\\\(((?:(?!\\\().)+?)\\\)|\\\[((?:(?!\\\[).)+?)\\\]",
    re.DOTALL,
)


def found_text(cell: Cell) -> str:
    """The text of a cell, HTML line breaks as such, raised and lowered characters between marks."""
    if isinstance(cell, Runs):
        text = "".join(_marked(_MARKS.sub("", run.text), run.level) for run in cell)
    else:
        text = _MARKS.sub("", cell)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        text = _SCRIPT_TAG.sub(lambda tag: (RAISED if tag[1].lower() == "sup" else LOWERED) + tag[2] + END, text)
        text = _BREAK.sub("\n", text)
    return text.strip()


def words(text: str) -> str:
    """The text without marks, for answers, names and numbers: 10⁵ where Unicode has it, else 10^5."""
    return _SCRIPT.sub(_script_words, text) if RAISED in text or LOWERED in text else text


def markup_from(text: str) -> str:
    """Markup that says what a found text says."""
    if _HTML.search(text):
        html = _SCRIPT.sub(_tagged, text).replace("\n", "<br>")
        return converted(html).text
    if not _means_something(text):
        return text
    blocks: list[Block] = [Paragraph(tuple(_merged(_pieces(line.rstrip())))) for line in text.split("\n")]
    return markup_of(blocks)


def _means_something(text: str) -> bool:
    return any(sign in text for sign in "\\*$|!" + RAISED + LOWERED) or text != text.strip()


def _marked(text: str, level: Level) -> str:
    if level is Level.LINE or not text.strip():
        return text
    return (RAISED if level is Level.RAISED else LOWERED) + text + END


def _script_words(found: re.Match[str]) -> str:
    piece = _script(found)
    return piece.text if isinstance(piece, Text) else ("^" if found[1] == RAISED else "_") + found[2]


def _script(found: re.Match[str]) -> Piece:
    return raised(found[2]) if found[1] == RAISED else lowered(found[2])


def _tagged(found: re.Match[str]) -> str:
    tag = "sup" if found[1] == RAISED else "sub"
    return f"<{tag}>{found[2]}</{tag}>"


def _pieces(line: str) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for formula in _LATEX.finditer(line):
        pieces += _with_scripts(line[place : formula.start()])
        latex = next(group for group in formula.groups() if group is not None)
        pieces.append(maths_or_text(latex.strip(), formula[0]))
        place = formula.end()
    return pieces + _with_scripts(line[place:])


def _with_scripts(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for script in _SCRIPT.finditer(text):
        pieces += [Text(text[place : script.start()]), _script(script)]
        place = script.end()
    return [*pieces, Text(text[place:])]


def _merged(pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + piece.text)
        elif isinstance(piece, Maths) or piece != Text(""):
            merged.append(piece)
    return merged
