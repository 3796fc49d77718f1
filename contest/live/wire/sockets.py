"""Where servers keep their sockets: the one place that knows gevent's and gunicorn's ways."""

import _socket  # the plain type: `socket.socket` is gevent's after patching, with two watchers and 1 KB each
import os
import socket
from typing import Any

from contest.live.wire.handshake import Environ


def plain(fileno: int, family: int) -> Any:
    """A non-blocking socket of the standard library's C type over `fileno`, small packets sent at once."""
    sock = _socket.socket(family, socket.SOCK_STREAM, 0, fileno)
    sock.setblocking(False)
    if family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def socket_of(environ: Environ) -> Any | None:
    """A plain duplicate of the request's own socket, or None below a server that does not show it (or
    encrypts it).
    """
    sock = environ.get("gunicorn.socket")
    if sock is None:
        stream = environ.get("wsgi.input")
        stream = stream if hasattr(stream, "raw") else getattr(stream, "rfile", None)
        sock = getattr(getattr(stream, "raw", None), "_sock", None)
    if sock is None or hasattr(sock, "cipher"):
        return None
    return plain(os.dup(sock.fileno()), sock.family)
