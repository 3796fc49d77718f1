"""Difficulty for a chosen audience: expected, observed, advice with its buttons; items on trial; leak alarms."""

import math
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.locale.refusal_words import N_
from contest.rules.refusals import Refusal
from contest.services.analyse_bank import made_at, summary_of
from contest.services.bank_difficulty import (
    MEAN_BOUNDS,
    SD_BOUNDS,
    BadAudience,
    alarms,
    audiences,
    pilot_queue,
    set_audience,
    tuned_items,
)
from contest.services.heat_lists import note
from contest.services.item_history import audit, hand
from contest.services.move_items import move_item
from contest.services.tune_items import move_to_answers
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank import analysis_words as words
from contest.web.desk.bank.acts import act, me, offered
from contest.web.desk.bank.analysis import DO, LOOK
from contest.web.desk.bank.words import refusal_words
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from question_bank.items import ItemStatus
from question_bank.review import open_ways

# What the buttons of advice do to an item's status, and how the line says it that offers to undo it.
MOVES = {
    "pilot": (ItemStatus.PILOT, N_("{item} 改为试测，从现在起上场不计分。")),
    "retire": (ItemStatus.RETIRED, N_("{item} 已停用，不会再上场。")),
}


@blueprint.get("/bank/analysis/difficulty")
@role_required(*LOOK)
def bank_difficulty() -> Page:
    asked = request.args.get("audience", "")

    def work(connection: Connection) -> dict[str, Any]:
        known = audiences(connection)
        chosen = next((each for each in known if each.code == asked), known[0])
        return {
            "audiences": known,
            "chosen": chosen,
            "summary": summary_of(connection),
            "rows": tuned_items(connection, chosen),
            "pilots": pilot_queue(connection, chosen),
            "alarms": alarms(connection),
        }

    found = look(work)
    config = {
        "rows": [_row(row) for row in found["rows"]],
        "bands": words.worded(words.BANDS),
        "advice": words.worded(words.ADVICE),
        "item_url": url_for("desk.bank_analysis_item", item_id="ITEM"),
        "act_url": url_for("desk.tune_item", item_id="ITEM", doing="ACT"),
        "acts": current_user.account.role in DO,
        "audience": found["chosen"]._asdict(),
    }
    return page(
        "desk/bank/difficulty.html",
        config,
        **{name: found[name] for name in ("audiences", "chosen", "summary", "pilots")},
        alarms=[{**row, "may": _may(row)} for row in found["alarms"]],
        at=made_at(found["summary"]) if found["summary"] else "",
        count=len(found["rows"]),
        names=words.worded(words.AUDIENCES),
        statuses=words.worded(words.STATUSES),
        bounds={"mean": MEAN_BOUNDS, "sd": SD_BOUNDS},
        undo=offered(),
        acts=current_user.account.role in DO,
        account=current_user.account,
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    advice = row["advice"]
    return {**row, "reason": str(_(words.REASONS[advice["reason"]])), "may": _may(row)}


def _may(row: dict[str, Any]) -> list[str]:
    """The acts that the buttons of a row are for."""
    role = current_user.account.role
    if role not in DO:
        return []
    ways = open_ways(ItemStatus(row["status"]), role)
    return [name for name, (to, _did) in MOVES.items() if to in ways]


@blueprint.post("/bank/analysis/difficulty/audience")
@role_required(*DO)
def audience_set() -> Page:
    form, account = request.form, current_user.account
    code = form.get("code", "")

    def work(connection: Connection) -> None:
        set_audience(connection, code, _number(form.get("mean")), _number(form.get("sd")))
        note(connection, account.id, "audience_set", audience=code)

    try:
        change(work)
        flash(_("记下了，预期都按新的算。"))
    except BadAudience:
        text = _("平均能力要在 {a} 到 {b} 之间，差别要在 {c} 到 {d} 之间。")
        flash(text.format(a=MEAN_BOUNDS[0], b=MEAN_BOUNDS[1], c=SD_BOUNDS[0], d=SD_BOUNDS[1]))
    return redirect(url_for("desk.bank_difficulty", audience=code))


def _number(text: str | None) -> float:
    """NaN, which lies in no bounds, for what is no number."""
    try:
        value = float((text or "").strip().replace("−", "-"))
    except ValueError:
        return math.nan
    return value


@blueprint.post("/bank/analysis/items/<item_id>/<doing>")
@role_required(*DO)
def tune_item(item_id: str, doing: str) -> Page:
    """One of the buttons of advice; the page that it was pressed on comes again, with a way back."""
    try:
        if doing in MOVES:
            to, did = MOVES[doing]
            act(lambda work: move_item(work, item_id, to), "status", _(did).format(item=item_id), item=item_id)
        elif doing == "move":
            _move_to_answers(item_id)
            flash(_("{item} 的难度已按实际作答改好。要撤销，请到“标定”页。").format(item=item_id))
        else:
            raise Refusal("bad_request")
    except Refusal as refusal:
        flash(refusal_words(refusal))
    return redirect(url_for("desk.bank_difficulty", audience=request.form.get("audience", "")))


def _move_to_answers(item_id: str) -> None:
    """No act of the general undo: parameters are taken back as a calibration is, on the page of calibrations."""
    person, now = me(), utc_now()

    def work(connection: Connection) -> None:
        doing = hand(connection, person, now)
        audit(doing, "difficulty", item=item_id, calibration=move_to_answers(doing, item_id))

    change(work)
