"""Numbered text as it is pasted from a chat, a page or a document, and as it is written for people.

`1、题干（A）`, options below or behind one another, 答案：, 解析： and other fields, headings that give the type, a
list of answers at the end.
"""

import re
from collections.abc import Mapping, Sequence

from question_bank.exchange import numbered_text_writing
from question_bank.exchange.blocks import markup_of, maths_or_text
from question_bank.exchange.exact_lines import exact_line
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds, Found, sorted_reading
from question_bank.exchange.from_html import with_formulas
from question_bank.exchange.limits import LONGEST_CELL, MOST_ROWS
from question_bank.exchange.numbered_bold import with_stress_only
from question_bank.exchange.numbered_lines import Gathered, Line, gather
from question_bank.exchange.reading import BadExchange, Reading, Remark, Written
from question_bank.exchange.template import UNSUPPORTED, item_of_cells
from question_bank.exchange.text_files import text_of
from question_bank.items import ItemDraft
from question_bank.markup import Bold, Inline, Paragraph, Piece

FORMAT = "text"
MOST_LINES = 100_000
# Dollars hold a formula where something between them can only be LaTeX; else they are money.
# Blanks that part columns; more of them say no more.
_GAP = re.compile(r"\t+| {5,}|　{5,}")
# Markdown, as programs that write questions write it: headings, quotes, lists of options, rules, bold.
_DECORATION = re.compile(r"^(?:\s*(?:#{1,6}\s+|>\s?|[-*+•●]\s+(?=[*(（]*[A-Ja-jＡ-Ｊ][)）.．、:：*])))+")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,}|```\w*)\s*")
_BOLD = re.compile(r"\*\*(?=\S)((?:[^*]*[一-鿿][^*]*|\d{1,4}[.、]|[A-J][.、]))(?<=\S)\*\*")
_LATEX = re.compile(r"\$([^$\n]*[\\^_{][^$\n]*)\$")


def read(content: bytes, file: str) -> Reading:
    """The questions of a text; `row` is the line where one begins. Raises `BadExchange` for a text without any."""
    source = text_of(content).split("\n")
    if len(source) > MOST_LINES:
        raise BadExchange(f"超过 {MOST_LINES} 行；请分成几个文件")
    lines = [_line(row, line) for row, line in enumerate(source, start=1)]
    finds = Finds([], [], [], [])
    add_questions(gather(lines), finds)
    return sorted_reading(FORMAT, finds)


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """The items as authors write them, by types under headings; no picture comes along."""
    return numbered_text_writing.write(items, pictures, read)


def _line(row: int, line: str) -> Line:
    if len(line) > LONGEST_CELL:
        raise BadExchange(f"第 {row} 行有 {len(line)} 个字符，最多 {LONGEST_CELL} 个；请分行")
    return Line(row, line if exact_line(line) else line_markup(line))


def line_markup(line: str) -> str:
    """Markup of a line of literal text with formulas in it."""
    bare = _DECORATION.sub("", _GAP.sub(" " * 4, line)).rstrip()
    if _RULE.fullmatch(bare):
        return ""
    inlines: list[Inline] = []
    for place, part in enumerate(_BOLD.split(bare)):
        inlines += [Bold(tuple(typed_pieces(part)))] if place % 2 else typed_pieces(part)
    return markup_of([Paragraph(tuple(with_stress_only(inlines)))])


def typed_pieces(line: str) -> list[Piece]:
    """Words and the formulas that are typed among them, between dollars, \\( \\) or \\[ \\]."""
    pieces: list[Piece] = []
    place = 0
    for match in _LATEX.finditer(line):
        pieces += [*with_formulas(line[place : match.start()]), maths_or_text(match.group(1).strip(), match.group())]
        place = match.end()
    return [*pieces, *with_formulas(line[place:])]


def add_questions(gathered: Gathered, finds: Finds) -> None:
    """Adds what was gathered to the finds. Raises `BadExchange` when there is no question at all, or far too many."""
    told = gathered.numbered or any(question.is_complete() for question in gathered.questions)
    if not gathered.questions or not told:
        raise BadExchange("没有找到题目；每道题要以题号开头，如“1、题干”，选项另起一行，如“A. …”")
    if len(gathered.questions) > MOST_ROWS:
        raise BadExchange(f"超过 {MOST_ROWS} 道题；请分成几个文件")
    for question in gathered.questions:
        add_cells(question.cells(), question.row, finds, question.faults)
    for stray in gathered.strays:
        finds.note(stray.row, "", "", stray.code, stray.reason)


def add_cells(cells: dict[str, str], row: int, finds: Finds, faults: tuple[Fault, ...] = ()) -> None:
    """Adds the question that cells of the workbook template say; `faults` is what else is wrong with it."""
    item = item_of_cells(cells)
    if faults and (isinstance(item, ItemDraft) or item[0].code != UNSUPPORTED):
        finds.refuse(cells, row, [*faults, *(item if isinstance(item, list) else [])])
    elif isinstance(item, ItemDraft):
        finds.found.append(Found(item, row))
    elif item[0].code == UNSUPPORTED:
        finds.skipped.append(Remark("", row, item[0].column, cells.get("编号", ""), item[0].code, item[0].reason))
    else:
        finds.refuse(cells, row, item)
