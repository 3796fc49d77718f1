"""What no official client sends: a plain WebSocket client, and a bare socket, against the server."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from contest.live.wire import frames

PATH = "/socket.io/?EIO=4&transport=websocket"
KEY = b"\x11\x22\x33\x44"
HEAD = (
    f"GET {PATH} HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()

Dial = Callable[..., ClientConnection]


@pytest.fixture
def dial(address: str) -> Iterator[Dial]:
    """Open WebSockets that have joined the root namespace."""
    opened = ExitStack()

    def open_one(join: bool = True, **options: Any) -> ClientConnection:
        websocket: ClientConnection = opened.enter_context(
            connect(f"ws://{address}{PATH}", max_size=2**20, ping_interval=None, close_timeout=1, **options)
        )
        assert receive(websocket).startswith("0{")
        if join:
            websocket.send("40")
            assert receive(websocket).startswith('40{"sid":')
        return websocket

    with opened:
        yield open_one


def receive(websocket: ClientConnection) -> str:
    """The next message that is not a ping, which is answered."""
    while True:
        message = websocket.recv(timeout=5)
        assert isinstance(message, str)
        if message != "2":
            return message
        websocket.send("3")


def code_of_the_end(websocket: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            receive(websocket)
    return caught.value.rcvd.code if caught.value.rcvd else None


def error(code: str) -> str:
    return f'42["error",{{"code":"{code}"}}]'


def refused(url: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}))
    return caught.value.code, json.load(caught.value)


def test_the_opening_names_intervals_and_limit_and_no_compression(dial: Dial) -> None:
    websocket = dial()
    assert websocket.protocol.extensions == []
    assert websocket.response is not None
    assert "Sec-WebSocket-Extensions" not in websocket.response.headers


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"binary", "binary"),
        ("4" + "x" * 16_384, "oversized"),
        ("", "malformed"),
        ("9", "malformed"),
        ("2probe", "malformed"),
        ("4", "malformed"),
        ("4x", "malformed"),
        ("42", "malformed"),
        ("42{}", "malformed"),
        ("42[]", "malformed"),
        ("42[7]", "malformed"),
        ('42["echo",', "malformed"),
        ("42" + "[" * 16_000, "malformed"),
        ("43x", "malformed"),
        ("40{", "malformed"),
        ('44"no"', "malformed"),
        ('451-["echo",{"_placeholder":true,"num":0}]', "binary"),
        ('42["no such event"]', "unknown_event"),
        ('42["connect"]', "unknown_event"),
        ('42/play,["answer",{}]', "not_connected"),
    ],
)
def test_a_bad_message_is_named_and_the_next_good_one_works(dial: Dial, message: str | bytes, code: str) -> None:
    websocket = dial()
    websocket.send(message)
    assert receive(websocket) == error(code)
    websocket.send('421["echo",1]')
    assert receive(websocket) == "431[1]"


def test_a_message_of_exactly_the_limit_is_taken(dial: Dial) -> None:
    websocket = dial()
    text = "x" * (16_384 - len('421["echo",""]'))
    websocket.send(f'421["echo","{text}"]')
    assert receive(websocket) == f'431["{text}"]'


def test_five_strikes_and_out_with_the_code_of_a_policy(dial: Dial) -> None:
    websocket = dial()
    for _ in range(5):
        websocket.send(b"binary")
    assert [receive(websocket) for _ in range(5)] == [error("binary")] * 5
    assert code_of_the_end(websocket) == 1008


def test_a_flood_is_cut_off_and_hurts_nobody_else(dial: Dial) -> None:
    flooder, other = dial(), dial()
    with pytest.raises(ConnectionClosed):
        for _ in range(100_000):
            flooder.send('42["echo",1]')
    started = time.monotonic()
    other.send('421["echo",1]')
    assert receive(other) == "431[1]"
    assert time.monotonic() - started < 2


def test_a_message_in_fragments_is_one_message(dial: Dial) -> None:
    websocket = dial()
    websocket.send(["42", '1["ec', 'ho","渠"]'])
    assert receive(websocket) == '431["渠"]'


def test_a_hot_event_may_be_spaced_unusually(dial: Dial) -> None:
    websocket = dial()
    websocket.send('40/play,{"pin":"1234"}')
    assert receive(websocket).startswith('40/play,{"sid"')
    websocket.send('42/play,5[ "\\u0061nswer" , {"item":1,"choice":"a"} ]')
    assert receive(websocket).startswith('43/play,5[{"ok":true')


def test_joining_a_namespace_twice_is_refused(dial: Dial) -> None:
    websocket = dial()
    websocket.send("40")
    assert receive(websocket) == '44{"message":"Unable to connect"}'


def test_leaving_a_namespace_leaves_the_connection_open(dial: Dial) -> None:
    websocket = dial()
    websocket.send("41")
    websocket.send('421["echo",1]')
    assert receive(websocket) == '431[{"ok":false,"code":"not_connected"}]'
    assert receive(websocket) == error("not_connected")
    websocket.send("40")
    assert receive(websocket).startswith('40{"sid":')


def test_goodbye_by_engine_io_ends_the_connection(dial: Dial) -> None:
    websocket = dial()
    websocket.send("1")
    assert code_of_the_end(websocket) == 1000


def test_a_client_that_answers_no_ping_is_given_up(dial: Dial) -> None:
    websocket = dial()
    with pytest.raises(ConnectionClosed):
        while True:
            assert websocket.recv(timeout=5) == "2"


def test_a_reader_that_stopped_is_dropped_and_stalls_nobody(address: str, dial: Dial) -> None:
    quick = dial()
    with bare(address) as slow:
        slow.sendall(HEAD)
        read_until(slow, b"maxPayload")
        for text in (b"40", b'42["join","bulk"]'):
            slow.sendall(bytes([0x81, 0x80 | len(text)]) + KEY + frames.mask(text, KEY))
        read_until(slow, b"40{")
        assert written_to_all_but_the_reader(quick) == 0


def written_to_all_but_the_reader(quick: ClientConnection) -> int:
    """Broadcast until the one that does not read is out of the room; how many were reached last."""
    for _ in range(25):
        quick.send('421["broadcast","bulk",1000000]')
        count = int(receive(quick).removeprefix("431[").removesuffix("]"))
        if count == 0:
            break
        time.sleep(0.05)
    return count


def test_polling_and_other_versions_are_refused_by_a_code(address: str) -> None:
    base = f"http://{address}/socket.io/"
    assert refused(f"{base}?EIO=4&transport=polling") == (400, {"code": "websocket_only"})
    assert refused(f"{base}?EIO=3&transport=websocket") == (400, {"code": "unsupported_version"})
    assert refused(f"{base}?EIO=4&transport=websocket") == (400, {"code": "bad_handshake"})


def test_a_foreign_origin_is_refused_and_our_own_is_not(address: str, dial: Dial) -> None:
    dial(origin=f"http://{address}")
    with pytest.raises(InvalidStatus) as caught:
        dial(origin="http://evil.test")
    assert caught.value.response.status_code == 403
    assert json.loads(caught.value.response.body or b"") == {"code": "origin_not_allowed"}


def bare(address: str) -> socket.socket:
    host, port = address.split(":")
    line = socket.create_connection((host, int(port)), timeout=5)
    line.settimeout(5)
    return line


def read_until(line: socket.socket, wanted: bytes) -> bytes:
    received = b""
    while wanted not in received:
        piece = line.recv(4_096)
        if not piece:
            return received + b"<end>"
        received += piece
    return received


def test_an_unmasked_frame_ends_the_connection_with_a_protocol_error(address: str) -> None:
    with bare(address) as line:
        line.sendall(HEAD)
        read_until(line, b"maxPayload")
        line.sendall(b"\x81\x0240")
        assert frames.close_frame(1002) in read_until(line, b"<never>")


def test_a_frame_too_big_to_skip_ends_the_connection(address: str) -> None:
    with bare(address) as line:
        line.sendall(HEAD)
        read_until(line, b"maxPayload")
        line.sendall(b"\x81\xff" + (200 * 2**20).to_bytes(8, "big") + KEY + b"x" * 1_000)
        assert frames.close_frame(1009) in read_until(line, b"<never>")


def test_an_opening_that_comes_in_pieces_is_understood(address: str) -> None:
    with bare(address) as line:
        for start in range(0, len(HEAD), 50):
            line.sendall(HEAD[start : start + 50])
            time.sleep(0.005)
        assert b"101 Switching" in read_until(line, b"maxPayload")
        line.sendall(bytes([0x81, 0x82]) + KEY + frames.mask(b"40", KEY))
        assert b"40{" in read_until(line, b"40{")


def test_what_is_no_http_gets_an_answer_and_harms_nobody(address: str, dial: Dial) -> None:
    with bare(address) as line:
        line.sendall(b"\x16\x03\x01\x02\x00nonsense\r\n\r\n")
        assert b"400" in read_until(line, b"<never>")
    dial()


def test_a_socket_that_says_nothing_and_hangs_up_is_forgotten(address: str, dial: Dial) -> None:
    for _ in range(50):
        bare(address).close()
    dial()


def test_a_head_without_end_is_refused(wire_address: str) -> None:
    with bare(wire_address) as line:
        line.sendall(b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 1_000) for n in range(40)))
        assert b"400 Bad Request" in read_until(line, b"Bad Request")


def test_one_connection_may_carry_several_pages(address: str) -> None:
    with bare(address) as line:
        for _ in range(3):
            line.sendall(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
            assert b"ordinary page" in read_until(line, b"ordinary page")
