"""Pages for blueprints and forms that are not there, whichever view looked for them."""

from flask import url_for
from flask_babel import gettext as _

from contest.services.form_sets import NoSuchFormSet
from contest.services.saved_blueprints import NoSuchBlueprint
from contest.web.desk import blueprint
from contest.web.join import Page
from contest.web.pages import message_page


@blueprint.errorhandler(NoSuchBlueprint)
def no_such_blueprint(_error: NoSuchBlueprint) -> Page:
    return message_page(_("没有这份蓝图"), _("它可能已被删除；删除后可以在组卷页上找回。"), _back()), 404


@blueprint.errorhandler(NoSuchFormSet)
def no_such_form_set(_error: NoSuchFormSet) -> Page:
    return message_page(_("没有这套卷"), _("它可能已被删除；删除后可以在组卷页上找回。"), _back()), 404


def _back() -> list[tuple[str, str]]:
    return [(url_for("desk.papers"), _("回到组卷"))]
