"""A blueprint as the TOML text that `question_bank.blueprint` reads: the exact inverse of reading it."""

import json
from collections.abc import Iterable, Iterator

from question_bank.blueprint import Blueprint, Count, Each, Objective, Solver, Sum

# Beyond so many digits a number in a text may be meant as a name.
MOST_DIGITS = 9


def write_blueprint(blueprint: Blueprint, title: str = "") -> str:
    """A text from which `read_blueprint` makes the same blueprint. What has its default is left out; `title` becomes a
    remark at the top."""
    remark = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
    blocks = [[f"# {remark}"] if remark else [], list(_head(blueprint))]
    if blueprint.objective is not None:
        blocks.append(["[objective]", *_objective(blueprint.objective)])
    for count in blueprint.counts:
        blocks.append(["[[count]]", f"field = {_text(count.field)}", f"value = {_value(count.value)}", *_bounds(count)])
    blocks += [["[[each]]", f"field = {_text(each.field)}", *_bounds(each)] for each in blueprint.eaches]
    blocks += [["[[sum]]", f"field = {_text(total.field)}", *_sides(total)] for total in blueprint.sums]
    if blueprint.solver != Solver():
        blocks.append(["[solver]", f"gap = {blueprint.solver.gap!r}", f"seconds = {blueprint.solver.seconds!r}"])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(blueprint: Blueprint) -> Iterator[str]:
    yield f"length = {blueprint.length}"
    if blueprint.forms != 1:
        yield f"forms = {blueprint.forms}"
    if blueprint.max_use != 1:
        yield f"max_use = {blueprint.max_use}"
    if blueprint.warm_up:
        yield f"warm_up = {blueprint.warm_up}"
    if blueprint.enemies:
        yield f"enemies = [{', '.join(map(_texts, blueprint.enemies))}]"
    for name in ("include", "exclude"):
        if ids := getattr(blueprint, name):
            yield f"{name} = {_texts(ids)}"


def _objective(objective: Objective) -> Iterator[str]:
    yield f"kind = {_text(objective.kind)}"
    yield f"theta = {_numbers(objective.theta)}"
    if objective.values:
        yield f"values = {_numbers(objective.values)}"
    if objective.tolerance:
        yield f"tolerance = {objective.tolerance!r}"


def _bounds(rule: Count | Each) -> Iterator[str]:
    if rule.min:
        yield f"min = {rule.min}"
    if rule.max is not None:
        yield f"max = {rule.max}"


def _sides(total: Sum) -> Iterator[str]:
    for name, bound in (("min", total.min), ("max", total.max)):
        if bound is not None:
            yield f"{name} = {bound!r}"


def _numbers(values: Iterable[float]) -> str:
    return f"[{', '.join(repr(value) for value in values)}]"


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _value(value: str) -> str:
    """A whole number stands bare, as people write it; its text is the same."""
    is_number = value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS and str(int(value)) == value
    return value if is_number else _text(value)


def _text(value: str) -> str:
    """A basic string; JSON's escapes are TOML's, but for DEL, which TOML does not take bare."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
