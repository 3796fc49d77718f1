"""The HTTP interface and the pages, against people who mean no good or have no luck."""

import gzip
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.running import Server


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(url, data, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        reply: Any = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        reply = error
    return reply.status, reply.read().decode("utf-8", "replace"), dict(reply.headers)


def test_every_page_forbids_scripts_that_are_not_ours(server: Server) -> None:
    for path in ("/", f"/p/{server.links['pin']}", "/resume", "/auth/sign-in", "/nowhere"):
        _, text, headers = fetch(server.url + path)
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        for chunk in text.split("<script")[1:]:
            opening = chunk.partition(">")[0]
            assert "src=" in opening or "application/json" in opening
        assert " style=" not in text and " onclick=" not in text


def test_an_address_that_is_not_there_leads_back_to_the_start(server: Server) -> None:
    status, text, _ = fetch(server.url + "/nowhere")
    assert status == 404 and 'href="/"' in text and "没有这个页面" in text


def test_a_mistyped_pin_is_told_on_the_page_where_it_can_be_corrected(server: Server) -> None:
    status, text, _ = fetch(server.url + "/p/000000")
    assert status == 404 and 'value="000000"' in text and "没有这个场次号" in text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"nickname": 5}',
        b'{"nickname": "a", "admin": true}',
        b"\xff\xfe",
        b"{" * 5000,
        b"x" * 20_000,
    ],
)
def test_bodies_that_are_not_what_was_asked_for_are_refused_in_json(server: Server, body: bytes) -> None:
    status, text, headers = fetch(f"{server.url}/api/heats/{server.links['pin']}/join", body)
    assert status == 400 and '"bad_request"' in text and headers["Content-Type"].startswith("application/json")


def test_hostile_names_travel_as_data_and_nothing_else(server: Server) -> None:
    pin = server.links["pin"]
    status, seat = server.api(f"/api/heats/{pin}/join", {"nickname": "<b>=1+1"})
    assert status == 200 and seat["you"]["name"] == "<b>=1+1"
    _, text, _ = fetch(server.links["join_url"])
    assert "<b>=1+1" not in text


def test_invisible_characters_in_names_are_refused(server: Server) -> None:
    for name in ("a\u202eb", "a\u200bb", "a\u0000b", "\u2066x"):
        _, reply = server.api(f"/api/heats/{server.links['pin']}/join", {"nickname": name})
        assert reply["error"] == "name_unclean"


def test_refusals_come_in_the_reader_s_language(server: Server) -> None:
    url = f"{server.url}/api/heats/{server.links['pin']}/join"
    _, english, _ = fetch(url, b'{"nickname": ""}', Accept_Language="en")
    _, chinese, _ = fetch(url, b'{"nickname": ""}', Accept_Language="zh-CN")
    assert "nickname first" in english and "昵称" in chinese


def test_a_form_without_its_token_is_refused(server: Server) -> None:
    status, _, _ = fetch(server.url + "/auth/sign-in", b"login=a&password=b")
    assert status == 400


def test_static_files_may_be_kept_for_ever_and_their_addresses_change(server: Server) -> None:
    _, text, _ = fetch(server.url + "/")
    address = text.partition('href="/s/')[2].partition('"')[0]
    status, _, headers = fetch(f"{server.url}/s/{address}")
    assert status == 200 and "immutable" in headers["Cache-Control"]
    status, _, headers = fetch(f"{server.url}/s/former/css/tokens.css")
    assert status == 200 and headers["Cache-Control"] == "no-cache"
    assert fetch(f"{server.url}/s/x/../../contest/settings.py")[0] == 404


def test_static_files_travel_compressed_to_those_who_understand_it(server: Server) -> None:
    _, text, _ = fetch(server.url + "/")
    address = f"{server.url}/s/" + text.partition('href="/s/')[2].partition('"')[0].replace(
        "img/mark.svg", "css/page.css"
    )
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        packed = reply.read()
        assert reply.headers["Content-Encoding"] == "gzip" and reply.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed).decode() == fetch(address)[1]


def test_a_second_server_on_the_same_folder_is_told_so(server: Server) -> None:
    text = refused_start(server, "--port", "0", "--data", str(server.data))
    assert str(server.data) in text


def test_a_taken_port_is_told_with_what_to_do(server: Server, tmp_path: Path) -> None:
    text = refused_start(server, "--port", str(server.port), "--data", str(tmp_path / "other"))
    assert f"--port {server.port + 1}" in text


def refused_start(server: Server, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "contest.cli", "serve", *arguments],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    return done.stderr


def test_a_corrupt_database_is_named_and_left_alone(server: Server, tmp_path: Path) -> None:
    broken = tmp_path / "wenqu.sqlite3"
    broken.write_bytes(b"this is not a database, and it must stay as it is" * 100)
    text = refused_start(server, "--port", "0", "--data", str(tmp_path))
    assert "wenqu.sqlite3" in text and broken.read_bytes().startswith(b"this is not a database")
