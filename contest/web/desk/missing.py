"""Pages for heats that are not there or cannot be read."""

from flask import url_for
from flask_babel import gettext as _

from contest.web.join import Page
from contest.web.pages import message_page


def no_such_heat() -> Page:
    return message_page(_("没有这个场次"), _("它可能已被删除。"), _back()), 404


def unreadable_heat() -> Page:
    text = _("这一场的流水读不出来，没有改动它。请用 wenqu heat verify 找出是哪一条，再从备份恢复。")
    return message_page(_("场次打不开"), text, _back()), 500


def _back() -> list[tuple[str, str]]:
    return [(url_for("desk.front"), _("回到场次列表"))]
