"""A numbered question, line by line, and what it says in the cells of the workbook template."""

import re
from dataclasses import dataclass, field

from question_bank.exchange.answer_spelling import truth
from question_bank.exchange.faults import Fault
from question_bank.exchange.limits import LONGEST_CELL
from question_bank.exchange.numbered_fields import ANSWER, EXPLANATION, MARKING
from question_bank.exchange.numbered_options import LETTERS
from question_bank.exchange.numbered_shapes import IN_BRACKETS, POINTS, TYPE_TAG, shape_of
from question_bank.exchange.placing_cells import DIFFICULTY_WORDS
from question_bank.exchange.template import COLUMNS
from question_bank.exchange.type_names import type_called
from question_bank.items import ItemType

_LETTERS_ONLY = re.compile(r"[A-J](?:[\s,、;]*[A-J])*")
_TRUTH_AND_REASON = re.compile(r"(√|×|对|错|正确|错误) *[,。;:(](.+)", re.DOTALL)
_BEHIND = re.compile(r"(?<=[。?!:]) *([A-J]{1,10}|√|×|对|错|正确|错误)\s*\Z")
# What may mean right and wrong, but stands in brackets for other reasons.
_LETTERS_AND_DIGITS = frozenset({"A", "B", "是", "否", "1", "0", "T", "F", "Y", "N"})
STEM = "题干"
# Left in a stem where its answer stood.
BLANK = "（　）"
WORDS = frozenset({"标签"})


@dataclass
class NumberedQuestion:
    """Lines of one question in markup, by where they belong; `type` is that of its heading."""

    row: int
    number: int
    type: str
    stem: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    # Whether a line of the stem tells right or wrong; how long the stem is (what is too long will be refused,
    # and does not have to be kept whole).
    told: bool = False
    length: int = 0
    # The column that the last line went to, for what goes on in the next.
    last: str = ""
    # Columns and letters whose texts stand as they are.
    exact: set[str] = field(default_factory=set)

    def next_letter(self) -> str | None:
        """The first letter that a further option may have; `None` behind the last."""
        place = LETTERS.index(max(self.options)) + 1 if self.options else 0
        return LETTERS[place] if place < len(LETTERS) else None

    def is_complete(self) -> bool:
        """Whether another question may follow, however it is numbered."""
        return bool(self.options or self.fields or self.told)

    def add_field(self, column: str, text: str) -> None:
        former = self.fields.get(column, "")
        self.last = column
        if len(former) > LONGEST_CELL:
            return
        between = "、" if column in WORDS else "\n"
        self.fields[column] = f"{former}{between}{text}" if former else text

    def add_exactly(self, column: str, text: str) -> None:
        """Adds a line that stands as it is to a column or the option of a letter."""
        self.last = "" if column == STEM else column
        self.exact |= {column} if text else set()
        if column == STEM:
            self.stem += [text] if self.length <= LONGEST_CELL else []
            self.length += len(text) + 1
            return
        said = self.options if column in LETTERS else self.fields
        if len(said.get(column, "")) <= LONGEST_CELL:
            said[column] = f"{said[column]}\n{text}" if column in said else text

    def go_on(self, text: str) -> None:
        """Adds a line that says nothing of where it belongs."""
        if self.last in self.options:
            if len(self.options[self.last]) <= LONGEST_CELL:
                self.options[self.last] += text.strip()
        elif self.last:
            self.add_field(EXPLANATION if self.last == ANSWER and self.fields.get(ANSWER) else self.last, text)
        elif self.length <= LONGEST_CELL:
            self.stem.append(text)
            self.length += len(text) + 1
            self.told |= _tells_truth(shape_of(text))

    def _answer_behind(self) -> re.Match[str] | None:
        """The answer behind the last sentence of the stem: “……的是？A”."""
        stem = "\n".join(self.stem)
        match = _BEHIND.search(shape_of(stem)) if stem else None
        fits = match is not None and (bool(self.options) == (_LETTERS_ONLY.fullmatch(match.group(1)) is not None))
        return match if fits else None

    def _bracketed(self) -> re.Match[str] | None:
        matches = list(IN_BRACKETS.finditer(shape_of("\n".join(self.stem))))
        return next((match for match in reversed(matches) if self._is_answer(match.group(2))), None)

    def _is_answer(self, words: str) -> bool:
        if self.options:
            return _LETTERS_ONLY.fullmatch(words) is not None
        return _is_truth(words)

    def cells(self) -> dict[str, str]:
        """What the question says, by all columns of the template."""
        stem, kind = self._stem_and_type()
        fields = dict(self.fields)
        marking = fields.pop(MARKING, "")
        type_name = fields.pop("题型", "") or kind or self.type
        fields |= _with_difficulty(fields) if "难度" not in self.exact else {}
        fields |= _with_reason(fields, type_called(type_name)) if ANSWER not in self.exact else {}
        if marking:
            fields[ANSWER] = f"{fields.get(ANSWER, '')}\n评分：{marking}"
        options = {
            f"选项{letter}": text if letter in self.exact else text.strip() for letter, text in self.options.items()
        }
        said = {"题型": type_name, STEM: stem, **options, **fields}
        return {**dict.fromkeys(COLUMNS, ""), **said}

    def _stem_and_type(self) -> tuple[str, str]:
        """The stem without what else stands in it, and the type that stands in it."""
        whole = "\n".join(self.stem)
        if STEM in self.exact:
            return whole, ""
        stem, kind = _without_tags(whole)
        self.stem = [stem]
        return self._without_answer().strip(), kind

    def _without_answer(self) -> str:
        """The stem without the answer in its brackets, which becomes a field unless there is one that says other."""
        found, stem = self._bracketed(), self.stem[0]
        answer = self.fields.get(ANSWER, "").strip()
        if found is None and not answer and (behind := self._answer_behind()):
            self.fields[ANSWER] = behind.group(1)
            return stem[: behind.start()]
        if found is None or (answer and not _same(answer, found.group(2))):
            return stem
        self.fields.setdefault(ANSWER, found.group(2))
        at_the_end = not stem[found.end() :].partition("\n")[0].strip(" 。.　")
        blank = "" if at_the_end and not self.options else BLANK
        return f"{stem[: found.start()].rstrip() if not blank else stem[: found.start()]}{blank}{stem[found.end() :]}"


