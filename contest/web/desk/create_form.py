"""The form for a new heat, read whole: what is asked for, or a word beside each field that cannot stand."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import msgspec
from flask_babel import gettext as _

from contest.rules.parameters import OpenRules
from contest.services.plan_heat import PlannedItem
from contest.web.desk.rules_form import FormProblems, problems_of_rules, rules_of

MOST_ITEMS = 100
LONGEST_NAME = 60


class RunRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place of the run, as the page's scripts keep it in a hidden field."""

    version: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    warm_up: bool = False
    weight: Annotated[float, msgspec.Meta(gt=0, le=10)] = 1.0
    time_limit_s: Annotated[int, msgspec.Meta(ge=5, le=600)] | None = None
    pilot: bool = False


class Wish(NamedTuple):
    """A heat that can be made, if the bank still holds its items. `contest_id` is empty for a contest of its own."""

    name: str
    contest_id: str
    items: tuple[PlannedItem, ...]
    rules: OpenRules


def wish_of(form: Mapping[str, str]) -> Wish:
    """Raises `FormProblems` with everything that is wrong at once."""
    problems = problems_of_rules(form)
    name = " ".join(form.get("name", "").split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        problems["name"] = _("请给这一场取个名字，最多 {n} 个字。").format(n=LONGEST_NAME)
    run = kept_run(form)
    if trouble := _trouble_with(run, form):
        problems["run"] = trouble
    if problems:
        raise FormProblems(problems)
    items = tuple(PlannedItem(row.version, row.warm_up, row.weight, row.time_limit_s, row.pilot) for row in run)
    return Wish(name, form.get("contest", ""), items, rules_of(form))


def kept_run(form: Mapping[str, str]) -> list[RunRow]:
    """The run that the form brings, to be shown again beside what is wrong; empty when it cannot be read."""
    try:
        return msgspec.json.decode(form.get("run") or "[]", type=list[RunRow])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return []


def _trouble_with(run: list[RunRow], form: Mapping[str, str]) -> str | None:
    if not run and form.get("run", "[]") not in ("", "[]"):
        return str(_("选好的题没有读出来。权重要在 0 到 10 之间，时间要在 5 到 600 秒之间。"))
    if any(row.warm_up and row.pilot for row in run):
        return str(_("一道题不能既热身又试测，请去掉一样。"))
    if all(row.warm_up or row.pilot for row in run):
        return str(_("请至少选一道计分的题。"))
    if len(run) > MOST_ITEMS:
        return str(_("一场最多 {n} 题。").format(n=MOST_ITEMS))
    if len({row.version for row in run}) != len(run):
        return str(_("同一道题选了两次。"))
    return None
