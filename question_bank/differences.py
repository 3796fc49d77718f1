"""What differs between two texts, word by word: a Chinese character is a word, so is a run of letters or digits."""

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

WORDS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
Kind = Literal["same", "gone", "new"]


class Piece(NamedTuple):
    kind: Kind
    text: str


def differences(former: str, changed: str) -> list[Piece]:
    """Pieces in reading order. Those that are `same` or `gone` make up the former text, `same` or `new` the changed."""
    before, after = WORDS.findall(former), WORDS.findall(changed)
    found: list[Piece] = []
    for tag, start, end, other, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[start:end])))
            continue
        if end > start:
            found.append(Piece("gone", "".join(before[start:end])))
        if last > other:
            found.append(Piece("new", "".join(after[other:last])))
    return found
