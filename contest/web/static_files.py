"""Static files under an address that changes with their content, so that phones may keep them for ever.

Modules import each other by relative addresses: the changing part stands at the front, and all of them move together.
"""

import hashlib
from functools import cache

from flask import Blueprint, Response, send_from_directory, url_for

from contest.settings import ROOT

blueprint = Blueprint("static_files", __name__)

FOLDER = ROOT / "static"
ONE_YEAR = 31_536_000


@cache
def digest() -> str:
    """Of everything below static/, taken once in a process's life."""
    seen = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            seen.update(f"{path.relative_to(FOLDER)}:{path.stat().st_size}:{path.stat().st_mtime_ns}\n".encode())
    return seen.hexdigest()[:10]


def asset(path: str) -> str:
    return url_for("static_files.versioned", version=digest(), path=path)


@blueprint.get("/s/<version>/<path:path>")
def versioned(version: str, path: str) -> Response:
    """An address of another version gives today's file, but not to be kept."""
    response = send_from_directory(FOLDER, path)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if version == digest() else "no-cache"
    return response
