"""What programs for quizzes have in common: choice by taps, plain texts, nothing of what an item is for."""

from collections.abc import Iterator
from string import ascii_uppercase as LETTERS
from typing import NamedTuple

from question_bank.exchange.answer_spelling import truth
from question_bank.exchange.found_text import found_text, markup_from
from question_bank.exchange.reading import Loss
from question_bank.exchange.type_names import TYPE_NAMES
from question_bank.items import TAPPED_TYPES, ItemDraft, ItemType
from question_bank.markup import plain


class Program(NamedTuple):
    """What a program takes. `longest_*` in characters, 0 for no limit; `keeps` names fields that it has a place for."""

    name: str
    most_options: int
    longest_stem: int = 0
    longest_option: int = 0
    keeps: frozenset[str] = frozenset()


class Question(NamedTuple):
    """An item as plain texts. `right`: numbers of right options from 1."""

    item: ItemDraft
    stem: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str


_FIELDS = {
    "id": "编号",
    "explanation": "解析",
    "benchmark": "基准",
    "point": "要点",
    "dimension": "维度",
    "topics": "主题",
    "groups": "人群",
    "tags": "标签",
    "difficulty": "难度",
    "source": "出处",
    "reading": "阅读",
    "misconceptions": "误解",
    "seconds": "时限",
}
TYPE, STEM, OPTIONS, SECONDS = "题型", "题干", "选项", "时限"


def question_of(item: ItemDraft, program: Program) -> Question | Loss:
    """The item as the program takes it, or why it cannot be written at all."""
    stem, options = _shown(item.stem), tuple(_shown(option.text) for option in item.options)
    if reason := _unfit(item, stem, options, program):
        return Loss(item.id, reason[0], f"{reason[1]}，这道题没有写")
    ids = [option.id for option in item.options]
    right = tuple(sorted(ids.index(name) + 1 for name in item.right_options))
    return Question(item, stem, options, right, _shown(item.explanation))


def losses_of(question: Question, program: Program) -> Iterator[Loss]:
    """What the program does not keep of a question, field by field."""
    item = question.item
    for field, name in _FIELDS.items():
        if field not in program.keeps and _says(item, field):
            yield Loss(item.id, name, f"{program.name} 没有地方放{name}")
    texts = {STEM: [item.stem], OPTIONS: [option.text for option in item.options]}
    if "explanation" in program.keeps:
        texts[_FIELDS["explanation"]] = [item.explanation]
    for field, said in texts.items():
        if any(markup_from(found_text(_shown(text))) != text for text in said):
            yield Loss(item.id, field, f"{program.name} 只有纯文字：加粗、公式、表格、图片和首尾空白没有写")
    if item.type is not ItemType.TRUE_FALSE and [option.id for option in item.options] != list(
        LETTERS[: len(item.options)]
    ):
        yield Loss(item.id, OPTIONS, f"{program.name} 的选项只有次序，没有编号")
    if _is_statement(item) or (
        item.type is ItemType.MULTIPLE and len(question.right) == 1 and "type" not in program.keeps
    ):
        yield Loss(item.id, TYPE, f"{program.name} 里看不出这是{TYPE_NAMES[item.type]}题")


def _unfit(item: ItemDraft, stem: str, options: tuple[str, ...], program: Program) -> tuple[str, str] | None:
    if item.type not in TAPPED_TYPES:
        return TYPE, f"{program.name} 没有{TYPE_NAMES[item.type]}题"
    if len(options) > program.most_options:
        return OPTIONS, f"{program.name} 最多 {program.most_options} 个选项"
    if not stem or not all(options) or len(set(options)) < len(options):
        return STEM if not stem else OPTIONS, "去掉图片和格式以后没有文字，或两个选项一样"
    if 0 < program.longest_stem < len(stem):
        return STEM, f"{program.name} 的题干最多 {program.longest_stem} 个字符"
    if program.longest_option and max(map(len, options)) > program.longest_option:
        return OPTIONS, f"{program.name} 的选项最多 {program.longest_option} 个字符"
    return None


def _says(item: ItemDraft, field: str) -> bool:
    if field == "difficulty":
        return item.difficulty.b is not None or bool(item.difficulty.reason)
    return getattr(item, field) not in (None, "", (), {}, 0)


def _is_statement(item: ItemDraft) -> bool:
    """Whether options say no more than right and wrong, so that it reads as a statement."""
    choice = item.type is ItemType.SINGLE and len(item.options) == 2
    return choice and {truth(_shown(option.text)) for option in item.options} == {True, False}


def _shown(text: str) -> str:
    return found_text(plain(text))
