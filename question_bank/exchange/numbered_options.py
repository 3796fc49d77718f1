"""Options behind their letters, one a line or several on one: A. 甲　B. 乙."""

import re
from string import ascii_uppercase
from typing import NamedTuple

LETTERS = ascii_uppercase[:10]
_BEFORE = (r"(?:^|(?<=\s))", r"(?<![A-Za-z0-9(])")
# How letters are set off; all options of a line in the same way.
_BRACKETED = r"\(\s*{letter}\s*\)\s*[.、:,]?"
_FORMS = (_BRACKETED, r"{letter}\s*[.、:]", r"{letter}\s*\)", r"{letter},")

_LABEL_ALONE = re.compile(r"[A-J]\.\s*")


class Label(NamedTuple):
    """A letter, where it and what sets it off begin and end, and which of the forms that is."""

    letter: str
    start: int
    end: int
    form: str


def option_label(shape: str) -> str:
    """The letter of an option whose label is all that there is; empty for anything else."""
    return shape[0] if _LABEL_ALONE.fullmatch(shape) else ""


def labels(shape: str, expected: str, small: bool = False) -> list[Label]:
    """The letters of options in a line, from the first that may come (`expected` or a later one) on; each is looked
    for behind the one before it, first where a word begins, then anywhere but in a word. A line begins with one, or
    nothing is found."""
    shape = shape.upper() if small else shape
    letters = LETTERS[LETTERS.index(expected) :]
    first = next((found for letter in letters if (found := _first(shape, letter, r"\A\s*"))), None)
    return _following(shape, first) if first else []


def labels_behind(shape: str) -> list[Label]:
    """The letters of options behind a stem on its own line: A and B at least. Brackets within words are the place of
    the answer rather than options."""
    for place, before in enumerate(_BEFORE):
        first = _first(shape, "A", before)
        if first is None or first.start == 0 or (place and first.form == _BRACKETED):
            continue
        found = _following(shape, first)
        if len(found) > 1:
            return found
    return []


def _following(shape: str, first: Label) -> list[Label]:
    found = [first]
    for letter in LETTERS[LETTERS.index(first.letter) + 1 :]:
        after = found[-1].end
        label = next((each for before in _BEFORE if (each := _label(shape, letter, after, before, first.form))), None)
        if label is None:
            break
        found.append(label)
    return found


def _first(shape: str, letter: str, before: str) -> Label | None:
    found = (_label(shape, letter, 0, before, form) for form in _FORMS)
    return min((each for each in found if each), key=lambda label: label.start, default=None)


def _label(shape: str, letter: str, start: int, before: str, form: str) -> Label | None:
    match = re.compile(rf"{before}{form.format(letter=letter)}\s*").search(shape, start)
    return Label(letter, match.start(), match.end(), form) if match else None
