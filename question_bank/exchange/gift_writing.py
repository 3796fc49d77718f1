"""GIFT, Moodle's format for questions in text files: writing. What it has no place for stands in comment lines, as
Moodle's own exports have it: the id, and the rest as tags."""

from collections.abc import Iterator, Mapping, Sequence

from question_bank.exchange.answers import feedback_of, hidden_marking, misconceptions_of
from question_bank.exchange.fit_texts import with_fit_texts
from question_bank.exchange.gift_marks import escaped
from question_bank.exchange.gift_text import written_text
from question_bank.exchange.labels import labels_of
from question_bank.exchange.losses import common_losses, picture_losses
from question_bank.exchange.reading import Loss, Written
from question_bank.items import TRUE, ItemDraft, ItemType
from question_bank.keys import NumericKey, SpokenKey


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A GIFT file. Ordering items cannot be written; pictures do not come along."""
    losses: list[Loss] = []
    parts: list[str] = []
    for original in items:
        item, unfit = with_fit_texts(original)
        reason = _impossible(item)
        if reason:
            losses.append(Loss(item.id, "题型", reason))
            continue
        losses += [*unfit, *common_losses(item), *picture_losses(item, "GIFT 不能带图片")]
        parts.append(_question(item))
    return Written("\n".join(parts).encode(), tuple(losses))


def _impossible(item: ItemDraft) -> str:
    if item.type is ItemType.ORDERING:
        return "GIFT 没有排序题，这道题没有写入"
    if isinstance(item.key, SpokenKey) and any("->" in each for each in item.key.accepted):
        return "答案里有 ->，GIFT 会当成连线题，这道题没有写入"
    return ""


def _question(item: ItemDraft) -> str:
    said = misconceptions_of(item)
    labels = labels_of(item, said.others, hidden_marking(item))
    comments = [f"[id:{_bracketed(item.id)}]"] if item.id else []
    comments += [f"[tag:{_bracketed(label)}]" for label in labels]
    stem, default = written_text(item.stem)
    name = f"::{escaped(item.id)}::" if item.id else ""
    answers = "".join(f"\t{line}\n" for line in _answers(item, said.comments, default))
    feedback = _comment(feedback_of(item), default, "\t####", "\n")
    head = f"// {' '.join(comments)}\n" if comments else ""
    return f"{head}{name}{stem}{{\n{answers}{feedback}}}\n"


def _bracketed(text: str) -> str:
    return text.replace("]", "\\]")


def _comment(markup: str, default: str, mark: str, end: str = "") -> str:
    return mark + written_text(markup, default)[0] + end if markup else ""


def _answers(item: ItemDraft, comments: Mapping[str, str], default: str) -> Iterator[str]:
    if isinstance(item.key, NumericKey):
        yield f"#{item.key.value!r}:{item.key.tolerance!r}"
    elif isinstance(item.key, SpokenKey):
        yield from (f"=%100%{_accepted(each)}" for each in item.key.accepted)
    elif item.type is ItemType.TRUE_FALSE:
        missed = "".join(comments.values())
        yield ("TRUE" if item.key == (TRUE,) else "FALSE") + _comment(missed, default, "#")
    else:
        yield from _choices(item, comments, default)


def _accepted(words: str) -> str:
    source = escaped(words.replace("*", "\\*"))
    return f"[plain]{source}" if source.startswith("[") else source


def _choices(item: ItemDraft, comments: Mapping[str, str], default: str) -> Iterator[str]:
    single = item.type is ItemType.SINGLE
    share = f"{100 / max(1, len(item.right_options)):.7g}"
    for option in item.options:
        text, _ = written_text(option.text, default)
        right = option.id in item.right_options
        mark = ("=" if right else "~") if single else f"~%{share if right else -100}%"
        if mark == "~" and text.startswith("%"):
            mark = "~%0%"
        yield mark + text + _comment(comments.get(option.id, ""), default, "#")
