"""The editor of one blueprint: its page, what it promises while it is edited, saving, and the start of assembling."""

import tomllib
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.rules.refusals import Refusal
from contest.services.form_figures import CURVE
from contest.services.paper_bank import Outlook, bank_facts, items_named, outlook, search_items
from contest.services.saved_blueprints import ChangedMeanwhile, Kept, NoSuchBlueprint, save_blueprint, saved_blueprint
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.desk.papers.grid import grid
from contest.web.desk.papers.reasons import reasons
from contest.web.desk.papers.shelf import LARGEST_FILE, short
from contest.web.desk.papers.wording import audience_names, foreseen_words, rule_name
from contest.web.join import Page
from contest.web.pages import page
from question_bank.blueprint import BadBlueprint, Blueprint, blueprint_of, read_blueprint
from question_bank.blueprint_text import write_blueprint
from question_bank.foresight import place_of
from question_bank.toml_fields import FieldProblem

MOST_FORMS = 40
LONGEST = 200
MOST_RULES = 400


@blueprint.get("/bank/papers/blueprints/<blueprint_id>")
@role_required("organizer", "admin")
def paper_blueprint(blueprint_id: str) -> Page:
    try:
        kept = look(lambda connection: saved_blueprint(connection, blueprint_id))
        sheet = sheet_of(read_blueprint(kept.text))
    except BadBlueprint:
        # A later release may have kept what this one cannot read; its text can still be edited.
        sheet = {}
    facts = look(bank_facts)
    named = look(lambda connection: items_named(connection, [*sheet.get("include", []), *sheet.get("exclude", [])]))
    config = {
        "sheet": sheet,
        "text": kept.text,
        "mark": kept.mark,
        "fields": grid(facts),
        "audiences": audience_names(),
        "items": {row["id"]: row["stem"] for row in named},
        "limits": {"length": LONGEST, "forms": MOST_FORMS},
        "save_url": url_for("desk.paper_saved", blueprint_id=kept.id),
        "check_url": url_for("desk.paper_checked"),
        "items_url": url_for("desk.paper_items"),
        "assemble_url": url_for("desk.paper_assembled", blueprint_id=kept.id),
    }
    return page("desk/papers/editor.html", config, kept=kept, facts=facts, account=current_user.account)


def sheet_of(plan: Blueprint) -> dict[str, Any]:
    """The blueprint as a sheet of the TOML's fields, for the page's scripts."""
    return tomllib.loads(write_blueprint(plan))


class _Asked:
    """What the page's scripts sent: a sheet of fields or a whole text. Raises `BadBlueprint`."""

    def __init__(self) -> None:
        body = request.get_json(silent=True)
        self.body: dict[str, Any] = body if isinstance(body, dict) else {}
        text, sheet = self.body.get("text"), self.body.get("sheet")
        if isinstance(text, str) and len(text) <= LARGEST_FILE:
            self.plan, self.text = read_blueprint(text), text
        elif isinstance(sheet, dict):
            self.plan = blueprint_of(sheet)
            self.text = write_blueprint(self.plan)
        else:
            raise BadBlueprint([FieldProblem("TOML", _("没有收到蓝图，请刷新页面再试。"))])
        problems = list(_beyond(self.plan))
        if problems:
            raise BadBlueprint(problems)

    def word(self, name: str) -> str:
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


def _beyond(plan: Blueprint) -> list[FieldProblem]:
    """Limits of the page: what one laptop can assemble and a person can look through."""
    problems = []
    if plan.length > LONGEST:
        problems.append(FieldProblem("length", _("一份最多 {n} 题。").format(n=LONGEST)))
    if plan.forms > MOST_FORMS:
        problems.append(FieldProblem("forms", _("一次最多组 {n} 份。").format(n=MOST_FORMS)))
    if len(plan.counts) + len(plan.eaches) + len(plan.sums) + len(plan.enemies) > MOST_RULES:
        problems.append(FieldProblem("TOML", _("规则最多 {n} 条。").format(n=MOST_RULES)))
    return problems


