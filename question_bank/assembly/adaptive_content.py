"""A blueprint's rules for adaptive tests: the same rules that forms are assembled by, held for every examinee."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.assembly.impossible import refuse_impossible_alone
from question_bank.assembly.pool import Pool
from question_bank.assembly.requirements import Requirement, requirements
from question_bank.blueprint import Blueprint
from question_bank.irt.adaptive import Content, Count, content
from question_bank.irt.parameters import FloatArray


class _Areas(NamedTuple):
    """`numbers` (items,) of each item's area, and the share of the test that each area has."""

    numbers: NDArray[np.intp]
    shares: FloatArray


def adaptive_content(blueprint: Blueprint, pool: Pool) -> Content:
    """What every examinee's test from the pool must contain. `max_use`, objective and solver are for forms alone.

    Where the least counts of a field's values add up to the length they are shares of the test, and items come in these
    shares all the way (Kingsbury & Zara 1989); of several such fields the first one that the blueprint names does.
    Raises `BadBlueprint` where the two do not fit and `Impossible` for rules that no set of items fulfils.
    """
    required = requirements(blueprint, pool)
    refuse_impossible_alone(required, blueprint, pool)
    areas = _areas(blueprint, pool)
    return content(
        len(pool.ids),
        _counts([each for each in required if each.rule.kind != "length"], blueprint),
        areas=None if areas is None else areas.numbers,
        shares=None if areas is None else areas.shares,
    )


def _counts(required: list[Requirement], blueprint: Blueprint) -> list[Count]:
    """The two sides of a rule become one count."""
    sides: dict[tuple[str, int, str], list[Requirement]] = {}
    for each in required:
        sides.setdefault((each.rule.kind, each.rule.number, each.value), []).append(each)
    counts = []
    for parts in sides.values():
        upper = min(part.upper for part in parts)
        lower = max(part.lower for part in parts)
        counts.append(Count(_name(parts[0], blueprint), parts[0].weights, lower, None if np.isinf(upper) else upper))
    return counts


def _name(part: Requirement, blueprint: Blueprint) -> str:
    kind, number = part.rule.kind, part.rule.number
    if kind == "count":
        return f"{blueprint.counts[number].field} = {part.value}"
    if kind == "each":
        return f"{blueprint.eaches[number].field} = {part.value}"
    if kind == "sum":
        return f"[[sum]] {blueprint.sums[number].field}"
    return f"enemies {'、'.join(blueprint.enemies[number])}" if kind == "enemies" else f"{kind} {part.value}"


def _areas(blueprint: Blueprint, pool: Pool) -> _Areas | None:
    for field in dict.fromkeys(
        [*(each.field for each in blueprint.counts), *(each.field for each in blueprint.eaches)]
    ):
        texts = pool.texts(field)
        if any(len(values) > 1 for values in texts):
            continue
        least = _least(field, blueprint, pool)
        if sum(least.values()) == blueprint.length:
            names = [*least, ""]
            numbers = np.array(
                [names.index(values[0]) if values and values[0] in least else len(least) for values in texts]
            )
            return _Areas(numbers, np.array([*least.values(), 0], dtype=np.float64))
    return None


def _least(field: str, blueprint: Blueprint, pool: Pool) -> dict[str, int]:
    """How many items of each value a test has at least."""
    least: dict[str, int] = {}
    for count in blueprint.counts:
        if count.field == field:
            least[count.value] = max(count.min, least.get(count.value, 0))
    for each in blueprint.eaches:
        if each.field == field:
            for value in pool.values(field):
                least[value] = max(each.min, least.get(value, 0))
    return least
