"""Calibrating the bank by its own answers: ask, look at old beside new, take over, take back."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.locale.calibration_words import REFUSED, STEPS, WARNINGS, WHOLE_WARNINGS
from contest.locale.refusal_words import N_, REFUSAL_WORDS
from contest.rules.refusals import Refusal
from contest.services.calibration_list import entered_calibrations
from contest.services.heat_lists import note
from contest.services.jobs import Job
from contest.services.stem_lines import line_of
from contest.services.take_over_parameters import take_back, take_over
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.bank.analysis import DO, job_config
from contest.web.desk.bank.analysis_words import worded
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from question_bank.catalogue import stems_of

MODELS = ("3pl", "2pl", "1pl")
SOURCE = N_("题库自己的作答")


@blueprint.get("/bank/analysis/calibration")
@role_required(*DO)
def bank_calibration() -> Page:
    job = _own_job()
    done = job is not None and job.state == "done"
    entries = job.outcome["items"] if job is not None and done else []

    def work(connection: Connection) -> tuple[Any, dict[str, str]]:
        return entered_calibrations(connection), stems_of(connection, [entry["version"] for entry in entries])

    history, stems = look(work)
    config = {
        **job_config(),
        "steps": worded(STEPS),
        "warnings": worded(WARNINGS),
        "preview": [{**entry, "stem": line_of(stems.get(entry["version"], ""))} for entry in entries],
    }
    return page(
        "desk/bank/calibration.html",
        config,
        job=job,
        done=done,
        outcome=job.outcome if job is not None and done else None,
        refused=_refused(job) if job is not None and job.state == "refused" else None,
        whole=[str(_(WHOLE_WARNINGS[code])) for code in (job.outcome["warnings"] if job is not None and done else [])],
        history=history,
        account=current_user.account,
    )


def _own_job() -> Job | None:
    job = current().jobs.find(request.args.get("job", ""), current_user.account.id)
    return job if job is not None and job.kind == "calibrate" else None


def _refused(job: Job) -> dict[str, Any]:
    told = job.outcome
    words = str(_(REFUSED[told["reason"]])).format(n=told.get("fewest", ""))
    return {"words": words, "parts": [part[:8] for part in told.get("parts", [])]}


@blueprint.post("/bank/analysis/calibration")
@role_required(*DO)
def start_calibration() -> Page:
    form, account = request.form, current_user.account
    asked = {
        "model": form.get("model") if form.get("model") in MODELS else "3pl",
        "free_c": "free_c" in form,
        "anchors": "anchors" in form,
        "equivalent": "equivalent" in form,
    }
    try:
        job = current().jobs.start("calibrate", asked, account.id)
    except Refusal as refusal:
        flash(_(REFUSAL_WORDS[refusal.refused.reason]))
        return redirect(url_for("desk.bank_calibration"))
    return redirect(url_for("desk.bank_calibration", job=job.id))


@blueprint.post("/bank/analysis/calibration/<job_id>/take")
@role_required(*DO)
def take_calibration(job_id: str) -> Page:
    """The ticked versions get their new parameters, all or none."""
    account = current_user.account
    job = current().jobs.find(job_id, account.id)
    if job is None or job.kind != "calibrate" or job.state != "done":
        flash(_("这次标定的结果已经不在了，请重新算一次。"))
        return redirect(url_for("desk.bank_calibration"))
    document, versions = job.outcome, set(request.form.getlist("version"))

    def work(connection: Connection) -> int:
        taken = take_over(connection, document, versions, account.id, utc_now(), SOURCE)
        note(connection, account.id, "bank_calibrated", calibration=taken.calibration, items=len(taken.versions))
        return len(taken.versions)

    try:
        count = change(work)
    except Refusal as refusal:
        stale = refusal.refused.reason == "stale_view"
        flash(
            _("题库里的参数已经变了，请重新标定一次再收。") if stale else _("一道题也没有选，请先勾选要收进题库的题。")
        )
        return redirect(url_for("desk.bank_calibration", job=job_id))
    flash(_("{n} 道题的参数收进了题库。要反悔，可以在下面撤销。").format(n=count))
    return redirect(url_for("desk.bank_calibration"))


@blueprint.post("/bank/analysis/calibrations/<calibration_id>/undo")
@role_required(*DO)
def undo_calibration(calibration_id: str) -> Page:
    account = current_user.account

    def work(connection: Connection) -> int:
        restored = take_back(connection, calibration_id, account.id, utc_now())
        note(connection, account.id, "calibration_undone", calibration=calibration_id, items=len(restored))
        return len(restored)

    try:
        flash(_("{n} 道题恢复了原来的参数。").format(n=change(work)))
    except Refusal:
        flash(_("这次标定已经撤销过了。"))
    return redirect(url_for("desk.bank_calibration"))
