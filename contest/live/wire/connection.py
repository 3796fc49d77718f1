"""One accepted phone: what it sent becomes messages in the hub, and the application finds it here."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import gevent

from contest.live.wire import frames
from contest.live.wire.handshake import Environ, Request
from contest.live.wire.limits import BINARY, OVERSIZED, TOO_FREQUENT, TokenBucket
from contest.live.wire.packets import Packet, event
from contest.live.wire.parser import FrameParser
from contest.live.wire.transport import (
    RECEIVE,
    SERVER_DISCONNECT,
    TRANSPORT_CLOSE,
    TRANSPORT_ERROR,
    Transport,
)

if TYPE_CHECKING:
    from contest.live.wire.engine import Engine

PING: Final = frames.text_frame(b"2")


class Connection(Transport):
    """A live WebSocket. Attributes for the application:

    `sid` Engine.IO id; `sids` Socket.IO id by connected namespace; `who` the application's own (None at
    first); `strikes`; `opened_at` by the engine's clock; `address` (host, port) of the peer; `closed`;
    `session` a dict.
    """

    __slots__ = (
        "_bucket",
        "_callbacks",
        "_parser",
        "_request",
        "_session",
        "address",
        "inbox",
        "opened_at",
        "pinged",
        "sid",
        "sids",
        "slot",
        "strikes",
        "who",
    )

    upgraded = True  # what python-engineio asks to name the transport

    def __init__(self, engine: "Engine", sid: str, sock: Any, request: Request) -> None:
        super().__init__(engine, sock)
        self.sid = sid
        self.sids: dict[str, str] = {}
        self.who: Any = None
        self.strikes = 0
        self.opened_at = engine.clock()
        self.address = request.address
        self.inbox: deque[Packet] | None = None  # packets waiting while one that needs a greenlet is handled
        self.pinged = 0  # the heartbeat's count when the unanswered ping left; 0: none is out
        self.slot = 0  # the heartbeat's
        self._request = request
        self._parser = FrameParser(engine.limits)
        self._bucket = TokenBucket(engine.limits, self.opened_at)
        self._session: dict[str, Any] | None = None
        self._callbacks: list[Callable[[Connection], object]] | None = None

    def start(self) -> None:
        """Begin to read; the opening answer must have been written."""
        self._reader.start(self._readable)

    # For the application

    @property
    def session(self) -> dict[str, Any]:
        """python-engineio's per-client session, made when first asked for."""
        if self._session is None:
            self._session = {}
        return self._session

    @session.setter
    def session(self, session: dict[str, Any]) -> None:
        self._session = session

    def environ(self) -> Environ:
        """A fresh WSGI environ of the request that opened this connection (cookies, addresses, query)."""
        return self._request.environ()

    def send_event(self, namespace: str, name: str, payload: object) -> None:
        """Send one event to this client alone; `payload` is JSON as bytes or msgspec.Raw, or anything msgspec
        encodes.
        """
        self.write(frames.text_frame(event(namespace, name, (payload,))))

    def strike(self, code: str) -> None:
        """Count an offence, tell the client, and show it out at the limit."""
        if not self.closed:
            self.strikes += 1
            self._engine.struck(self, code)

    def on_close(self, callback: Callable[["Connection"], object]) -> None:
        """Call back once, in a greenlet of its own, when the connection has ended."""
        if self.closed:
            gevent.spawn(callback, self)
        else:
            self._callbacks = [*(self._callbacks or ()), callback]

    def close(self, code: int = frames.NORMAL, reason: str = SERVER_DISCONNECT) -> None:
        """Say goodbye and hang up; a second call does nothing. The socket lingers until the peer has hung up
        too.
        """
        if self.closed:
            return
        polite = self._backlog is None
        if polite:
            self.write(frames.close_frame(code))
        if not self.closed:
            self._end(reason)
            if polite and self._backlog is None:
                self._linger()
            else:
                self.release()

    # Reading: in the hub, where nothing may block and nothing may be raised

    def _readable(self) -> None:
        try:
            data = self._sock.recv(RECEIVE)
        except BlockingIOError:
            return
        except OSError:
            self.abort(TRANSPORT_ERROR)
            return
        if not data:
            self.abort(TRANSPORT_CLOSE)
            return
        try:
            self._take(data)
        except frames.FrameError as error:
            self.close(error.code, TRANSPORT_ERROR)
        except Exception:
            self._engine.failed("reading")
            self.close(frames.INTERNAL_ERROR, TRANSPORT_ERROR)

    def _take(self, data: bytes) -> None:
        engine = self._engine
        for opcode, payload in self._parser.feed(data):
            if not self._bucket.take(engine.limits, engine.clock()):
                self.strike(TOO_FREQUENT)
            elif opcode == frames.TEXT:
                engine.received(self, payload)
            else:
                self._take_other(opcode, payload)
            if self.closed:
                return

    def _take_other(self, opcode: int, payload: bytes) -> None:
        if opcode == frames.PING:
            self.write(frames.frame(frames.PONG, payload))
        elif opcode == frames.CLOSE:
            code = frames.close_code(payload)
            self.close(frames.NORMAL if code == frames.NO_STATUS else code, TRANSPORT_CLOSE)
        elif opcode == frames.OVERSIZED:
            self.strike(OVERSIZED)
        elif opcode == frames.BINARY:
            self.strike(BINARY)

    # The end

    def _end(self, reason: str) -> None:
        self.closed = True
        callbacks, self._callbacks = self._callbacks, None
        for callback in callbacks or ():
            gevent.spawn(callback, self)
        self._engine.ended(self, reason)
