"""How the bank is run: two pairs of eyes, one, or one person alone."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.services.bank_rules import bank_rules, set_bank_rules
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank.acts import me
from contest.web.desk.bank.item import LEADS
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.pages import page
from question_bank.review import BankRules

CHOICES = {"two": BankRules(), "one": BankRules(two_pairs_of_eyes=False), "solo": BankRules(solo=True)}


@blueprint.get("/bank/settings")
@role_required(*LEADS)
def bank_settings() -> Page:
    return page("desk/bank/settings.html", rules=look(bank_rules), account=current_user.account)


@blueprint.post("/bank/settings")
@role_required(*LEADS)
def bank_settings_set() -> Page:
    rules = CHOICES.get(request.form.get("eyes", ""))
    if rules is None:
        flash(_("请从列表里选一项。"))
        return redirect(url_for("desk.bank_settings"))
    person, now, chosen = me(), utc_now(), rules

    def work(connection: Connection) -> None:
        set_bank_rules(connection, chosen, person, now)

    change(work)
    flash(_("设好了，从现在起照这样审题。"))
    return redirect(url_for("desk.bank"))
