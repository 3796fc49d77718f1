"""What stands between the braces of a GIFT question."""

import re
from typing import NamedTuple

from question_bank.exchange.answers import MOST_ANSWERS, Answer, choice, explained, too_many, true_false
from question_bank.exchange.drafts import add_found, text_faults, text_notes
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds
from question_bank.exchange.gift_marks import Marked
from question_bank.exchange.gift_text import text_with_format
from question_bank.exchange.moodle_text import AUTO, MoodleText, read_text
from question_bank.exchange.numbers import key_of, key_of_range
from question_bank.items import TRUE_FALSE_OPTIONS, ItemDraft, ItemType, Option
from question_bank.keys import Key, NumericKey, SpokenKey

_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
NOTHING = Marked("", "")


class Weighed(NamedTuple):
    weight: float
    text: Marked
    feedback: Marked


class Question:
    """A question in the making: where it stands, what its comments say, and where to put what is found."""

    def __init__(self, row: int, id: str, labels: tuple[str, ...], finds: Finds) -> None:
        self.row, self.id, self.labels, self.finds = row, id, labels, finds
        self.format = AUTO
        self.faults: list[Fault] = []

    def take(self, stem: Marked, answers: Marked, feedback: Marked) -> None:
        """Reads the question; essays and matching questions are skipped."""
        text = text_with_format(stem, AUTO)
        self.format = text.format
        said = self._read("题干", text)
        explanation = self._text("解析", feedback)
        signs = answers.signs
        if signs.count("~") + signs.count("=") > MOST_ANSWERS:
            self.faults.append(too_many())
            self._add(ItemType.SINGLE, said, (), (), explanation, {})
        elif not answers.text:
            self._skip("essay", "论述题要人评阅，题库没有这种题型；可以改成口答题")
        elif signs.startswith("#"):
            self._numeric(said, answers.part(1), explanation)
        elif "~" in signs:
            self._choice(said, answers, explanation)
        elif "=" in signs and "->" in signs:
            self._skip("matching", "题库没有连线题；可以改成几道单选题")
        elif (truth := _TRUTHS.get(answers.split("#", 1)[0].text.strip())) is not None:
            self._true_false(said, truth, answers.split("#", 2)[1:], explanation)
        else:
            self._short(said, answers, explanation)

    def refuse(self, stem: Marked, fault: Fault) -> None:
        """Refuses a question that cannot be read, with its stem as far as it goes."""
        self.faults.append(fault)
        self._add(ItemType.SINGLE, self._text("题干", stem), (), (), "", {})

    def _numeric(self, stem: str, answers: Marked, explanation: str) -> None:
        rights, _, wrong = _partition(answers, "~")
        weighed = [each for each in _weighed(rights) if each.text.text.strip() not in ("", "*")]
        best = max(weighed, key=lambda each: each.weight, default=Weighed(0, NOTHING, NOTHING))
        if len(weighed) > 1 or wrong.text.strip():
            self._note("partial", "只保留满分的答案和它的误差，部分得分的范围和答错的反馈没有读入")
        key: Key = ()
        try:
            key = _numeric_key(best.text.text)
        except ValueError as error:
            self.faults.append(Fault("答案", "bad_number", f"数值题的答案{error}，请写成 3.14:0.01 或 3.13..3.15"))
        comments = (self._text("解析", best.feedback),) if best.feedback.text.strip() else ()
        self._add(ItemType.NUMERIC, stem, (), key, explained(explanation, comments), {})

    def _choice(self, stem: str, answers: Marked, explanation: str) -> None:
        single = "=" in answers.signs
        chosen = choice([self._answer(part) for part in _alternatives(answers)], single)
        if chosen.partial:
            self._note(
                "partial", "题库没有部分得分，只看满分的选项" if single else "各个正确选项的分值不等，一律按全对计分"
            )
        self.faults += chosen.faults
        said = explained(explanation, chosen.comments)
        self._add(chosen.type, stem, chosen.options, chosen.key, said, chosen.misconceptions)

    def _answer(self, part: Marked) -> Answer:
        weight = 0.0
        if part.signs.startswith("="):
            weight, part = 100.0, part.part(1)
        elif found := _WEIGHT.match(part.signs):
            weight, part = float(found.group(1)), part.part(found.end())
        text, feedback = _commented(part)
        return Answer(self._text("选项", text), weight, self._text("误解", feedback))

    def _true_false(self, stem: str, truth: bool, comments: list[Marked], explanation: str) -> None:
        wrong, right = (self._text("误解", each) for each in (*comments, NOTHING, NOTHING)[:2])
        said = true_false(truth, wrong, right)
        together = explained(explanation, said.comments)
        self._add(ItemType.TRUE_FALSE, stem, TRUE_FALSE_OPTIONS, said.key, together, said.misconceptions)

    def _short(self, stem: str, answers: Marked, explanation: str) -> None:
        weighed = _weighed(answers)
        accepted = [self._accepted(each.text) for each in weighed if each.weight > 99]
        partial = [each for each in weighed if each.weight <= 99]
        if partial or any(each.feedback.text.strip() for each in weighed):
            self._note("partial", "口答题只收满分的答案，部分得分的答案和各个答案的反馈没有读入")
        key = SpokenKey(tuple(each for each in accepted if each))
        self._add(ItemType.SPOKEN, stem, (), key, explanation, {})

    def _accepted(self, marked: Marked) -> str:
        text = text_with_format(marked, self.format)
        words = text.words
        if words == "*" or re.search(r"(?<!\\)\*", words):
            self._note("wildcard", "答案里的 * 在原来的系统里代表任意文字，这里按原样保留，请裁判留意")
        return words.replace("\\*", "*")

    def _add(
        self, kind: ItemType, stem: str, options: tuple[Option, ...], key: Key, explanation: str, missed: dict[str, str]
    ) -> None:
        draft = ItemDraft(self.id, kind, stem, options, key, explanation, misconceptions=missed)
        add_found(self.finds, draft, self.row, self.labels, self.faults)

    def _text(self, column: str, marked: Marked) -> str:
        return self._read(column, text_with_format(marked, self.format)) if marked.text.strip() else ""

    def _read(self, column: str, text: MoodleText) -> str:
        try:
            read = read_text(text)
        except ValueError as error:
            self.faults.append(Fault(column, "too_long", f"{error}，请缩短"))
            return ""
        text_notes(self.finds, self.row, column, self.id, read)
        self.faults += text_faults(column, read)
        return read.text

    def _note(self, code: str, reason: str) -> None:
        self.finds.note(self.row, "答案", self.id, code, reason)

    def _skip(self, code: str, reason: str) -> None:
        self.finds.skip(self.row, self.id, code, reason)