def _refused(error: BadBlueprint) -> Page:
    problems = [{"place": place_of(each.field), "words": each.problem, "field": each.field} for each in error.problems]
    return {"problems": problems}, 400  # type: ignore[return-value]


@blueprint.post("/bank/papers/check.json")
@role_required("organizer", "admin")
def paper_checked() -> Page:
    """What stands in the way and what may be expected, while somebody edits; nothing is stored."""
    try:
        asked = _Asked()
    except BadBlueprint as error:
        return _refused(error)
    found = look(lambda connection: outlook(connection, asked.plan, asked.plan.forms))
    return {"sheet": sheet_of(asked.plan), "text": asked.text, **_in_words(found, asked.plan)}  # type: ignore[return-value]


def _in_words(found: Outlook, plan: Blueprint) -> dict[str, Any]:
    foreseen = [
        {"place": each.place, "words": foreseen_words(each, plan, plan.forms), "field": rule_name(each.place, plan)}
        for each in found.foreseen
    ]
    unfit = [{"place": place_of(each.field), "words": each.problem, "field": each.field} for each in found.problems]
    return {
        "problems": [*unfit, *foreseen],
        "eligible": found.eligible,
        "percents": found.percents,
        "theta": found.theta,
        "information": found.information,
        "curve": found.curve,
        "curve_theta": [float(theta) for theta in CURVE],
    }


@blueprint.post("/bank/papers/blueprints/<blueprint_id>")
@role_required("organizer", "admin")
def paper_saved(blueprint_id: str) -> Page:
    account, name = current_user.account, ""

    def work(connection: Connection) -> Kept:
        return save_blueprint(connection, blueprint_id, name, asked.text, asked.word("mark"), account.id)

    try:
        asked = _Asked()
        name = short(asked.word("name"))
        kept = change(work)
    except BadBlueprint as error:
        return _refused(error)
    except NoSuchBlueprint:
        return {"error": "unknown_blueprint"}, 404  # type: ignore[return-value]
    except ChangedMeanwhile as error:
        return {"error": "changed", "by": error.by, "mark": error.mark}, 409  # type: ignore[return-value]
    return {"mark": kept.mark, "name": kept.name}  # type: ignore[return-value]


@blueprint.get("/bank/papers/items.json")
@role_required("organizer", "admin")
def paper_items() -> Page:
    words = request.args.get("q", "")[:100]
    return {"items": look(lambda connection: search_items(connection, words))}  # type: ignore[return-value]


@blueprint.post("/bank/papers/blueprints/<blueprint_id>/assemble")
@role_required("organizer", "admin")
def paper_assembled(blueprint_id: str) -> Page:
    """Starts the job; the page saved the blueprint before."""
    account = current_user.account
    try:
        kept = look(lambda connection: saved_blueprint(connection, blueprint_id))
        plan = read_blueprint(kept.text)
        wanted = {"blueprint": kept.text, "forms": plan.forms, "name": kept.name}
        job = current().jobs.start("assemble", wanted | {"blueprint_id": kept.id, "account": account.id}, account.id)
    except NoSuchBlueprint:
        return {"error": "unknown_blueprint"}, 404  # type: ignore[return-value]
    except BadBlueprint as error:
        return _refused(error)
    except Refusal:
        return {"error": "too_many"}, 429  # type: ignore[return-value]
    urls = {"job": url_for("desk.paper_job", job_id=job.id), "stop": url_for("desk.stop_job", job_id=job.id)}
    return urls | {"seconds": plan.solver.seconds}  # type: ignore[return-value]


@blueprint.get("/bank/papers/jobs/<job_id>.json")
@role_required("organizer", "admin")
def paper_job(job_id: str) -> Page:
    """How far the assembling is; at its end where the forms are, or why there are none."""
    job = current().jobs.find(job_id, current_user.account.id)
    if job is None or job.kind != "assemble":
        return {"error": "unknown_job"}, 404  # type: ignore[return-value]
    found = job.as_data()
    if job.state == "done":
        found["outcome"] = {"url": url_for("desk.paper_forms", form_set_id=job.outcome["form_set"])}
    elif job.state == "refused":
        found["outcome"] = reasons(job.outcome, job.request)
    return found  # type: ignore[return-value]
