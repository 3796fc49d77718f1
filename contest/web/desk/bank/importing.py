"""A file into the bank, in four steps: brought, looked at, put in, and, if it was a mistake, taken back."""

from typing import Any

import msgspec
from flask import Response, flash, redirect, request, send_file, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.rules.refusals import Refusal
from contest.services import waiting_files
from contest.services.import_job import ImportRequest
from contest.services.import_lists import ImportRow, import_named, newest_imports
from contest.services.import_preview import LISTS, SHOWN
from contest.services.import_undo import CannotUndo, undo_import
from contest.services.off_hub import off_hub
from contest.services.waiting_files import WaitingFile
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.bank.format_words import READ_WORDS, column_words, format_words, undo_words
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import message_page, page
from question_bank.exchange.admission import kept_out
from question_bank.exchange.corrections import mend
from question_bank.exchange.limits import MOST_BYTES
from question_bank.exchange.reading import ReadItem
from question_bank.exchange.sniffing import READABLE
from question_bank.exchange.template import COLUMNS

BRINGS = ("author", "organizer", "admin")
# Besides the file a form has a few fields; a table that was pasted is one of them.
FORM_BYTES = MOST_BYTES + 1024 * 1024
PASTED_BYTES = 5 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A refused row as somebody has corrected it."""

    sheet: str
    row: int
    key: str
    cells: dict[str, str]


@blueprint.before_app_request
def allow_files() -> None:
    """Before the form's token is looked for: only who is signed in may send so much."""
    if request.endpoint == "desk.file_brought" and "_user_id" in session:
        request.max_content_length = FORM_BYTES
        request.max_form_memory_size = PASTED_BYTES


@blueprint.get("/bank/import")
@role_required(*BRINGS)
def import_form() -> Page:
    return _form(None)


def _form(problem: str | None) -> str:
    account = current_user.account
    rows = look(lambda connection: newest_imports(connection, account.id if account.role == "author" else None))
    return page(
        "desk/bank/import.html", rows=rows, formats=format_words(READABLE, READ_WORDS), names=READ_WORDS,
        problem=problem, account=account,
    )  # fmt: skip


