"""One question of Moodle XML."""

from collections.abc import Callable, Mapping
from string import ascii_uppercase
from xml.etree.ElementTree import Element

from question_bank.exchange.answers import FULL, MOST_ANSWERS, Answer, choice, explained, too_many, true_false
from question_bank.exchange.drafts import add_found, text_faults, text_notes
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds
from question_bank.exchange.labels import read_labels
from question_bank.exchange.moodle_text import AUTO, HTML, MARKDOWN, PLAIN, MoodleText, read_text
from question_bank.exchange.numbers import key_of
from question_bank.exchange.shelf import RefusedPicture, Shelf, address_path, decoded_picture
from question_bank.items import TRUE_FALSE_OPTIONS, ItemDraft, ItemType, Option
from question_bank.keys import Key, SpokenKey

FORMATS = {"html": HTML, "plain_text": PLAIN, "markdown": MARKDOWN, "moodle_auto_format": AUTO}
FILES = "@@PLUGINFILE@@/"
NOT_HERE = {
    "essay": "论述题要人评阅，题库没有这种题型；可以改成口答题",
    "matching": "题库没有连线题；可以改成几道单选题",
    "cloze": "题库没有完形填空题（cloze）；可以改成几道单选题或数值题",
    "description": "这是一段说明，不是题目",
}


