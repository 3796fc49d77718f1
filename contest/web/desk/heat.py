"""One heat: its links, its rules in words, its results while it runs and afterwards."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.rules.parameters import OpenRules
from contest.rules.refusals import Refusal
from contest.services.heat_lists import delete_heat, note
from contest.services.heat_overview import literacy, overview, participation
from contest.services.off_hub import off_hub
from contest.services.one_time_links import one_time_link
from contest.services.run_heat import HeatRun
from contest.web.auth import role_required
from contest.web.context import current, live_heats
from contest.web.desk import blueprint
from contest.web.desk.database_work import change, look
from contest.web.desk.missing import no_such_heat, unreadable_heat
from contest.web.join import Page
from contest.web.pages import page
from contest.web.qr_codes import qr_path


@blueprint.get("/heats/<heat_id>")
@role_required("organizer", "admin", "judge")
def heat(heat_id: str) -> Page:
    try:
        run = live_heats().run_with_id(heat_id)
    except Refusal:
        return no_such_heat()
    except ValueError:
        return unreadable_heat()
    base, state = current().base_url, run.state
    join_url = f"{base}/p/{run.facts.pin}"
    config = {
        "live_url": url_for("desk.live", heat_id=heat_id),
        "join_url": join_url,
        "qr": qr_path(join_url)._asdict(),
    }
    return page(
        "desk/heat.html",
        config,
        heat=run.facts,
        rules=_in_words(state.rules),
        played=run.head.seq > 1,
        join_url=join_url,
        screen_url=f"{base}/screen/{run.facts.screen_key}",
        head=run.head,
        account=current_user.account,
    )


@blueprint.get("/heats/<heat_id>/live.json")
@role_required("organizer", "admin", "judge")
def live(heat_id: str) -> Page:
    try:
        run = live_heats().run_with_id(heat_id)
    except (Refusal, ValueError):
        return {"error": "unknown_heat"}, 404  # type: ignore[return-value]
    counted = look(lambda connection: participation(connection, heat_id))
    found = off_hub(overview, run)
    return {**found, "literacy": _literacy(run), "participation": counted, "head": run.head._asdict()}  # type: ignore[return-value]


def _literacy(run: HeatRun) -> dict[str, Any] | None:
    estimates = live_heats().literacy_of(run)
    return off_hub(literacy, run.state, live_heats().scorer_of(run), estimates) if estimates else None


@blueprint.route("/heats/<heat_id>/host-link", methods=["GET", "POST"])
@role_required("organizer", "admin")
def host_link(heat_id: str) -> Page:
    """A one-time link for whoever will host, shown once; its page, asked for again, leads back to the heat."""
    if request.method == "GET":
        return redirect(url_for("desk.heat", heat_id=heat_id))
    account = current_user.account

    def work(connection: Connection) -> str:
        note(connection, account.id, "host_link_made", heat=heat_id)
        return one_time_link(connection, "host", heat_id=heat_id)

    try:
        run = live_heats().run_with_id(heat_id)
    except Refusal:
        return no_such_heat()
    except ValueError:
        return unreadable_heat()
    url = f"{current().base_url}/host/enter/{change(work)}"
    return page("desk/link.html", {"url": url, "qr": qr_path(url)._asdict()}, heat=run.facts, url=url, account=account)


@blueprint.post("/heats/<heat_id>/delete")
@role_required("organizer", "admin")
def delete(heat_id: str) -> Page:
    account = current_user.account

    def work(connection: Connection) -> None:
        delete_heat(connection, heat_id)
        note(connection, account.id, "heat_deleted", heat=heat_id)

    try:
        change(work)
    except Refusal as refusal:
        played = refusal.refused.reason == "heat_played"
        flash(_("已经有人进场或开过题的场次不能删除。") if played else _("没有这个场次。"))
        return redirect(url_for("desk.front"))
    live_heats().forget(heat_id)
    flash(_("场次已删除。"))
    return redirect(url_for("desk.front"))


def _in_words(rules: OpenRules) -> list[str]:
    """The rule sheet as sentences."""
    falling = rules.points.kind == "falling"
    words = [
        _("每题 {n} 秒").format(n=rules.time_limit_s),
        _("答对 {n} 分，越快越多").format(n=rules.points.full)
        if falling
        else _("答对 {n} 分，不比快慢").format(n=rules.points.full),
        _("收题前可以改") if rules.changeable else _("以第一次作答为准"),
        _("多选少选得部分分，错选不得分") if rules.multiple == "part" else _("多选全对才得分"),
    ]
    if rules.streak.step:
        words.append(_("连对加分，每次 {n} 分").format(n=rules.streak.step))
    if rules.penalty:
        words.append(_("答错扣 {n} 分").format(n=rules.penalty))
    if rules.late_joiners == "refused":
        words.append(_("开始后不再进场"))
    words.append(_("同分先看用时") if "time" in rules.tie_breaks else _("同分并列"))
    return words
