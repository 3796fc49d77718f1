"""A row of a table as it is found, said in the cells of the template."""

import re
from collections.abc import Mapping
from string import ascii_uppercase as LETTERS

from question_bank.exchange.answer_spelling import truth
from question_bank.exchange.found_text import markup_from, words
from question_bank.exchange.headers import ALL_OPTIONS, WRONG, Header
from question_bank.exchange.one_cell import FIRST_OPTION, lettered_options, options_in, question_in, without_labels
from question_bank.exchange.placing_cells import DIFFICULTY_WORDS, WORDS_BETWEEN
from question_bank.exchange.template import COLUMNS, option_cell
from question_bank.exchange.type_names import TYPE_NAMES, leaves_type_open, type_called
from question_bank.exchange.word_lists import joined, parted
from question_bank.items import ItemType, Option
from question_bank.taxonomy import TARGET_GROUPS, TOPICS

# A key in the brackets that a stem leaves for it.
_KEY_IN_STEM = re.compile(r"([(（])\s*([A-JＡ-Ｊ]{1,10}|√|×|✓|✗|对|错|正确|错误)\s*([)）])")
_TYPE_IN_STEM = re.compile(
    r"^\s*[\[【(（]\s*((?:单项?选|多项?选|不定项选|判断|排序|数值|口答)[^\]】)）]{0,4})\s*[\]】)）]\s*|[*＊]?\[(单选题|多选题|判断题)\]$"
)
_NUMBER_IN_STEM = re.compile(r"^\s*(\d{1,4})\s*[.．、]\s*(?=\D|\d+[年月日个只])")
_NUMBERS = re.compile(r"\d{1,3}")
# A point is a comma that a spreadsheet program took for one: 1,3 became 1.3.
_COUNTED = re.compile(r"\s*\d{1,3}(?:\s*[,，、;；.|]\s*\d{1,3})*\s*")
_NAMED = {"主题": TOPICS, "人群": TARGET_GROUPS}
_IN_MARKUP = ("题干", "解析")


class FoundRows:
    """Makes cells of rows, one after the other. `kind`: the type that a heading or the sheet's name gives them."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.kind = ""
        self.number = 0
        self.unclear_difficulty = False

    def cells(self, row: Mapping[int, str]) -> dict[str, str]:
        """All columns of the template; `row` has found texts by column."""
        said = self._by_role(row)
        if self.header.is_of_quiz_program:
            said.update(_by_number(said) if self.header.counts_options else _right_and_wrong(said))
        else:
            said.update((question_in(said.get("题干", "")) if self._whole_questions() else None) or {})
            self._stem(said)
            said.update(_options(said) or _options_in_stem(said))
        if not said.get("题型"):
            said["题型"] = self.kind
        self._tags(said)
        return {**dict.fromkeys(COLUMNS, ""), **_in_markup(said)}

    def _by_role(self, row: Mapping[int, str]) -> dict[str, str]:
        said: dict[str, str] = {}
        for column, role in self.header.roles.items():
            text = row.get(column, "")
            if not text:
                continue
            if role in (WRONG, "标签"):
                said[role] = f"{said[role]}\n{text}" if role in said else text
            else:
                said.setdefault(role, text)
        return said

    def _whole_questions(self) -> bool:
        """Whether nothing but the stem is there to hold options and answers."""
        return not any(role in ("答案", ALL_OPTIONS) or role.startswith("选项") for role in self.header.roles.values())

    def _stem(self, said: dict[str, str]) -> None:
        """Takes out of a stem what belongs elsewhere: its number, its type, its key."""
        stem = said.get("题干", "")
        if found := _TYPE_IN_STEM.search(stem):
            said.setdefault("题型", found[1] or found[2])
            stem = stem[: found.start()] + stem[found.end() :]
        if (found := _NUMBER_IN_STEM.match(stem)) and int(found[1]) in (1, self.number + 1):
            self.number = int(found[1])
            stem = stem[found.end() :]
        keys = list(_KEY_IN_STEM.finditer(stem)) if not said.get("答案") else []
        if keys:
            said["答案"] = keys[-1][2]
            stem = f"{stem[: keys[-1].start()]}{keys[-1][1]}　{keys[-1][3]}{stem[keys[-1].end() :]}"
        said["题干"] = stem.strip()

    def _tags(self, said: dict[str, str]) -> None:
        """Words of the table's own. A difficulty on a scale that nobody knows is kept among them."""
        own = self.header.has_own_columns
        unknown = [role for role, known in _NAMED.items() if not own and not _are_known(said.get(role), known)]
        texts = [said.get("标签", ""), *map(said.pop, unknown)]
        tags = list(dict.fromkeys(parted("\n".join(texts), WORDS_BETWEEN + "|｜")))
        judged = said.get("难度", "")
        if judged and judged.casefold() not in DIFFICULTY_WORDS and not own:
            self.unclear_difficulty = True
            tags.append(f"难度 {judged}")
            said["难度"] = ""
        if tags:
            said["标签"] = joined(tags, WORDS_BETWEEN)


