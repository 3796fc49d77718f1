"""The HTTP request that opens a WebSocket: read from bytes, judged, answered. Pure.

A phone's request is kept as the bytes it came in; the environ that handlers may ask for is built when they
ask.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from hashlib import sha1
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]

END_OF_HEAD: Final = b"\r\n\r\n"
_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEPT_FROM_WSGI: Final = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "SERVER_NAME",
    "SERVER_PORT",
)
_KEPT_PREFIXES: Final = ("HTTP_", "REMOTE_", "SERVER_", "flask.")

# Codes of refused requests; see `refusal`.
WEBSOCKET_ONLY: Final = "websocket_only"
BAD_VERSION: Final = "unsupported_version"
BAD_HANDSHAKE: Final = "bad_handshake"
BAD_ORIGIN: Final = "origin_not_allowed"


class RawRequest:
    """A request as it came: `head` up to and including the empty line, the peer's (host, port), the server's
    base environ.
    """

    __slots__ = ("_base", "_head", "address")

    def __init__(self, head: bytes, address: tuple[str, int], base: Mapping[str, Any]) -> None:
        self._head = head
        self.address = address
        self._base = base

    def environ(self) -> Environ:
        """A fresh WSGI environ without a body. Raises ValueError where the head is not plain HTTP/1.1."""
        request_line, *lines = self._head[: -len(END_OF_HEAD)].decode("latin-1").split("\r\n")
        method, target, protocol = request_line.split(" ")
        path, _, query = target.partition("?")
        environ = dict(self._base)
        environ["REQUEST_METHOD"] = method
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1") if "%" in path else path
        environ["QUERY_STRING"] = query
        environ["SERVER_PROTOCOL"] = protocol
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = self.address[0], str(self.address[1])
        environ["wsgi.input"] = BytesIO()
        _add_headers(environ, lines)
        return environ


def _add_headers(environ: Environ, lines: list[str]) -> None:
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise ValueError("header line")
        if "_" in name:  # would be taken for the header with a hyphen
            continue
        key = "HTTP_" + name.upper().replace("-", "_")
        value = value.strip(" \t")
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value


class WsgiRequest:
    """A request that a WSGI server has read already; keeps only what describes it, never the server's
    streams.
    """

    __slots__ = ("_environ", "address")

    def __init__(self, environ: Environ) -> None:
        self.address = (str(environ.get("REMOTE_ADDR", "")), int(environ.get("REMOTE_PORT") or 0))
        self._environ = {
            key: value
            for key, value in environ.items()
            if key in _KEPT_FROM_WSGI or key.startswith(_KEPT_PREFIXES) or key == "wsgi.url_scheme"
        }

    def environ(self) -> Environ:
        """A fresh WSGI environ without a body."""
        return {**self._environ, "wsgi.input": BytesIO(), "wsgi.version": (1, 0)}


Request = RawRequest | WsgiRequest


def refusal(environ: Environ) -> str | None:
    """Why this request cannot become an Engine.IO WebSocket, as a code, or None. The origin is not judged
    here.
    """
    query = environ.get("QUERY_STRING", "").split("&")
    if environ["REQUEST_METHOD"] != "GET" or "transport=websocket" not in query:
        return WEBSOCKET_ONLY
    if "EIO=4" not in query:
        return BAD_VERSION
    if any(part.startswith("sid=") for part in query):  # an upgrade of a polling session: there are none
        return WEBSOCKET_ONLY
    if environ.get("HTTP_UPGRADE", "").lower() != "websocket" or not _asks_for_upgrade(environ):
        return BAD_HANDSHAKE
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not _is_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")):
        return BAD_HANDSHAKE
    return None


def _asks_for_upgrade(environ: Environ) -> bool:
    return "upgrade" in (token.strip() for token in environ.get("HTTP_CONNECTION", "").lower().split(","))


def _is_key(key: str) -> bool:
    try:
        return len(b64decode(key, validate=True)) == 16
    except (Base64Error, ValueError):
        return False


def acceptance(key: str) -> bytes:
    """The 101 answer to a handshake with this Sec-WebSocket-Key; no extension and no subprotocol is ever
    accepted.
    """
    accept = b64encode(sha1(key.encode("latin-1") + _GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + END_OF_HEAD
    )


def refusal_response(code: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and JSON body that say `code`."""
    body = b'{"code":"%b"}' % code.encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if code == BAD_HANDSHAKE:
        headers.append(("Sec-WebSocket-Version", "13"))
    return "403 Forbidden" if code == BAD_ORIGIN else "400 Bad Request", headers, body
