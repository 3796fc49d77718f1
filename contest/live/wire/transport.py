"""A non-blocking socket with a watcher in the hub and a direct writer.

There is no greenlet, queue or timer per connection. Reading happens in a callback of the hub, writing
wherever the application is; both only ever make system calls that return at once. Only when the kernel's
buffer is full do bytes wait here, up to a limit, and then the client is dropped rather than waited for.
"""

import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from contest.live.wire.engine import Engine

READ: Final = 1
WRITE: Final = 2
RECEIVE: Final = 16_384

# Why a connection ended, in the words that Socket.IO's clients and disconnect handlers know.
SERVER_DISCONNECT: Final = "server disconnect"
CLIENT_DISCONNECT: Final = "client disconnect"
PING_TIMEOUT: Final = "ping timeout"
TRANSPORT_CLOSE: Final = "transport close"
TRANSPORT_ERROR: Final = "transport error"


class Transport:
    """The one writer of its socket. `closed` once the end has begun; a subclass reads, and hears of the end
    in `_end`.
    """

    __slots__ = ("_backlog", "_engine", "_reader", "_released", "_sock", "_writer", "closed")

    def __init__(self, engine: "Engine", sock: Any) -> None:
        self.closed = False
        self._engine = engine
        self._sock = sock
        self._backlog: bytearray | None = None
        self._writer: Any = None
        self._released: Callable[[], object] | None = None
        self._reader = engine.loop.io(sock.fileno(), READ)

    def _end(self, reason: str) -> None:
        """Mark the connection as closed and tell those concerned; must not wait or raise."""
        raise NotImplementedError

    def abort(self, reason: str) -> None:
        """Hang up without a word: the peer has gone or does not read."""
        if not self.closed:
            self._end(reason)
            self.release()

    def on_release(self, callback: Callable[[], object]) -> None:
        """Call back, at once and in the hub, when the socket is closed: for the WSGI request that waits for
        that.
        """
        if self._reader is None:
            callback()
        else:
            self._released = callback

    def write(self, data: bytes) -> None:
        """Send whole frames, in order, without waiting. After the end: nothing."""
        if self.closed:
            return
        if self._backlog is not None:
            self._queue(data)
            return
        try:
            sent = self._sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.abort(TRANSPORT_ERROR)
            return
        if sent != len(data):
            self._queue(data[sent:])

    def _queue(self, data: bytes) -> None:
        if self._backlog is None:
            self._backlog = bytearray()
            self._writer = self._engine.loop.io(self._sock.fileno(), WRITE)
            self._writer.start(self._writable)
        self._backlog += data
        if len(self._backlog) > self._engine.limits.backlog:
            self.abort(TRANSPORT_ERROR)

    def _writable(self) -> None:
        if self._backlog is None:
            return
        try:
            sent = self._sock.send(self._backlog)
        except BlockingIOError:
            return
        except OSError:
            self.abort(TRANSPORT_ERROR)
            return
        del self._backlog[:sent]
        if not self._backlog:
            self._backlog = None
            self._stop_writer()

    def _stop_writer(self) -> None:
        if self._writer is not None:
            self._writer.stop()
            self._writer.close()
            self._writer = None

    def _linger(self) -> None:
        """Read on and throw away: a close with unread bytes would reset the connection and lose the close
        frame.
        """
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.release()
            return
        self._reader.stop()
        self._reader.start(self._drain)
        self._engine.linger(self)

    def _drain(self) -> None:
        try:
            if self._sock.recv(RECEIVE):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.release()

    def release(self) -> None:
        """Give the socket and the watchers back; idempotent."""
        if self._reader is None:
            return
        self._reader.stop()
        self._reader.close()
        self._reader = None  # also breaks the cycle with the bound callback
        self._stop_writer()
        self._backlog = None
        self._engine.released(self)
        with contextlib.suppress(OSError):  # a WSGI server below may hold another descriptor of the same socket
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()
        if self._released is not None:
            self._released()
