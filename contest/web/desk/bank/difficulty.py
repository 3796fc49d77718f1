"""Difficulty for a chosen audience: expected, observed, advice with its buttons; items on trial; leak alarms."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.locale.refusal_words import REFUSAL_WORDS
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
from contest.services.tune_items import move_to_answers, put_back, retire, try_again
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank import analysis_words as words
from contest.web.desk.bank.analysis import DO, LOOK
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page

Act = Callable[[Connection, str, str, datetime], Any]


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
        "act_url": url_for("desk.tune_item", item_id="ITEM", act="ACT"),
        "acts": current_user.account.role in DO,
        "audience": found["chosen"]._asdict(),
    }
    return page(
        "desk/bank/difficulty.html",
        config,
        **{name: found[name] for name in ("audiences", "chosen", "summary", "pilots", "alarms")},
        at=made_at(found["summary"]) if found["summary"] else "",
        count=len(found["rows"]),
        names=words.worded(words.AUDIENCES),
        statuses=words.worded(words.STATUSES),
        bounds={"mean": MEAN_BOUNDS, "sd": SD_BOUNDS},
        undo=request.args.get("undo", ""),
        acts=current_user.account.role in DO,
        account=current_user.account,
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    advice = row["advice"]
    return {**row, "reason": str(_(words.REASONS[advice["reason"]]))}


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


ACTS: dict[str, Act] = {"move": move_to_answers, "pilot": try_again, "retire": retire, "back": put_back}


@blueprint.post("/bank/analysis/items/<item_id>/<act>")
@role_required(*DO)
def tune_item(item_id: str, act: str) -> Page:
    """One of the buttons of advice; the page that it was pressed on comes again, with a way back."""
    back = url_for("desk.bank_difficulty", audience=request.form.get("audience", ""))
    doing = ACTS.get(act)
    if doing is None:
        flash(_(REFUSAL_WORDS["bad_request"]))
        return redirect(back)
    account = current_user.account

    def work(connection: Connection) -> None:
        doing(connection, item_id, account.id, utc_now())
        note(connection, account.id, f"item_{act}", item=item_id)

    try:
        change(work)
    except Refusal as refusal:
        flash(_(REFUSAL_WORDS[refusal.refused.reason]))
        return redirect(back)
    told = {
        "move": _("{item} 的难度已按实际作答改好。要撤销，请到“标定”页。"),
        "pilot": _("{item} 改为试测，从现在起上场不计分。"),
        "retire": _("{item} 已停用，不会再上场。"),
        "back": _("{item} 恢复原状。"),
    }
    flash(told[act].format(item=item_id))
    undo = item_id if act in ("pilot", "retire") else None
    return redirect(url_for("desk.bank_difficulty", audience=request.form.get("audience", ""), undo=undo))
