"""What of a blueprint cannot be, told at once from counts alone, before anything is assembled.

Each rule is looked at by itself, and the rules of one field together; what only all rules together make impossible the
assembly finds (`question_bank.assembly.impossible`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from question_bank.assembly.pool import Pool
from question_bank.blueprint import Blueprint, Count, Each

Code = Literal[
    "bank_too_small", "too_many_included", "included_once", "min_over_max", "over_length", "too_few", "values_too_few",
    "minima_over_length", "maxima_under_length", "sum_too_high", "sum_too_low",
]  # fmt: skip
TEXT_PLACE = re.compile(r"^\[\[(count|each|sum)\]\] 第 (\d+) 条(?: (\w+))?|^enemies 第 (\d+) 组|^\[(\w+)\] (\w+)")


class Foreseen(NamedTuple):
    """What is wrong and where: a place such as `length`, `count.2.min` (the third [[count]]) or `field.type` (all rules
    of a field). `needed` and `held` are what the two sides come to, in all forms or in one; `values` those meant."""

    place: str
    code: Code
    needed: float = 0.0
    held: float = 0.0
    values: tuple[str, ...] = ()


def place_of(field: str) -> str:
    """The place of a field as problems name it: `[[count]] 第 3 条 min` is `count.2.min`."""
    match = TEXT_PLACE.match(field)
    if match is None:
        return re.split(r"[ ：]", field, maxsplit=1)[0]
    kind, number, part, group, table, name = match.groups()
    if group is not None:
        return f"enemies.{int(group) - 1}"
    if table is not None:
        return f"{table}.{name}"
    return ".".join([kind, str(int(number) - 1), *([part] if part else [])])


def foresee(blueprint: Blueprint, pool: Pool, forms: int) -> list[Foreseen]:
    """All that is impossible at once for so many forms. Rules of fields that no item has are passed over."""
    return list(_Sight(blueprint, pool, forms).all())


class _Sight:
    def __init__(self, blueprint: Blueprint, pool: Pool, forms: int) -> None:
        self.blueprint, self.forms = blueprint, forms
        left_out = set(blueprint.exclude)
        self.kept = [place for place, name in enumerate(pool.ids) if name not in left_out]
        self.pool = pool
        self.uses = min(blueprint.max_use, forms)
        # The values of each field that a rule speaks of, item by item, and how many items have each.
        self.rules: list[Count | Each] = [*blueprint.counts, *blueprint.eaches]
        fields = {rule.field for rule in self.rules if pool.field(rule.field)}
        self.texts = {field: pool.texts(field) for field in fields}
        self.held = {
            field: Counter(value for place in self.kept for value in texts[place])
            for field, texts in self.texts.items()
        }

    def all(self) -> Iterator[Foreseen]:
        yield from self._of_the_whole()
        for number, count in enumerate(self.blueprint.counts):
            if count.field in self.held:
                yield from self._of_bounds(f"count.{number}", count, [count.value])
        for number, each in enumerate(self.blueprint.eaches):
            if each.field in self.held:
                # The assembly knows the values of the whole bank, excluded items among them.
                values = sorted({value for texts in self.texts[each.field] for value in texts}, key=_in_order)
                yield from self._of_bounds(f"each.{number}", each, values)
        for field in self.held:
            yield from self._of_a_field(field)
        yield from self._of_sums()

    def _of_the_whole(self) -> Iterator[Foreseen]:
        length, included = self.blueprint.length, set(self.blueprint.include)
        needed, held = self.forms * length, len(self.kept) * self.uses
        if needed > held:
            yield Foreseen("length", "bank_too_small", needed, held)
        if len(included) > length:
            yield Foreseen("include", "too_many_included", len(included), length)
        if included and self.blueprint.max_use < self.forms:
            yield Foreseen("include", "included_once", self.forms, self.blueprint.max_use)

    def _of_bounds(self, place: str, rule: Count | Each, values: list[str]) -> Iterator[Foreseen]:
        if rule.max is not None and rule.min > rule.max:
            yield Foreseen(f"{place}.min", "min_over_max", rule.min, rule.max)
        if rule.min > self.blueprint.length:
            yield Foreseen(f"{place}.min", "over_length", rule.min, self.blueprint.length)
            return
        held = self.held[rule.field]
        short = tuple(value for value in values if self.forms * rule.min > held[value] * self.uses)
        if short and isinstance(rule, Count):
            yield Foreseen(f"{place}.min", "too_few", self.forms * rule.min, held[rule.value] * self.uses, short)
        elif short:
            most = max(held[value] * self.uses for value in short)
            yield Foreseen(f"{place}.min", "values_too_few", self.forms * rule.min, most, short)

    def _of_a_field(self, field: str) -> Iterator[Foreseen]:
        """Where no item has two values, the least counts must fit into a form and the greatest must fill it."""
        own = [self.texts[field][place] for place in self.kept]
        if any(len(values) > 1 for values in own):
            return
        values = {value for texts in own for value in texts}
        rules = [each for each in self.rules if each.field == field]
        length = self.blueprint.length
        needed = sum(max(self._minima(rules, value), default=0) for value in values)
        if needed > length and all(rule.min <= length for rule in rules):
            yield Foreseen(f"field.{field}", "minima_over_length", needed, length)
        most = sum(min([*self._maxima(rules, value), self.held[field][value]]) for value in values)
        if most < length <= len(self.kept) and all(own):
            yield Foreseen(f"field.{field}", "maxima_under_length", length, most)

    @staticmethod
    def _minima(rules: list[Count | Each], value: str) -> list[int]:
        return [rule.min for rule in rules if isinstance(rule, Each) or rule.value == value]

    @staticmethod
    def _maxima(rules: list[Count | Each], value: str) -> list[int]:
        mine = [rule for rule in rules if isinstance(rule, Each) or rule.value == value]
        return [rule.max for rule in mine if rule.max is not None]

    def _of_sums(self) -> Iterator[Foreseen]:
        for number, total in enumerate(self.blueprint.sums):
            if self.pool.field(total.field) is None:
                continue
            numbers = np.sort(np.nan_to_num(self.pool.numbers(total.field)[self.kept]))
            length = min(self.blueprint.length, len(numbers))
            least, most = float(numbers[:length].sum()), float(numbers[len(numbers) - length :].sum())
            if total.min is not None and total.min > most:
                yield Foreseen(f"sum.{number}.min", "sum_too_high", total.min, most)
            if total.max is not None and total.max < least:
                yield Foreseen(f"sum.{number}.max", "sum_too_low", total.max, least)


def _in_order(value: str) -> tuple[int, str]:
    return (int(value), "") if value.isdecimal() else (10**9, value)
