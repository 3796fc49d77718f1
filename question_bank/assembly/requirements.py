"""A blueprint's rules as rows of numbers: what each form's items have to add up to."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from question_bank.assembly.pool import Pool
from question_bank.blueprint import BadBlueprint, Blueprint
from question_bank.irt.parameters import FloatArray
from question_bank.toml_fields import FieldProblem

RuleKind = Literal["length", "max_use", "include", "exclude", "enemies", "count", "each", "sum"]
# A sum's largest coefficient becomes this, so that the solver's absolute tolerance is strict in any unit.
LARGEST = 100.0
# How many ids or items a problem names before it says "and so on".
NAMED = 5


class Rule(NamedTuple):
    """One side of one rule of the blueprint; `number` counts the rules of its kind from 0."""

    kind: RuleKind
    number: int = 0
    side: Literal["", "min", "max"] = ""


class Requirement(NamedTuple):
    """Of every form: lower <= the sum of `weights` over its items <= upper.

    `value` says which part of its rule it is: a value of the field, an item's id, or nothing. `weights`: (items,).
    """

    rule: Rule
    value: str
    weights: FloatArray
    lower: float
    upper: float

    def possible_alone(self) -> bool:
        """Whether some set of items, of any size, fulfils it."""
        most = self.weights[self.weights > 0].sum()
        least = self.weights[self.weights < 0].sum()
        slack = 1e-9 * max(1.0, abs(most), abs(least))
        return bool(self.lower <= most + slack and self.upper >= least - slack)


def requirements(blueprint: Blueprint, pool: Pool) -> list[Requirement]:
    """Every rule that speaks of one form (all but `max_use`). Raises `BadBlueprint` where the two do not fit."""
    problems = [*_unknown_ids(blueprint, pool), *_unknown_fields(blueprint, pool), *_not_numeric(blueprint, pool)]
    if problems:
        raise BadBlueprint(problems)
    return [
        _exactly(Rule("length"), np.ones(len(pool.ids)), blueprint.length),
        *_of_ids(blueprint, pool),
        *_of_counts(blueprint, pool),
        *_of_sums(blueprint, pool),
    ]


def vain_values(blueprint: Blueprint, pool: Pool) -> list[FieldProblem]:
    """Upper bounds for values that no item has: they forbid nothing, so they are likely a slip of the pen."""
    return [
        FieldProblem(f"[[count]] 第 {number} 条 value", f"题库里没有 {count.field} = {count.value} 的题")
        for number, count in enumerate(blueprint.counts, start=1)
        if count.min == 0 and not pool.having(count.field, count.value).any()
    ]


def _exactly(rule: Rule, weights: FloatArray, value: float) -> Requirement:
    return Requirement(rule, "", weights, value, value)


def _of_ids(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    for name in dict.fromkeys(blueprint.include):
        yield Requirement(Rule("include"), name, _marked(pool, (name,)), 1.0, np.inf)
    for name in dict.fromkeys(blueprint.exclude):
        if name in pool.places:
            yield Requirement(Rule("exclude"), name, _marked(pool, (name,)), -np.inf, 0.0)
    for number, names in enumerate(blueprint.enemies):
        yield Requirement(Rule("enemies", number), "", _marked(pool, names), -np.inf, 1.0)


def _of_counts(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    for number, count in enumerate(blueprint.counts):
        yield from _bounds("count", number, count.value, pool.having(count.field, count.value), count.min, count.max)
    for number, each in enumerate(blueprint.eaches):
        for value in pool.values(each.field):
            yield from _bounds("each", number, value, pool.having(each.field, value), each.min, each.max)


def _of_sums(blueprint: Blueprint, pool: Pool) -> Iterator[Requirement]:
    """Items without the number are excluded ones here; the others were refused."""
    for number, total in enumerate(blueprint.sums):
        numbers = np.nan_to_num(pool.numbers(total.field))
        scale = LARGEST / (np.abs(numbers).max(initial=0.0) or LARGEST)
        lower, upper = (None if bound is None else bound * scale for bound in (total.min, total.max))
        yield from _bounds("sum", number, "", numbers * scale, lower, upper)


def _bounds(
    kind: RuleKind, number: int, value: str, weights: FloatArray, lower: float | None, upper: float | None
) -> Iterator[Requirement]:
    """A least count of 0 asks for nothing."""
    if lower is not None and (lower > 0 or kind == "sum"):
        yield Requirement(Rule(kind, number, "min"), value, weights, lower, np.inf)
    if upper is not None:
        yield Requirement(Rule(kind, number, "max"), value, weights, -np.inf, upper)


def _marked(pool: Pool, names: tuple[str, ...]) -> FloatArray:
    marks = np.zeros(len(pool.ids))
    marks[[pool.places[name] for name in names if name in pool.places]] = 1.0
    return marks


def _unknown_ids(blueprint: Blueprint, pool: Pool) -> Iterator[FieldProblem]:
    known = pool.elsewhere | set(pool.ids)
    for name in blueprint.include:
        if name not in pool.places:
            yield FieldProblem("include", f"{name} 不能选：{'没有参数或已停用' if name in known else '题库里没有'}")
    for name in blueprint.exclude:
        if name not in known:
            yield FieldProblem("exclude", f"题库里没有 {name}")
    for number, names in enumerate(blueprint.enemies, start=1):
        for name in names:
            if name not in known:
                yield FieldProblem(f"enemies 第 {number} 组", f"题库里没有 {name}")


def _unknown_fields(blueprint: Blueprint, pool: Pool) -> Iterator[FieldProblem]:
    known = "、".join(pool.fields) or "（没有）"
    fields = {
        "count": [count.field for count in blueprint.counts],
        "each": [each.field for each in blueprint.eaches],
        "sum": [total.field for total in blueprint.sums],
    }
    for kind, names in fields.items():
        for number, name in enumerate(names, start=1):
            if pool.field(name) is None:
                yield FieldProblem(f"[[{kind}]] 第 {number} 条 field", f"题目没有 {name} 这个属性；有的是 {known}")


def _not_numeric(blueprint: Blueprint, pool: Pool) -> Iterator[FieldProblem]:
    """Leaving such items out of the sum would let them into a form unseen."""
    left_out = set(blueprint.exclude)
    for number, total in enumerate(blueprint.sums, start=1):
        if pool.field(total.field) is None:
            continue
        pairs = zip(pool.ids, pool.numbers(total.field), strict=True)
        missing = [name for name, value in pairs if np.isnan(value) and name not in left_out]
        if missing:
            more = f" 等 {len(missing)} 题" if len(missing) > NAMED else ""
            named = "、".join(missing[:NAMED])
            yield FieldProblem(f"[[sum]] 第 {number} 条 field", f"{named}{more}的 {total.field} 不是数")
