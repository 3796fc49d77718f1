"""Questions out of lines: numbered text as it is pasted or stands in a Word file."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from question_bank.exchange.answer_lists import Listed, is_title, listed
from question_bank.exchange.exact_lines import ExactLine, exact_line
from question_bank.exchange.faults import Fault
from question_bank.exchange.numbered_fields import ANSWER, NOT_READ, Field, field, parts
from question_bank.exchange.numbered_options import Label, labels, labels_behind, option_label
from question_bank.exchange.numbered_question import STEM, NumberedQuestion
from question_bank.exchange.numbered_shapes import NUMERAL, PAGE, STYLES, heading, may_be_decimal, number_in, shape_of
from question_bank.exchange.spaced_letters import with_points

# A question that begins with a year rather than a number with decimals.
_YEAR = re.compile(r"\d{4}\s*年")


class Line(NamedTuple):
    """A line in markup and its number; several lines in one for a table, which belongs to what stands before it."""

    row: int
    text: str
    faults: tuple[Fault, ...] = ()


class Stray(NamedTuple):
    """Something odd: where, the kind of oddity, what was done."""

    row: int
    code: str
    reason: str


class Gathered(NamedTuple):
    """`numbered`: whether questions were told by their numbers rather than by blank lines."""

    numbered: bool
    questions: list[NumberedQuestion]
    strays: list[Stray]


def gather(lines: Sequence[Line]) -> Gathered:
    """All questions of a text, with the answers that stand in a list behind them."""
    pointed = with_points([line.text for line in lines])
    lines = [line._replace(text=text) for line, text in zip(lines, pointed, strict=True)]
    gatherer = _Gatherer(lines)
    for place, line in enumerate(lines):
        gatherer.take(place, line)
    gatherer.hand_out()
    return Gathered(gatherer.style is not None, gatherer.questions, gatherer.strays)


class _Gatherer:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.style = _style(line.text for line in lines)
        self.questions: list[NumberedQuestion] = []
        self.strays: list[Stray] = []
        self.type = ""
        # The types of headings by their numbers, for lists of answers that repeat no more than these.
        self.types: dict[str, str] = {}
        self.after_blank = self.after_heading = True
        self.in_list = False
        # The last number of a list within the question.
        self.nested = 0
        # Answers of the list, each with the type of the heading over it.
        self.listed: list[tuple[int, str, Listed]] = []

    @property
    def question(self) -> NumberedQuestion | None:
        return self.questions[-1] if self.questions else None

    def take(self, place: int, line: Line) -> None:
        exact = exact_line(line.text)
        if exact is not None and self._take_exact(line, exact):
            self._blame(line)
            self.after_blank = False
            return
        shape = shape_of(line.text)
        if not shape.strip() or PAGE.fullmatch(shape):
            self.after_blank = True
            self._blame(line)
            return
        if self._begins_list(place, shape):
            self.in_list = True
        elif found := heading(shape):
            self._take_heading(found.type, shape)
        elif self.in_list:
            self._take_listed(line, shape)
        else:
            self._take_line(line, shape)
            self._blame(line)
        self.after_blank = False

    def _blame(self, line: Line) -> None:
        """What is wrong with a line is wrong with its question."""
        if self.question is not None:
            self.question.faults += line.faults

    def _take_exact(self, line: Line, exact: ExactLine) -> bool:
        """Takes a text that stands as it is; tells whether it is known where it belongs."""
        shape = shape_of(exact.label)
        number = self.style.fullmatch(shape) if self.style else None
        if number is not None:
            self._begin(line.row, number_in(number))
            self.questions[-1].add_exactly(STEM, exact.text)
            return True
        begun = field(shape)
        column = begun.column if begun is not None and begun.start == len(shape) else option_label(shape)
        if self.question is None or (shape and not column):
            return False
        self.question.add_exactly(column or self.question.last or STEM, exact.text)
        return True

    def _take_heading(self, kind: str, shape: str) -> None:
        self.type, self.after_heading = kind, True
        numeral = NUMERAL.match(shape)
        if numeral and not self.in_list:
            self.types[numeral.group().strip()] = kind

    def _begins_list(self, place: int, shape: str) -> bool:
        """Whether it is the title of a list of answers: such a list follows, perhaps under a heading."""
        if not is_title(shape):
            return False
        following = [shape_of(line.text) for line in self.lines[place + 1 : place + 8] if line.text.strip()]
        behind = next((each for each in following if heading(each) is None), "")
        return bool(listed(_behind_numeral(behind)))

    def _take_listed(self, line: Line, shape: str) -> None:
        numeral = NUMERAL.match(shape)
        if numeral:
            self.type = self.types.get(numeral.group().strip(), self.type)
        answers = listed(_behind_numeral(shape))
        if answers is None:
            self.strays.append(Stray(line.row, "odd_answers", f"答案表里这一行看不懂，没有读入：{line.text[:30]}"))
            return
        self.listed += [(line.row, self.type, answer) for answer in answers]

    def _take_line(self, line: Line, shape: str) -> None:
        number = self._number(shape)
        if number is not None:
            text = line.text[number.end() :]
            self._begin(line.row, number_in(number))
            self._take_parts(line.row, text, new=True)
        elif self._begins_unnumbered():
            self._begin(line.row, len(self.questions) + 1)
            self._take_parts(line.row, line.text, new=True)
        elif self.question is None:
            self.strays.append(Stray(line.row, "ignored", f"不属于任何一题，没有读入：{line.text[:30]}"))
        elif line.text.startswith("|"):
            self.question.go_on(line.text)
        else:
            self._take_parts(line.row, line.text, new=False)

    def _number(self, shape: str) -> re.Match[str] | None:
        """The number of a new question; a list within a question has numbers too, but out of order."""
        match = self.style.match(shape) if self.style else None
        if match is not None and may_be_decimal(match) and number_in(match) != self._expected():
            return None
        if match is None or self.question is None or self.after_heading or self.question.is_complete():
            return match
        number = number_in(match)
        if may_be_decimal(match):
            return match if _YEAR.match(shape, match.end()) else None
        if number == 1 or number == self.nested + 1 > 1:
            self.nested = number
            return None
        return match if number == self.question.number + 1 else None

    def _expected(self) -> int:
        return 1 if self.question is None or self.after_heading else self.question.number + 1

    def _begins_unnumbered(self) -> bool:
        if self.style is not None:
            return False
        return self.after_heading or (self.after_blank and self.questions[-1].is_complete())

    def _begin(self, row: int, number: int) -> None:
        if self.question is not None and self.question.type == self.type and number > self.question.number + 1:
            gap = f"第 {self.question.number} 题后面是第 {number} 题，请看看是不是漏了"
            self.strays.append(Stray(row, "gap", gap))
        self.questions.append(NumberedQuestion(row, number, self.type))
        self.nested = 0
        self.after_heading = False

    def _take_parts(self, row: int, text: str, new: bool) -> None:
        for start, end in parts(shape_of(text)):
            part = text[start:end].strip()
            self._take_part(row, part, shape_of(part), new and start == 0)

    def _take_part(self, row: int, text: str, shape: str, new: bool) -> None:
        question = self.questions[-1]
        begun = field(shape)
        if begun is not None:
            self._take_field(row, begun, text[begun.start :].strip())
            return
        letter = question.next_letter()
        found = labels(shape, letter) if letter and not new and not question.fields else []
        if not found and not question.options and not question.fields:
            found = labels_behind(shape)
        if not found and letter and not new and not question.fields and _is_small(shape, letter):
            found = labels(shape, letter, small=True)
        before = text[: found[0].start].strip() if found else text
        if before:
            question.go_on(before)
        _add_options(question, text, found)

    def _take_field(self, row: int, begun: Field, text: str) -> None:
        """An answer may turn out to be a list of those of several questions."""
        answers = listed(shape_of(text)) if begun.column == ANSWER else None
        if answers:
            self.listed += [(row, self.type, answer) for answer in answers]
        elif begun.column != NOT_READ:
            self.questions[-1].add_field(begun.column, text)

    def hand_out(self) -> None:
        """Gives the answers of the list to their questions: of the same type, if there are headings, in order."""
        # By number, then by type; what has its answer is no longer there.
        waiting: dict[int, dict[str, deque[NumberedQuestion]]] = {}
        for question in self.questions:
            waiting.setdefault(question.number, {}).setdefault(question.type, deque()).append(question)
        for row, kind, answer in self.listed:
            by_type = waiting.get(answer.number)
            if not by_type:
                self.strays.append(Stray(row, "odd_answers", f"答案表里有第 {answer.number} 题的答案，却没有这一题"))
                continue
            chosen = kind if kind in by_type else next(iter(by_type))
            by_type[chosen].popleft().fields.setdefault(ANSWER, answer.answer)
            if not by_type[chosen]:
                del by_type[chosen]


def _behind_numeral(shape: str) -> str:
    """A line without the number of a part before it: 一、1-5 ABCDA."""
    numeral = NUMERAL.match(shape)
    return shape[numeral.end() :] if numeral else shape


def _is_small(shape: str, letter: str) -> bool:
    return shape[:1] == letter.lower()


def _style(texts: Iterable[str]) -> re.Pattern[str] | None:
    shapes = [shape_of(text) for text in texts]
    return next((style for style in STYLES if any(_numbers(style, shape) for shape in shapes)), None)


def _numbers(style: re.Pattern[str], shape: str) -> bool:
    match = style.match(shape)
    return match is not None and (not may_be_decimal(match) or number_in(match) == 1)


def _add_options(question: NumberedQuestion, text: str, found: Sequence[Label]) -> None:
    ends = [*(label.start for label in found[1:]), len(text)][: len(found)]
    for label, end in zip(found, ends, strict=True):
        question.options[label.letter] = text[label.end : end].strip().rstrip(";；").strip()
        question.last = label.letter
