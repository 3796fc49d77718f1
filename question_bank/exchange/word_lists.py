"""Several words in one cell: a separator between them, and a backslash before what is no separator but part of a word.

A backslash before anything else stands for itself, so that LaTeX typed by hand stays what it is.
"""

from collections.abc import Iterable, Iterator

BACKSLASH = "\\"
EMPTY = "\\0"


def joined(words: Iterable[str], separators: str) -> str:
    """One cell for all words, between them the first of `separators`; `parted` gives the same words back."""
    return separators[0].join(_protected(word, separators) for word in words)


def parted(cell: str, separators: str) -> tuple[str, ...]:
    """The words of a cell without the blanks around them; what is empty between two separators is no word."""
    words: list[list[str]] = [[]]
    for sign in _signs(cell):
        if sign in separators:
            words.append([])
        else:
            words[-1].append(sign)
    return tuple(_meant(signs, separators) for signs in map(_trimmed, words) if signs)


def _protected(word: str, separators: str) -> str:
    if not word:
        return EMPTY
    ends = (0, len(word) - 1)
    return "".join(
        BACKSLASH + character
        if character in separators + BACKSLASH or (place in ends and character.isspace())
        else character
        for place, character in enumerate(word)
    )


def _signs(cell: str) -> Iterator[str]:
    """Characters, a backslash together with the one behind it."""
    characters = iter(cell)
    for character in characters:
        yield character + next(characters, "") if character == BACKSLASH else character


def _trimmed(signs: list[str]) -> list[str]:
    first, end = 0, len(signs)
    while first < end and signs[first].isspace():
        first += 1
    while end > first and signs[end - 1].isspace():
        end -= 1
    return signs[first:end]


def _meant(signs: list[str], separators: str) -> str:
    return "".join(_character(sign, separators) for sign in signs)


def _character(sign: str, separators: str) -> str:
    if sign == EMPTY:
        return ""
    protects = len(sign) == 2 and (sign[1] in separators + BACKSLASH or sign[1].isspace())
    return sign[1] if protects else sign
