"""Raised and lowered text: the characters that Unicode has for it where it has them all, else a formula."""

from question_bank.exchange.blocks import maths_or_text
from question_bank.markup import Piece, Text

_PLAIN = "0123456789+-=()"
RAISED = dict(zip(_PLAIN + "n" + "i", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True)) | {"−": "⁻", "–": "⁻"}
LOWERED = dict(zip(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)) | {"−": "₋", "–": "₋"}
_SPECIAL = {
    "\\": r"\backslash{}", "^": r"\hat{}", "~": r"\sim{}",
    **{character: "\\" + character for character in "{}$%&#_"},
}  # fmt: skip


def raised(text: str) -> Piece:
    """10⁵ rather than 105."""
    return _moved(text, RAISED, "^")


def lowered(text: str) -> Piece:
    """CO₂ rather than CO2."""
    return _moved(text, LOWERED, "_")


def _moved(text: str, characters: dict[str, str], mark: str) -> Piece:
    if all(character in characters for character in text):
        return Text("".join(characters[character] for character in text))
    inner = "".join(_SPECIAL.get(character, character) for character in text)
    if any(ord(character) > 0x7F or character.isspace() for character in inner):
        inner = rf"\text{{{inner}}}"
    return maths_or_text(f"{mark}{{{inner}}}", f"{mark}({text})")
