"""GIFT, Moodle's format for questions in text files: reading. `gift_writing` writes it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from question_bank.exchange import gift_answers
from question_bank.exchange.categories import labels_of_category
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds, at_most, sorted_reading
from question_bank.exchange.gift_marks import Marked, unescaped
from question_bank.exchange.gift_writing import write
from question_bank.exchange.reading import Reading
from question_bank.exchange.text_files import text_of

__all__ = ["read", "write"]

FORMAT = "gift"
_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)")
_COMMENT = re.compile(r"\s*//")
_SAID = re.compile(r"\[(id|tag):((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")


class Source(NamedTuple):
    """A question's lines without comments, the line where it begins, and what comments and category said of it."""

    text: str
    row: int
    id: str
    labels: tuple[str, ...]


def read(content: bytes, file: str) -> Reading:
    """The questions of a GIFT file; `row` is the line where a question begins. Raises `BadExchange`."""
    finds = Finds([], [], [], [])
    for source in at_most(_sources(text_of(content))):
        _read_one(source, finds)
    return sorted_reading(FORMAT, finds)


def _sources(text: str) -> Iterator[Source]:
    category: tuple[str, ...] = ()
    block: list[tuple[int, str]] = []
    for row, line in enumerate([*text.split("\n"), ""], start=1):
        found = _CATEGORY.match(line)
        if found:
            category = labels_of_category(found.group(1))
        elif line.strip():
            block.append((row, line))
            continue
        yield from _source(block, category)
        block = []


def _source(block: list[tuple[int, str]], category: tuple[str, ...]) -> Iterator[Source]:
    comments = "".join(line for _, line in block if _COMMENT.match(line))
    lines = [(row, line) for row, line in block if not _COMMENT.match(line)]
    if lines:
        said = [(name, _bracketed(text)) for name, text in _SAID.findall(comments)]
        id = next((text for name, text in said if name == "id"), "")
        tags = tuple(text for name, text in said if name == "tag")
        text = "\n".join(line for _, line in lines).strip()
        yield Source(text, lines[0][0], id, (*category, *tags))


def _bracketed(text: str) -> str:
    return text.replace("\\]", "]").strip()


def _read_one(source: Source, finds: Finds) -> None:
    marked = unescaped(source.text)
    if marked.signs.startswith("::") and (end := marked.signs.find("::", 2)) > 0:
        marked = marked.part(end + 2).stripped()
    start, end = marked.signs.find("{"), marked.signs.find("}")
    question = gift_answers.Question(source.row, source.id, source.labels, finds)
    if start < 0 and end < 0:
        finds.skip(source.row, source.id, "description", "这是一段说明，不是题目（没有花括号里的答案）")
    elif start < 0 or end < start:
        question.refuse(marked, Fault("答案", "braces", _BRACES))
    else:
        _read_answers(question, marked, start, end)


_BRACES = "花括号不成对：答案要写在 { } 里，一道题中间不能有空行，题干里的花括号前要加反斜杠"


def _read_answers(question: gift_answers.Question, marked: Marked, start: int, end: int) -> None:
    before, answers, after = marked.part(0, start), marked.part(start + 1, end).stripped(), marked.part(end + 1)
    gap = Marked("_____", "_____") if after.text.strip() else Marked("", "")
    stem = Marked(before.text + gap.text + after.text, before.signs + gap.signs + after.signs)
    place = answers.signs.rfind("####")
    feedback = answers.part(place + 4) if place >= 0 else Marked("", "")
    question.take(stem, answers.part(0, place).stripped() if place >= 0 else answers, feedback)