def _tells_truth(shape: str) -> bool:
    behind = _BEHIND.search(shape)
    in_brackets = (match.group(2) for match in IN_BRACKETS.finditer(shape))
    return (behind is not None and truth(behind.group(1)) is not None) or any(map(_is_truth, in_brackets))


def _is_truth(words: str) -> bool:
    return truth(words) is not None and words not in _LETTERS_AND_DIGITS


def _same(answer: str, other: str) -> bool:
    def signs(text: str) -> str:
        return re.sub(r"[\s,、;。.]", "", shape_of(text)).upper()

    return signs(answer) == signs(other) or (truth(answer) is not None and truth(answer) == truth(other))


def _without_tags(stem: str) -> tuple[str, str]:
    """The stem without its type and points in brackets, and that type."""
    found = TYPE_TAG.search(shape_of(stem))
    if found:
        stem = stem[: found.start()] + stem[found.end() :]
    points = POINTS.search(shape_of(stem))
    if points:
        stem = stem[: points.start()] + stem[points.end() :]
    return stem, found.group(1) if found else ""


def _with_difficulty(fields: dict[str, str]) -> dict[str, str]:
    """A difficulty on a scale that nobody knows (0.3? three stars?) as a tag."""
    judged = fields.get("难度", "").strip()
    if not judged or judged.casefold() in DIFFICULTY_WORDS:
        return {}
    return {"难度": "", "标签": "、".join(filter(None, [fields.get("标签", ""), f"难度 {judged}"]))}


def _with_reason(fields: dict[str, str], kind: ItemType | None) -> dict[str, str]:
    """“×，应为……” of a true/false question as answer and explanation."""
    answer = fields.get(ANSWER, "").strip()
    found = _TRUTH_AND_REASON.fullmatch(shape_of(answer))
    if not found or kind not in (None, ItemType.TRUE_FALSE):
        return {}
    reason = answer[found.start(2) :].strip().rstrip(")）")
    return {ANSWER: found.group(1), EXPLANATION: "\n".join(filter(None, [reason, fields.get(EXPLANATION, "")]))}
