"""What every page is given: its language, words for its scripts, static addresses, headers."""

from typing import Any

from flask import Flask, Response, g, render_template, request, session
from flask_babel import Babel, gettext

from contest.locale.catalogue import FOLDER, LANGUAGES, SOURCE_LANGUAGE, dictionary, known_language
from contest.web.static_files import asset

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' ws: wss:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def language_of_request() -> str:
    """Asked for in the address, else remembered, else the browser's, else Chinese."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        session["lang"] = asked
    if "lang" in session:
        return known_language(session["lang"])
    return request.accept_languages.best_match(LANGUAGES, SOURCE_LANGUAGE) or SOURCE_LANGUAGE


def prepare_pages(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE_LANGUAGE
    Babel(app, locale_selector=_language)
    app.context_processor(_page_values)
    app.after_request(_add_headers)


def _language() -> str:
    if "language" not in g:
        g.language = language_of_request()
    return str(g.language)


def _page_values() -> dict[str, Any]:
    language = _language()
    return {"lang": language, "words": dictionary(language), "asset": asset}


def page(template: str, config: dict[str, Any] | None = None, **values: Any) -> str:
    """A page with what its scripts need; `config` reaches them with the page's language."""
    if config is not None:
        values["config"] = {**config, "lang": _language()}
    return render_template(template, **values)


def message_page(heading: str, text: str, links: list[tuple[str, str]] | None = None) -> str:
    """What happened, what to do next, and a way back."""
    return page("message.html", heading=heading, text=text, links=links or [("/", gettext("回到首页"))])


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if response.mimetype in ("text/html", "application/json"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
