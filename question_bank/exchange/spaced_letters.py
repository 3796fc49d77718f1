"""Options whose letters are set off by nothing but a blank: `A 甲　B 乙`. They get a point, as other options have."""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from question_bank.exchange.numbered_shapes import shape_of

_BEGINS = re.compile(r"\s*([A-J])\s+(?=\S)")


def with_points(texts: Sequence[str]) -> list[str]:
    """The texts of lines, in which letters from A on that begin lines or stand among blanks, at least A and B of them
    one after the other, have points behind them."""
    pointed = list(texts)
    place = 0
    while place < len(pointed):
        begun = _BEGINS.match(shape_of(pointed[place]))
        if begun and begun.group(1) == "A":
            place = _one_question(pointed, place)
        place += 1
    return pointed


def _one_question(texts: list[str], start: int) -> int:
    """Gives points to the options from this line on; tells the last line of them."""
    found: list[tuple[int, int]] = []
    place = start
    while place < len(texts):
        shape = shape_of(texts[place])
        ends = _ends(shape, len(found))
        if not ends and shape.strip():
            break
        found += [(place, end) for end in ends]
        place += 1
    if len(found) > 1:
        for line, end in reversed(found):
            texts[line] = f"{texts[line][:end]}.{texts[line][end:]}"
    return max(start, place - 1)


def _ends(shape: str, known: int) -> list[int]:
    """Where the letters of a line end, from the one behind those `known` on; the first of them begins the line."""
    ends: list[int] = []
    for letter in ascii_uppercase[known:10]:
        before = r"(?<=\s)" if ends else r"\A\s*"
        match = re.compile(rf"{before}{letter}(?=\s+\S)").search(shape, ends[-1] if ends else 0)
        if match is None:
            break
        ends.append(match.end())
    return ends
