"""One item of a form exchanged by hand: what could come in its place, the exchange, and its undoing."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Connection

from contest.services.form_sets import KeptSet, NoSuchFormSet, form_set
from contest.services.paper_bank import versions_found
from contest.services.paper_texts import PaperItem, paper_items
from contest.services.swap_item import NotThere, Offer, replacements, swap, undo_swap
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.desk.papers.result import facts_of
from contest.web.desk.papers.wording import audience_names, field_name, figure, of_rule, value_name
from contest.web.desk.papers.words import gettext as _
from contest.web.join import Page
from question_bank.assembly.requirements import Requirement
from question_bank.blueprint import Blueprint, read_blueprint


@blueprint.get("/bank/papers/forms/<form_set_id>/swap.json")
@role_required("organizer", "admin")
def paper_swaps(form_set_id: str) -> Page:
    """What could take an item's place, the best first, each with what would change."""
    form, out = request.args.get("form", -1, type=int), request.args.get("out", "")
    audience, words = request.args.get("audience", "adults"), request.args.get("q", "")[:100]
    if audience not in audience_names():
        return {"error": "bad_request"}, 400  # type: ignore[return-value]

    def work(connection: Connection) -> tuple[KeptSet, Offer, dict[str, PaperItem]]:
        kept = form_set(connection, form_set_id)
        wanted = versions_found(connection, words) if words.strip() else None
        offer = replacements(connection, kept, form, out, audience, wanted)
        return kept, offer, paper_items(connection, [each.version for each in offer.replacements])

    try:
        kept, offer, items = look(work)
    except (NoSuchFormSet, NotThere):
        return {"error": "not_there"}, 404  # type: ignore[return-value]
    return _told(kept, form, offer, items)  # type: ignore[return-value]


def _told(kept: KeptSet, form: int, offer: Offer, items: dict[str, PaperItem]) -> dict[str, Any]:
    plan = read_blueprint(kept.document["blueprint"])
    others = [each["information"] for place, each in enumerate(kept.document["forms"]) if place != form]
    return {
        "percent": offer.percent,
        "information": _whole(sum(offer.information)),
        "spread": _spread([*others, offer.information]),
        "found": offer.found,
        "replacements": [
            {
                "version": each.version,
                "stem": items[each.version].title,
                "facts": facts_of(items[each.version]),
                "percent": each.percent,
                "information": _whole(sum(each.information)),
                "spread": _spread([*others, each.information]),
                "broken": [broken_words(rule, value, plan) for rule, value in each.broken],
            }
            for each in offer.replacements
        ],
    }


def _whole(value: float) -> float:
    return round(value, 3)


def _spread(forms: list[Any]) -> float:
    """How far the forms' information lies apart at worst, in percent of its mean."""
    columns = [list(values) for values in zip(*forms, strict=True)]
    return max((100.0 * (max(each) - min(each)) * len(each) / (sum(each) or 1.0) for each in columns), default=0.0)


def broken_words(rule: Requirement, value: float, plan: Blueprint) -> str:
    """What a form would have, and what it should."""
    kind, number = rule.rule.kind, rule.rule.number
    if kind == "enemies":
        return _("和这份卷里的另一题不能同卷")
    if kind in ("include", "exclude"):
        return (_("{item} 是必选的题") if kind == "include" else _("{item} 是不用的题")).format(item=rule.value)
    if kind == "sum":
        return _("{field}超出范围").format(field=field_name(plan.sums[number].field))
    if kind == "length":
        return _("题数不对")
    name = of_rule(plan.counts[number].field, rule.value) if kind == "count" else _each_name(plan, number, rule.value)
    words = _("{name}有 {got} 题，至少要 {bound}") if rule.rule.side == "min" else _("{name}有 {got} 题，至多 {bound}")
    bound = rule.lower if rule.rule.side == "min" else rule.upper
    return words.format(name=name, got=figure(value), bound=figure(bound))


def _each_name(plan: Blueprint, number: int, value: str) -> str:
    return value_name(plan.eaches[number].field, value)


@blueprint.post("/bank/papers/forms/<form_set_id>/swap")
@role_required("organizer", "admin")
def paper_swapped(form_set_id: str) -> Page:
    form, account = request.form, current_user.account
    number = form.get("form", -1, type=int)

    def work(connection: Connection) -> None:
        swap(connection, form_set_id, number, form.get("out", ""), form.get("into", ""), account.id)

    try:
        change(work)
    except NotThere:
        flash(_("没有换成：这道题已经不在这份卷里，或者换进来的题已经用掉了。"))
    return redirect(url_for("desk.paper_forms", form_set_id=form_set_id))


@blueprint.post("/bank/papers/forms/<form_set_id>/undo")
@role_required("organizer", "admin")
def paper_swap_undone(form_set_id: str) -> Page:
    account = current_user.account
    change(lambda connection: undo_swap(connection, form_set_id, account.id))
    flash(_("上一次换题已撤销。"))
    return redirect(url_for("desk.paper_forms", form_set_id=form_set_id))
