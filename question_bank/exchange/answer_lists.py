"""A list of answers at the end of a paper: 1-5 ABCDA, 6. √  7. ×, under headings or without."""

import re
from typing import NamedTuple

_SIGNS = "A-J√×✓✗✔✘对错TF"
_WORD = rf"(?:[{_SIGNS}]+|正确|错误)"
_RANGE = re.compile(rf"\s*(\d{{1,4}})\s*[-~—–至到]+\s*(\d{{1,4}})\s*题?\s*[.、:]?\s*((?:{_WORD}[\s,、;.]*)+)")
_PAIR = re.compile(rf"\s*(\d{{1,4}})\s*[.、:)]?\s*({_WORD}(?:[,、]{_WORD})*)(?![A-Za-z一-鿿])[\s,;.]*")
_TITLE = re.compile(r"\s*\[?(?:参考|标准|正确)?答案(?:(?:及|与|和)(?:解析|评分标准))?\]?\s*:?\s*")


class Listed(NamedTuple):
    """The answer of the question of this number."""

    number: int
    answer: str


def is_title(shape: str) -> bool:
    """Whether a line is the title of a list of answers, if such a list follows."""
    return _TITLE.fullmatch(shape) is not None


def listed(shape: str) -> list[Listed] | None:
    """All answers that a line lists; `None` for a line that is no such list."""
    found: list[Listed] = []
    place = 0
    while shape[place:].strip():
        run, pair = _RANGE.match(shape, place), _PAIR.match(shape, place)
        match = run or pair
        if match is None:
            return None
        if run:
            answers = _each(int(run.group(1)), int(run.group(2)), run.group(3))
            if answers is None:
                return None
            found += answers
        else:
            found.append(Listed(int(match.group(1)), match.group(2)))
        place = match.end()
    return found


def _each(first: int, last: int, text: str) -> list[Listed] | None:
    """One answer for each number of a run: words between blanks, or one sign each."""
    words = re.findall(_WORD, text)
    signs = re.findall(rf"[{_SIGNS}]|正确|错误", text)
    for answers in (words, signs):
        if len(answers) == last - first + 1:
            return [Listed(number, answer) for number, answer in enumerate(answers, start=first)]
    return None
