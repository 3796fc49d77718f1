"""Numbers with a tolerance and a unit, as authors write them: 3.14±0.05 米, 1,200 万, 3×10^8, 20～25 ℃."""

import math
import re
import unicodedata
from decimal import Decimal

from question_bank.keys import NumericKey

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?:\s*[×x*]\s*10\s*\^?\s*[+-]?\d+)?"
_WITH_TOLERANCE = re.compile(rf"({_NUMBER})(?:\s*(?:±|\+/?-)\s*({_NUMBER}))?", re.IGNORECASE)
_RANGE = re.compile(rf"({_NUMBER})\s*(?:~|～|至|到|—|–)\s*({_NUMBER})", re.IGNORECASE)
_POWER = re.compile(r"\s*[×x*]\s*10\s*\^?\s*", re.IGNORECASE)
# Behind this the unit is meant as it stands, whatever it begins with.
LITERAL_UNIT = " \\"
# Signs that have one meaning in numbers and several shapes.
_SHAPES = str.maketrans(
    {"－": "-", "−": "-", "﹣": "-", "＋": "+", "．": ".", "，": ",", "×": "×", "✕": "×", "＊": "*"}
)
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹⁻⁺]+")


def number_spelled(key: NumericKey) -> str:
    """3.14±0.05 米; `number_meant` gives the same key back."""
    number = _digits(key.value) + (f"±{_digits(key.tolerance)}" if key.tolerance else "")
    text = f"{number} {key.unit}" if key.unit else number
    return text if number_meant(text) == key else f"{number}{LITERAL_UNIT}{key.unit}"


def number_meant(text: str) -> NumericKey | None:
    """The number of a text, how far off it may be, and its unit; `None` when the text is no number."""
    head, literal, unit = text.partition(LITERAL_UNIT)
    shown = _one_shape(head)
    found = _RANGE.match(shown) if not literal else None
    if found and not _continues(shown, found.end()):
        low, high = _value(found[1]), _value(found[2])
        middle = (low + high) / 2
        return _key(middle, abs(high - low) / 2, shown[found.end() :].strip())
    found = _WITH_TOLERANCE.match(shown)
    if not found or _continues(shown, found.end()):
        return None
    rest = shown[found.end() :].strip()
    if literal and rest:
        return None
    return _key(_value(found[1]), _value(found[2] or "0"), unit if literal else rest)


def _continues(text: str, end: int) -> bool:
    """Whether a digit or another sign of a number follows, so that the number is none: 3.1.4, 3/4, 3-4."""
    return re.match(r"\s*[\d.,/±~～-]", text[end:]) is not None


def _key(value: Decimal, tolerance: Decimal, unit: str) -> NumericKey | None:
    key = NumericKey(float(value), float(tolerance), unit)
    return key if math.isfinite(key.value) and math.isfinite(key.tolerance) and key.tolerance >= 0 else None


def _value(text: str) -> Decimal:
    mantissa, *power = _POWER.split(text.replace(",", ""))
    try:
        return Decimal(mantissa) * (Decimal(10) ** int(power[0]) if power else 1)
    except (ArithmeticError, ValueError):
        return Decimal("nan")


def _digits(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _one_shape(text: str) -> str:
    """Digits and signs in one shape, while the unit keeps its own (m², ℃)."""
    text = text.strip()
    shaped = "".join(
        unicodedata.normalize("NFKC", character) if character in "０１２３４５６７８９ｅＥ" else character
        for character in text.translate(_SHAPES)
    )
    powered = re.sub(r"(?<=[×xX*]10)" + _SUPERSCRIPT.pattern, lambda power: "^" + _plain_power(power[0]), shaped)
    return re.sub(r"(?<=[×xX*] 10)" + _SUPERSCRIPT.pattern, lambda power: "^" + _plain_power(power[0]), powered)


def _plain_power(superscript: str) -> str:
    return unicodedata.normalize("NFKC", superscript).replace("−", "-")
