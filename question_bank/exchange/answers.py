"""Questions of systems that weigh each answer (GIFT, Moodle), in the bank's terms and back."""

from collections.abc import Sequence
from string import ascii_uppercase
from typing import NamedTuple

from question_bank.exchange.blocks import literal
from question_bank.exchange.faults import Fault
from question_bank.items import FALSE, MOST_OPTIONS, TRUE, TRUE_FALSE_OPTIONS, ItemDraft, ItemType, Option
from question_bank.keys import SpokenKey
from question_bank.markup import plain

FULL = 99.99
# More answers than any question has; they are refused unread.
MOST_ANSWERS = 200
# What stands before a referee's note at the end of a general feedback.
MARKING = "评判："


class Answer(NamedTuple):
    """One answer of a question: its text in markup, its weight in percent, what is said to who gives it (markup)."""

    text: str
    weight: float
    feedback: str = ""


class Chosen(NamedTuple):
    """What the answers of a question of choice say. `partial` tells of weights that the bank does not have."""

    type: ItemType
    options: tuple[Option, ...]
    key: tuple[str, ...]
    misconceptions: dict[str, str]
    comments: tuple[str, ...]
    partial: bool
    faults: tuple[Fault, ...]


def too_many() -> Fault:
    """What is wrong with a question of more answers than `MOST_ANSWERS`."""
    return Fault("选项A", "too_many_options", f"答案超过 {MOST_ANSWERS} 个，最多 {MOST_OPTIONS} 个选项；请删去多余的")


def choice(answers: Sequence[Answer], single: bool) -> Chosen:
    """A question of choice. What is said to who answers wrongly is the misconception behind that option; what is said
    of right answers are `comments` for the explanation."""
    ids = [ascii_uppercase[place] if place < 26 else f"选项{place + 1}" for place in range(len(answers))]
    right = [id for id, answer in zip(ids, answers, strict=True) if answer.weight >= (FULL if single else 1e-9)]
    paired = list(zip(ids, answers, strict=True))
    partial = any(0 < answer.weight < FULL for answer in answers) if single else _is_uneven(answers)
    return Chosen(
        ItemType.SINGLE if single else ItemType.MULTIPLE,
        tuple(Option(id, answer.text) for id, answer in paired),
        tuple(right),
        {id: plain(each.feedback) for id, each in paired if each.feedback and id not in right},
        tuple(answer.feedback for id, answer in paired if answer.feedback and id in right),
        partial,
        _key_faults(right, single),
    )


def _is_uneven(answers: Sequence[Answer]) -> bool:
    weights = {round(answer.weight, 1) for answer in answers if answer.weight > 0}
    return len(weights) > 1


def _key_faults(right: list[str], single: bool) -> tuple[Fault, ...]:
    if not right:
        return (Fault("答案", "no_key", "没有满分的答案，请标出正确选项"),)
    if single and len(right) > 1:
        return (Fault("答案", "many_keys", "单选题有几个满分的答案，请只留一个，或改成多选题"),)
    return ()


class TrueFalse(NamedTuple):
    key: tuple[str, ...]
    misconceptions: dict[str, str]
    comments: tuple[str, ...]


def true_false(is_true: bool, wrong: str, right: str) -> TrueFalse:
    """A true/false question with what is said to who answers wrongly and rightly (markup)."""
    missed = {"false" if is_true else "true": plain(wrong)} if wrong else {}
    return TrueFalse((TRUE,) if is_true else (FALSE,), missed, (right,) if right else ())


class Misconceptions(NamedTuple):
    """`comments`: what can be said to who chooses a wrong option, by option id, in markup; `others` names the rest."""

    comments: dict[str, str]
    others: tuple[str, ...]


def misconceptions_of(item: ItemDraft) -> Misconceptions:
    """Where an item's misconceptions can stand. All are others when only so their order is kept."""
    spoken_of = {TRUE: "true", FALSE: "false"} if item.type is ItemType.TRUE_FALSE else {}
    options = TRUE_FALSE_OPTIONS if item.type is ItemType.TRUE_FALSE else item.options
    names = {spoken_of.get(option.id, option.id): option.id for option in options}
    of_wrong = [
        name for name, id in names.items() if id not in item.right_options and item.misconceptions.get(name, "").strip()
    ]
    others = tuple(name for name in item.misconceptions if name not in of_wrong)
    if list(item.misconceptions) != [*of_wrong, *others]:
        return Misconceptions({}, tuple(item.misconceptions))
    return Misconceptions({names[name]: literal(item.misconceptions[name]) for name in of_wrong}, others)


def feedback_of(item: ItemDraft) -> str:
    """The general feedback: the explanation and, of a spoken item, the referee's note behind it."""
    if not isinstance(item.key, SpokenKey) or not item.key.marking:
        return item.explanation
    note = literal(MARKING + item.key.marking)
    joined = f"{item.explanation}\n{note}" if item.explanation else note
    return joined if parted_feedback(joined) == (item.explanation, item.key.marking) else item.explanation


def hidden_marking(item: ItemDraft) -> str | None:
    """The referee's note where it could not be told from the rest of the general feedback; else `None`."""
    if not isinstance(item.key, SpokenKey):
        return None
    return None if parted_feedback(feedback_of(item)) == (item.explanation, item.key.marking) else item.key.marking


def parted_feedback(feedback: str) -> tuple[str, str]:
    """Explanation and referee's note of the general feedback of a question with a spoken key."""
    head, mark, note = ("\n" + feedback).partition("\n" + MARKING)
    return head.removeprefix("\n"), plain(note) if mark else ""


def explained(feedback: str, comments: Sequence[str]) -> str:
    """The explanation: the general feedback, and behind it what was said of right answers and is not in it."""
    return "\n".join([*([feedback] if feedback else []), *(each for each in comments if each not in feedback)])
