"""What a form must contain: the values of a blueprint, and reading one from TOML.

length = 50
forms = 2                          # how many forms, unless whoever assembles says otherwise
max_use = 1                        # forms that one item may stand in
enemies = [["i1", "i9"]]           # at most one of each list in a form
include = []                       # items that every form has; and exclude = []
[objective]
kind = "max-information"           # or "maximin", or "target" with values = [...]
theta = [-1.0, 0.0, 1.0]
[[count]]                          # any number of these
field = "benchmark"
value = "3"
min = 1
max = 4
[[each]]                           # every value of the field that the bank knows
field = "benchmark"
min = 1
[[sum]]                            # a sum of a numeric field over the form
field = "time"
max = 1400.0
[solver]
gap = 0.0
seconds = 60
"""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from question_bank.toml_fields import FieldProblem, Fields

MAX_INFORMATION, MAXIMIN, TARGET = "max-information", "maximin", "target"
KINDS = (MAX_INFORMATION, MAXIMIN, TARGET)
MOST_WARM_UPS = 5


class Count(NamedTuple):
    """How many items of a form have a value of a field; an item with several values counts for each of them."""

    field: str
    value: str
    min: int = 0
    max: int | None = None


class Each(NamedTuple):
    """The same bounds for every value of a field that the bank knows."""

    field: str
    min: int = 0
    max: int | None = None


class Sum(NamedTuple):
    """Bounds of the sum of a numeric field over a form."""

    field: str
    min: float | None = None
    max: float | None = None


class Objective(NamedTuple):
    """What makes one set of forms better than another.

    max-information: the sum of information over the points `theta` and the forms is as large as can be. maximin: so is
    the least information at any point in any form. target: the largest distance from `values`, the information wished
    for at each point, over points and forms is as small as can be, and among equals the sum of the distances; with a
    `tolerance` a largest distance of that much is near enough.
    """

    kind: str
    theta: tuple[float, ...]
    values: tuple[float, ...] = ()
    tolerance: float = 0.0


class Solver(NamedTuple):
    """When to stop: within this relative distance of the best that is possible, or after so many seconds."""

    gap: float = 0.0
    seconds: float = 60.0


class Blueprint(NamedTuple):
    """What every form must contain.

    One item stands in one form unless `max_use` says otherwise: without that, the best forms would all be the same.
    `warm_up` is for heats: so many easy items before the form, which are no part of it.
    """

    length: int
    max_use: int = 1
    enemies: tuple[tuple[str, ...], ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    eaches: tuple[Each, ...] = ()
    sums: tuple[Sum, ...] = ()
    objective: Objective | None = None
    solver: Solver = Solver()
    warm_up: int = 0
    forms: int = 1


class BadBlueprint(ValueError):
    """A blueprint that cannot be read or does not fit the bank; `problems` is all that is wrong with it."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("\n".join(f"{field}：{problem}" for field, problem in problems))
        self.problems = tuple(problems)


def read_blueprint(text: str) -> Blueprint:
    """The blueprint in a TOML text. Raises `BadBlueprint`."""
    try:
        sheet = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadBlueprint([FieldProblem("TOML", f"读不懂：{error}")]) from error
    return blueprint_of(sheet)


def blueprint_of(sheet: Mapping[str, Any]) -> Blueprint:
    """The blueprint in a sheet of the TOML's fields, wherever it came from. Raises `BadBlueprint`."""
    problems: list[FieldProblem] = []
    blueprint = _blueprint(Fields(dict(sheet), problems))
    if problems:
        raise BadBlueprint(problems)
    return blueprint


def _blueprint(fields: Fields) -> Blueprint:
    if "length" not in fields:
        fields.bad("length", "没有给：一份卷有多少题")
    blueprint = Blueprint(
        length=fields.whole("length", 1, least=1),
        max_use=fields.whole("max_use", 1, least=1),
        enemies=fields.lists_of_texts("enemies"),
        include=fields.texts("include"),
        exclude=fields.texts("exclude"),
        counts=tuple(map(_count, fields.tables("count"))),
        eaches=tuple(map(_each, fields.tables("each"))),
        sums=tuple(map(_sum, fields.tables("sum"))),
        objective=_objective(fields.table("objective")),
        solver=_solver(fields.table("solver")),
        warm_up=fields.how_many("warm_up", MOST_WARM_UPS),
        forms=fields.whole("forms", 1, least=1),
    )
    for both in sorted(set(blueprint.include) & set(blueprint.exclude)):
        fields.bad("include", f"{both} 也在 exclude 里")
    fields.no_more()
    return blueprint


def _count(fields: Fields) -> Count:
    count = Count(fields.text("field"), fields.text("value"), fields.whole("min", 0), fields.limit("max"))
    _check_bounds(fields, count.min, count.max)
    return count


def _each(fields: Fields) -> Each:
    each = Each(fields.text("field"), fields.whole("min", 0), fields.limit("max"))
    _check_bounds(fields, each.min, each.max)
    return each


def _sum(fields: Fields) -> Sum:
    total = Sum(fields.text("field"), fields.number("min"), fields.number("max"))
    _check_bounds(fields, total.min, total.max)
    return total


def _check_bounds(fields: Fields, least: float | None, most: float | None) -> None:
    if least is not None and most is not None and least > most:
        fields.bad("min", f"{least:g} 大于 max {most:g}")
    fields.no_more()


def _objective(fields: Fields | None) -> Objective | None:
    if fields is None:
        return None
    objective = Objective(
        kind=fields.one_of("kind", KINDS),
        theta=fields.numbers("theta"),
        values=fields.numbers("values"),
        tolerance=fields.number_from("tolerance", 0.0, least=0.0),
    )
    if not objective.theta:
        fields.bad("theta", "至少要有一个能力值")
    if objective.kind == TARGET and len(objective.values) != len(objective.theta):
        fields.bad("values", f"有 {len(objective.values)} 个，theta 有 {len(objective.theta)} 个，要一一对应")
    if objective.kind != TARGET and objective.values:
        fields.bad("values", f"只用于 kind = {TARGET}")
    fields.no_more()
    return objective


def _solver(fields: Fields | None) -> Solver:
    if fields is None:
        return Solver()
    solver = Solver(fields.number_from("gap", 0.0, least=0.0), fields.number_from("seconds", 60.0, least=0.0))
    if solver.seconds == 0:
        fields.bad("seconds", "要大于 0")
    fields.no_more()
    return solver
