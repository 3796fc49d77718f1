"""Writing items: what the editor needs to begin, what is wrong while one types, and saving."""

import json
from typing import Any

import msgspec
from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.rules.refusals import Refusal
from contest.services.edit_bank import Saved, save_item
from contest.services.item_standing import Located, located
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank.acts import act, look_at_bank, me
from contest.web.desk.bank.item import no_such_item
from contest.web.desk.bank.listing import known_tags
from contest.web.desk.bank.words import code_lists, refusal_words
from contest.web.desk.database_work import look
from contest.web.join import Page
from contest.web.pages import CONTENT_POLICY, page
from question_bank.catalogue import version_named
from question_bank.exchange.json_lines import UnreadableItem, read_items, write_item
from question_bank.items import MAX_STEM, MOST_OPTIONS, ItemDraft, Problem, faults_of, gaps_of
from question_bank.review import may_edit
from question_bank.search import Wanted, search
from question_bank.taxonomy import benchmarks

WRITES = ("author", "organizer", "admin")
# A stem for a live round; a longer one is for paper.
LIVE_STEM = 60


class Save(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item as the editor sends it, and the version it was made from; None for a new one."""

    item: dict[str, Any]
    base: str | None = None
    note: str = ""


@blueprint.get("/bank/new")
@role_required(*WRITES)
def bank_new() -> Page:
    return _editor(None, None)


@blueprint.get("/bank/items/<item_id>/edit")
@role_required(*WRITES)
def bank_edit(item_id: str) -> Page:
    def work(connection: Connection) -> tuple[Located, ItemDraft | None]:
        there = located(connection, item_id)
        return there, version_named(connection, there.version)

    try:
        there, item = look(work)
    except Refusal:
        return no_such_item()
    return _editor(there, item)


def _editor(there: Located | None, item: ItemDraft | None) -> Page:
    refused = there is not None and not may_edit(there.standing, me())
    config = {
        **code_lists(),
        "benchmarks": [[each.number, each.title, each.first_point, each.last_point] for each in benchmarks()],
        "item": json.loads(write_item(item)) if item else None,
        "base": there.version if there else None,
        "status": there.standing.status.value if there else "draft",
        "tags": look_at_bank(known_tags),
        "save_url": url_for("desk.bank_save"),
        "check_url": url_for("desk.bank_check"),
        "new_url": url_for("desk.bank_new"),
        "item_url": url_for("desk.bank_item", item_id="ITEM"),
        "edit_url": url_for("desk.bank_edit", item_id="ITEM"),
        "picture_url": url_for("media.picture_brought")
        if "media.picture_brought" in current_app.view_functions
        else "",
        "preview_url": url_for("desk.bank_preview", side="SIDE"),
        "live_stem": LIVE_STEM,
        "longest_stem": MAX_STEM,
        "most_options": MOST_OPTIONS,
        "refused": refused,
    }
    text = page("desk/bank/edit.html", config, item=item, refused=refused, account=current_user.account)
    # The previews are pages of our own, in frames.
    return current_app.response_class(
        text, headers={"Content-Security-Policy": f"{CONTENT_POLICY}; frame-src 'self'"}, mimetype="text/html"
    )


@blueprint.post("/bank/check.json")
@role_required(*WRITES)
def bank_check() -> Page:
    """What is wrong with an item, what is missing from it, and what in the bank is like it."""
    try:
        row = msgspec.json.decode(request.get_data(), type=dict[str, Any])
        item = _item_of(row)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    except UnreadableItem as error:
        return {"faults": [_unreadable(error)], "gaps": [], "like": []}  # type: ignore[return-value]
    return {"faults": _told(faults_of(item)), "gaps": _told(gaps_of(item)), "like": _like(item)}  # type: ignore[return-value]


@blueprint.post("/bank/save.json")
@role_required(*WRITES)
def bank_save() -> Page:
    try:
        wish = msgspec.json.decode(request.get_data(), type=Save)
        item = _item_of(wish.item)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    except UnreadableItem as error:
        return {"error": "bad_item", "problems": [_unreadable(error)]}, 400  # type: ignore[return-value]
    try:
        saved, _batch = act(
            lambda work: save_item(work, item, wish.base, wish.note[:500]), "saved", _("存好了"), item=item.id
        )
    except Refusal as refusal:
        return _refused(refusal), 400 if refusal.refused.reason == "bad_item" else 409
    return _stored(saved)  # type: ignore[no-any-return]


def _refused(refusal: Refusal) -> Any:
    reason, stored = refusal.refused.reason, refusal.refused.stored
    problems = (
        [{"field": each["field"], "problem": _(each["problem"])} for each in stored] if reason == "bad_item" else []
    )
    return {"error": reason, "message": refusal_words(refusal), "problems": problems}


def _stored(saved: Saved) -> Any:
    return {
        "item": saved.item,
        "version": saved.version,
        "status": saved.status.value,
        "changed": saved.changed,
        "url": url_for("desk.bank_item", item_id=saved.item),
    }


def _item_of(row: dict[str, Any]) -> ItemDraft:
    """Raises `UnreadableItem`."""
    return next(read_items([json.dumps(row)]))


def _unreadable(error: UnreadableItem) -> dict[str, str]:
    field = error.field if error.field in ("stem", "options", "key", "type", "benchmark", "point") else "key"
    return {"field": field, "problem": error.reason}


def _told(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"field": problem.field, "problem": str(_(problem.problem))} for problem in problems]


def _like(item: ItemDraft) -> list[dict[str, str]]:
    """Items of the bank whose texts have the longest run of this stem's words: perhaps the same question again."""
    words = [
        word for word in item.stem.replace("？", " ").replace("，", " ").replace("。", " ").split() if len(word) > 5
    ]
    if not words:
        return []
    longest = max(words, key=len)
    found = look_at_bank(lambda connection: search(connection, Wanted(words=longest[:20])))
    return [{"id": row["id"], "stem": row["stem"]} for row in found.rows if row["id"] != item.id][:3]
