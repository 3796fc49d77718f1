"""FastSocketIO: Flask-SocketIO's own interface on the fast path, and the hot events beside it."""

from collections.abc import Callable
from typing import Any, TypeVar

import flask
import flask_socketio
from flask_socketio import ConnectionRefusedError, _SocketIOMiddleware

from contest.live.wire import packets
from contest.live.wire.connection import Connection
from contest.live.wire.context import current_connection, event_context
from contest.live.wire.dispatch import SocketServer
from contest.live.wire.engine import loop_now
from contest.live.wire.hot import HotEvent, HotHandler, Reply
from contest.live.wire.limits import Limits
from contest.live.wire.server import WireServer

__all__ = ["Connection", "FastSocketIO", "Limits", "Reply", "WireServer", "current_connection"]

Handler = TypeVar("Handler", bound=Callable[..., Any])


def refuse(code: str) -> dict[str, object]:
    """What acknowledges an event that was a strike, unless the application has its own form."""
    return {"ok": False, "code": code}


class FastSocketIO(flask_socketio.SocketIO):  # type: ignore[misc]  # Flask-SocketIO carries no types
    """Flask-SocketIO over `contest.live.wire`.

    `limits` bound each connection; `clock` gives seconds, never stepping back, for rates and
    `Connection.opened_at`; `strike_ack(code)` forms the acknowledgement of an event that was refused as a
    strike (codes: limits.py, "internal" where a handler failed). Other options are Flask-SocketIO's; a queue
    between processes is given as `client_manager` (see fanout.py). WebSocket and text only.
    """

    server: SocketServer | None
    manage_session: bool

    def __init__(
        self,
        app: flask.Flask | None = None,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = loop_now,
        strike_ack: Callable[[str], object] = refuse,
        **options: Any,
    ) -> None:
        self._hot: list[tuple[str, HotEvent]] = []
        self._path = "socket.io"
        options.update(limits=limits or Limits(), clock=clock, strike_ack=strike_ack)
        super().__init__(None, **options)
        if app is not None:
            self.init_app(app)

    def init_app(self, app: flask.Flask, **options: Any) -> None:
        """Bind to the application; also when it is made by a factory."""
        self.server_options.update(options)
        if "message_queue" in self.server_options:
            raise ValueError("message_queue: give a client_manager instead, see contest/live/wire/fanout.py")
        self.manage_session = bool(self.server_options.pop("manage_session", True))
        self._path = (self.server_options.pop("path", None) or "socket.io").strip("/")
        self.server = SocketServer(**self.server_options)
        self.async_mode = self.server.async_mode
        for message, handler, namespace in self.handlers:
            self.server.on(message, handler, namespace=namespace)
        for namespace_handler in self.namespace_handlers:
            self.server.register_namespace(namespace_handler)
        for event, hot in self._hot:
            self.server.add_hot(event, hot)
        app.extensions["socketio"] = self
        self.sockio_mw = _SocketIOMiddleware(self.server, app, socketio_path=self._path)
        app.wsgi_app = self.sockio_mw  # type: ignore[method-assign]

    def on(self, message: str, namespace: str | None = None) -> Callable[[Handler], Handler]:
        """Flask-SocketIO's `on`, with a type."""
        decorator: Callable[[Handler], Handler] = super().on(message, namespace)
        return decorator

    # Hot events and fast messages

    def hot(self, event: str, namespace: str = "/", type: Any = None) -> Callable[[HotHandler], HotHandler]:
        """Register `f(connection, data, reply)`, to run in the reader for `event` of a client connected to
        `namespace`.

        `data` is the event's only argument as msgspec decodes it into `type`; what does not fit is a strike
        ("malformed"), acknowledged with `strike_ack`. Without `type` it is any JSON, None where the argument
        is missing. `reply` is a Reply: call it now or later from the hub's thread, once. The handler runs in
        the hub: it must not block (spawn what may); an exception is logged and acknowledged as "internal".
        """

        def register(handler: HotHandler) -> HotHandler:
            hot = HotEvent(handler, namespace, type)
            self._hot.append((event, hot))
            if self.server is not None:
                self.server.add_hot(event, hot)
            return handler

        return register

    def broadcast(self, room: str | None, event: str, payload: object, namespace: str = "/") -> int:
        """Send one event to a room of this process (None: all in the namespace), encoded and framed once.

        `payload` is JSON as bytes or msgspec.Raw, or anything msgspec encodes. Returns how many were written
        to.
        """
        assert self.server is not None, "init_app comes first"
        return self.server.manager.deliver(packets.event(namespace, event, (payload,)), namespace, room)

    def connection_of(self, sid: str, namespace: str = "/") -> Connection | None:
        """The connection behind a Socket.IO id, in its connect and disconnect handlers too; None for a
        stranger.
        """
        assert self.server is not None, "init_app comes first"
        member = self.server.manager.member(sid, namespace)
        return None if member is None else member.connection

    # Serving

    def wire_server(self, listener: Any, app: Any, **options: Any) -> WireServer:
        """A server on `listener` ((host, port) or a listening socket) for the WSGI application `app`, not
        started yet.
        """
        assert self.server is not None, "init_app comes first"
        environ = {"flask.app": self.sockio_mw.flask_app, **options.pop("environ", {})}
        return WireServer(listener, app, self.server.eio, f"/{self._path}/", environ=environ, **options)

    def run(self, app: flask.Flask, host: str = "127.0.0.1", port: int = 8000, **options: Any) -> None:
        """Serve until stopped."""
        self.wsgi_server = self.wire_server((host, port), app, **options)
        self.wsgi_server.serve_forever()

    # Ordinary handlers

    def _handle_event(self, handler: Any, message: str, namespace: str, sid: str, *arguments: Any) -> Any:
        connection = self.connection_of(sid, namespace)
        if connection is None:  # Flask-SocketIO's test client, which has no connection
            return super()._handle_event(handler, message, namespace, sid, *arguments)
        environ = connection.environ()
        app = environ.get("flask.app", self.sockio_mw.flask_app)
        with event_context(app, environ, connection, self.manage_session) as context:
            request: Any = context.request
            request.sid, request.namespace = sid, namespace
            request.event = {"message": message, "args": arguments}
            try:
                return _call(handler, message, arguments)
            except ConnectionRefusedError:
                raise
            except Exception as error:
                return self._rescue(namespace, error)

    def _rescue(self, namespace: str, error: Exception) -> Any:
        rescuer = self.exception_handlers.get(namespace, self.default_exception_handler)
        if rescuer is None:
            raise error
        return rescuer(error)


def _call(handler: Any, message: str, arguments: tuple[Any, ...]) -> Any:
    """Connect handlers may take the client's auth or nothing, as with Flask-SocketIO."""
    if message != "connect":
        return handler(*arguments)
    try:
        return handler(arguments[1] if len(arguments) > 1 else None)
    except TypeError:
        return handler()
