"""The shelf: blueprints that are kept, sets of forms that came of them, and ways to begin."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from contest.services.blueprint_templates import TEMPLATES
from contest.services.form_sets import delete_form_set, form_sets, restore_form_set
from contest.services.saved_blueprints import (
    LONGEST_NAME,
    Kept,
    add_blueprint,
    delete_blueprint,
    restore_blueprint,
    saved_blueprint,
    saved_blueprints,
)
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.blueprint_text import write_blueprint

# A blueprint is a page of text; a file of more is something else.
LARGEST_FILE = 200_000


@blueprint.get("/bank/papers")
@role_required("organizer", "admin")
def papers() -> Page:
    return _shelf([])


def _shelf(problems: list[str]) -> str:
    kept, sets = look(lambda connection: (saved_blueprints(connection), form_sets(connection)))
    return page(
        "desk/papers/shelf.html",
        blueprints=[(each, _plan(each)) for each in kept],
        sets=sets,
        starts=_starts(),
        problems=problems,
        gone_blueprint=request.args.get("gone", ""),
        gone_set=request.args.get("gone_set", ""),
        account=current_user.account,
    )


def _plan(kept: Kept) -> Blueprint | None:
    try:
        return read_blueprint(kept.text)
    except BadBlueprint:
        return None


def _starts() -> list[tuple[str, str, str]]:
    words = {
        "national": (_("国家基准卷"), _("50 题，26 条基准都考到，四个方面按调查的比例；两份。")),
        "hall": (_("会场一轮"), _("20 题，都能在手机上点选，不偏难；另有一题热身。")),
        "school": (_("学校测验"), _("30 题，照顾青少年；两份，给邻座的人。")),
        "blank": (_("空白"), _("20 题，没有别的要求。")),
    }
    return [(code, *words[code]) for code in TEMPLATES]


@blueprint.post("/bank/papers/blueprints")
@role_required("organizer", "admin")
def paper_begun() -> Page:
    """A new blueprint: from a template, or from a file that somebody has kept or was given."""
    file = request.files.get("file")
    if file is not None and file.filename:
        name = file.filename.rsplit(".", 1)[0]
        text = file.read(LARGEST_FILE + 1).decode("utf-8-sig", "replace")
        if len(text) > LARGEST_FILE or "\ufffd" in text:
            return _shelf([_("这个文件不是蓝图：要是 UTF-8 的 TOML 文本，不超过 200 kB。")]), 400
    else:
        code = request.form.get("template", "")
        if code not in TEMPLATES:
            return _shelf([_("没有这个模板，请重新选。")]), 400
        name = next(title for each, title, _hint in _starts() if each == code)
        text = write_blueprint(TEMPLATES[code])
    name, account = short(name), current_user.account
    try:
        made = change(lambda connection: add_blueprint(connection, name, text, account.id))
    except BadBlueprint as error:
        return _shelf([f"{field}：{problem}" for field, problem in error.problems]), 400
    return redirect(url_for("desk.paper_blueprint", blueprint_id=made))


def short(name: str) -> str:
    """A name as it may be kept: on one line, visible, not too long, not empty."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return plain[:LONGEST_NAME] or _("未命名蓝图")


@blueprint.post("/bank/papers/blueprints/<blueprint_id>/copy")
@role_required("organizer", "admin")
def paper_copied(blueprint_id: str) -> Page:
    account = current_user.account
    kept = look(lambda connection: saved_blueprint(connection, blueprint_id))
    name = short(_("{name}（副本）").format(name=kept.name))
    made = change(lambda connection: add_blueprint(connection, name, kept.text, account.id))
    flash(_("已复制，下面就是副本。"))
    return redirect(url_for("desk.paper_blueprint", blueprint_id=made))


@blueprint.post("/bank/papers/blueprints/<blueprint_id>/delete")
@role_required("organizer", "admin")
def paper_deleted(blueprint_id: str) -> Page:
    account = current_user.account
    change(lambda connection: delete_blueprint(connection, blueprint_id, account.id))
    return redirect(url_for("desk.papers", gone=blueprint_id))


@blueprint.post("/bank/papers/blueprints/<blueprint_id>/restore")
@role_required("organizer", "admin")
def paper_restored(blueprint_id: str) -> Page:
    account = current_user.account
    change(lambda connection: restore_blueprint(connection, blueprint_id, account.id))
    flash(_("蓝图找回来了。"))
    return redirect(url_for("desk.papers"))


@blueprint.post("/bank/papers/forms/<form_set_id>/delete")
@role_required("organizer", "admin")
def form_set_deleted(form_set_id: str) -> Page:
    account = current_user.account
    change(lambda connection: delete_form_set(connection, form_set_id, account.id))
    return redirect(url_for("desk.papers", gone_set=form_set_id))


@blueprint.post("/bank/papers/forms/<form_set_id>/restore")
@role_required("organizer", "admin")
def form_set_restored(form_set_id: str) -> Page:
    account = current_user.account
    change(lambda connection: restore_form_set(connection, form_set_id, account.id))
    flash(_("这套卷找回来了。"))
    return redirect(url_for("desk.papers"))
