"""The desk's front: contests and their heats."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.services.heat_lists import contests, note
from contest.services.plan_heat import new_contest
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page

LONGEST_NAME = 60


@blueprint.get("/")
@role_required("organizer", "admin", "judge", "author", "reviewer")
def front() -> Page:
    """Whoever works on the bank only is at home there."""
    if current_user.account.role in ("author", "reviewer"):
        return redirect(url_for("desk.bank"))
    return page("desk/front.html", contests=look(contests), account=current_user.account)


@blueprint.post("/contests")
@role_required("organizer", "admin")
def create_contest() -> Page:
    name = " ".join(request.form.get("name", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        flash(_("竞赛名称要有 1 到 60 个字。"))
        return redirect(url_for("desk.front"))
    account = current_user.account

    def make(connection: Connection) -> None:
        contest_id = new_contest(connection, name)
        note(connection, account.id, "contest_created", contest=contest_id)

    change(make)
    return redirect(url_for("desk.front"))
