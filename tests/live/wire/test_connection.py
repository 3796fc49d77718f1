"""A connection over a real socket pair, with the hub's loop run by hand: slow readers, the end, and what
stays behind.
"""

import gc
import socket
from collections.abc import Iterator
from typing import Any

import gevent
import pytest

from contest.live.wire import frames
from contest.live.wire.connection import PING, Connection
from contest.live.wire.engine import Engine
from contest.live.wire.handshake import RawRequest
from contest.live.wire.heartbeat import STEP, Heartbeat
from contest.live.wire.hot import Reply
from contest.live.wire.limits import Limits
from contest.live.wire.sockets import plain

LIMITS = Limits(backlog=100_000, burst=4, refill=1, strikes=3)
KEY = b"\x05\x06\x07\x08"


def masked(payload: bytes, opcode: int = frames.TEXT) -> bytes:
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + KEY + frames.mask(payload, KEY)


class Above:
    """What the Socket.IO server would hear."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.farewells: list[str] = []
        self.complaints: list[str] = []


class Line:
    """A connection, the phone's end of its socket, and what was reported above it."""

    def __init__(self, engine: Engine, above: Above) -> None:
        ours, self.phone = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8_192)
        self.phone.setblocking(False)
        self.above = above
        request = RawRequest(b"GET / HTTP/1.1\r\n\r\n", ("1.2.3.4", 5), {})
        self.connection = Connection(engine, "sid", plain(ours.detach(), socket.AF_UNIX), request)
        engine.sockets["sid"] = self.connection
        self.connection.start()

    def read(self) -> bytes:
        """All that the phone can read now."""
        received = b""
        while True:
            try:
                piece = self.phone.recv(65_536)
            except BlockingIOError:
                return received
            if not piece:
                return received + b"<end>"
            received += piece

    def say(self, data: bytes) -> None:
        self.phone.sendall(data)
        turn()


def turn() -> None:
    gevent.sleep(0.002)


@pytest.fixture
def now() -> list[float]:
    return [100.0]


@pytest.fixture
def engine(now: list[float]) -> Iterator[Engine]:
    engine = Engine(limits=LIMITS, clock=lambda: now[0])
    yield engine
    engine.shutdown()


@pytest.fixture
def line(engine: Engine) -> Iterator[Line]:
    above = Above()
    engine.receive = lambda connection, text: above.received.append(text)
    engine.farewell = lambda connection, reason: above.farewells.append(reason)
    engine.complain = lambda connection, code: above.complaints.append(code)
    line = Line(engine, above)
    yield line
    line.connection.release()
    line.phone.close()


def test_messages_go_up_in_order_and_a_pong_is_ours_to_know(line: Line) -> None:
    line.connection.pinged = 7
    line.say(masked(b"4a") + masked(b"3") + masked(b"4b"))
    assert line.above.received == [b"4a", b"4b"]
    assert line.connection.pinged == 0


def test_a_websocket_ping_is_answered_with_its_own_payload(line: Line) -> None:
    line.say(masked(b"hello", frames.PING))
    assert line.read() == frames.frame(frames.PONG, b"hello")


def test_a_phone_that_does_not_read_makes_a_backlog_and_loses_nothing_of_it(line: Line) -> None:
    messages = [frames.text_frame(b"%d:" % n + b"x" * 1_000) for n in range(60)]
    for message in messages:
        line.connection.write(message)
    assert line.connection._backlog
    assert not line.connection.closed
    received = b""
    while len(received) < sum(map(len, messages)):
        received += line.read()
        turn()
    assert received == b"".join(messages)
    assert line.connection._backlog is None
    line.connection.write(PING)
    assert line.read() == PING


def test_a_phone_that_reads_too_slowly_is_dropped_at_the_cap(line: Line) -> None:
    sent = 0
    while not line.connection.closed:
        line.connection.write(frames.text_frame(b"x" * 5_000))
        sent += 5_000
        assert sent < 1_000_000
    assert sent >= LIMITS.backlog
    assert line.above.farewells == ["transport error"]
    assert line.connection._backlog is None


def test_one_backlog_does_not_hold_up_another_phone(line: Line, engine: Engine) -> None:
    other = Line(engine, line.above)
    for _ in range(60):
        line.connection.write(frames.text_frame(b"x" * 1_000))
    other.connection.write(PING)
    assert other.read() == PING
    other.connection.release()
    other.phone.close()


def test_closing_says_the_code_once_and_waits_for_the_phone_to_hang_up(line: Line) -> None:
    line.connection.close(1008)
    line.connection.close(1000)
    assert line.read() == frames.close_frame(1008) + b"<end>"
    assert line.above.farewells == ["server disconnect"]
    line.say(masked(b"4too late"))
    assert line.above.received == []
    line.phone.close()
    turn()
    assert line.connection._reader is None


def test_a_phone_that_never_hangs_up_is_let_go_after_some_beats(line: Line, engine: Engine) -> None:
    line.connection.close()
    for _ in range(20):
        engine._beat()
    assert line.connection._reader is None


def test_a_server_that_stops_says_so_and_keeps_nothing(line: Line, engine: Engine) -> None:
    engine.shutdown()
    assert line.read() == frames.close_frame(1001) + b"<end>"
    assert line.connection._reader is None


