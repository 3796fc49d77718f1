"""Fields, values, rules and what is wrong with them, in the words of the page."""

from collections.abc import Iterable
from typing import Any

from contest.web.desk.papers.words import gettext as _
from question_bank.blueprint import Blueprint
from question_bank.candidates import PERCENT
from question_bank.difficulty import AUDIENCES
from question_bank.foresight import Foreseen
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS

# More values than these are counted and not named.
NAMED = 6


def field_name(field: str) -> str:
    if field.startswith(PERCENT):
        return _("{audience}预计答对的百分数").format(audience=audience_names().get(field.removeprefix(PERCENT), field))
    names = {
        "type": _("题型"),
        "dimension": _("方面"),
        "benchmark": _("基准"),
        "point": _("要点"),
        "topic": _("话题"),
        "group": _("人群"),
        "tag": _("标签"),
        "status": _("状态"),
        "parameters": _("参数"),
        "options": _("选项数"),
        "b": _("难度"),
    }
    return names.get(field) or names.get(field.removesuffix("s")) or field


def type_names() -> dict[str, str]:
    return {
        "true_false": _("判断"),
        "single": _("单选"),
        "multiple": _("多选"),
        "ordering": _("排序"),
        "numeric": _("数值"),
    }


def audience_names() -> dict[str, str]:
    names = {"adults": _("全体成人"), "contestants": _("主动报名的人")}
    return {each.code: names.get(each.code) or _(TARGET_GROUPS[each.code]) for each in AUDIENCES}


def value_name(field: str, value: str) -> str:
    """A value as people call it; one that is no code stands as it is."""
    singular = field.removesuffix("s")
    if singular == "benchmark":
        return _("基准 {n}").format(n=value)
    if singular == "point":
        return _("要点 {n}").format(n=value)
    if singular == "dimension":
        return next((_(name) for code, name in DIMENSIONS.items() if code.value == value), value)
    measured = {"calibrated": _("标定过的"), "provisional": _("出题人估计的")}
    lists: dict[str, dict[str, str]] = {"type": type_names(), "parameter": measured}
    if singular in lists:
        return lists[singular].get(value, value)
    found = {"topic": TOPICS, "group": TARGET_GROUPS}.get(singular, {}).get(value)
    return _(found) if found else value


def several(values: Iterable[str]) -> str:
    named = list(values)
    words = _("、").join(named[:NAMED])
    return words if len(named) <= NAMED else _("{some} 等 {n} 个").format(some=words, n=len(named))


def figure(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def of_rule(field: str, value: str) -> str:
    """What a rule counts: a value of a field, so that it can be told from others of the same name."""
    name = value_name(field, value)
    if field.removesuffix("s") in ("type", "benchmark", "point"):
        return name
    return _("{field}·{name}").format(field=field_name(field), name=name)


def foreseen_words(seen: Foreseen, blueprint: Blueprint, forms: int) -> str:
    needed, held = figure(seen.needed), figure(seen.held)
    names = several(value_name(_field_at(seen.place, blueprint), value) for value in seen.values)
    if seen.place.startswith("sum."):
        # Bounds of a percent are set and shown as the mean of a form's items.
        needed, held = (_of_sum(seen.place, blueprint, value) for value in (seen.needed, seen.held))
    words = {
        "bank_too_small": _("一共要 {needed} 题次，题库里能用的只够 {held}。减少题数或份数，或者让一题能进更多份。"),
        "too_many_included": _("必选的有 {needed} 题，一份只有 {held} 题。"),
        "included_once": _(
            "必选的题每份都要有，要组 {needed} 份，而一题最多进 {held} 份。请把“一题最多进几份”改成 {needed}。"
        ),
        "min_over_max": _("至少 {needed} 比至多 {held} 大。"),
        "over_length": _("至少 {needed} 题，而一份只有 {held} 题。"),
        "too_few": _("{forms} 份一共要 {needed} 题次，题库里只够 {held}。"),
        "values_too_few": _("题库里不够：{names}。{forms} 份各要 {needed} 题次。"),
        "minima_over_length": _("这里的“至少”加起来是 {needed} 题，一份只有 {held} 题。"),
        "maxima_under_length": _("这里的“至多”加起来只有 {held} 题，一份要 {needed} 题。"),
        "sum_too_high": _("够不着：最容易的题都选上，平均也只有 {held}。"),
        "sum_too_low": _("够不着：最难的题都选上，平均也有 {held}。"),
    }
    return words[seen.code].format(needed=needed, held=held, names=names, forms=forms)


def _field_at(place: str, blueprint: Blueprint) -> str:
    kind, _dot, rest = place.partition(".")
    if kind == "field":
        return rest
    rules: Any = {"count": blueprint.counts, "each": blueprint.eaches, "sum": blueprint.sums}.get(kind)
    return str(rules[int(rest.split(".")[0])].field) if rules else ""


def _of_sum(place: str, blueprint: Blueprint, value: float) -> str:
    if _field_at(place, blueprint).startswith(PERCENT):
        return f"{value / blueprint.length:.0f}%"
    return figure(value / blueprint.length)


def rule_name(place: str, blueprint: Blueprint) -> str:
    """The rule that stands at a place, by name; of a place that is no rule nothing, for its field says what it is."""
    kind, _dot, rest = place.partition(".")
    field = _field_at(place, blueprint)
    if kind == "count":
        return of_rule(field, blueprint.counts[int(rest.split(".")[0])].value)
    return (
        (_("每一个{field}").format(field=field_name(field)) if kind == "each" else field_name(field)) if field else ""
    )
