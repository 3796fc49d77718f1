"""The bank as a file: a format is chosen, the file is made, what it could not say is told before it is fetched."""

from flask import Response, abort, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from contest.rules.refusals import Refusal
from contest.services import waiting_files
from contest.services.heat_lists import note
from contest.services.off_hub import off_hub
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.bank.format_words import column_words, format_words
from contest.web.desk.bank.words import STATUSES, worded
from contest.web.desk.database_work import change
from contest.web.join import Page
from contest.web.pages import page
from question_bank.exchange.sniffing import WRITABLE
from question_bank.items import ItemStatus

# The ending and type of each file.
FILES = {
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "kahoot": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "wayground": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (".csv", "text/csv"),
    "docx": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "text": (".txt", "text/plain"),
    "gift": (".gift.txt", "text/plain"),
    "aiken": (".aiken.txt", "text/plain"),
    "moodle-xml": (".xml", "application/xml"),
    "qti": (".zip", "application/zip"),
    "qti-3": (".zip", "application/zip"),
    "jsonl": (".jsonl", "application/x-ndjson"),
}


@blueprint.get("/bank/export")
@role_required("organizer", "admin")
def export_form() -> Page:
    config = {"start_url": url_for("desk.export_started"), "fields": {**_field_words(), **column_words()}}
    return page(
        "desk/bank/export.html", config, formats=format_words(WRITABLE), statuses=worded(STATUSES),
        account=current_user.account,
    )  # fmt: skip


def _field_words() -> dict[str, str]:
    """What people call the fields of an item that a format may not have."""
    return {
        "id": _("编号"), "type": _("题型"), "stem": _("题干"), "options": _("选项"), "key": _("答案"),
        "explanation": _("解析"), "benchmark": _("基准"), "point": _("要点"), "dimension": _("维度"),
        "topics": _("主题"), "groups": _("人群"), "tags": _("标签"), "difficulty": _("难度"), "source": _("出处"),
        "reading": _("阅读"), "seconds": _("时限"), "misconceptions": _("误解"), "parameters": _("题目参数"),
        "pictures": _("图片"),
    }  # fmt: skip


@blueprint.post("/bank/export")
@role_required("organizer", "admin")
def export_started() -> Page:
    wished = request.form.get("format", "")
    statuses = [status for status in request.form.getlist("status") if status in set(ItemStatus)]
    if wished not in WRITABLE:
        return {"error": "bad_request", "message": _("请从列表里选一种格式。")}, 400  # type: ignore[return-value]
    wenqu, owner = current(), current_user.account.id
    name = _("题库") + FILES[wished][0]
    made = off_hub(waiting_files.keep, wenqu.settings, b"", name, wished, owner, wenqu.clock.now_ms())
    fields = {
        "path": str(made.content),
        "format": wished,
        "parameters": request.form.get("parameters") == "1",
        "statuses": statuses,
        "embargoed": request.form.get("embargoed") == "1",
    }
    try:
        job = wenqu.jobs.start("export", fields, owner)
    except Refusal:
        return {"error": "too_many", "message": _("服务器正忙，请过一会儿再试。")}, 503  # type: ignore[return-value]
    # The keys of the whole bank leave: who took them, and when, is kept.
    told = {"format": wished, "statuses": statuses, "embargoed": fields["embargoed"]}
    change(lambda connection: note(connection, owner, "bank_exported", **told))
    urls = {"job": url_for("desk.job", job_id=job.id), "file": url_for("desk.export_file", token=made.token)}
    return urls  # type: ignore[return-value]


@blueprint.get("/bank/export/<token>")
@role_required("organizer", "admin")
def export_file(token: str) -> Response:
    wenqu = current()
    made = off_hub(waiting_files.find, wenqu.settings, token, current_user.account.id, wenqu.clock.now_ms())
    if made is None or made.about.format not in FILES or not made.content.stat().st_size:
        abort(404)
    return send_file(made.content, FILES[made.about.format][1], as_attachment=True, download_name=made.about.name)
