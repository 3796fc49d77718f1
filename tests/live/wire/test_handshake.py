"""Opening requests: what is read from them and which are refused."""

import pytest

from contest.live.wire import handshake
from contest.live.wire.handshake import RawRequest, WsgiRequest, acceptance, refusal

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
HEAD = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a.test\r\nUpgrade: WebSocket\r\n"
    f"Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
    "Cookie: a=1\r\nCookie: b=2\r\nX_Forwarded_For: 6.6.6.6\r\n\r\n"
)


def raw(head: str) -> RawRequest:
    return RawRequest(head.encode("latin-1"), ("1.2.3.4", 5), {"wsgi.url_scheme": "http"})


def test_the_answer_to_the_key_of_the_standard_is_the_one_it_gives() -> None:
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in acceptance(KEY)


def test_the_environ_shows_peer_query_and_cookies() -> None:
    environ = raw(HEAD).environ()
    assert environ["REMOTE_ADDR"] == "1.2.3.4"
    assert environ["QUERY_STRING"] == "EIO=4&transport=websocket"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert refusal(environ) is None


def test_a_header_with_an_underscore_cannot_pose_as_another() -> None:
    assert "HTTP_X_FORWARDED_FOR" not in raw(HEAD).environ()


@pytest.mark.parametrize("line", ["no colon", " Folded: x", "Space : x", ": nothing"])
def test_a_head_that_is_not_plain_http_is_left_to_the_server(line: str) -> None:
    with pytest.raises(ValueError):
        raw(HEAD.replace("Cookie: a=1", line)).environ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("transport=websocket", "transport=polling", handshake.WEBSOCKET_ONLY),
        ("GET ", "POST ", handshake.WEBSOCKET_ONLY),
        ("EIO=4&", "EIO=4&sid=abc&", handshake.WEBSOCKET_ONLY),
        ("EIO=4", "EIO=3", handshake.BAD_VERSION),
        ("Upgrade: WebSocket", "Upgrade: h2c", handshake.BAD_HANDSHAKE),
        ("keep-alive, Upgrade", "keep-alive", handshake.BAD_HANDSHAKE),
        (KEY, "short", handshake.BAD_HANDSHAKE),
        ("Version: 13", "Version: 8", handshake.BAD_HANDSHAKE),
    ],
)
def test_other_requests_are_refused_by_name(old: str, new: str, code: str) -> None:
    assert refusal(raw(HEAD.replace(old, new)).environ()) == code


def test_a_request_read_by_another_server_keeps_its_description_and_none_of_its_streams() -> None:
    environ = {**raw(HEAD).environ(), "wsgi.input": object(), "gunicorn.socket": object(), "flask.app": 1}
    kept = WsgiRequest(environ)
    assert kept.address == ("1.2.3.4", 5)
    assert kept.environ()["HTTP_COOKIE"] == "a=1; b=2"
    assert kept.environ()["flask.app"] == 1
    assert "gunicorn.socket" not in kept.environ()
