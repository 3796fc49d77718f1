"""The rules of a heat as a form's fields, and back."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from contest.rules.parameters import OpenRules, read_rules

# What each field of the form is called in the rule sheet; dots lead into a part of it.
_NUMBERS = {
    "time_limit_s": "time_limit_s",
    "points_full": "points.full",
    "streak_step": "streak.step",
    "streak_cap": "streak.cap",
    "penalty": "penalty",
    "standings_every": "standings_every",
    "prize_places": "prize_places",
}
# The smallest and largest value of each, as the rule sheet has them.
LIMITS = {
    "time_limit_s": (5, 600),
    "points_full": (1, 10_000),
    "streak_step": (0, 10_000),
    "streak_cap": (0, 100_000),
    "penalty": (0, 10_000),
    "standings_every": (0, 100),
    "prize_places": (0, 1000),
}
_CHOICES = {
    "points_kind": ("points.kind", ("flat", "falling")),
    "multiple": ("multiple", ("all_or_nothing", "part")),
    "late_joiners": ("late_joiners", ("allowed", "refused")),
    "option_order": ("option_order", ("shared", "own")),
}
_SWITCHES = ("changeable", "close_when_all_answered", "negative_total")
TIE_BREAKS = {"shared": ("right",), "time": ("right", "time"), "earlier": ("right", "earlier")}


class FormProblems(ValueError):
    """Fields that cannot stand, each with words to be shown beside it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def problems_of_rules(form: Mapping[str, str]) -> dict[str, str]:
    """A field that is absent keeps its default and is no problem."""
    problems = {}
    for field, (low, high) in LIMITS.items():
        number = _number(form.get(field, str(low)))
        if number is None or not low <= number <= high:
            problems[field] = _("请填 {low} 到 {high} 之间的整数。").format(low=low, high=high)
    allowed = {field: choices for field, (_name, choices) in _CHOICES.items()} | {"tie_break": tuple(TIE_BREAKS)}
    for field, choices in allowed.items():
        if form.get(field, choices[0]) not in choices:
            problems[field] = _("请从列表里选一项。")
    step, cap = _number(form.get("streak_step", "0")), _number(form.get("streak_cap", "0"))
    if step and cap is not None and cap < step:
        problems["streak_cap"] = _("连对加分要有上限，至少 {n} 分，不然一分也加不上。").format(n=step)
    return problems


def rules_of(form: Mapping[str, str]) -> OpenRules:
    """The rules of a form without problems. Raises `BadRules` for any other."""
    sheet: dict[str, Any] = {"points": {}, "streak": {}}
    for field, name in _NUMBERS.items():
        if field in form:
            _put(sheet, name, _number(form[field]))
    for field, (name, _choices) in _CHOICES.items():
        if field in form:
            _put(sheet, name, form[field])
    if "rules" in form:
        for name in _SWITCHES:
            sheet[name] = name in form
    if "tie_break" in form:
        sheet["tie_breaks"] = TIE_BREAKS.get(form["tie_break"])
    return read_rules(sheet)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _put(sheet: dict[str, Any], name: str, value: Any) -> None:
    part, _dot, rest = name.partition(".")
    if rest:
        sheet[part][rest] = value
    else:
        sheet[part] = value
