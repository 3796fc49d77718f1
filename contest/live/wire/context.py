"""What an ordinary handler sees of Flask: `request`, `session`, `g`, `current_app`, at a fraction of a real
request's cost.

Flask-SocketIO pushes a full request context per event: it matches the URL, opens the session and sends
signals, which is most of an event's time. Here the same proxies work, but the session is opened and the URL
map consulted only when asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any, Final

from flask import Flask
from flask.ctx import AppContext, RequestContext
from flask.globals import _cv_app, _cv_request
from flask.sessions import SessionMixin
from flask_socketio import _ManagedSession

from contest.live.wire.connection import Connection
from contest.live.wire.handshake import Environ

_SAVED_SESSION: Final = "flask session"
_connection: ContextVar[Connection] = ContextVar("wire connection")


def current_connection() -> Connection:
    """The connection whose event, connect or disconnect is being handled. Raises LookupError outside a
    handler.
    """
    return _connection.get()


class _EventAppContext(AppContext):
    def __init__(self, app: Flask) -> None:
        self.app = app
        self.g = app.app_ctx_globals_class()
        self._cv_tokens = []

    @cached_property
    def url_adapter(self) -> Any:  # type: ignore[override]
        return self.app.create_url_adapter(None)


class _EventContext(RequestContext):
    def __init__(self, app: Flask, environ: Environ, connection: Connection, managed: bool) -> None:
        self.app = app
        self.request = app.request_class(environ)
        self.request.json_module = app.json
        self.flashes = None
        self._after_request_functions = []
        self._cv_tokens = []
        self._session = None
        self._connection = connection
        self._managed = managed

    @cached_property
    def url_adapter(self) -> Any:  # type: ignore[override]
        return self.app.create_url_adapter(self.request)

    @property
    def session(self) -> SessionMixin:
        """The client's copy of the session it connected with (Flask-SocketIO's `manage_session`), or Flask's
        own.
        """
        if self._session is None:
            kept = self._connection.session.get(_SAVED_SESSION) if self._managed else None
            self._session = self._open() if kept is None else kept
        return self._session

    def _open(self) -> SessionMixin:
        interface = self.app.session_interface
        session = interface.open_session(self.app, self.request) or interface.make_null_session(self.app)
        if not self._managed:
            return session
        kept: SessionMixin = _ManagedSession(session)
        self._connection.session[_SAVED_SESSION] = kept
        return kept

    def save(self) -> None:
        """Save a session that Flask manages, if the handler changed it."""
        if not self._managed and self._session is not None and self._session.modified:
            self.app.session_interface.save_session(self.app, self._session, self.app.response_class())


@contextmanager
def event_context(app: Flask, environ: Environ, connection: Connection, managed: bool) -> Iterator[_EventContext]:
    """Bind the proxies for one event; teardown functions of the app run at its end, as after a request."""
    context, outer = _EventContext(app, environ, connection, managed), _EventAppContext(app)
    tokens = _cv_app.set(outer), _cv_request.set(context), _connection.set(connection)
    failure: BaseException | None = None
    try:
        yield context
        context.save()
    except BaseException as error:
        failure = error
        raise
    finally:
        app.do_teardown_request(failure)
        app.do_teardown_appcontext(failure)
        environ["werkzeug.request"] = None  # a cycle otherwise
        _connection.reset(tokens[2])
        _cv_request.reset(tokens[1])
        _cv_app.reset(tokens[0])
