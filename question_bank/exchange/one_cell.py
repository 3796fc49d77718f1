"""Several things in one cell: all options, or a whole question with its options, answer and explanation."""

import json
import re
from string import ascii_uppercase as LETTERS

_FULL_WIDTH = {0xFF21 + place: letter for place, letter in enumerate(LETTERS)}
_SMALL = {ord(letter.lower()): letter for letter in LETTERS}
_SMALL_FULL_WIDTH = {0xFF41 + place: letter for place, letter in enumerate(LETTERS)}
_LABEL = r"{letter}\s*[.．、:：)）,，]\s*|[(（]\s*{letter}\s*[)）]\s*"
_PARTS = re.compile(r"\n|\||｜|;|；|\t")
# Signs that stand within texts too, for cells that nothing else parts.
_LAST_RESORTS = ("，", ",", "、", "/", "\u3000", " ")
_ANSWER = re.compile(r"^[ \t\u3000]*[\[【(（]?(?:正确|参考|标准)?答案[\]】)）]?\s*[:：]?\s*", re.MULTILINE)
_EXPLANATION = re.compile(r"^[ \t\u3000]*[\[【(（]?(?:答案|试题|题目)?解析[\]】)）]?\s*[:：]?\s*", re.MULTILINE)
_NUMBER = re.compile(r"^\s*\d{1,4}\s*[.．、)）]\s*")
FIRST_OPTION = re.compile(
    r"(?:^[ \t\u3000]*|(?<=[\s）)。？?：:]))(?:[AＡa]\s*[.．、:：)）]|[(（]\s*[AＡ]\s*[)）])", re.MULTILINE
)


def options_in(cell: str) -> list[str]:
    """The texts of options that stand in one cell, behind letters or on lines of their own; one text for a cell that
    cannot be parted."""
    cell = cell.replace("$;$", "\n")
    lettered = lettered_options(cell)
    if lettered:
        return lettered
    if cell.startswith("["):
        listed = _listed(cell)
        if listed:
            return listed
    parts = [part for part in _PARTS.split(cell) if part.strip()]
    for separator in _LAST_RESORTS:
        if len(parts) == 1:
            parts = [part for part in cell.split(separator) if part.strip()]
    return [_without_label(part, place) for place, part in enumerate(parts)]


def without_labels(texts: list[str]) -> list[str]:
    """Options without their letters, if each of them begins with its own."""
    filled = [(place, text) for place, text in enumerate(texts) if text.strip()]
    if len(filled) > 1 and all(_label(LETTERS[place]).match(_capitals(text)) for place, text in filled if place < 26):
        return [_without_label(text, place) for place, text in enumerate(texts)]
    return texts


def question_in(cell: str) -> dict[str, str] | None:
    """Cells of the template from a whole question: stem, lines of options, 答案：, 解析：; `None` when it is none."""
    explanation = _last(_EXPLANATION, cell)
    head, reason = (cell[: explanation.start()], cell[explanation.end() :]) if explanation else (cell, "")
    answer = _last(_ANSWER, head)
    if answer is None:
        return None
    asked, key = head[: answer.start()], head[answer.end() :]
    first = FIRST_OPTION.search(asked)
    stem, options = (asked[: first.start()], options_in(asked[first.start() :].strip())) if first else (asked, [])
    return {
        "题干": _NUMBER.sub("", stem).strip(),
        **{f"选项{LETTERS[place]}": text for place, text in enumerate(options[:26])},
        "答案": key.strip(),
        "解析": reason.strip(),
    }


def lettered_options(cell: str) -> list[str]:
    """The texts behind letters; none where there are not two of them.

    Each letter is looked for behind the one before it: first where a word begins, then anywhere but in a word.
    """
    capitals = _capitals(cell)
    found: list[tuple[int, int]] = []
    for letter in LETTERS:
        start = found[-1][1] if found else 0
        label = _next_label(capitals, letter, start)
        if label is None or (not found and capitals[: label.start()].strip()):
            break
        found.append((label.start(), label.end()))
    if len(found) < 2:
        return []
    ends = [start for start, _ in found[1:]] + [len(cell)]
    texts = [cell[start:end].strip().rstrip(";；|｜").strip() for (_, start), end in zip(found, ends, strict=True)]
    return _without_separator(texts)


def _without_separator(texts: list[str]) -> list[str]:
    """Texts without what stands between them, where it is the same sign between all of them: 红、B.绿、C.蓝."""
    signs = {text[-1:] for text in texts[:-1]}
    if len(signs) != 1 or not signs <= set("、，,/") or texts[-1].endswith(tuple(signs)):
        return texts
    return [*(text[:-1].strip() for text in texts[:-1]), texts[-1]]


def _next_label(capitals: str, letter: str, start: int) -> re.Match[str] | None:
    shape = _LABEL.format(letter=letter)
    for before in (r"(?:(?<=[\n\r])|^)[ \t\u3000]*", r"(?<=[\s;；|｜,，、])", r"(?<![A-Za-z0-9])"):
        found = re.compile(f"{before}(?:{shape})").search(capitals, start)
        if found:
            return found
    return None


def _label(letter: str) -> re.Pattern[str]:
    return re.compile(r"\s*(?:" + _LABEL.format(letter=letter) + ")")


def _without_label(text: str, place: int) -> str:
    label = _label(LETTERS[place]).match(_capitals(text)) if place < len(LETTERS) else None
    return text[label.end() :].strip() if label else text.strip()


def _capitals(text: str) -> str:
    """The same text, its Latin letters plain capitals; every character stays in its place."""
    return text.translate(_FULL_WIDTH | _SMALL | _SMALL_FULL_WIDTH)


def _listed(cell: str) -> list[str]:
    try:
        values = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    if not all(isinstance(value, str | int | float) for value in values):
        return []
    return [_without_label(str(value), place) for place, value in enumerate(values)]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)
