"""The host's console and the links that lead to it."""

from typing import Any

from flask import Blueprint, Flask, redirect, session, url_for
from flask.sessions import SessionMixin
from flask_babel import gettext as _
from werkzeug import Request

from contest.database import writing
from contest.rules.refusals import Refusal
from contest.services.host_access import heat_of_ticket
from contest.services.off_hub import off_hub
from contest.services.one_time_links import consume
from contest.web.auth import account_of_session
from contest.web.context import current, live_heats
from contest.web.join import Page
from contest.web.pages import message_page, page
from contest.web.qr_codes import qr_path

blueprint = Blueprint("host", __name__)

HOST_ROLES = ("organizer", "admin", "judge")
REMEMBERED = 20


@blueprint.get("/host/enter/<token>")
def enter(token: str) -> Page:
    """Only shows the way in: chat programs look at links before people do, and must not use one up."""
    return page("host_enter.html", {"token": token})


@blueprint.post("/host/enter/<token>")
def entered(token: str) -> Page:
    try:
        heat_id = _heat_of_link(token)
    except Refusal:
        text = _("这个链接已经用过，或者过了期。请在原来的设备上点“换设备”，或请组织者重新给一个链接。")
        return message_page(_("进不了主持台"), text), 410
    session["hosting"] = [heat_id, *(each for each in _hosting(session) if each != heat_id)][:REMEMBERED]
    session.permanent = True
    return redirect(url_for("host.console", heat_id=heat_id))


def _heat_of_link(token: str) -> str:
    """Raises `Refusal` `bad_ticket` for what is neither an unused link nor a good ticket."""
    wenqu = current()

    def use_link() -> str | None:
        with writing(wenqu.engine) as connection:
            link = consume(connection, token, "host")
            return link.heat_id if link else None

    return off_hub(use_link) or heat_of_ticket(wenqu.settings.secret_key, token)


@blueprint.get("/host/<heat_id>")
def console(heat_id: str) -> Page:
    if not may_host(session, heat_id):
        text = _("这台设备还没有主持这一场的权限。请用主持链接进入，或者以组织者身份登录。")
        return message_page(_("需要主持链接"), text), 403
    try:
        run = live_heats().run_with_id(heat_id)
    except Refusal:
        return message_page(_("没有这个场次"), _("请核对主持链接。")), 404
    base = current().base_url
    join_url = f"{base}/p/{run.facts.pin}"
    config = {
        "heat": heat_id,
        "join_url": join_url,
        "screen_url": f"{base}/screen/{run.facts.screen_key}",
        "qr": qr_path(join_url)._asdict(),
        "organizer_url": url_for("desk.heat", heat_id=heat_id) if _organizes(session) else None,
    }
    return page("host.html", config)


def _hosting(store: Any) -> list[str]:
    return [str(each) for each in store.get("hosting", [])]


def _organizes(store: SessionMixin) -> bool:
    account = account_of_session(store)
    return account is not None and account.role in HOST_ROLES


def may_host(store: SessionMixin, heat_id: str) -> bool:
    return heat_id in _hosting(store) or _organizes(store)


def admission_of(app: Flask) -> Any:
    """For the socket's door: who the request that opened a connection may host a heat as, or None."""

    def admit(environ: dict[str, Any], heat_id: str, ticket: str) -> str | None:
        if ticket:
            return "host" if _ticket_opens(app, ticket, heat_id) else None
        with app.app_context():
            store = app.session_interface.open_session(app, Request(environ))  # type: ignore[arg-type]
            if store is None:
                return None
            account = account_of_session(store)
            if account is not None and account.role in HOST_ROLES:
                return account.name
            return "host" if heat_id in _hosting(store) else None

    return admit


def _ticket_opens(app: Flask, ticket: str, heat_id: str) -> bool:
    try:
        return heat_of_ticket(app.secret_key, ticket) == heat_id  # type: ignore[arg-type]
    except Refusal:
        return False
