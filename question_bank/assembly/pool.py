"""The items that forms are made from, with the attributes that a blueprint's rules speak of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from question_bank.irt.parameters import FloatArray
from question_bank.toml_fields import as_text

# How several values are written in one cell of a table: "health; daily_life".
SEPARATORS = re.compile(r"[;；|]")


@dataclass(frozen=True)
class Pool:
    """Items in the bank's order. An attribute is a value or a list of values; None and "" are none at all.

    `elsewhere` are ids that the bank knows but that stand for no choice here (retired, or without parameters): a rule
    may name them as excluded or as an enemy.
    """

    ids: tuple[str, ...]
    attributes: tuple[Mapping[str, object], ...]
    elsewhere: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Names of the attributes that any item has, in the order in which they are first seen."""
        return tuple(dict.fromkeys(name for each in self.attributes for name in each))

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each id stands."""
        return {name: place for place, name in enumerate(self.ids)}

    def field(self, name: str) -> str | None:
        """The attribute that a rule means: topic and topics are the same. None for one that no item has."""
        return next((each for each in (name, f"{name}s", name.removesuffix("s")) if each in self.fields), None)

    def texts(self, name: str) -> list[tuple[str, ...]]:
        """The values of a field as text, for each item; several where the item has several."""
        field = self.field(name)
        return [tuple(_texts(each.get(field or name))) for each in self.attributes]

    def values(self, name: str) -> list[str]:
        """Every value of a field that some item has, numbers in their order before words in theirs."""
        return sorted({text for texts in self.texts(name) for text in texts}, key=_numbers_first)

    def having(self, name: str, value: str) -> FloatArray:
        """1 for each item that has the value, else 0. Shape (items,)."""
        return np.array([float(value in texts) for texts in self.texts(name)])

    def numbers(self, name: str) -> FloatArray:
        """A numeric field, NaN where an item has none or no number. Shape (items,)."""
        return np.array([_number(each.get(self.field(name) or name)) for each in self.attributes])


def _texts(value: object) -> Iterable[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return dict.fromkeys(text for each in value for text in _texts(each))
    parts = SEPARATORS.split(value) if isinstance(value, str) else [value]
    return dict.fromkeys(text for part in parts if (text := as_text(part)))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return np.nan
    try:
        number = float(value)
    except ValueError:
        return np.nan
    return number if np.isfinite(number) else np.nan


def _numbers_first(text: str) -> tuple[bool, float, str]:
    number = _number(text)
    return (True, 0.0, text) if np.isnan(number) else (False, number, text)
