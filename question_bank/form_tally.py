"""What forms hold of what their blueprint asks for: a row for each rule, a number for each form."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from question_bank.assembly.pool import Pool
from question_bank.blueprint import Blueprint, Count, Each, Sum


class Tally(NamedTuple):
    """One rule (`place` as in `question_bank.foresight`) and what each form has of it. Of an [[each]] `got` counts the
    values that are within bounds, of `of` that there are, and `outside` names the others, form by form."""

    place: str
    rule: Count | Each | Sum
    got: tuple[float, ...]
    fits: tuple[bool, ...]
    of: int = 0
    outside: tuple[tuple[str, ...], ...] = ()


def tallies(
    blueprint: Blueprint, pool: Pool, forms: Sequence[Sequence[int]], values: dict[str, list[str]]
) -> list[Tally]:
    """`forms`: items by their place in the pool. `values`: every value that the bank knows of the fields of [[each]].
    Rules of fields that no item of the forms has count nothing."""
    return [*_counts(blueprint, pool, forms), *_eaches(blueprint, pool, forms, values), *_sums(blueprint, pool, forms)]


def _counts(blueprint: Blueprint, pool: Pool, forms: Sequence[Sequence[int]]) -> Iterator[Tally]:
    for number, count in enumerate(blueprint.counts):
        having = pool.having(count.field, count.value)
        got = tuple(float(having[list(form)].sum()) for form in forms)
        yield Tally(f"count.{number}", count, got, tuple(_within(each, count.min, count.max) for each in got))


def _eaches(
    blueprint: Blueprint, pool: Pool, forms: Sequence[Sequence[int]], values: dict[str, list[str]]
) -> Iterator[Tally]:
    for number, each in enumerate(blueprint.eaches):
        known = values.get(each.field, [])
        having = {value: pool.having(each.field, value) for value in known}
        outside = tuple(
            tuple(value for value in known if not _within(having[value][list(form)].sum(), each.min, each.max))
            for form in forms
        )
        got = tuple(float(len(known) - len(missed)) for missed in outside)
        yield Tally(f"each.{number}", each, got, tuple(not missed for missed in outside), len(known), outside)


def _sums(blueprint: Blueprint, pool: Pool, forms: Sequence[Sequence[int]]) -> Iterator[Tally]:
    for number, total in enumerate(blueprint.sums):
        numbers = np.nan_to_num(pool.numbers(total.field))
        got = tuple(float(numbers[list(form)].sum()) for form in forms)
        yield Tally(f"sum.{number}", total, got, tuple(_within(each, total.min, total.max) for each in got))


def _within(value: float, least: float | None, most: float | None) -> bool:
    slack = 1e-9 * max(1.0, abs(value))
    return (least is None or value >= least - slack) and (most is None or value <= most + slack)
