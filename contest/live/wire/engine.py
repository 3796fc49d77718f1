"""Engine.IO 4 over WebSocket: opens connections, keeps them alive, hands their messages up and their end
down.

It is a python-engineio server to those above it (python-socketio, Flask-SocketIO); below it stand Connection
and the heartbeat instead of a queue, a reader and a writer greenlet per client. Polling is refused.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

import engineio
import gevent
import gevent.event

from contest.live.wire import frames
from contest.live.wire.connection import Connection
from contest.live.wire.handshake import (
    BAD_HANDSHAKE,
    BAD_ORIGIN,
    Environ,
    Request,
    WsgiRequest,
    acceptance,
    refusal,
    refusal_response,
)
from contest.live.wire.heartbeat import STEP, Heartbeat
from contest.live.wire.limits import MALFORMED, Limits
from contest.live.wire.packets import encode_json
from contest.live.wire.quiet import QuietLog
from contest.live.wire.sockets import socket_of
from contest.live.wire.transport import CLIENT_DISCONNECT, Transport

_LINGER: Final = 8  # beats that a closed socket waits for its peer
_PONG: Final = b"3"
_BYE: Final = b"1"
_MESSAGE: Final = b"4"[0]

StartResponse = Callable[..., object]


def loop_now() -> float:
    """Seconds by the hub's loop: as of this round of the loop, and free."""
    now: float = gevent.get_hub().loop.now()
    return now


