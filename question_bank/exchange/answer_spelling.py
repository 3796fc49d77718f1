"""How keys are spelled: by letters, by the text of options, by ticks and words, as numbers, as spoken answers.

`spelled` writes each key in one way, which `meant` reads back exactly; beside it `meant` reads what authors write.
"""

import re
import unicodedata
from collections.abc import Sequence
from string import ascii_uppercase as LETTERS
from typing import NamedTuple

from question_bank.exchange.numbers_spelled import number_meant, number_spelled
from question_bank.exchange.word_lists import joined, parted
from question_bank.items import FALSE, TRUE, ItemDraft, ItemType, Option
from question_bank.keys import Key, NumericKey, SpokenKey
from question_bank.markup import plain

TRUE_WORD, FALSE_WORD = "正确", "错误"
_TRUE_WORDS = {"正确", "对", "正", "是", "√", "✓", "✔", "☑", "✅", "t", "true", "y", "yes", "r", "right", "v", "1"}
_FALSE_WORDS = {"错误", "错", "误", "否", "不对", "不正确", "×", "✗", "✘", "✕", "╳", "☒", "❌"}
_FALSE_WORDS |= {"f", "false", "n", "no", "w", "wrong", "x", "0"}

ACCEPTED = "；;\n"
MARKING = "评分："
_SPOKEN = re.compile(r"((?:\\.|\\\Z|[^\\\n]|\n(?!评分[：:]))*+)(?:\n评分[：:](.*))?", re.DOTALL)
_BEFORE = re.compile(
    r"^(?:[\[【(（]?(?:正确|参考|标准)?答案(?:是|为)?[\]】)）]?\s*[:：]?\s*|(?:故|应)?选\s*(?=[A-ZＡ-Ｚ]))"
)
_OPENING, _CLOSING = "[【(（「\"“'", "]】)）」\"”'"
_BETWEEN = r"[\s,，、|;；/+&和与及\"'“”]*"
_LETTERS = re.compile(rf"[A-Z](?:{_BETWEEN}[A-Z])*")
_IN_ORDER = re.compile(r"[A-Z](?:[\s,，、|;；/]*(?:[>→⇒—–-]+[\s]*)?[A-Z])*")
_SAYS_ORDER = re.compile(r"[A-Z]\s*(?:[>→⇒]|->)\s*[A-Z]")
_PLACES = re.compile(r"\d{1,3}(?:[\s,，、|;；.]+\d{1,3})*")
_LETTER_AND_TEXT = re.compile(r"([A-Z])\s*[.．、:：)）]\s*(\S.*)", re.DOTALL)
_SEPARATORS = ("\n", "；", ";", "|", "，", ",", "、", "/", " ")


class Unclear(NamedTuple):
    """An answer that names no key: what kind of fault it is, and what to do about it."""

    code: str
    reason: str


def spelled(item: ItemDraft) -> str:
    """The key of an item as the template's cell `答案` has it."""
    key = item.key
    if isinstance(key, NumericKey):
        return number_spelled(key)
    if isinstance(key, SpokenKey):
        return joined(key.accepted, ACCEPTED) + (f"\n{MARKING}{key.marking}" if key.marking else "")
    if item.type is ItemType.TRUE_FALSE and key in ((TRUE,), (FALSE,)):
        return TRUE_WORD if key == (TRUE,) else FALSE_WORD
    letter = {option.id: LETTERS[place] for place, option in enumerate(item.options[: len(LETTERS)])}
    if not set(key) <= set(letter):
        return "、".join(key)
    return (">" if item.type is ItemType.ORDERING else "").join(letter[each] for each in key)


def meant(cell: str, kind: ItemType, options: Sequence[Option]) -> Key | Unclear:
    """The key that a cell means. `options` in their columns' order; those of a true/false item as they were written,
    or none."""
    if not cell.strip():
        return Unclear("no_key", "没有答案：填上正确答案")
    if kind is ItemType.SPOKEN:
        return _spoken(cell)
    if kind is ItemType.NUMERIC:
        return (
            number_meant(cell)
            or number_meant(_bare(cell))
            or Unclear("bad_key", "数值题的答案要是一个数，如 3.14±0.05 米：改成这样的写法")
        )
    if kind is ItemType.TRUE_FALSE:
        return _true_or_false(cell, options)
    return _chosen(cell, kind, options)


def guessed_type(cell: str, options: Sequence[Option]) -> ItemType | None:
    """The type of an item whose author did not say it; `None` when options and answer leave it open."""
    answer = _plain(cell)
    if not options:
        if truth(cell) is not None or answer in ("A", "B"):
            return ItemType.NUMERIC if answer in ("0", "1") else ItemType.TRUE_FALSE
        return ItemType.NUMERIC if number_meant(_bare(cell)) else None
    if len(options) == 2 and {truth(option.text) for option in options} == {True, False}:
        return ItemType.TRUE_FALSE
    if _SAYS_ORDER.search(answer):
        return ItemType.ORDERING
    places = _places(cell, ItemType.SINGLE, options)
    return ItemType.MULTIPLE if places is not None and len(places) > 1 else ItemType.SINGLE


