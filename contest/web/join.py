"""The front door: where a PIN is typed, and the contestant's page."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from contest.rules.refusals import Refusal
from contest.web.context import current, live_heats
from contest.web.pages import page

blueprint = Blueprint("join", __name__)

Page = str | tuple[str, int] | Response


@blueprint.get("/")
def front_door() -> Page:
    return page("join.html", organizer_url=url_for("auth.sign_in"))


@blueprint.get("/p")
def typed() -> Page:
    """Where the form leads without scripts."""
    digits = "".join(character for character in request.args.get("pin", "") if character.isdigit())
    return redirect(url_for("join.play", pin=digits)) if digits else redirect(url_for("join.front_door"))


@blueprint.get("/p/<pin>")
def play(pin: str) -> Page:
    brake, address = current().brake, request.remote_addr or ""
    if brake.is_on(address):
        return page("join.html", pin=pin, problem=_("试错的次数太多了，请过一分钟再试。")), 429
    try:
        run = live_heats().run_with_pin(pin)
    except Refusal:
        brake.failed(address)
        problem = _("没有这个场次号。请看大屏上的六位数字，再输入一次。")
        return page("join.html", pin=pin, problem=problem), 404
    return page("play.html", {"pin": pin, "name": run.facts.name, "state": run.state.phase})


@blueprint.get("/resume")
@blueprint.get("/resume/<code>")
def resume(code: str = "") -> Page:
    return page("resume.html", {"code": code})
