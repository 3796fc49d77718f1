"""A new heat: which items, by which rules."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.locale.refusal_words import REFUSAL_WORDS
from contest.rules.parameters import OpenRules, read_rules
from contest.rules.refusals import Refusal
from contest.services.choose_items import BankItem, bank_list, pilot_list
from contest.services.heat_lists import contest_names, note, run_of
from contest.services.plan_heat import HeatPlan, NewHeat, PlannedItem, create_heat, new_contest
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.create_form import LONGEST_NAME, MOST_ITEMS, Wish, kept_run, wish_of
from contest.web.desk.database_work import change, look
from contest.web.desk.rules_form import LIMITS, FormProblems
from contest.web.join import Page
from contest.web.pages import page
from question_bank.taxonomy import DIMENSIONS, TOPICS, benchmarks


@blueprint.get("/heats/new")
@role_required("organizer", "admin")
def new_heat() -> Page:
    return heat_form({"contest": request.args.get("contest", "")} if "contest" in request.args else {}, {})


def heat_form(values: dict[str, str], problems: dict[str, str]) -> str:
    """The form for a new heat, with what is filled in and what is wrong beside each field."""
    items, names = look(lambda connection: (_askable(connection), contest_names(connection)))
    config = {
        "items": [item._asdict() for item in items],
        "dimensions": {code.value: name for code, name in DIMENSIONS.items()},
        "topics": TOPICS,
        "chosen": [
            {
                "version": row.version,
                "warm_up": row.warm_up,
                "pilot": row.pilot,
                "weight": row.weight,
                "time_limit_s": row.time_limit_s,
            }
            for row in kept_run(values)
        ],
        "draw_url": url_for("desk.draw_items"),
        "most": MOST_ITEMS,
    }
    return page(
        "desk/create.html",
        config,
        values=values,
        problems=problems,
        contests=names,
        pilots=sum(item.pilot for item in items),
        benchmarks=benchmarks(),
        topics=TOPICS,
        limits=LIMITS,
        longest_name=LONGEST_NAME,
        account=current_user.account,
        fair=OpenRules(),
    )


def _askable(connection: Connection) -> list[BankItem]:
    return [*bank_list(connection), *pilot_list(connection)]


@blueprint.post("/heats/new")
@role_required("organizer", "admin")
def create() -> Page:
    form = request.form.to_dict()
    account, clock = current_user.account, current().clock

    def work(connection: Connection) -> NewHeat:
        heat = create_heat(connection, _plan(connection, wish), clock)
        note(connection, account.id, "heat_created", heat=heat.id)
        return heat

    try:
        wish = wish_of(form)
        heat = change(work)
    except FormProblems as error:
        return heat_form(form, error.problems), 400
    except Gone as error:
        words = {"run": _("有一道题已经不在题库里，请换一道。"), "contest": _("没有这项竞赛，请重新选。")}
        return heat_form(form, {error.field: words[error.field]}), 400
    except Refusal as refusal:
        return heat_form(form, {"run": _worded(refusal)}), 400
    flash(_("场次建好了。"))
    return redirect(url_for("desk.heat", heat_id=heat.id))


def _worded(refusal: Refusal) -> str:
    return str(_(REFUSAL_WORDS[refusal.refused.reason]))


class Gone(LookupError):
    """What a field of the form names is no longer there."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _plan(connection: Connection, wish: Wish) -> HeatPlan:
    """Raises `Gone` when the bank or the contests have changed since the form was shown."""
    if {item.version for item in wish.items} - {item.version for item in _askable(connection)}:
        raise Gone("run")
    contest_id = wish.contest_id
    if contest_id and contest_id not in dict(contest_names(connection)):
        raise Gone("contest")
    return HeatPlan(contest_id or new_contest(connection, wish.name), wish.name, wish.items, wish.rules)


@blueprint.post("/heats/<heat_id>/copy")
@role_required("organizer", "admin")
def copy(heat_id: str) -> Page:
    """The same items and rules once more, with a PIN of its own."""
    account, clock = current_user.account, current().clock

    def work(connection: Connection) -> NewHeat:
        run = run_of(connection, heat_id)
        items = tuple(
            PlannedItem(row["version_id"], row["warm_up"], row["weight"], row["time_limit_s"], row["pilot"])
            for row in run.items
        )
        rules = read_rules(run.rules)
        heat = create_heat(connection, HeatPlan(run.contest_id, run.name, items, rules), clock)
        note(connection, account.id, "heat_copied", heat=heat.id, former=heat_id)
        return heat

    try:
        heat = change(work)
    except Refusal as refusal:
        flash(_worded(refusal))
        return redirect(url_for("desk.front"))
    flash(_("已复制成一场新的，场次号不同。"))
    return redirect(url_for("desk.heat", heat_id=heat.id))