class Question:
    """A question element, where it stands, and where to put what is found."""

    def __init__(self, element: Element, row: int, category: tuple[str, ...], finds: Finds, shelf: Shelf) -> None:
        self.element, self.row, self.finds, self.shelf = element, row, finds, shelf
        self.id = _words(element.find("idnumber")) or _words(element.find("idnumber/text"))
        self.labels = [*category, *(_words(tag) for tag in element.iterfind("tags/tag/text"))]
        self.faults: list[Fault] = []

    def take(self) -> None:
        """Reads the question; types that the bank does not have are skipped."""
        kind = self.element.get("type", "")
        readers: dict[str, Callable[[], None]] = {
            "multichoice": self._choice,
            "truefalse": self._true_false,
            "shortanswer": self._short,
            "numerical": self._numeric,
            "ordering": self._ordering,
        }
        if kind not in readers:
            reason = NOT_HERE.get(kind, f"题库没有 Moodle 的“{kind[:40]}”题型；可以改成选择题、数值题或口答题")
            self.finds.skip(self.row, self.id, kind[:40] or "no_type", reason)
            return
        if _words(self.element.find("hidden")) == "1":
            self._note("题型", "hidden", "这道题在 Moodle 里是隐藏的（已删除），照样读入了")
        if any(_words(hint.find("text")) for hint in self.element.iterfind("hint")):
            self._note("解析", "hint", "答题提示没有读入")
        if len(self.element.findall("answer")) > MOST_ANSWERS:
            self.faults.append(too_many())
            self._add(ItemType.SINGLE, (), (), (), {})
            return
        readers[kind]()

    def _choice(self) -> None:
        single = _words(self.element.find("single")).lower() not in ("false", "0")
        answers = [
            Answer(self._text("选项", answer), _weight(answer), self._text("误解", answer.find("feedback")))
            for answer in self.element.iterfind("answer")
        ]
        chosen = choice(answers, single)
        if chosen.partial:
            self._note(
                "答案", "partial", "题库没有部分得分，各个正确选项一律按全对计分" if not single else "只看满分的选项"
            )
        self.faults += chosen.faults
        self._add(chosen.type, chosen.options, chosen.key, chosen.comments, chosen.misconceptions)

    def _true_false(self) -> None:
        answers = {_words(answer.find("text")).lower(): answer for answer in self.element.iterfind("answer")}
        right = [name for name, answer in answers.items() if _weight(answer) >= FULL]
        if len(right) != 1 or right[0] not in ("true", "false"):
            self.faults.append(Fault("答案", "no_key", "判断题要有一个满分的答案 true 或 false"))
            self._add(ItemType.TRUE_FALSE, TRUE_FALSE_OPTIONS, (), (), {})
            return
        other = answers.get("false" if right[0] == "true" else "true")
        wrong = self._text("误解", other.find("feedback")) if other is not None else ""
        said = true_false(right[0] == "true", wrong, self._text("解析", answers[right[0]].find("feedback")))
        self._add(ItemType.TRUE_FALSE, TRUE_FALSE_OPTIONS, said.key, said.comments, said.misconceptions)

    def _short(self) -> None:
        accepted = []
        for answer in self.element.iterfind("answer"):
            words = _words(answer.find("text"))
            if _weight(answer) < FULL or words == "*":
                self._note("答案", "partial", f"口答题只收满分的答案，“{words[:20]}”没有读入")
            elif words:
                accepted.append(words.replace("\\*", "*"))
                if "*" in words.replace("\\*", ""):
                    self._note("答案", "wildcard", "答案里的 * 在 Moodle 里代表任意文字，这里按原样保留，请裁判留意")
        self._add(ItemType.SPOKEN, (), SpokenKey(tuple(accepted)), (), {})

    def _numeric(self) -> None:
        answers = [each for each in self.element.iterfind("answer") if _words(each.find("text")) not in ("", "*")]
        best = max(answers, key=_weight, default=None)
        if len(answers) > 1:
            self._note("答案", "partial", "只保留满分的答案和它的误差，部分得分的范围没有读入")
        unit = _words(self.element.find("units/unit/unit_name"))
        key: Key = ()
        try:
            key = key_of(_words(best.find("text")), _words(best.find("tolerance"))) if best is not None else ()
        except ValueError as error:
            self.faults.append(Fault("答案", "bad_number", f"数值题的答案或误差{error}，请改成数"))
        comment = self._text("解析", best.find("feedback")) if best is not None else ""
        self.labels = [*([f"单位:{unit}"] if unit else []), *self.labels]
        self._add(ItemType.NUMERIC, (), key, (comment,) if comment else (), {})

    def _ordering(self) -> None:
        texts = [self._text("选项", answer) for answer in self.element.iterfind("answer")]
        letters = list(ascii_uppercase[: len(texts)]) + [f"选项{place + 1}" for place in range(26, len(texts))]
        shown = read_labels(self.labels).order
        key = list(shown) if sorted(shown) == letters else letters
        options = sorted(
            (Option(letter, text) for letter, text in zip(key, texts, strict=True)), key=lambda each: each.id
        )
        self._add(ItemType.ORDERING, tuple(options), tuple(key), (), {})

    def _add(
        self, kind: ItemType, options: tuple[Option, ...], key: Key, comments: tuple[str, ...], missed: dict[str, str]
    ) -> None:
        stem = self._text("题干", self.element.find("questiontext"))
        explanation = explained(self._text("解析", self.element.find("generalfeedback")), comments)
        draft = ItemDraft(self.id, kind, stem, options, key, explanation, misconceptions=missed)
        add_found(self.finds, draft, self.row, self.labels, self.faults)

    def _text(self, column: str, element: Element | None) -> str:
        if element is None:
            return ""
        text = MoodleText(FORMATS.get(element.get("format", ""), AUTO), _words(element.find("text")))
        try:
            files = {_path(file): file.text or "" for file in element.iterfind("file")}
            read = read_text(text, lambda address: self._picture(column, files, address))
        except ValueError as error:
            self.faults.append(Fault(column, "too_long", f"{error}，请缩短"))
            return ""
        text_notes(self.finds, self.row, column, self.id, read)
        self.faults += text_faults(column, read)
        return read.text

    def _picture(self, column: str, files: Mapping[str, str], address: str) -> str | None:
        try:
            if not address.startswith(FILES):
                return self.shelf.put_data(address)
            name = address_path(address.removeprefix(FILES)).strip("/")
            if name in files:
                return self.shelf.put(name, decoded_picture(files[name]))
        except RefusedPicture as error:
            self.faults.append(Fault(column, "bad_picture", str(error)))
        return None

    def _note(self, column: str, code: str, reason: str) -> None:
        self.finds.note(self.row, column, self.id, code, reason)


def _path(file: Element) -> str:
    return f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".strip("/")


def _words(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _weight(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0