def test_a_phone_that_says_goodbye_gets_its_code_back(line: Line) -> None:
    line.say(masked(b"\x0f\xa0", frames.CLOSE))
    assert line.read() == frames.close_frame(4000) + b"<end>"
    assert line.above.farewells == ["transport close"]


def test_a_phone_that_vanishes_is_reported_once(line: Line) -> None:
    line.phone.close()
    turn()
    line.connection.write(PING)
    assert line.above.farewells == ["transport close"]


def test_callbacks_of_the_end_run_in_greenlets_of_their_own(line: Line) -> None:
    ended: list[Any] = []

    def dawdle(connection: Connection) -> None:
        gevent.sleep(0)
        ended.append(connection)

    line.connection.on_close(dawdle)
    line.connection.close()
    assert ended == []
    turn()
    assert ended == [line.connection]
    line.connection.on_close(ended.append)
    turn()
    assert len(ended) == 2


def test_offences_are_counted_answered_and_end_at_the_limit(line: Line) -> None:
    line.say(masked(b"\x00", frames.BINARY) + masked(b"7what") + masked(b"6"))
    assert line.above.complaints == ["binary", "malformed", "malformed"]
    assert line.above.received == []
    assert line.read() == frames.close_frame(1008) + b"<end>"


def test_messages_above_the_rate_are_offences_and_not_delivered(line: Line, now: list[float]) -> None:
    line.say(masked(b"4x") * 6)
    assert line.above.received == [b"4x"] * 4
    assert line.above.complaints == ["too_frequent"] * 2
    now[0] += 1
    line.say(masked(b"4y"))
    assert line.above.received[-1] == b"4y"


def test_a_protocol_error_closes_with_its_code(line: Line) -> None:
    line.say(b"\x81\x02hi")
    assert line.read() == frames.close_frame(1002) + b"<end>"


def test_an_exception_above_closes_this_connection_and_spares_the_hub(line: Line, engine: Engine) -> None:
    def broken(connection: Connection, text: bytes) -> None:
        raise RuntimeError("broken")

    engine.receive = broken
    line.say(masked(b"4x"))
    assert line.read() == frames.close_frame(1011) + b"<end>"


def test_an_acknowledgement_goes_out_once(line: Line) -> None:
    reply = Reply(line.connection, "/play", b"7")
    assert reply.wanted
    reply({"ok": True})
    reply({"ok": False})
    assert line.read() == frames.text_frame(b'43/play,7[{"ok":true}]')


def test_an_acknowledgement_after_the_end_or_unasked_for_is_a_no_op(line: Line) -> None:
    late = Reply(line.connection, "/", b"1")
    Reply(line.connection, "/", b"")({"ok": True})
    assert line.read() == b""
    line.phone.close()
    turn()
    assert not late.wanted
    late({"ok": True})


def test_an_ended_connection_leaves_no_cycle_for_the_collector(engine: Engine, line: Line) -> None:
    other = Line(engine, line.above)
    for _ in range(60):
        other.connection.write(frames.text_frame(b"x" * 1_000))
    gc.collect()
    gc.disable()
    try:
        other.phone.close()
        turn()
        engine.sockets.clear()
        del other
        turn()
        assert [each for each in gc.get_objects() if isinstance(each, Connection)] == [line.connection]
    finally:
        gc.enable()


class Phone:
    """What the heartbeat sees of a connection."""

    def __init__(self) -> None:
        self.pinged = 0
        self.slot = 0
        self.written: list[bytes] = []
        self.ended: list[str] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self, reason: str) -> None:
        self.ended.append(reason)


def beats(heart: Heartbeat, seconds: float) -> None:
    for _ in range(round(seconds / STEP)):
        heart.beat()


def test_a_crowd_that_came_at_once_is_pinged_evenly_over_the_interval() -> None:
    heart: Any = Heartbeat(interval=5, timeout=4)
    phones = [Phone() for _ in range(40)]
    for phone in phones:
        heart.add(phone)
    per_beat = []
    for _ in range(20):
        before = sum(len(phone.written) for phone in phones)
        heart.beat()
        per_beat.append(sum(len(phone.written) for phone in phones) - before)
    assert per_beat == [2] * 20
    assert all(phone.written == [PING] for phone in phones)


@pytest.mark.parametrize(("interval", "timeout"), [(5, 4), (2, 4)])
def test_only_a_phone_that_never_answers_is_given_up_after_the_timeout(interval: int, timeout: int) -> None:
    heart: Any = Heartbeat(interval, timeout)
    silent, answering = Phone(), Phone()
    heart.add(silent)
    heart.add(answering)
    for _ in range(round((interval + timeout) / STEP) + 1):
        heart.beat()
        answering.pinged = 0
    assert silent.ended
    assert silent.ended[0] == "ping timeout"
    assert not answering.ended


def test_a_phone_that_left_is_not_pinged_any_more() -> None:
    heart: Any = Heartbeat(interval=1, timeout=1)
    phone = Phone()
    heart.add(phone)
    heart.discard(phone)
    beats(heart, 3)
    assert phone.written == []
