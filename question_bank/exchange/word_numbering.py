"""Numbers that Word counts by itself and stores nowhere: `1、`, `A.`, `（一）` before a paragraph."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CHINESE = "〇一二三四五六七八九"
_CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting"}
)
MOST = 100_000


class Level(NamedTuple):
    format: str
    text: str
    start: int


class Numbering:
    """The lists of a document, counted on as its paragraphs are met in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._of_number: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._bases: dict[str, str] = {}
        if numbering is not None:
            self._learn(numbering)
        if styles is not None:
            self._learn_styles(styles)

    def _learn(self, numbering: Element) -> None:
        for abstract in numbering.iterfind(WORD + "abstractNum"):
            self._abstract[_attribute(abstract, "abstractNumId")] = dict(_levels(abstract))
        for number in numbering.iterfind(WORD + "num"):
            id = _attribute(number, "numId")
            self._of_number[id] = _value(number, "abstractNumId")
            for override in number.iterfind(WORD + "lvlOverride"):
                start = _value(override, "startOverride")
                if start:
                    self._restarts.setdefault(id, {})[_whole(_attribute(override, "ilvl"))] = _whole(start)

    def _learn_styles(self, styles: Element) -> None:
        for style in styles.iterfind(WORD + "style"):
            id = _attribute(style, "styleId")
            self._bases[id] = _value(style, "basedOn")
            properties = style.find(f"{WORD}pPr/{WORD}numPr")
            if properties is not None:
                self._of_style[id] = (_value(properties, "numId"), _whole(_value(properties, "ilvl")))

    def label(self, paragraph: Element) -> str:
        """What Word shows before a paragraph, with a blank behind it; nothing for a paragraph of no list."""
        number, place = self._list_of(paragraph)
        levels = self._abstract.get(self._of_number.get(number, ""), {})
        level = levels.get(place)
        if level is None:
            return ""
        counters = self._count(number, place, levels)
        if level.format in ("bullet", "none"):
            return ""
        text = level.text
        for each in range(LEVELS):
            shown = levels.get(each, Level("decimal", "", 1))
            text = text.replace(f"%{each + 1}", _spelled(counters[each] or shown.start, shown.format))
        return f"{text}." if text.isalnum() else text

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        properties = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        if properties is not None and _value(properties, "numId"):
            return _value(properties, "numId"), _whole(_value(properties, "ilvl"))
        style_element = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        style = _attribute(style_element, "val") if style_element is not None else ""
        for _ in range(20):
            if style in self._of_style:
                return self._of_style[style]
            style = self._bases.get(style, "")
        return "", 0

    def _count(self, number: str, place: int, levels: dict[int, Level]) -> list[int | None]:
        counters = self._counters.setdefault(self._of_number[number], [None] * LEVELS)
        for level, start in self._restarts.pop(number, {}).items():
            if level < LEVELS:
                counters[level] = start - 1
        current = counters[place]
        counters[place] = levels[place].start if current is None else min(current + 1, MOST)
        counters[place + 1 :] = [None] * (LEVELS - place - 1)
        return counters


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for level in abstract.iterfind(WORD + "lvl"):
        place = _whole(_attribute(level, "ilvl"))
        if 0 <= place < LEVELS:
            start = _value(level, "start")
            yield place, Level(_value(level, "numFmt"), _value(level, "lvlText")[:40], _whole(start) if start else 1)


def _attribute(element: Element, name: str) -> str:
    return element.get(WORD + name, "")


def _value(element: Element, name: str) -> str:
    child = element.find(WORD + name)
    return _attribute(child, "val") if child is not None else ""


def _whole(text: str) -> int:
    return min(int(text), MOST) if text.isdecimal() and len(text) < 10 else 0


def _spelled(number: int, format_name: str) -> str:
    if format_name in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (number - 1) % 26) * ((number - 1) // 26 % 100 + 1)
        return letter if format_name == "upperLetter" else letter.lower()
    if format_name in ("upperRoman", "lowerRoman"):
        return _roman(number) if format_name == "upperRoman" else _roman(number).lower()
    if format_name == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return _chinese(number) if format_name in _CHINESE_FORMATS else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_SMALL):
        text += sign * (min(number, 9999) // value)
        number = min(number, 9999) % value
    return text


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _CHINESE[tens]) + ("十" if tens else "") + (_CHINESE[ones] if ones or not tens else "")
