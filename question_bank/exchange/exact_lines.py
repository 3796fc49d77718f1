"""Lines of numbered text that stand as they are: what lies between two invisible joiners is a text to the letter.

Whoever writes questions for people cannot say everything in a way that is read back the same: a second paragraph that
looks like an option, blanks at an end, a difficulty as a number. Such a line is set between word joiners, which nobody
sees and no program breaks a line at; the reader takes nothing in it for a label, an answer or a mark of its own.
"""

from typing import NamedTuple

JOINER = "\u2060"


class ExactLine(NamedTuple):
    """The label before the first joiner, and the text between it and the last."""

    label: str
    text: str


def exact_line(line: str) -> ExactLine | None:
    """`None` for a line that is read as people write."""
    if JOINER not in line or line.startswith("|"):
        return None
    label, _, rest = line.rstrip().partition(JOINER)
    return ExactLine(label, rest[: -len(JOINER)]) if rest.endswith(JOINER) else None


def between_joiners(label: str, text: str) -> str:
    """What `exact_line` reads."""
    return f"{label}{JOINER}{text}{JOINER}"
