"""Static files from memory, before the application is asked: a hall of phones opens forty small modules each.

Read and compressed once, when first asked for. Only files that stood below static/ at the start are served.
"""

import gzip
import mimetypes
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from contest.web.static_files import FOLDER, ONE_YEAR, digest

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PREFIX = "/s/"
# Below this many bytes compression saves nothing on the air.
WORTH_COMPRESSING = 600
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")


class Kept(NamedTuple):
    body: bytes
    compressed: bytes | None
    type: str


class KeptFiles:
    """WSGI middleware in front of `application`; what it does not know goes on to it."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._kept: dict[str, Kept] = {}

    @cached_property
    def _known(self) -> dict[str, Path]:
        return {str(path.relative_to(FOLDER)): path for path in FOLDER.rglob("*") if path.is_file()}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        address = environ["PATH_INFO"]
        if not address.startswith(PREFIX) or environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        version, _, name = address[len(PREFIX) :].partition("/")
        file = self._file(name)
        if file is None:
            return self._application(environ, start_response)
        compressed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and file.compressed is not None
        start_response("200 OK", _headers(file, version, bool(compressed)))
        return [file.compressed or b""] if compressed else [file.body]

    def _file(self, name: str) -> Kept | None:
        if name not in self._kept:
            path = self._known.get(name)
            if path is None:
                return None
            self._kept[name] = _read(path)
        return self._kept[name]


def _read(path: Path) -> Kept:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    worth = len(body) >= WORTH_COMPRESSING and kind.startswith(_COMPRESSIBLE)
    return Kept(body, gzip.compress(body, 9, mtime=0) if worth else None, kind)


def _headers(file: Kept, version: str, compressed: bool) -> list[tuple[str, str]]:
    forever = version == digest()
    kind = f"{file.type}; charset=utf-8" if file.type.startswith(("text/", "application/javascript")) else file.type
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(file.compressed or b"") if compressed else len(file.body))),
        ("Cache-Control", f"public, max-age={ONE_YEAR}, immutable" if forever else "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Vary", "Accept-Encoding"),
    ]
    return [*headers, ("Content-Encoding", "gzip")] if compressed else headers
