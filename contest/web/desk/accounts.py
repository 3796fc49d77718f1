"""Accounts, for administrators."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection, select

from contest.models.people import Account
from contest.rules.refusals import Refusal
from contest.services.accounts import ROLES, account_by_id, create_account, disable
from contest.services.heat_lists import note
from contest.services.one_time_links import one_time_link
from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from contest.web.qr_codes import qr_path

LONGEST = 64


@blueprint.get("/accounts")
@role_required("admin")
def accounts() -> Page:
    return _list({}, {})


def _list(values: dict[str, str], problems: dict[str, str]) -> str:
    columns = (Account.id, Account.login, Account.name, Account.role, Account.disabled)
    rows = look(lambda connection: connection.execute(select(*columns).order_by(Account.created_at)).all())
    return page(
        "desk/accounts.html", rows=rows, roles=ROLES, values=values, problems=problems, account=current_user.account
    )


@blueprint.post("/accounts")
@role_required("admin")
def account_created() -> Page:
    form, account = request.form.to_dict(), current_user.account

    def work(connection: Connection) -> str:
        made = create_account(connection, form.get("login", ""), form.get("name", ""), form.get("role", ""))
        note(connection, account.id, "account_created", account=made)
        return one_time_link(connection, "sign_in", account_id=made)

    try:
        return _link_page(change(work))
    except Refusal as refusal:
        return _list(form, _problems(form, refusal)), 400


def _problems(form: dict[str, str], refusal: Refusal) -> dict[str, str]:
    if refusal.refused.reason == "name_taken":
        return {"login": _("这个账号已经有了，请换一个。")}
    problems = {}
    for field in ("login", "name"):
        if not 0 < len(form.get(field, "").strip()) <= LONGEST:
            problems[field] = _("请填写，最多 {n} 个字。").format(n=LONGEST)
    return problems or {"role": _("请从列表里选一项。")}


@blueprint.route("/accounts/<account_id>/link", methods=["GET", "POST"])
@role_required("admin")
def account_link(account_id: str) -> Page:
    """A new way in, shown once; its page, asked for again, leads back to the list."""
    if request.method == "GET":
        return redirect(url_for("desk.accounts"))
    account = current_user.account

    def work(connection: Connection) -> str | None:
        if account_by_id(connection, account_id) is None:
            return None
        note(connection, account.id, "sign_in_link_made", account=account_id)
        return one_time_link(connection, "sign_in", account_id=account_id)

    token = change(work)
    return _link_page(token) if token else abort(404)


@blueprint.post("/accounts/<account_id>/disabled")
@role_required("admin")
def account_disabled(account_id: str) -> Page:
    account, off = current_user.account, request.form.get("off") == "1"
    if account_id == account.id:
        flash(_("不能停用自己的账号。"))
        return redirect(url_for("desk.accounts"))

    def work(connection: Connection) -> None:
        disable(connection, account_id, off)
        note(connection, account.id, "account_disabled" if off else "account_enabled", account=account_id)

    change(work)
    return redirect(url_for("desk.accounts"))


def _link_page(token: str) -> str:
    url = f"{current().base_url}/auth/enter/{token}"
    config = {"url": url, "qr": qr_path(url)._asdict()}
    return page("desk/link.html", config, heat=None, url=url, account=current_user.account)
