"""The HTTP server: gevent's pywsgi, with a side door for WebSockets.

An accepted socket first waits in the hub for its request, without a greenlet. If that is a whole, plain
WebSocket opening for the engine's path, the engine takes the bare socket over and pywsgi never learns of it.
Anything else is left in the kernel's buffer (the request is only peeked at) and goes pywsgi's ordinary way,
in a greenlet, to the WSGI application.
"""

import socket
from http.client import LineTooLong
from typing import Any, Final

from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.socket import socket as gevent_socket

from contest.live.wire.engine import Engine
from contest.live.wire.handshake import END_OF_HEAD, RawRequest
from contest.live.wire.sockets import plain
from contest.live.wire.transport import READ

BACKLOG: Final = 2048
LARGEST_HEAD: Final = 8192  # bytes of a WebSocket's opening that are looked at
_PATIENCE: Final = 80  # beats (a quarter of a second) that a silent socket may wait at the door
LARGEST_HEADERS: Final = 32_768  # bytes; http.client alone would take 100 lines of 64 KB
_IDLE: Final = 60.0  # seconds that an ordinary connection may take to send or take its next bytes


class _Head:
    """The lines of a request's headers, up to a limit for all of them together."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = LARGEST_HEADERS

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._stream.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("request head")  # pywsgi answers it with 400
        return line


class WireHandler(WSGIHandler):
    """pywsgi's handler with limits on the size of a head and on the time of every read and write."""

    def __init__(self, sock: Any, address: Any, server: "WireServer") -> None:
        sock.settimeout(_IDLE)
        super().__init__(sock, address, server)

    def MessageClass(self, stream: Any, *arguments: Any) -> Any:
        """pywsgi's hook for parsing headers."""
        limited: Any = _Head(stream)
        return super().MessageClass(limited, *arguments)


class WireServer(WSGIServer):
    """Serves `application`, and `engine` under `path`.

    With TLS arguments there is no side door, and the engine refuses what it cannot read: a proxy must end
    TLS.
    """

    handler_class = WireHandler

    def __init__(
        self,
        listener: Any,
        application: Any,
        engine: Engine,
        path: str = "/socket.io/",
        log: Any = None,
        backlog: int | None = BACKLOG,
        **options: Any,
    ) -> None:
        if hasattr(listener, "fileno"):
            backlog = None  # it listens already
        self.engine = engine
        self._opening = b"GET " + path.encode() + b"?"
        self._doors: dict[Door, int] = {}
        super().__init__(listener, application, backlog=backlog, log=log, **options)
        engine.beats.append(self._close_doors)

    def do_read(self) -> Any:
        """Accept in the hub; None, since nothing here needs pywsgi's greenlet yet."""
        if self.ssl_enabled:
            return super().do_read()
        listener: Any = self.socket  # pywsgi takes gevent's wrapping off
        try:
            fileno, address = listener._accept()
        except BlockingIOError:
            return None
        self.engine.wake()
        door = Door(self, plain(fileno, self.socket.family), address)
        self._doors[door] = _PATIENCE
        door.open()
        return None

    def close(self) -> None:
        """Stop listening; sockets at the door are closed, connections of the engine stay."""
        super().close()
        if self._close_doors in self.engine.beats:
            self.engine.beats.remove(self._close_doors)
        for door in list(self._doors):
            door.shut()

    def arrived(self, door: "Door", head: bytes) -> None:
        """The first bytes of a request have come."""
        if not head.startswith(self._opening) or not head.endswith(END_OF_HEAD):
            self.ordinary(door)
            return
        peer = door.address[:2] if isinstance(door.address, tuple) else ("", 0)
        request = RawRequest(head, peer, self.environ)
        try:
            environ = request.environ()
        except ValueError:
            self.ordinary(door)
            return
        code = self.engine.refusal(environ)
        if code is None:
            door.sock.recv(len(head))
            self.engine.adopt(door.leave(), request, environ)
        else:
            self.ordinary(door)

    def ordinary(self, door: "Door") -> None:
        """Give the socket, its request still unread, to pywsgi."""
        sock = door.leave()
        green = gevent_socket(sock.family, sock.type, sock.proto, fileno=sock.detach())
        self.do_handle(green, door.address)

    def left(self, door: "Door") -> None:
        """The door's socket is somebody else's now."""
        self._doors.pop(door, None)

    def _close_doors(self) -> None:
        for door, patience in list(self._doors.items()):
            if patience == 0:
                door.shut()
            else:
                self._doors[door] = patience - 1


class Door:
    """A socket that was accepted and has not said yet what it wants."""

    __slots__ = ("_reader", "_server", "address", "sock")

    def __init__(self, server: WireServer, sock: Any, address: Any) -> None:
        self.sock = sock
        self.address = address
        self._server = server
        self._reader: Any = None

    def open(self) -> None:
        """Look at once: the request has mostly come with the connection; else wait in the hub."""
        if not self._look():
            self._reader = self._server.engine.loop.io(self.sock.fileno(), READ)
            self._reader.start(self._look)

    def _look(self) -> bool:
        try:
            head = self.sock.recv(LARGEST_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            head = b""
        try:
            if head:
                self._server.arrived(self, head)
            else:
                self.shut()
        except Exception:
            self._server.engine.failed("opening a connection")
            self.shut()
        return True

    def leave(self) -> Any:
        """The socket, without its watcher."""
        if self._reader is not None:
            self._reader.stop()
            self._reader.close()
            self._reader = None
        self._server.left(self)
        return self.sock

    def shut(self) -> None:
        """Close the socket of somebody who said nothing."""
        self.leave().close()