@blueprint.post("/bank/import")
@role_required(*BRINGS)
def file_brought() -> Page:
    """A file, or a table or text that was pasted."""
    file, pasted = request.files.get("file"), request.form.get("pasted", "")
    asked = request.form.get("format", "auto")
    name = file.filename or "" if file else ""
    content = file.read() if file and name else pasted.encode()
    if not content.strip():
        return _form(_("请选一个文件，或把表格、文字粘贴到框里。")), 400
    if len(content) > MOST_BYTES:
        return _form(_("文件超过 {n} MB，请分成几个。").format(n=MOST_BYTES // 2**20)), 400
    if asked not in ("auto", *READABLE):
        return _form(_("请从列表里选一种格式。")), 400
    wenqu, owner = current(), current_user.account.id
    kept = off_hub(
        waiting_files.keep, wenqu.settings, content, name or _("粘贴的内容"), asked, owner, wenqu.clock.now_ms()
    )
    return redirect(url_for("desk.import_preview", token=kept.token))


@blueprint.get("/bank/import/<token>")
@role_required(*BRINGS)
def import_preview(token: str) -> Page:
    """What the file would do. The page's script asks for the check, and shows what it found."""
    waiting = _waiting(token)
    if waiting is None:
        return _gone()
    config = {
        "urls": {
            name: url_for(f"desk.{endpoint}", token=token)
            for name, endpoint in (
                ("check", "import_check"), ("preview", "import_found"), ("row", "import_row"),
                ("put_in", "import_put_in"), ("aside", "import_aside"),
            )
        },
        "job_url": url_for("desk.job", job_id="JOB"),
        "report_url": url_for("desk.import_report", name="IMPORT"),
        "columns": COLUMNS,
        "column_words": column_words(),
        "shown": SHOWN,
        "formats": format_words(READABLE, READ_WORDS),
    }  # fmt: skip
    return page(
        "desk/bank/import_preview.html", config, file=waiting.about.name, token=token, lists=LISTS,
        account=current_user.account,
    )  # fmt: skip


def _waiting(token: str) -> WaitingFile | None:
    wenqu = current()
    return off_hub(waiting_files.find, wenqu.settings, token, current_user.account.id, wenqu.clock.now_ms())


def _gone() -> Page:
    text = _("文件只保留一小时。题库没有改动；请重新选文件。")
    return message_page(_("这个文件已经不在了"), text, [(url_for("desk.import_form"), _("重新导入"))]), 404


def _request_of(waiting: WaitingFile, **wishes: Any) -> dict[str, Any]:
    account = current_user.account
    asked = ImportRequest(
        path=str(waiting.content),
        file=waiting.about.name,
        now_ms=current().clock.now_ms(),
        format=waiting.about.format,
        account=account.id,
        everything=account.role != "author",
        corrections=waiting.corrections(),
        **wishes,
    )
    fields: dict[str, Any] = msgspec.to_builtins(asked)
    return fields


def _start(fields: dict[str, Any]) -> Page:
    try:
        job = current().jobs.start("import", fields, current_user.account.id)
    except Refusal:
        return {"error": "too_many", "message": _("服务器正忙，请过一会儿再试。")}, 503  # type: ignore[return-value]
    return {"job": url_for("desk.job", job_id=job.id)}  # type: ignore[return-value]


@blueprint.post("/bank/import/<token>/check")
@role_required(*BRINGS)
def import_check(token: str) -> Page:
    waiting = _waiting(token)
    if waiting is None:
        return {"error": "gone"}, 404  # type: ignore[return-value]
    return _start(_request_of(waiting, preview=str(waiting.preview), set_aside=str(waiting.aside)))


@blueprint.get("/bank/import/<token>/found.json")
@role_required(*BRINGS)
def import_found(token: str) -> Page | Response:
    """What the last check found."""
    waiting = _waiting(token)
    if waiting is None or not waiting.preview.exists():
        return {"error": "gone"}, 404  # type: ignore[return-value]
    return Response(off_hub(waiting.preview.read_bytes), mimetype="application/json")


@blueprint.post("/bank/import/<token>/row")
@role_required(*BRINGS)
def import_row(token: str) -> Page:
    """A row as somebody has corrected it: kept when it is an item now, else what is still wrong with it."""
    waiting = _waiting(token)
    if waiting is None:
        return {"error": "gone"}, 404  # type: ignore[return-value]
    try:
        row = msgspec.json.decode(request.get_data(), type=Row)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    read = mend(row.sheet, row.row, row.cells)
    faults = [read.remark._asdict()] if not isinstance(read, ReadItem) else []
    if isinstance(read, ReadItem):
        faults = [{"column": column, "code": code, "reason": reason} for column, code, reason in kept_out(read.draft)]
    if not faults:
        off_hub(waiting.correct, row.key, row.cells)
    return {"faults": faults}  # type: ignore[return-value]


@blueprint.get("/bank/import/<token>/aside.xlsx")
@role_required(*BRINGS)
def import_aside(token: str) -> Page | Response:
    """The refused rows with their reasons, as the last check found them."""
    waiting = _waiting(token)
    if waiting is None or not waiting.aside.exists():
        return _gone()
    return send_file(waiting.aside, XLSX, as_attachment=True, download_name=_("待改的题") + ".xlsx")


@blueprint.post("/bank/import/<token>/put-in")
@role_required(*BRINGS)
def import_put_in(token: str) -> Page:
    waiting = _waiting(token)
    if waiting is None:
        return {"error": "gone"}, 404  # type: ignore[return-value]
    leave = request.form.get("leave_refused") == "1"
    wishes = {"preview": str(waiting.preview), "set_aside": str(waiting.aside)}
    return _start(_request_of(waiting, store=True, leave_refused=leave, **wishes))


@blueprint.get("/bank/imports/<name>")
@role_required(*BRINGS)
def import_report(name: str) -> Page:
    row = _import(name)
    if row is None:
        return _no_such_import()
    config = {"remarks": {name: row.report[name] for name in ("refused", "skipped", "notes")}}
    return page(
        "desk/bank/import_report.html", {**config, "column_words": column_words()}, row=row, names=READ_WORDS,
        account=current_user.account,
    )  # fmt: skip


def _import(name: str) -> ImportRow | None:
    """An import that this account may look at: authors see their own."""
    account = current_user.account
    row = look(lambda connection: import_named(connection, name))
    return row if row and (account.role != "author" or row.account_id == account.id) else None


def _no_such_import() -> Page:
    links = [(url_for("desk.import_form"), _("回到导入"))]
    return message_page(_("没有这次导入"), _("地址可能少了一截，或者它是别人导入的。"), links), 404


@blueprint.post("/bank/imports/<name>/undo")
@role_required(*BRINGS)
def import_undone(name: str) -> Page:
    if _import(name) is None:
        return _no_such_import()
    account = current_user.account

    def work(connection: Connection) -> None:
        undo_import(connection, name, account.id, utc_now())

    try:
        change(work)
    except CannotUndo as error:
        flash(undo_words(error))
    else:
        flash(_("已撤销：新题已移除，改过的题回到了原来的版本。"))
    return redirect(url_for("desk.import_report", name=name))
