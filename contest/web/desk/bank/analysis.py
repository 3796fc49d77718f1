"""What answers say of items: the table of all, and one item with its charts."""

import io
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.rules.refusals import Refusal
from contest.services.analyse_bank import made_at, summary_of
from contest.services.bank_overview import analysed_item, analysed_items, finished_since
from contest.services.export_heat import write_csv
from contest.services.heat_lists import note
from contest.services.item_remarks import letter
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.bank import analysis_words as words
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from question_bank.taxonomy import DIMENSIONS

COLUMNS = (
    "id", "stem", "type", "dimension", "benchmark", "status", "n", "heats", "share", "low", "high", "correlation", "a",
    "b", "se_b", "rmsd", "seconds", "group", "group_delta", "verdict", "remarks",
)  # fmt: skip
LOOK = ("author", "reviewer", "organizer", "admin")
DO = ("organizer", "admin")


@blueprint.get("/bank/analysis")
@role_required(*LOOK)
def bank_analysis() -> Page:
    def work(connection: Connection) -> tuple[dict[str, Any] | None, list[dict[str, Any]], int]:
        known = summary_of(connection)
        return known, analysed_items(connection), finished_since(connection, known["heats"] if known else [])

    summary, rows, newer = look(work)
    for row in rows:
        row["remarks"] = [words.remark_in_words(remark) for remark in row["remarks"]]
        if row["group"]:
            row["group"]["focal"] = str(_(words.GROUPS[row["group"]["focal"]]))
    config = {
        "rows": rows,
        "verdicts": words.worded(words.VERDICTS),
        "dimensions": {code.value: str(_(name)) for code, name in DIMENSIONS.items()},
        "types": words.worded(words.TYPES),
        "item_url": url_for("desk.bank_analysis_item", item_id="ITEM"),
        **job_config(),
    }
    return page(
        "desk/bank/analysis.html",
        config,
        summary=summary,
        newer=newer if summary else 0,
        at=made_at(summary) if summary else "",
        acts=current_user.account.role in DO,
        account=current_user.account,
    )


def job_config() -> dict[str, Any]:
    """What the page's script needs to follow a job."""
    return {"job_url": url_for("desk.job", job_id="JOB"), "job": request.args.get("job", "")}


@blueprint.get("/bank/analysis/figures.csv")
@role_required(*LOOK)
def bank_analysis_file() -> Response:
    """The table as a file that a spreadsheet opens."""
    rows = look(analysed_items)
    file = io.StringIO()
    write_csv(file, COLUMNS, (_file_row(row) for row in rows))
    # Excel takes a CSV for UTF-8 only with a byte order mark at its beginning.
    return Response(
        file.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=item-analysis.csv"},
    )


def _file_row(row: dict[str, Any]) -> dict[str, Any]:
    remarks = " ".join(words.remark_in_words(remark) for remark in row["remarks"])
    group = row["group"] or {}
    own = {
        "verdict": str(_(words.VERDICTS[row["verdict"]])),
        "remarks": remarks,
        "group": str(_(words.GROUPS[group["focal"]])) if group else "",
        "group_delta": group.get("delta"),
    }
    return {name: {**row, **own}[name] for name in COLUMNS}


@blueprint.post("/bank/analysis/run")
@role_required(*DO)
def run_bank_analysis() -> Page:
    """Starts the computation; the page that follows shows how far it is."""
    account = current_user.account
    try:
        job = current().jobs.start("analyse", {}, account.id)
    except Refusal:
        return redirect(url_for("desk.bank_analysis"))
    change(lambda connection: note(connection, account.id, "bank_analysed"))
    return redirect(url_for("desk.bank_analysis", job=job.id))


@blueprint.get("/bank/analysis/items/<item_id>")
@role_required(*LOOK)
def bank_analysis_item(item_id: str) -> Page:
    item = look(lambda connection: analysed_item(connection, item_id))
    if item is None:
        abort(404)
    return page(
        "desk/bank/analysis_item.html",
        item_config(item),
        item=item,
        **panel_values(item),
        acts=current_user.account.role in DO,
        account=current_user.account,
    )


def item_config(item: dict[str, Any]) -> dict[str, Any]:
    """What the charts of an item draw."""
    figures = item["figures"]
    if not figures:
        return {"analysis": None}
    keys = ("curve", "observed", "fifths", "options", "days")
    return {"analysis": {**{key: figures.get(key) for key in keys}, "b": item["b"], "key": item["key"]}}


def panel_values(item: dict[str, Any]) -> dict[str, Any]:
    """What the template of an item's panels needs (desk/bank/analysis_panels.html), for any page that includes it."""
    figures = item["figures"]
    texts = {option["id"]: option["text"] for option in item["options"]}
    options = [
        {**option, "letter": letter(place), "text": texts.get(option["id"], ""), "note": _misconception(item, option)}
        for place, option in enumerate(figures["options"] if figures else [])
    ]
    return {
        "figures": figures,
        "options": options,
        "remarks": [(remark["weight"], words.remark_in_words(remark)) for remark in item["remarks"]],
        "named": words,
        "dimension": next((name for code, name in DIMENSIONS.items() if code.value == item["dimension"]), ""),
    }


def _misconception(item: dict[str, Any], option: dict[str, Any]) -> str:
    return str((item["misconceptions"] or {}).get(option["id"], ""))
