"""Taking the fields out of a TOML table one by one, with what is wrong noted beside each name."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Value = TypeVar("Value")


class FieldProblem(NamedTuple):
    """What is wrong, beside the field where it stands."""

    field: str
    problem: str


class Fields:
    """One table. Each method takes a field away and gives its value, or the default after noting a problem."""

    def __init__(self, table: dict[str, Any], problems: list[FieldProblem], where: str = "") -> None:
        self._left, self._problems, self._where = dict(table), problems, where

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def bad(self, name: str, problem: str) -> None:
        self._problems.append(FieldProblem(f"{self._where} {name}".strip(), problem))

    def whole(self, name: str, default: int, least: int = 0) -> int:
        return self._take(name, default, lambda value: is_whole(value) and value >= least, f"要是不小于 {least} 的整数")

    def how_many(self, name: str, most: int) -> int:
        """A whole number, for which `true` stands for one."""
        wanted = f"要是 true、false，或不超过 {most} 的整数"
        return int(self._take(name, 0, lambda value: isinstance(value, int) and 0 <= value <= most, wanted))

    def limit(self, name: str) -> int | None:
        wanted: int | None = None
        return self._take(name, wanted, lambda value: is_whole(value) and value >= 0, "要是不小于 0 的整数")

    def number(self, name: str) -> float | None:
        wanted: float | None = None
        return self._take(name, wanted, is_number, "要是数")

    def number_from(self, name: str, default: float, least: float) -> float:
        return self._take(
            name, default, lambda value: is_number(value) and value >= least, f"要是不小于 {least:g} 的数"
        )

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(map(float, self._take(name, [], lambda value: _is_list(value, is_number), "要是一列数")))

    def text(self, name: str) -> str:
        """A word or a number, as text; it has to be there."""
        if name not in self._left:
            self.bad(name, "没有给")
        return as_text(self._take(name, "", _is_text, "要是一个值，不能空着"))

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        return self._take(name, words[0], lambda value: value in words, f"要是 {'、'.join(words)} 之一")

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(map(as_text, self._take(name, [], lambda value: _is_list(value, _is_text), '要写成 ["i1", "i2"]')))

    def lists_of_texts(self, name: str) -> tuple[tuple[str, ...], ...]:
        lists: list[list[str]] = self._take(name, [], _is_list_of_lists, '要写成 [["i1", "i2"]]')
        return tuple(tuple(map(as_text, each)) for each in lists)

    def table(self, name: str) -> "Fields | None":
        missing: dict[str, Any] | None = None
        table = self._take(name, missing, _is_table, f"要写成 [{name}]")
        return None if table is None else Fields(table, self._problems, f"[{name}]")

    def tables(self, name: str) -> list["Fields"]:
        tables: list[dict[str, Any]] = self._take(
            name, [], lambda value: _is_list(value, _is_table), f"要写成 [[{name}]]"
        )
        return [
            Fields(each, self._problems, f"[[{name}]] 第 {number} 条") for number, each in enumerate(tables, start=1)
        ]

    def no_more(self) -> None:
        """Whatever is left was never asked for: a slip of the pen that would pass in silence."""
        for name in self._left:
            self.bad(name, "不认识这个字段")

    def _take(self, name: str, default: Value, fits: Callable[[Any], bool], wanted: str) -> Value:
        if name not in self._left:
            return default
        value: Value = self._left.pop(name)
        if fits(value):
            return value
        self.bad(name, wanted)
        return default


def as_text(value: object) -> str:
    """A value as text, by which values are compared: 3, 3.0, "3" and "3.0" are the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    whole, _, decimals = text.partition(".")
    is_whole_number = whole.removeprefix("-").isdecimal() and decimals != "" and not decimals.strip("0")
    return whole if is_whole_number else text


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str | int | float) and as_text(value) != ""


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_list(value: object, fits: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(map(fits, value))


def _is_list_of_lists(value: object) -> bool:
    return _is_list(value, lambda each: _is_list(each, _is_text))
