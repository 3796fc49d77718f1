"""Why no forms came of a blueprint: its rules in words, each with the place where it can be changed."""

from typing import Any, NamedTuple

from contest.web.desk.papers.wording import field_name, figure, of_rule, several, value_name
from contest.web.desk.papers.words import gettext as _
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.candidates import PERCENT
from question_bank.foresight import place_of


class Reason(NamedTuple):
    place: str
    words: str


def reasons(outcome: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """`heading` and the `rules` (place, words) of a job that was refused, from its outcome and what it was asked."""
    if "problems" in outcome:
        colon = _("：")
        rules = [
            Reason(place_of(each["field"]), f"{each['field']}{colon}{each['problem']}") for each in outcome["problems"]
        ]
        return _document(_("蓝图里有几处要改："), rules)
    if "impossible" not in outcome:
        hint = _("把“最多算多久”放宽，或者把规则放宽一些，再试一次。")
        return _document(_("时间用完了，没有找到合格的卷，也没有证明不可能。"), [Reason("solver.seconds", hint)])
    try:
        blueprint = read_blueprint(request["blueprint"])
    except BadBlueprint:
        return _document(outcome["impossible"], [Reason("", each) for each in outcome["rules"]])
    rules = list(_rules(outcome["parts"], blueprint))
    if outcome["with_max_use"]:
        words = _("一题最多进 {n} 份，而要组 {forms} 份。").format(n=blueprint.max_use, forms=request["forms"])
        rules.append(Reason("max_use", words))
    one = len(rules) == 1
    heading = _("这条规则做不到：") if one else _("下面的规则合在一起做不到，放宽其中任何一条就可能行：")
    return _document(heading, rules)


def _document(heading: str, rules: list[Reason]) -> dict[str, Any]:
    return {"heading": heading, "rules": [each._asdict() for each in rules]}


def _rules(parts: list[dict[str, Any]], blueprint: Blueprint) -> list[Reason]:
    """A line for each rule; of a rule for every value its values share one."""
    grouped: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
    for part in parts:
        grouped.setdefault((part["kind"], part["number"], part["side"]), []).append(part)
    return [_rule(kind, number, side, own, blueprint) for (kind, number, side), own in grouped.items()]


def _rule(kind: str, number: int, side: str, parts: list[dict[str, Any]], blueprint: Blueprint) -> Reason:
    first = parts[0]
    if kind == "length":
        return Reason(
            "length", _("一份 {n} 题（题库里能用的有 {held} 题）").format(n=blueprint.length, held=first["held"])
        )
    if kind in ("include", "exclude"):
        names = several(part["value"] for part in parts)
        return Reason(kind, (_("必选：{names}") if kind == "include" else _("不用：{names}")).format(names=names))
    if kind == "enemies":
        own = number < len(blueprint.enemies)
        words = _("不能同卷：{names}") if own else _("题库里记着不能同卷：{names}")
        return Reason(f"enemies.{number}" if own else "include", words.format(names=several(first["items"])))
    if kind == "sum":
        return Reason(f"sum.{number}.{side}", _sum(number, side, blueprint))
    return Reason(f"{kind}.{number}.{side}", _counted(kind, number, side, parts, blueprint))


def _counted(kind: str, number: int, side: str, parts: list[dict[str, Any]], blueprint: Blueprint) -> str:
    first = parts[0]
    bound = (_("至少 {n} 题") if side == "min" else _("至多 {n} 题")).format(n=figure(first["bound"]))
    if kind == "count":
        field = blueprint.counts[number].field
        colon = _("：")
        held = _("（题库里有 {n} 题）").format(n=first["held"])
        return f"{of_rule(field, first['value'])}{colon}{bound}{held}"
    field = blueprint.eaches[number].field
    values = several(value_name(field, part["value"]) for part in parts)
    return _("每个{field}{bound}：{values}").format(field=field_name(field), bound=bound, values=values)


def _sum(number: int, side: str, blueprint: Blueprint) -> str:
    total = blueprint.sums[number]
    bound = (total.min if side == "min" else total.max) or 0.0
    if total.field.startswith(PERCENT):
        words = _("{field}平均至少 {n}%") if side == "min" else _("{field}平均至多 {n}%")
        return words.format(field=field_name(total.field), n=figure(bound / blueprint.length))
    words = _("{field}合计至少 {n}") if side == "min" else _("{field}合计至多 {n}")
    return words.format(field=field_name(total.field), n=figure(bound))