def truth(words: str) -> bool | None:
    """Whether they say that a statement is right or wrong; `None` when they say neither."""
    word = "".join(_plain(words).casefold().rstrip("。.").split())
    if word in _TRUE_WORDS:
        return True
    return False if word in _FALSE_WORDS else None


def _spoken(cell: str) -> Key | Unclear:
    found = _SPOKEN.fullmatch(cell)
    accepted = parted(found[1], ACCEPTED) if found else ()
    if not any(each.strip() for each in accepted):
        return Unclear("no_key", "口答题要有至少一个可以接受的答案，几个答案之间用“；”隔开")
    return SpokenKey(accepted, (found[2] or "") if found else "")


def _true_or_false(cell: str, options: Sequence[Option]) -> Key | Unclear:
    said = truth(cell)
    letter = _plain(cell)
    if said is None and letter in ("A", "B"):
        said = truth(options["AB".index(letter)].text) if len(options) == 2 else letter == "A"
    if said is None:
        return Unclear("bad_key", f"判断题的答案“{_short(cell)}”看不懂：写“正确”或“错误”")
    return (TRUE,) if said else (FALSE,)


def _chosen(cell: str, kind: ItemType, options: Sequence[Option]) -> Key | Unclear:
    places = _places(cell, kind, options)
    if places is None:
        return Unclear("bad_key", f"答案“{_short(cell)}”既不是选项的字母，也不是某个选项的原文：改成字母，如 A 或 AC")
    beyond = next((place for place in places if place >= len(options)), None)
    if beyond is not None:
        return Unclear("unknown_option", f"答案指向选项{LETTERS[beyond]}，可是没有这个选项：补上选项，或改答案")
    if len(set(places)) != len(places):
        return Unclear("bad_key", "答案里有一个选项出现了两次：删掉多余的")
    if kind is ItemType.SINGLE and len(places) != 1:
        return Unclear("not_one_key", f"单选题只能有一个答案，这里有 {len(places)} 个：改答案，或把题型改成“多选”")
    if kind is ItemType.ORDERING and len(places) != len(options):
        return Unclear("bad_key", "排序题的答案要列出全部选项，如 B>A>C")
    return tuple(options[place].id for place in places)


def _places(cell: str, kind: ItemType, options: Sequence[Option]) -> list[int] | None:
    """Which options a cell names, by their places. Letters come first, for that is how the template spells keys;
    but where only one option can be right, several letters may be the text of one (the blood group AB)."""
    answer = _plain(cell)
    by_text = _place_of_text(cell, options)
    if kind is ItemType.SINGLE and len(answer) > 1 and by_text is not None:
        return [by_text]
    pattern = _IN_ORDER if kind is ItemType.ORDERING or _SAYS_ORDER.search(answer) else _LETTERS
    letters = [LETTERS.index(letter) for letter in re.findall("[A-Z]", answer)] if pattern.fullmatch(answer) else []
    if letters and (by_text is None or max(letters) < len(options)):
        return letters
    if by_text is not None:
        return [by_text]
    return _letter_and_text(answer, options) or _several_texts(cell, options) or _by_number(answer, options)


def _place_of_text(text: str, options: Sequence[Option]) -> int | None:
    wanted = {text.strip(), _bare(text)}
    places = range(len(options))
    return next((place for place in places if wanted & {options[place].text.strip(), plain(options[place].text)}), None)


def _letter_and_text(answer: str, options: Sequence[Option]) -> list[int] | None:
    """“B. 红色”, where option B says just that."""
    found = _LETTER_AND_TEXT.fullmatch(answer)
    if not found:
        return None
    place = LETTERS.index(found[1])
    same = place < len(options) and _plain(options[place].text) == _plain(found[2])
    return [place] if same else None


def _several_texts(cell: str, options: Sequence[Option]) -> list[int] | None:
    for separator in _SEPARATORS:
        parts = [part for part in _bare(cell).split(separator) if part.strip()]
        if len(parts) > 1:
            places = [_place_of_part(part, options) for part in parts]
            if None not in places:
                return [place for place in places if place is not None]
    return None


def _place_of_part(part: str, options: Sequence[Option]) -> int | None:
    place = _place_of_text(part, options)
    lettered = _letter_and_text(_plain(part), options) if place is None else None
    return lettered[0] if lettered else place


def _by_number(answer: str, options: Sequence[Option]) -> list[int] | None:
    """1 for the first option. A point is a comma that a spreadsheet program took for one: 1,3 became 1.3."""
    if not _PLACES.fullmatch(answer):
        return None
    numbers = [int(digits) for digits in re.findall(r"\d+", answer)]
    return [number - 1 for number in numbers] if all(1 <= number <= len(LETTERS) for number in numbers) else None


def _bare(cell: str) -> str:
    """Without “答案：” before it and brackets around it."""
    text = _BEFORE.sub("", cell.strip())
    for _ in range(2):
        if len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING:
            text = text[1:-1].strip()
    return text


def _plain(cell: str) -> str:
    """Bare, full-width letters as plain ones, upper case."""
    return unicodedata.normalize("NFKC", _bare(cell)).strip().rstrip("。.;；,，").strip().upper()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:20] + "…"
