"""The composition root: one Flask application, and around it, when it serves, sockets, journal and clockwork."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from contest.clock import Clock, SystemClock
from contest.locale.catalogue import compile_catalogues
from contest.services.guessing import GuessBrake
from contest.services.jobs import Jobs
from contest.services.prepare_database import prepare_database
from contest.settings import ROOT, Settings
from contest.web import api, auth, desk, health, host, join, media, screen, static_files
from contest.web.context import Wenqu
from contest.web.errors import register_errors
from contest.web.kept_files import KeptFiles
from contest.web.pages import prepare_pages

BLUEPRINTS = (join, api, screen, host, auth, desk, media, health, static_files)


def create_app(settings: Settings, clock: Clock | None = None, base_url: str = "http://127.0.0.1:8000") -> Flask:
    """The application without sockets: pages, forms and the HTTP interface.

    Raises `contest.database.BadDatabase` with what to do when the database cannot be used.
    """
    compile_catalogues()
    clock = clock or SystemClock()
    app = Flask("contest", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=urlsplit(base_url).scheme == "https",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    app.extensions["wenqu"] = Wenqu(
        settings, prepare_database(settings), clock, GuessBrake(clock), Jobs(settings), base_url=base_url.rstrip("/")
    )
    prepare_pages(app)
    register_errors(app)
    for room in BLUEPRINTS:
        app.register_blueprint(room.blueprint)
    auth.prepare_sign_in(app)
    app.wsgi_app = KeptFiles(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
