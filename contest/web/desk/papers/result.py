"""A set of forms side by side: what they hold, what they tell, how alike they are."""

from itertools import combinations
from typing import Any, NamedTuple

from flask import url_for
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.services.form_sets import KeptSet, form_set
from contest.services.paper_texts import PaperItem, paper_items
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.database_work import look
from contest.web.desk.papers.wording import audience_names, field_name, figure, of_rule, several, type_names, value_name
from contest.web.desk.papers.words import gettext as _
from contest.web.join import Page
from contest.web.pages import page
from question_bank.blueprint import BadBlueprint, Blueprint, Count, Each, Sum, read_blueprint
from question_bank.candidates import PERCENT, Candidates, bank_candidates, version_candidates
from question_bank.form_tally import Tally, tallies
from question_bank.items import TAPPED_TYPES


class Loaded(NamedTuple):
    """A set of forms with the texts of its items and their attributes."""

    kept: KeptSet
    plan: Blueprint
    items: dict[str, PaperItem]
    own: Candidates
    tallies: list[Tally]

    def of_form(self, number: int) -> list[PaperItem]:
        return [
            self.items[version] for version in self.kept.document["forms"][number]["versions"] if version in self.items
        ]


def loaded(connection: Connection, form_set_id: str) -> Loaded:
    """Versions that have left the bank, with an import that was undone, are left out. Raises `NoSuchFormSet`."""
    kept = form_set(connection, form_set_id)
    try:
        plan = read_blueprint(kept.document["blueprint"])
    except BadBlueprint:
        plan = Blueprint(len(kept.document["forms"][0]["versions"]))
    own = version_candidates(connection, kept.versions)
    place = {version: place for place, version in enumerate(own.versions)}
    forms = [[place[version] for version in form["versions"] if version in place] for form in kept.document["forms"]]
    bank = bank_candidates(connection, utc_now()).pool
    values = {each.field: bank.values(each.field) for each in plan.eaches}
    items = paper_items(connection, kept.versions)
    return Loaded(kept, plan, items, own, tallies(plan, own.pool, forms, values))


@blueprint.get("/bank/papers/forms/<form_set_id>")
@role_required("organizer", "admin")
def paper_forms(form_set_id: str) -> Page:
    found = look(lambda connection: loaded(connection, form_set_id))
    document = found.kept.document
    audience = asked_audience(found.plan)
    config = {
        "curves": [
            {"name": form_name(number), "values": form["curve"]} for number, form in enumerate(document["forms"])
        ],
        "curve_theta": document["curve_theta"],
        "theta": document["theta"],
        "audience": audience,
        "swap_url": url_for("desk.paper_swaps", form_set_id=form_set_id),
    }
    return page(
        "desk/papers/result.html",
        config,
        kept=found.kept,
        forms=[_form(found, number) for number in range(len(document["forms"]))],
        facts=_facts(found, audience),
        rows=[_row(each, found.plan) for each in found.tallies],
        changes=document.get("changes", []),
        stale=[item for item in found.items.values() if not (item.current and item.sound)],
        account=current_user.account,
    )


def form_name(number: int) -> str:
    return _("第 {n} 份").format(n=number + 1)


def asked_audience(plan: Blueprint) -> str:
    """The audience that the blueprint sets a difficulty for, else all adults."""
    codes = audience_names()
    asked = (total.field.removeprefix(PERCENT) for total in plan.sums if total.field.startswith(PERCENT))
    return next((code for code in asked if code in codes), "adults")


class ShownForm(NamedTuple):
    name: str
    items: list[tuple[PaperItem, str, int]]
    tapped: bool


def _form(found: Loaded, number: int) -> ShownForm:
    items = found.of_form(number)
    percents = dict(zip(found.own.versions, found.own.pool.attributes, strict=True))
    audience = PERCENT + asked_audience(found.plan)
    shown = [(item, facts_of(item), round(float(str(percents[item.version][audience])))) for item in items]
    return ShownForm(form_name(number), shown, all(item.type in TAPPED_TYPES for item in items))


