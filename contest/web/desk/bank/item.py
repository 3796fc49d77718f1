"""One item of the bank: what it says and where it stands; every step of its review is a form on its page."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.rules.refusals import Refusal
from contest.services.bank_overview import analysed_item
from contest.services.bank_rules import bank_rules
from contest.services.edit_bank import restore_version
from contest.services.item_enemies import part_enemies, set_enemies
from contest.services.item_history import Hand
from contest.services.item_page import ItemPage, item_page
from contest.services.item_standing import located
from contest.services.move_items import hold_back, move_item, submit_item
from contest.services.review_items import comment_on, review_item, settle_comment
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank import words
from contest.web.desk.bank.acts import act, me, offered
from contest.web.desk.bank.analysis import item_config, panel_values
from contest.web.desk.bank.listing import BANK
from contest.web.desk.database_work import look
from contest.web.join import Page
from contest.web.pages import message_page, page
from question_bank.embargo import is_held
from question_bank.items import ItemStatus
from question_bank.review import BankRules, may_edit, may_review, ways_from
from question_bank.taxonomy import TARGET_GROUPS, TOPICS, benchmarks

REVIEWS = ("reviewer", "organizer", "admin")
LEADS = ("organizer", "admin")


@blueprint.get("/bank/items/<item_id>")
@role_required(*BANK)
def bank_item(item_id: str) -> Page:
    def work(connection: Connection) -> tuple[ItemPage, BankRules, dict[str, Any]]:
        found, analysed = item_page(connection, item_id), analysed_item(connection, item_id)
        assert analysed is not None  # the page was found
        return found, bank_rules(connection), analysed

    try:
        shown, rules, analysed = look(work)
    except Refusal:
        return no_such_item()
    person, standing = me(), shown.located.standing
    config = {"item": texts_of(shown), "sides": True, **item_config(analysed)}
    return page(
        "desk/bank/item.html",
        config,
        **panel_values(analysed),
        analysed=analysed,
        shown=shown,
        item=shown.item,
        standing=standing,
        rules=rules,
        say=words,
        lists=words.code_lists(),
        ways=ways_from(standing, person, rules),
        edits=may_edit(standing, person),
        reviews=may_review(standing, person, rules),
        leads=person.role in LEADS,
        benchmark=next((each for each in benchmarks() if each.number == shown.item.benchmark), None),
        topics=words.listed(shown.item.topics, TOPICS),
        groups=words.listed(shown.item.groups, TARGET_GROUPS),
        held=is_held(shown.located.embargo_until, utc_now()),
        day=day,
        undo=offered(),
        account=current_user.account,
    )


def texts_of(shown: ItemPage) -> dict[str, Any]:
    """What the page's script sets in markup."""
    item = shown.item
    return {
        "stem": item.stem,
        "options": {option.id: option.text for option in item.options},
        "explanation": item.explanation,
    }


def day(moment: datetime) -> str:
    """Where the server stands."""
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return local.strftime("%Y-%m-%d %H:%M")


def no_such_item() -> Page:
    links = [(url_for("desk.bank"), _("回到题库"))]
    return message_page(_("没有这道题"), _("编号可能少了一截。请在题库里找一找。"), links), 404


def _done(item_id: str, do: Callable[[Hand], Any], name: str, did: str) -> Page:
    """Back on the item's page, with what was done or why it was not."""
    try:
        act(do, name, did, item=item_id)
    except Refusal as refusal:
        if refusal.refused.reason == "unknown_item" and name != "enemies":
            return no_such_item()
        flash(words.refusal_words(refusal))
    return redirect(url_for("desk.bank_item", item_id=item_id))


@blueprint.post("/bank/items/<item_id>/status")
@role_required(*BANK)
def bank_status(item_id: str) -> Page:
    to = request.form.get("to", "")
    if to not in words.STATUSES:
        return redirect(url_for("desk.bank_item", item_id=item_id))
    did = _("状态改成了“{status}”").format(status=_(words.STATUSES[to]))
    return _done(item_id, lambda work: move_item(work, item_id, ItemStatus(to)), "status", did)


@blueprint.post("/bank/items/<item_id>/submitted")
@role_required(*BANK)
def bank_submitted(item_id: str) -> Page:
    waits = request.form.get("waits") != "0"
    did = _("送审了") if waits else _("撤回了送审")
    return _done(item_id, lambda work: submit_item(work, located(work.connection, item_id), waits), "submitted", did)


@blueprint.post("/bank/items/<item_id>/review")
@role_required(*REVIEWS)
def bank_review(item_id: str) -> Page:
    form = request.form
    version, verdict, note = form.get("version", ""), form.get("verdict", ""), form.get("note", "")
    did = _("通过了这一版") if verdict == "approved" else _("请作者修改")
    return _done(item_id, lambda work: review_item(work, item_id, version, verdict, note), "reviewed", did)


@blueprint.post("/bank/items/<item_id>/comments")
@role_required(*BANK)
def bank_comment(item_id: str) -> Page:
    text = request.form.get("text", "")
    return _done(item_id, lambda work: comment_on(work, item_id, text), "commented", _("写了一条意见"))


@blueprint.post("/bank/items/<item_id>/comments/<int:comment_id>")
@role_required(*BANK)
def bank_settled(item_id: str, comment_id: int) -> Page:
    settled = request.form.get("settled") != "0"
    did = _("意见处理好了") if settled else _("意见又打开了")
    return _done(item_id, lambda work: settle_comment(work, item_id, comment_id, settled), "settled", did)


@blueprint.post("/bank/items/<item_id>/enemies")
@role_required(*BANK)
def bank_enemies(item_id: str) -> Page:
    other, reason = request.form.get("other", "").strip(), request.form.get("reason", "")
    if request.form.get("part") == "1":
        return _done(item_id, lambda work: part_enemies(work, item_id, other), "enemies", _("去掉了一道互斥题"))
    return _done(item_id, lambda work: set_enemies(work, item_id, other, reason), "enemies", _("加了一道互斥题"))


@blueprint.post("/bank/items/<item_id>/embargo")
@role_required(*LEADS)
def bank_embargo(item_id: str) -> Page:
    text = request.form.get("until", "").strip()
    try:
        until = datetime.combine(datetime.fromisoformat(text), time()).astimezone(UTC) if text else None
    except ValueError:
        flash(_("日期没有读懂，请从日历里选一天。"))
        return redirect(url_for("desk.bank_item", item_id=item_id))
    did = _("改了保密期")
    return _done(item_id, lambda work: hold_back(work, item_id, until), "embargo", did)


@blueprint.post("/bank/items/<item_id>/restore")
@role_required(*BANK)
def bank_restored(item_id: str) -> Page:
    version = request.form.get("version", "")
    return _done(item_id, lambda work: restore_version(work, item_id, version), "restored", _("恢复了一版"))
