"""Signing in and out: by password, or by a one-time link."""

from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Flask, abort, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from contest.database import reading, writing
from contest.rules.refusals import Refusal
from contest.services.accounts import Signed, account_by_id, account_by_password, set_password
from contest.services.off_hub import off_hub
from contest.services.one_time_links import Opened, consume
from contest.web.context import current
from contest.web.join import Page
from contest.web.pages import message_page, page

blueprint = Blueprint("auth", __name__, url_prefix="/auth")

P = ParamSpec("P")
T = TypeVar("T")

EPOCH = "session_epoch"
csrf = CSRFProtect()


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login carries no types
    """Flask-Login's view of an account."""

    def __init__(self, account: Signed) -> None:
        self.account = account

    def get_id(self) -> str:
        return self.account.id


def prepare_sign_in(app: Flask) -> None:
    manager = LoginManager()
    manager.login_view = "auth.sign_in"
    manager.login_message = ""
    manager.session_protection = "basic"
    manager.user_loader(_load)
    manager.init_app(app)
    csrf.init_app(app)
    # These carry a secret of their own (a seat, a one-time token) and no session that a stranger's page could use.
    for name in ("api.join", "api.answers", "api.resume", "host.entered"):
        csrf.exempt(app.view_functions[name])


def _load(account_id: str) -> SignedIn | None:
    account = account_of_session(session)
    return SignedIn(account) if account is not None and account.id == account_id else None


def account_of_session(store: MutableMapping[str, Any]) -> Signed | None:
    """The account that a session was opened for, unless it was disabled or all its sessions were ended since."""
    account_id = store.get("_user_id")
    if account_id is None:
        return None
    engine = current().engine

    def look() -> Signed | None:
        with reading(engine) as connection:
            return account_by_id(connection, account_id)

    account = off_hub(look)
    return account if account is not None and account.session_epoch == store.get(EPOCH) else None


def role_required(*roles: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Only for accounts of these roles; others are told so, strangers are asked to sign in."""

    def wrap(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        @login_required
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            if current_user.account.role not in roles:
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return wrap


def _open_session(account: Signed) -> None:
    kept = {name: session[name] for name in ("lang", "hosting") if name in session}
    session.clear()
    session.update(kept)
    session[EPOCH] = account.session_epoch
    session.permanent = True
    login_user(SignedIn(account))


@blueprint.get("/sign-in")
def sign_in() -> Page:
    return page("auth/sign_in.html", login="", problem=None)


@blueprint.post("/sign-in")
def signed_in() -> Page:
    login, password = request.form.get("login", "")[:64], request.form.get("password", "")[:200]
    wenqu = current()
    doors = (f"login:{login}", request.remote_addr or "")
    if any(wenqu.brake.is_on(door) for door in doors):
        return page("auth/sign_in.html", login=login, problem=_("试错的次数太多了，请过一分钟再试。")), 429

    def look() -> Signed | None:
        with reading(wenqu.engine) as connection:
            return account_by_password(connection, login, password)

    account = off_hub(look)
    if account is None:
        for door in doors:
            wenqu.brake.failed(door)
        return page("auth/sign_in.html", login=login, problem=_("账号或密码不对，请再试一次。")), 401
    _open_session(account)
    return redirect(_back_or_desk())


def _back_or_desk() -> str:
    target = request.args.get("next", "")
    # Only a path of this site: a link must not lead a freshly signed-in person elsewhere.
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else url_for("desk.front")


@blueprint.get("/enter/<token>")
def enter(token: str) -> Page:
    """Only shows the way in: chat programs look at links before people do, and must not use one up."""
    return page("auth/enter.html", {"token": token})


@blueprint.post("/enter/<token>")
def entered(token: str) -> Page:
    engine = current().engine

    def use() -> Signed | None:
        with writing(engine) as connection:
            opened: Opened | None = consume(connection, token, "sign_in")
            return account_by_id(connection, opened.account_id) if opened and opened.account_id else None

    account = off_hub(use)
    if account is None:
        text = _("这个链接已经用过，或者过了期。请用账号和密码登录，或请管理员重新给一个链接。")
        return message_page(_("链接不能用了"), text, [(url_for("auth.sign_in"), _("去登录"))]), 410
    _open_session(account)
    return redirect(url_for("desk.front"))


@blueprint.post("/sign-out")
@login_required
def sign_out() -> Page:
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/password")
@login_required
def password() -> Page:
    return page("auth/password.html", problem=None)


@blueprint.post("/password")
@login_required
def password_set() -> Page:
    new, again = request.form.get("password", ""), request.form.get("again", "")
    if new != again:
        return page("auth/password.html", problem=_("两次输入的密码不一样。")), 400
    engine, account = current().engine, current_user.account

    def store() -> Signed | None:
        with writing(engine) as connection:
            set_password(connection, account.id, new)
            return account_by_id(connection, account.id)

    try:
        renewed = off_hub(store)
    except Refusal:
        return page("auth/password.html", problem=_("密码至少 10 个字符。")), 400
    if renewed is not None:
        _open_session(renewed)
    flash(_("密码已经设好。"))
    return redirect(url_for("desk.front"))