def _partition(marked: Marked, sign: str) -> tuple[Marked, Marked, Marked]:
    parts = marked.split(sign, 1)
    return parts[0], NOTHING, parts[1] if len(parts) > 1 else NOTHING


def _alternatives(answers: Marked) -> list[Marked]:
    """Each from its sign on; `=` stays before what is right."""
    starts = [place for place, sign in enumerate(answers.signs) if sign in "=~"]
    ends = [*starts[1:], len(answers.text)]
    parts = [answers.part(start, end) for start, end in zip(starts, ends, strict=True)]
    return [part.part(1).stripped() if part.signs.startswith("~") else part.stripped() for part in parts]


def _weighed(answers: Marked) -> list[Weighed]:
    """The answers after `=`, each with its weight (100 if none is said)."""
    found = []
    for part in answers.split("="):
        if not part.text.strip():
            continue
        match = _WEIGHT.match(part.signs)
        text, feedback = _commented(part.part(match.end()) if match else part)
        found.append(Weighed(float(match.group(1)) if match else 100.0, text, feedback))
    return found


def _commented(marked: Marked) -> tuple[Marked, Marked]:
    text, _, feedback = _partition(marked, "#")
    return text, feedback


def _numeric_key(text: str) -> NumericKey:
    if ".." in text:
        return key_of_range(*text.split("..", 1))
    return key_of(*text.split(":", 1))
