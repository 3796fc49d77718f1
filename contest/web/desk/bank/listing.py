"""The bank as a list: searched while one types, narrowed, and worked on many items at once."""

from typing import Any

import msgspec
from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection, select

from contest.clock import utc_now
from contest.locale.refusal_words import N_
from contest.rules.refusals import Refusal
from contest.services.bank_rules import bank_rules
from contest.services.item_history import hand
from contest.services.item_page import account_names, at_utc
from contest.services.move_items import do_to_many
from contest.services.undo_bank import undo
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank.acts import UNDO, act, look_at_bank, me, offered
from contest.web.desk.bank.words import code_lists, refusal_words
from contest.web.desk.database_work import change
from contest.web.join import Page
from contest.web.pages import page
from question_bank.embargo import is_held
from question_bank.models import ItemVersion
from question_bank.search import PAGE, SORTS, Wanted, all_found, search
from question_bank.taxonomy import benchmarks

BANK = ("author", "reviewer", "organizer", "admin")
# So many items at once; a longer selection would be an import.
MOST = 5000
# Pages of other parts of the workbench that the bank's own pages lead to.
ELSEWHERE = ("desk.import_form", "desk.export_form", "desk.bank_analysis", "desk.bank_blueprints")

DID = {"tag": N_("加了标签"), "untag": N_("去了标签"), "submit": N_("送审了"), "retire": N_("停用了")}


class Many(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act on many items, as the list's script sends it."""

    what: str
    items: list[str]
    tags: list[str] = []


@blueprint.get("/bank")
@role_required(*BANK)
def bank() -> Page:
    def work(connection: Connection) -> tuple[Any, list[str]]:
        return bank_rules(connection), known_tags(connection)

    rules, tags = look_at_bank(work)
    config = {
        **code_lists(),
        "search_url": url_for("desk.bank_search"),
        "many_url": url_for("desk.bank_many"),
        "undo_url": url_for("desk.bank_undo"),
        "item_url": url_for("desk.bank_item", item_id="ITEM"),
        "page": PAGE,
        "most": MOST,
        "me": current_user.account.id,
    }
    return page(
        "desk/bank/list.html",
        config,
        lists=code_lists(),
        benchmarks=benchmarks(),
        tags=tags,
        rules=rules,
        elsewhere={name for name in ELSEWHERE if name in current_app.view_functions},
        undo=offered(),
        account=current_user.account,
    )


def known_tags(connection: Connection) -> list[str]:
    """All tags in use, those on most items first."""
    counted: dict[str, int] = {}
    for tags in connection.scalars(select(ItemVersion.tags).where(ItemVersion.tags != "[]")):
        for tag in tags:
            counted[tag] = counted.get(tag, 0) + 1
    return sorted(counted, key=lambda tag: (-counted[tag], tag))[:300]


def wanted() -> Wanted:
    """What the address asks for; what cannot be understood is not asked for."""
    asked = request.args
    sort = asked.get("sort", "changed")
    return Wanted(
        words=asked.get("q", "")[:200],
        types=tuple(asked.getlist("type")),
        statuses=tuple(asked.getlist("status")),
        benchmark=asked.get("benchmark", None, type=int),
        dimension=asked.get("dimension", ""),
        topic=asked.get("topic", ""),
        group=asked.get("group", ""),
        tag=asked.get("tag", ""),
        low=asked.get("low", None, type=float),
        high=asked.get("high", None, type=float),
        parameters=asked.get("parameters", ""),
        open_comments="comments" in asked,
        gaps="gaps" in asked,
        waiting="waiting" in asked,
        held=utc_now() if "held" in asked else None,
        mine=current_user.account.id if "mine" in asked else "",
        sort=sort if sort in SORTS else "changed",
        page=max(1, asked.get("page", 1, type=int)),
    )


@blueprint.get("/bank/search.json")
@role_required(*BANK)
def bank_search() -> Page:
    asked = wanted()
    if "ids" in request.args:
        return {"ids": look_at_bank(lambda connection: all_found(connection, asked, MOST))}  # type: ignore[return-value]
    found, names = look_at_bank(lambda connection: (search(connection, asked), account_names(connection)))
    now = utc_now()
    rows = [
        {
            **{key: value for key, value in row.items() if key not in ("embargo_until", "author_id")},
            "author": names.get(row["author_id"] or "", ""),
            "held": at_utc(row["embargo_until"]).astimezone().strftime("%Y-%m-%d")
            if is_held(row["embargo_until"], now)
            else "",
        }
        for row in found.rows
    ]
    return {"total": found.total, "page": asked.page, "rows": rows}  # type: ignore[return-value]


@blueprint.post("/bank/many")
@role_required(*BANK)
def bank_many() -> Page:
    try:
        many = msgspec.json.decode(request.get_data(), type=Many)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    if not many.items or len(many.items) > MOST or many.what not in DID:
        return {"error": "bad_request", "message": _("一次最多处理 {n} 题。").format(n=MOST)}, 400  # type: ignore[return-value]
    did = _(DID[many.what])
    try:
        told, batch = act(
            lambda work: do_to_many(work, many.items, many.what, many.tags),
            many.what,
            did,
            items=len(many.items),
            tags=many.tags,
        )
    except Refusal as refusal:
        return {"error": refusal.refused.reason, "message": refusal_words(refusal)}, 400  # type: ignore[return-value]
    done = told.pop("done")
    same = told.pop("unchanged", 0)
    left = {str(refusal_words(Refusal(reason))): count for reason, count in told.items()}
    return {"done": done, "unchanged": same, "left": left, "batch": batch, "did": did}  # type: ignore[return-value]


@blueprint.post("/bank/undo")
@role_required(*BANK)
def bank_undo() -> Page:
    """The person's last act; asked for by a form or by a script."""
    last = session.get(UNDO) or {}
    person, now = me(), utc_now()
    try:
        count = change(lambda connection: undo(hand(connection, person, now), last.get("batch", "")))
        words = _("撤销了，{n} 题回到了原来的样子。").format(n=count)
        session.pop(UNDO, None)
    except Refusal as refusal:
        words = refusal_words(refusal)
    if request.form.get("back") is None:
        return {"message": words}  # type: ignore[return-value]
    flash(words)
    back = request.form["back"]
    return redirect(back if back.startswith("/organizer/bank") else url_for("desk.bank"))