def _options(said: Mapping[str, str]) -> dict[str, str]:
    """Options by the template's columns; empty where the row has none."""
    if ALL_OPTIONS in said:
        texts = options_in(said[ALL_OPTIONS])
    else:
        texts = without_labels([said.get(f"选项{letter}", "") for letter in LETTERS])
    if _only_ticks(said, texts):
        return dict.fromkeys((f"选项{letter}" for letter in LETTERS), "")
    return {**dict.fromkeys((f"选项{letter}" for letter in LETTERS), ""), **_columns(texts)} if any(texts) else {}


def _options_in_stem(said: Mapping[str, str]) -> dict[str, str]:
    """Stem and options where the options stand below the question or behind it in the same cell."""
    stem = said.get("题干", "")
    first = FIRST_OPTION.search(stem)
    texts = lettered_options(stem[first.start() :].strip()) if first else []
    if first is None or not stem[: first.start()].strip() or len(texts) < 2:
        return {}
    return {"题干": stem[: first.start()].strip(), **_columns(texts)}


def _are_known(text: str | None, known: Mapping[str, str]) -> bool:
    return not text or all(word in known or word in known.values() for word in parted(text, WORDS_BETWEEN))


def _by_number(said: Mapping[str, str]) -> dict[str, str]:
    """Letters for numbers of options, and the type where the program leaves it open. Two options that say right and
    wrong make a statement; what is to be put in order stands in order."""
    numbers = _NUMBERS.findall(said.get("答案", "")) if _COUNTED.fullmatch(said.get("答案", "")) else []
    letters = [LETTERS[int(number) - 1] for number in numbers if 0 < int(number) <= len(LETTERS)]
    named = said.get("题型", "")
    options = [said[f"选项{letter}"] for letter in LETTERS if said.get(f"选项{letter}")]
    if type_called(named) is ItemType.ORDERING and not said.get("答案"):
        return {"答案": LETTERS[: len(options)]}
    if not letters or len(letters) < len(numbers):
        return {}
    kind = TYPE_NAMES[_open_type(letters, options)] if leaves_type_open(named) else named
    return {"答案": ",".join(letters), "题型": kind}


def _open_type(letters: list[str], options: list[str]) -> ItemType:
    if len(letters) > 1:
        return ItemType.MULTIPLE
    statement = len(options) == 2 and {truth(option) for option in options} == {True, False}
    return ItemType.TRUE_FALSE if statement else ItemType.SINGLE


def _right_and_wrong(said: Mapping[str, str]) -> dict[str, str]:
    """The right option by its text, the wrong ones beside it."""
    if WRONG not in said:
        return _options(said)
    texts = [said.get("答案", ""), *said[WRONG].split("\n")]
    return {**_columns(texts), "答案": "A" if said.get("答案") else "", "题型": TYPE_NAMES[ItemType.SINGLE]}


def _columns(texts: list[str]) -> dict[str, str]:
    return {f"选项{letter}": text for letter, text in zip(LETTERS, texts, strict=False)}


def _only_ticks(said: Mapping[str, str], texts: list[str]) -> bool:
    """Whether options of a statement only repeat right and wrong, in this order."""
    filled = [text for text in texts if text]
    return type_called(said.get("题型", "")) is ItemType.TRUE_FALSE and [truth(text) for text in filled] == [
        True,
        False,
    ]


def _in_markup(said: Mapping[str, str]) -> dict[str, str]:
    """Stem, options and explanation in the bank's markup, everything else as words."""
    cells = {
        role: markup_from(text) if role in _IN_MARKUP else words(text) for role, text in said.items() if role in COLUMNS
    }
    for letter in LETTERS:
        if text := said.get(f"选项{letter}"):
            cells[f"选项{letter}"] = option_cell(letter, Option(letter, markup_from(text)))
    return cells
