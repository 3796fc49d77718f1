"""Pages for blueprints and forms that are not there."""

from flask import url_for
from flask_babel import gettext as _

from contest.web.join import Page
from contest.web.pages import message_page


def no_such_blueprint() -> Page:
    return message_page(_("没有这份蓝图"), _("它可能已被删除；删除后可以在组卷页上找回。"), _back()), 404


def no_such_form_set() -> Page:
    return message_page(_("没有这套卷"), _("它可能已被删除；删除后可以在组卷页上找回。"), _back()), 404


def _back() -> list[tuple[str, str]]:
    return [(url_for("desk.papers"), _("回到组卷"))]
