"""An SVG document as it is put together: elements, text, and what of a text XML cannot carry."""

import re
import unicodedata
from html import escape

from question_bank.charts.look import STYLE

NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Marks that turn the direction of the text after them.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
WIDE, NARROW = 1.0, 0.56


class Drawing:
    """A chart of a size in units of its own, which it is scaled from to any width."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self.width, self.height, self.title, self.description = width, height, title, description
        self._parts: list[str] = []

    def add(self, tag: str, **attributes: str | float) -> None:
        """One element. `class_` is `class`, and an underscore within a name a hyphen."""
        self._parts.append(f"<{tag}{_attributes(attributes)}/>")

    def text(self, x: float, y: float, words: str, *classes: str) -> None:
        names = _attributes({"class": " ".join(classes)} if classes else {})
        self._parts.append(f'<text x="{number(x)}" y="{number(y)}"{names}>{escaped(words)}</text>')

    def path(self, commands: str, *classes: str, **attributes: str | float) -> None:
        self.add("path", d=commands, class_=" ".join(classes), **attributes)

    def svg(self) -> str:
        """The whole document."""
        size = f"{number(self.width)} {number(self.height)}"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{number(self.width)}" '
                f'height="{number(self.height)}" role="img" aria-labelledby="title description" lang="zh-Hans">',
                f'<title id="title">{escaped(self.title)}</title>',
                f'<desc id="description">{escaped(self.description)}</desc>',
                f"<style>{STYLE}</style>",
                f'<rect class="ground" width="{number(self.width)}" height="{number(self.height)}" rx="12"/>',
                *self._parts,
                "</svg>",
                "",
            ]
        )


def escaped(text: str) -> str:
    """Text that XML and HTML can carry and that keeps its own direction; what they cannot becomes a mark for it."""
    return escape(TURNING.sub("\ufffd", NOT_IN_XML.sub("\ufffd", text)))


def number(value: float) -> str:
    """A coordinate to a tenth, without a zero that says nothing."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def text_width(text: str, size: float) -> float:
    """About how wide a text is; ideographs are as wide as high."""
    return size * sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW for letter in text)


def shortened(text: str, size: float, most: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if text_width(text, size) <= most:
        return text
    while text and text_width(text + "…", size) > most:
        text = text[:-1]
    return text + "…"


def _attributes(values: dict[str, str | float]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for name, value in values.items()
    )
