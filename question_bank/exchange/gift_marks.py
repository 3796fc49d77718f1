"""The signs of GIFT: which characters mean something and how they are written when they do not."""

import re
from typing import NamedTuple

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MEANT = re.compile(r"[\\:#={}~\n]")


class Marked(NamedTuple):
    """A text in which escaped characters stand as they are meant; `signs` is as long, and blank in their places, so
    that only what means something is found in it."""

    text: str
    signs: str

    def part(self, start: int, end: int | None = None) -> "Marked":
        return Marked(self.text[start:end], self.signs[start:end])

    def stripped(self) -> "Marked":
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def split(self, sign: str, most: int = -1) -> list["Marked"]:
        """The parts between signs, at most `most` + 1 of them."""
        parts, place = [], 0
        for piece in self.signs.split(sign, most):
            parts.append(self.part(place, place + len(piece)))
            place += len(piece) + len(sign)
        return parts


def unescaped(source: str) -> Marked:
    """The text of a question's source."""
    text, signs, place = [], [], 0
    for match in _ESCAPED.finditer(source):
        between = source[place : match.start()]
        text += [between, "\n" if match.group(1) == "n" else match.group(1)]
        signs += [between, "\0"]
        place = match.end()
    return Marked("".join([*text, source[place:]]), "".join([*signs, source[place:]]))


def escaped(text: str) -> str:
    """The source of a text, on one line."""
    return _MEANT.sub(lambda match: r"\n" if match.group() == "\n" else "\\" + match.group(), text)
