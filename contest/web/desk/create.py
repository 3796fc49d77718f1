"""A new heat: which items, by which rules."""

import json
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.rules.parameters import BadRules, OpenRules, read_rules
from contest.rules.refusals import Refusal
from contest.services.choose_items import TARGETS, BankItem, bank_list, draw
from contest.services.heat_lists import contest_names, note, run_of
from contest.services.plan_heat import HeatPlan, NewHeat, PlannedItem, create_heat, new_contest
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.desk.rules_form import rules_of
from contest.web.join import Page
from contest.web.pages import page
from question_bank.taxonomy import DIMENSIONS, TOPICS, benchmarks

MOST_ITEMS = 100
LONGEST_NAME = 60


@blueprint.get("/heats/new")
@role_required("organizer", "admin")
def new_heat() -> Page:
    return _form({}, None)


def _form(values: dict[str, str], problem: str | None) -> str:
    items, names = look(lambda connection: (bank_list(connection), contest_names(connection)))
    config = {
        "items": [item._asdict() for item in items],
        "dimensions": {code.value: name for code, name in DIMENSIONS.items()},
        "topics": TOPICS,
        "chosen": json.loads(values.get("run") or "[]"),
        "draw_url": url_for("desk.draw_items"),
    }
    return page(
        "desk/create.html",
        config,
        values=values,
        problem=problem,
        contests=names,
        benchmarks=benchmarks(),
        topics=TOPICS,
        account=current_user.account,
        fair=OpenRules(),
    )


@blueprint.get("/items/draw")
@role_required("organizer", "admin")
def draw_items() -> Page:
    """A run drawn from the bank, for the form's scripts."""
    length = request.args.get("length", 20, type=int)
    difficulty = request.args.get("difficulty", "middle")
    if not 1 <= length <= MOST_ITEMS or difficulty not in TARGETS:
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    topics = set(request.args.getlist("topic")) & set(TOPICS)
    seed = request.args.get("seed", 1, type=int)

    def work(connection: Connection) -> list[BankItem]:
        return draw(bank_list(connection), length, difficulty, topics, seed)

    return {"versions": [item.version for item in look(work)]}  # type: ignore[return-value]


@blueprint.post("/heats")
@role_required("organizer", "admin")
def create() -> Page:
    form = request.form.to_dict()
    try:
        heat = _create(form)
    except BadRules as error:
        return _form(form, _("这条规则填得不对：{field}").format(field=str(error))), 400
    except (Refusal, ValueError, KeyError, TypeError):
        return _form(form, _("请至少选一道计分的题，并检查每题的时间和权重。")), 400
    flash(_("场次建好了。"))
    return redirect(url_for("desk.heat", heat_id=heat.id))


def _create(form: dict[str, str]) -> NewHeat:
    """Raises `BadRules`, `Refusal`, and what a forged form brings."""
    rules = rules_of(form)
    items = tuple(_planned(row) for row in json.loads(form.get("run") or "[]"))
    if not 0 < len(items) <= MOST_ITEMS or len({item.version for item in items}) != len(items):
        raise ValueError("run")
    name = " ".join(form.get("name", "").split())[:LONGEST_NAME] or _("未命名场次")
    account, clock = current_user.account, current().clock

    def work(connection: Connection) -> NewHeat:
        known = dict(contest_names(connection))
        contest_id = form.get("contest", "")
        if contest_id not in known:
            contest_id = new_contest(connection, name)
        heat = create_heat(connection, HeatPlan(contest_id, name, items, rules), clock)
        note(connection, account.id, "heat_created", heat=heat.id)
        return heat

    return change(work)


def _planned(row: dict[str, Any]) -> PlannedItem:
    weight, limit = float(row.get("weight", 1)), row.get("time_limit_s")
    if not 0 < weight <= 10 or (limit is not None and not 5 <= int(limit) <= 600):
        raise ValueError("weight or time")
    return PlannedItem(str(row["version"]), bool(row.get("warm_up")), weight, int(limit) if limit else None)


@blueprint.post("/heats/<heat_id>/copy")
@role_required("organizer", "admin")
def copy(heat_id: str) -> Page:
    """The same items and rules once more, with a PIN of its own."""
    account, clock = current_user.account, current().clock

    def work(connection: Connection) -> NewHeat:
        run = run_of(connection, heat_id)
        items = tuple(
            PlannedItem(row["version_id"], row["warm_up"], row["weight"], row["time_limit_s"]) for row in run.items
        )
        rules = read_rules(run.rules)
        heat = create_heat(connection, HeatPlan(run.contest_id, run.name, items, rules), clock)
        note(connection, account.id, "heat_copied", heat=heat.id, former=heat_id)
        return heat

    try:
        heat = change(work)
    except Refusal:
        return redirect(url_for("desk.front"))
    flash(_("已复制成一场新的，场次号不同。"))
    return redirect(url_for("desk.heat", heat_id=heat.id))