def facts_of(item: PaperItem) -> str:
    facts = [item.id, type_names().get(item.type, item.type)]
    if item.dimension:
        facts.append(value_name("dimension", item.dimension))
    if item.benchmark:
        facts.append(value_name("benchmark", str(item.benchmark)))
    # No line begins with a dot.
    return "\u00a0· ".join(facts)


class Facts(NamedTuple):
    """`percents` by audience, form by form; `information` by point; `spread`: how far the forms' information lies apart
    at worst, in percent of its mean; `overlap`: items that two forms share, at most."""

    status: str
    audience: str
    percents: list[tuple[str, list[int]]]
    information: list[tuple[str, list[str], str]]
    spread: float
    overlap: int
    provisional: int


def _facts(found: Loaded, audience: str) -> Facts:
    document, forms = found.kept.document, found.kept.document["forms"]
    names = audience_names()
    order = [audience, *(code for code in names if code != audience)]
    spreads = [_spread([form["information"][place] for form in forms]) for place in range(len(document["theta"]))]
    item_ids = [{item.id for item in found.of_form(number)} for number in range(len(forms))]
    return Facts(
        _status(document),
        names[audience],
        [(names[code], [round(form["percent"].get(code, 0)) for form in forms]) for code in order],
        [
            (figure(theta), [f"{form['information'][place]:.2f}" for form in forms], f"{spreads[place]:.1f}%")
            for place, theta in enumerate(document["theta"])
        ],
        max(spreads, default=0.0),
        max((len(one & other) for one, other in combinations(item_ids, 2)), default=0),
        document.get("provisional", 0),
    )


def _spread(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return 100.0 * (max(values) - min(values)) / mean if mean else 0.0


def _status(document: dict[str, Any]) -> str:
    if document.get("changes"):
        return _("组好以后手工换过 {n} 题").format(n=len(document["changes"]))
    if document["status"] == "optimal":
        return _("已证明没有更好的组法")
    gap = document["gap"]
    if gap is None or gap >= 1.0:
        return _("合格，还没有证明是最好的组法")
    return _("合格，离最好的组法至多差 {n}%").format(n=f"{100 * gap:.2g}")


class Row(NamedTuple):
    """One rule: what it asks for, and of each form what it has, whether that fits, and what does not."""

    name: str
    asked: str
    got: list[tuple[str, bool, str]]


def _row(tally: Tally, plan: Blueprint) -> Row:
    rule = tally.rule
    if isinstance(rule, Sum):
        return _sum_row(tally, rule, plan)
    if isinstance(rule, Count):
        got = [(figure(value), fits, "") for value, fits in zip(tally.got, tally.fits, strict=True)]
        return Row(of_rule(rule.field, rule.value), bounds(rule), got)
    name = _("每个{field}").format(field=field_name(rule.field))
    missed = [several(value_name(rule.field, value) for value in each) for each in tally.outside]
    cells = [f"{figure(value)} / {tally.of}" for value in tally.got]
    return Row(name, bounds(rule), list(zip(cells, tally.fits, missed, strict=True)))


def _sum_row(tally: Tally, rule: Sum, plan: Blueprint) -> Row:
    mean = rule.field.startswith(PERCENT)
    share, unit = (plan.length, "%") if mean else (1, "")
    low, high = (None if bound is None else f"{bound / share:.4g}{unit}" for bound in (rule.min, rule.max))
    name = field_name(rule.field) + (_("，平均") if mean else _("，合计"))
    got = [(f"{value / share:.1f}{unit}", fits, "") for value, fits in zip(tally.got, tally.fits, strict=True)]
    return Row(name, between(low, high), got)


def bounds(rule: Count | Each) -> str:
    return between(str(rule.min) if rule.min else None, None if rule.max is None else str(rule.max))


def between(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return low if low == high else _("{low} 到 {high}").format(low=low, high=high)
    if low is not None:
        return _("至少 {n}").format(n=low)
    return _("至多 {n}").format(n=high) if high is not None else _("不限")
