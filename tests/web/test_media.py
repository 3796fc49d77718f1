"""Pictures of items: by their whole name, to be kept for ever, and by no other way."""

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.running import Server
from tests.scenario.marked_items import drawn, marked_heat


def fetch(url: str) -> Any:
    try:
        return urllib.request.urlopen(url, timeout=30)
    except urllib.error.HTTPError as error:
        return error


def test_a_picture_comes_by_its_name_and_may_be_kept_for_ever(server: Server, tmp_path: Path) -> None:
    marked_heat(server, tmp_path)
    name, data = drawn()
    for _ in range(2):
        reply = fetch(f"{server.url}/media/{name}")
        assert (reply.status, reply.headers["Content-Type"], reply.read()) == (200, "image/png", data)
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["0" * 64 + ".png", "x", "%2e%2e%2fwenqu.sqlite3", "%00", "a" * 5000])
def test_any_other_name_is_not_found(server: Server, name: str) -> None:
    assert fetch(f"{server.url}/media/{name}").status == 404
