"""What is said of an impossible blueprint: the rules that together make it so, in words."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from question_bank.assembly.conflict import Conflict, Limit, conflict_among
from question_bank.assembly.pool import Pool
from question_bank.assembly.requirements import Requirement, Rule
from question_bank.assembly.solver import deadline
from question_bank.blueprint import Blueprint

# Above this many values of one rule their number and sum say more than a line for each.
VALUES_IN_LINES = 6
# Explaining may take as long as searching did, but not less than this many seconds.
LEAST_SECONDS = 20.0
TOGETHER = "蓝图无法满足，下面的规则合在一起做不到："
ALONE = "蓝图无法满足，下面的规则每一条单独就做不到："
ALONE_ONE = "蓝图无法满足，这条规则做不到："
# The order in which a blueprint has its rules.
ORDER = ("length", "include", "exclude", "enemies", "count", "each", "sum")
NOT_MINIMAL = "（时间不够，没能证明其中每一条都少不了。）"


class Impossible(Exception):
    """No forms fulfil the blueprint. `lines` name the rules, `conflict` holds them."""

    def __init__(self, heading: str, lines: Sequence[str], conflict: Conflict) -> None:
        super().__init__("\n".join([heading, *lines]))
        self.lines, self.conflict = tuple(lines), conflict


def refuse_impossible_alone(required: Sequence[Requirement], blueprint: Blueprint, pool: Pool) -> None:
    """Raises `Impossible` for rules that no set of items at all fulfils."""
    alone = tuple(each for each in required if not each.possible_alone())
    if alone:
        lines = list(_Words(blueprint, pool, 1).lines(alone))
        raise Impossible(ALONE if len(alone) > 1 else ALONE_ONE, lines, Conflict(alone, False, len(alone) == 1))


def explain(
    required: Sequence[Requirement], blueprint: Blueprint, pool: Pool, forms: int, elapsed: Callable[[], float]
) -> Impossible:
    """The refusal of requirements that are proved to be impossible for so many forms."""
    until = deadline(elapsed, max(LEAST_SECONDS, blueprint.solver.seconds))
    conflict = conflict_among(required, Limit(blueprint.max_use, forms), until)
    words = _Words(blueprint, pool, forms)
    lines = [*words.lines(conflict.requirements), *([words.limit()] if conflict.with_limit else [])]
    return Impossible(TOGETHER, lines if conflict.minimal else [*lines, NOT_MINIMAL], conflict)


class _Words:
    """The rules of one blueprint over one pool, as sentences."""

    def __init__(self, blueprint: Blueprint, pool: Pool, forms: int) -> None:
        self.blueprint, self.pool, self.forms = blueprint, pool, forms

    def lines(self, requirements: Sequence[Requirement]) -> Iterator[str]:
        """A line for each rule, in the blueprint's order, or for each of its values where they are few."""
        rules: dict[Rule, list[Requirement]] = {}
        for each in requirements:
            rules.setdefault(each.rule, []).append(each)
        for rule in sorted(rules, key=lambda rule: (ORDER.index(rule.kind), rule.number)):
            yield from self._lines_of(rule, rules[rule])

    def limit(self) -> str:
        return f"max_use = {self.blueprint.max_use}，而要组 {self.forms} 份卷（题库里有 {len(self.pool.ids)} 题）"

    def _lines_of(self, rule: Rule, parts: list[Requirement]) -> Iterator[str]:
        if rule.kind == "length":
            yield f"length = {self.blueprint.length}（题库里有 {len(self.pool.ids)} 题）"
        elif rule.kind == "enemies":
            yield f"enemies 第 {rule.number + 1} 组：{'、'.join(self.blueprint.enemies[rule.number])} 至多一题"
        elif rule.kind in ("include", "exclude"):
            yield f"{rule.kind}：{'、'.join(part.value for part in parts)}"
        elif rule.kind == "sum":
            yield self._sum_line(rule)
        elif len(parts) > VALUES_IN_LINES:
            yield self._many_values_line(rule, parts)
        else:
            yield from (self._value_line(rule, part) for part in parts)

    def _value_line(self, rule: Rule, part: Requirement) -> str:
        have = int(part.weights.sum())
        return f"{_place(rule)}：{self._field(rule)} = {part.value} {_bound(rule, part)}（题库里有 {have} 题）"

    def _many_values_line(self, rule: Rule, parts: list[Requirement]) -> str:
        values = "、".join(part.value for part in parts)
        each = f"{_place(rule)}：{self._field(rule)} 的每个值{_bound(rule, parts[0])}"
        if rule.side == "min" and np.sum([part.weights for part in parts], axis=0).max() <= 1:
            needed = sum(part.lower for part in parts)
            return f"{each}，单是 {values} 这 {len(parts)} 个值就要 {needed:g} 题"
        return f"{each}（{values}）"

    def _sum_line(self, rule: Rule) -> str:
        total = self.blueprint.sums[rule.number]
        numbers = np.sort([value for value in self.pool.numbers(total.field) if not np.isnan(value)])
        length = min(self.blueprint.length, len(numbers))
        side, bound, outermost, items = "至多", total.max, "最小", numbers[:length]
        if rule.side == "min":
            side, bound, outermost, items = "至少", total.min, "最大", numbers[len(numbers) - length :]
        there = f"题库里{outermost}的 {length} 题合计 {items.sum():g}"
        return f"{_place(rule)}：{total.field} 合计{side} {bound:g}（{there}）"

    def _field(self, rule: Rule) -> str:
        rules = self.blueprint.counts if rule.kind == "count" else self.blueprint.eaches
        return rules[rule.number].field


def _bound(rule: Rule, part: Requirement) -> str:
    return f"至少 {part.lower:g} 题" if rule.side == "min" else f"至多 {part.upper:g} 题"


def _place(rule: Rule) -> str:
    return f"[[{rule.kind}]] 第 {rule.number + 1} 条"
