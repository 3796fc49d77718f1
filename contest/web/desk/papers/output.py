"""Forms leave the desk: as files, on paper, or as the run of a new heat."""

import io
import json
from typing import Any

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask_login import current_user
from sqlalchemy import Connection

from contest.services.form_sets import NoSuchFormSet
from contest.services.heat_lists import note
from contest.services.saved_blueprints import saved_blueprint
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.create import heat_form
from contest.web.desk.database_work import change, look
from contest.web.desk.papers.result import Loaded, form_name, loaded
from contest.web.desk.papers.wording import several, type_names
from contest.web.desk.papers.words import gettext as _
from contest.web.join import Page
from contest.web.pages import page
from question_bank.items import TAPPED_TYPES

# The order in which types follow each other on paper.
PARTS = ("true_false", "single", "multiple", "ordering", "numeric")


@blueprint.get("/bank/papers/blueprints/<blueprint_id>.toml")
@role_required("organizer", "admin")
def paper_blueprint_file(blueprint_id: str) -> Page | Response:
    kept = look(lambda connection: saved_blueprint(connection, blueprint_id))
    return _file(kept.text, "application/toml", f"{kept.name}.toml")


@blueprint.get("/bank/papers/forms/<form_set_id>/export/<name>")
@role_required("organizer", "admin")
def paper_export(form_set_id: str, name: str) -> Page | Response:
    """`forms.json`: which items and versions stand in each form, what it tells; `blueprint.toml`: under which rules."""
    if name not in ("forms.json", "blueprint.toml"):
        abort(404)
    account = current_user.account

    def work(connection: Connection) -> Loaded:
        note(connection, account.id, "forms_exported", form_set=form_set_id, file=name)
        return loaded(connection, form_set_id)

    found = change(work)
    if name == "blueprint.toml":
        return _file(found.kept.document["blueprint"], "application/toml", f"{found.kept.name}.toml")
    text = json.dumps(_document(found), ensure_ascii=False, indent=1)
    return _file(text, "application/json", f"{found.kept.name}.json")


def _document(found: Loaded) -> dict[str, Any]:
    """As `wenqu form assemble` writes it, with the versions and the expected percents."""
    document = found.kept.document
    forms = [
        {
            "items": [item.id for item in found.of_form(number)],
            "versions": form["versions"],
            "information": [
                {"theta": theta, "value": value}
                for theta, value in zip(document["theta"], form["information"], strict=True)
            ],
            "percent": form["percent"],
        }
        for number, form in enumerate(document["forms"])
    ]
    told: dict[str, Any] = {
        name: document[name] for name in ("status", "objective", "gap", "provisional") if name in document
    }
    return {"name": found.kept.name, **told, "forms": forms, "changes": document.get("changes", [])}


def _file(text: str, kind: str, title: str) -> Response:
    return send_file(io.BytesIO(text.encode()), kind, as_attachment=True, download_name=title)


@blueprint.get("/bank/papers/forms/<form_set_id>/print/<int:number>")
@role_required("organizer", "admin")
def paper_printed(form_set_id: str, number: int) -> Page:
    """One form as it is handed out, or with its key."""
    with_key, account = request.args.get("key") == "1", current_user.account

    def work(connection: Connection) -> Loaded:
        found = loaded(connection, form_set_id)
        if 0 <= number < len(found.kept.document["forms"]):
            note(connection, account.id, "form_printed", form_set=form_set_id, form=number, key=with_key)
        return found

    found = change(work)
    if not 0 <= number < len(found.kept.document["forms"]):
        raise NoSuchFormSet(form_set_id)
    items = found.of_form(number)
    parts = [(type_names()[kind], [item for item in items if item.type == kind]) for kind in PARTS]
    return page(
        "desk/papers/print.html",
        {},
        kept=found.kept,
        number=number,
        name=form_name(number),
        parts=[part for part in parts if part[1]],
        count=len(items),
        with_key=with_key,
        account=account,
    )


@blueprint.get("/bank/papers/forms/<form_set_id>/heat/<int:number>")
@role_required("organizer", "admin")
def paper_heat(form_set_id: str, number: int) -> Page:
    """The form of a new heat with the paper's items as its run; a heat is made when that is sent."""
    found = look(lambda connection: loaded(connection, form_set_id))
    if not 0 <= number < len(found.kept.document["forms"]):
        raise NoSuchFormSet(form_set_id)
    items = found.of_form(number)
    untapped = [item.id for item in items if item.type not in TAPPED_TYPES]
    stale = [item.id for item in items if not (item.current and item.sound)]
    if untapped or stale:
        words = _("{items} 在手机上点不了，先把它们换掉，再带进场次。") if untapped else _stale()
        flash(words.format(items=several(untapped or stale)))
        return redirect(url_for("desk.paper_forms", form_set_id=form_set_id))
    run = [{"version": item.version} for item in items]
    name = f"{found.kept.name} {form_name(number)}" if len(found.kept.document["forms"]) > 1 else found.kept.name
    return heat_form({"run": json.dumps(run), "name": name[:60]}, {})


def _stale() -> str:
    return _("{items} 在组卷以后改过或停用了，先把它们换掉，再带进场次。")