class Engine(engineio.Server):  # type: ignore[misc]  # python-engineio carries no types
    """`limits` bound each connection; `clock` gives seconds for rates and `opened_at`.

    `receive(connection, text)` gets each message (with its leading `4`) in the hub, `farewell(connection,
    reason)` each end, `complain(connection, code)` each strike; the Socket.IO server above sets all three.
    """

    receive: Callable[[Connection, bytes], None]
    farewell: Callable[[Connection, str], None]
    complain: Callable[[Connection, str], None]

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = loop_now, **options: Any) -> None:
        options.update(async_mode="gevent", transports=["websocket"], monitor_clients=False, allow_upgrades=False)
        super().__init__(**options)
        self.limits = limits or Limits()
        self.clock = clock
        self.max_http_buffer_size = self.limits.message
        self.sockets: dict[str, Connection]
        self._heart = Heartbeat(self.ping_interval, self.ping_timeout)
        self._lingering: dict[Transport, int] = {}
        self._timer: Any = None
        self._quiet = QuietLog(logging.getLogger(__name__), clock)
        self.beats: list[Callable[[], None]] = [self._heart.beat, self._let_go]

    @property
    def loop(self) -> Any:
        """The hub's event loop, of the process that asks (a server may fork after import)."""
        return gevent.get_hub().loop

    # Opening

    def refusal(self, environ: Environ) -> str | None:
        """Why this request may not become a connection, as a code, or None."""
        code = refusal(environ)
        if code is None and not self._origin_allowed(environ):
            code = BAD_ORIGIN
        if code is not None:
            self._quiet.info("refused a connection: %s", code)
        return code

    def _origin_allowed(self, environ: Environ) -> bool:
        origin = environ.get("HTTP_ORIGIN")
        if not origin or self.cors_allowed_origins == []:
            return True
        allowed = self._cors_allowed_origins(environ)
        return allowed is None or origin in allowed

    def adopt(self, sock: Any, request: Request, environ: Environ) -> Connection:
        """Make a connection of a plain non-blocking socket whose request was found good, and answer it."""
        self.wake()
        sid = self.generate_id()
        connection = Connection(self, sid, sock, request)
        self.sockets[sid] = connection
        self._heart.add(connection)
        self._trigger_event("connect", sid, environ, run_async=False)
        opening = frames.text_frame(b"0" + encode_json(self._opening(sid)))
        connection.write(acceptance(environ["HTTP_SEC_WEBSOCKET_KEY"]) + opening)
        if not connection.closed:
            connection.start()
        return connection

    def _opening(self, sid: str) -> dict[str, object]:
        return {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.limits.message,
        }

    def handle_request(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The way in below any WSGI server: the request's greenlet waits until the connection has ended."""
        code = self.refusal(environ)
        sock = None if code else socket_of(environ)
        if code or sock is None:
            status, headers, body = refusal_response(code or BAD_HANDSHAKE)
            start_response(status, headers + self._cors_headers(environ))
            return [body]
        ended = gevent.event.Event()
        connection = self.adopt(sock, WsgiRequest(environ), environ)
        connection.on_release(ended.set)
        ended.wait()
        if "gunicorn.socket" in environ:
            raise StopIteration  # tells gunicorn that there is no response to write
        return []

    # What python-socketio asks for

    def _get_socket(self, sid: str) -> Connection:
        """Unlike the stock one also finds a connection whose disconnect handlers are still at work."""
        return self.sockets[sid]

    def send_packet(self, sid: str, pkt: Any) -> None:
        """Send an Engine.IO packet of text."""
        encoded = pkt.encode()
        if isinstance(encoded, bytes):
            raise TypeError("binary packets are not supported")
        connection = self.sockets.get(sid)
        if connection is not None:
            connection.write(frames.text_frame(encoded.encode()))

    def disconnect(self, sid: str | None = None) -> None:
        """Close one connection, or all of them."""
        doomed = list(self.sockets.values()) if sid is None else [self.sockets.get(sid)]
        for connection in doomed:
            if connection is not None:
                connection.close(frames.GOING_AWAY if sid is None else frames.NORMAL)

    def shutdown(self) -> None:
        """Close all connections and stop the heartbeat."""
        self.disconnect()
        if self._timer is not None:
            self._timer.stop()
            self._timer.close()
            self._timer = None
        for connection in list(self._lingering):
            connection.release()

    # What a connection reports, in the hub

    def received(self, connection: Connection, text: bytes) -> None:
        """Sort one Engine.IO packet."""
        if text[:1] == b"4":
            self.receive(connection, text)
        elif text == _PONG:
            connection.pinged = 0
        elif text == _BYE:
            connection.close(reason=CLIENT_DISCONNECT)
        else:
            connection.strike(MALFORMED)

    def struck(self, connection: Connection, code: str) -> None:
        """Answer a strike, and show the client out at the limit."""
        self._quiet.info("strike: %s", code)
        self.complain(connection, code)
        if connection.strikes >= self.limits.strikes:
            connection.close(frames.POLICY_VIOLATION)

    def failed(self, doing: str) -> None:
        """Log the exception being handled, seldom enough that no client can fill the disk."""
        self._quiet.exception("failed while %s", doing)

    def ended(self, connection: Connection, reason: str) -> None:
        """The application hears of it in a greenlet; `forget` follows when its handlers have run."""
        self._heart.discard(connection)
        self.farewell(connection, reason)

    def forget(self, connection: Connection) -> None:
        """Drop the last trace of an ended connection."""
        self.sockets.pop(connection.sid, None)

    def linger(self, connection: Transport) -> None:
        """Release the connection's socket after a few beats, whatever its peer does."""
        self._lingering[connection] = _LINGER

    def released(self, connection: Transport) -> None:
        """The socket is about to be closed."""
        self._lingering.pop(connection, None)

    # The heartbeat

    def wake(self) -> None:
        """Start the heartbeat, in the process that serves."""
        if self._timer is None:
            self._timer = self.loop.timer(STEP, STEP, ref=False)
            self._timer.start(self._beat)

    def _beat(self) -> None:
        for beat in self.beats:
            try:
                beat()
            except Exception:
                self.failed("keeping the beat")

    def _let_go(self) -> None:
        for connection, beats in list(self._lingering.items()):
            if beats == 0:
                connection.release()
            else:
                self._lingering[connection] = beats - 1
