"""A heat's files, for organizers."""

import io
import json
import zipfile
from typing import Any

from flask import Response, abort, send_file
from flask_login import current_user
from sqlalchemy import Connection

from contest.database import reading
from contest.rules.refusals import Refusal
from contest.services.export_heat import Exported, export_of, workbook_of, write_csv, write_json_lines
from contest.services.heat_lists import note
from contest.services.off_hub import off_hub
from contest.services.run_heat import load_heat
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.database_work import change
from contest.web.desk.missing import no_such_heat, unreadable_heat
from contest.web.join import Page

KINDS = {
    "responses.csv": "text/csv",
    "standings.csv": "text/csv",
    "events.jsonl": "application/x-ndjson",
    "heat.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "heat.zip": "application/zip",
}


@blueprint.get("/heats/<heat_id>/export/<name>")
@role_required("organizer", "admin")
def export(heat_id: str, name: str) -> Page | Response:
    if name not in KINDS:
        abort(404)
    engine, account = current().engine, current_user.account

    def work() -> bytes:
        loaded = load_heat(engine, heat_id)
        with reading(engine) as connection:
            return _file(export_of(connection, loaded), name)

    try:
        content = off_hub(work)
    except Refusal:
        return no_such_heat()
    except ValueError:
        return unreadable_heat()

    def audit(connection: Connection) -> None:
        note(connection, account.id, "heat_exported", heat=heat_id, file=name)

    change(audit)
    title = f"{heat_id}-{name}"
    return send_file(io.BytesIO(content), KINDS[name], as_attachment=True, download_name=title)


def _file(exported: Exported, name: str) -> bytes:
    if name == "heat.xlsx":
        out = io.BytesIO()
        workbook_of(exported).save(out)
        return out.getvalue()
    if name == "heat.zip":
        return _zip(exported)
    return _text(exported, name)


def _text(exported: Exported, name: str) -> bytes:
    text = io.StringIO(newline="")
    if name == "events.jsonl":
        write_json_lines(text, exported.events)
        return text.getvalue().encode()
    columns, rows = exported.tables[name.removesuffix(".csv")]
    write_csv(text, columns, rows)
    # Excel takes a CSV for UTF-8 only with a byte order mark at its beginning.
    return text.getvalue().encode("utf-8-sig")


def _zip(exported: Exported) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("responses.csv", "standings.csv", "events.jsonl"):
            archive.writestr(name, _text(exported, name))
        card: dict[str, Any] = exported.card
        archive.writestr("heat.json", json.dumps(card, ensure_ascii=False, indent=1))
    return out.getvalue()
