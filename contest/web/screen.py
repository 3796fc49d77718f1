"""The projector's page."""

from flask import Blueprint, request
from flask_babel import gettext as _

from contest.rules.refusals import Refusal
from contest.web.context import current, live_heats
from contest.web.join import Page
from contest.web.pages import message_page, page
from contest.web.qr_codes import qr_path, wifi_text

blueprint = Blueprint("screen", __name__)


@blueprint.get("/screen/<key>")
def screen(key: str) -> Page:
    wenqu = current()
    address = request.remote_addr or ""
    try:
        if wenqu.brake.is_on(address):
            raise Refusal("too_many")
        run = live_heats().run_with_screen_key(key)
    except Refusal:
        wenqu.brake.failed(address)
        text = _("没有这块大屏，请从主持台或场次页面重新打开。")
        return message_page(_("打不开大屏"), text), 404
    join_url = f"{wenqu.base_url}/p/{run.facts.pin}"
    config = {
        "screen": key,
        "join_url": join_url,
        "join_text": wenqu.base_url.partition("://")[2],
        "qr": qr_path(join_url)._asdict(),
        "wifi": _wifi(),
        "margin": 4,
        "theme": "stage",
        "poem": True,
    }
    return page("screen.html", config)


def _wifi() -> dict[str, object] | None:
    settings = current().settings
    if settings.wifi_ssid is None:
        return None
    return {
        "ssid": settings.wifi_ssid,
        "qr": qr_path(wifi_text(settings.wifi_ssid, settings.wifi_password))._asdict(),
    }
