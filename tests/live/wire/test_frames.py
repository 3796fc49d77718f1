"""The frame parser against every way of cutting a stream into pieces, and against what a client must not
send.
"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.live.wire import frames
from contest.live.wire.frames import BINARY, CLOSE, CONTINUATION, OVERSIZED, PING, PONG, TEXT, FrameError
from contest.live.wire.limits import Limits
from contest.live.wire.parser import FrameParser

SMALL = Limits(message=200, skip=2_000)
keys = st.binary(min_size=4, max_size=4)


def client_frame(opcode: int, payload: bytes, key: bytes = b"\x01\x02\x03\x04", final: bool = True) -> bytes:
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65_536:
        length = bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        length = bytes([0x80 | 127]) + size.to_bytes(8, "big")
    return bytes([opcode | (0x80 if final else 0)]) + length + key + frames.mask(payload, key)


def parse(stream: bytes, cuts: list[int] | None = None, limits: Limits | None = None) -> list[tuple[int, bytes]]:
    parser = FrameParser(limits or Limits())
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts or ())})
    received: list[tuple[int, bytes]] = []
    for start, end in pairwise(places):
        received.extend(parser.feed(stream[start:end]))
    return received


@given(st.text(max_size=300), keys, st.lists(st.integers(0, 2_000)))
def test_a_text_arrives_whole_wherever_the_network_cuts_it(text: str, key: bytes, cuts: list[int]) -> None:
    stream = client_frame(TEXT, text.encode(), key)
    assert parse(stream, cuts) == [(TEXT, text.encode())]


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, PING, PONG]), st.text(max_size=20)), max_size=8),
    st.lists(st.integers(0, 500)),
)
def test_messages_and_control_frames_keep_their_order(sent: list[tuple[int, str]], cuts: list[int]) -> None:
    stream = b"".join(client_frame(opcode, text.encode()) for opcode, text in sent)
    assert parse(stream, cuts) == [(opcode, text.encode()) for opcode, text in sent]


@given(st.lists(st.text(max_size=20), min_size=2, max_size=6), st.lists(st.integers(0, 500)))
def test_fragments_become_one_message_even_with_a_ping_between_them(parts: list[str], cuts: list[int]) -> None:
    pieces = [part.encode() for part in parts]
    stream = client_frame(TEXT, pieces[0], final=False) + client_frame(PING, b"?")
    for piece in pieces[1:-1]:
        stream += client_frame(CONTINUATION, piece, final=False)
    stream += client_frame(CONTINUATION, pieces[-1])
    assert parse(stream, cuts) == [(PING, b"?"), (TEXT, b"".join(pieces))]


def test_a_character_may_be_cut_between_two_fragments() -> None:
    water = "渠".encode()
    stream = client_frame(TEXT, water[:1], final=False) + client_frame(CONTINUATION, water[1:])
    assert parse(stream) == [(TEXT, water)]


@given(st.binary(max_size=400), keys)
def test_masking_twice_changes_nothing(payload: bytes, key: bytes) -> None:
    assert frames.mask(frames.mask(payload, key), key) == payload


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_our_own_frames_say_their_length(size: int) -> None:
    framed = frames.text_frame(b"x" * size)
    assert framed[0] == 0x81
    header = 2 if size < 126 else 4 if size < 65_536 else 10
    assert len(framed) == header + size
    declared = framed[1] if header == 2 else int.from_bytes(framed[2:header], "big")
    assert declared == size


def test_a_message_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    assert parse(client_frame(TEXT, b"x" * 200), limits=SMALL) == [(TEXT, b"x" * 200)]
    assert parse(client_frame(TEXT, b"x" * 201), limits=SMALL) == [(OVERSIZED, b"")]


@given(st.integers(201, 1_900), st.lists(st.integers(0, 4_000)))
def test_an_oversized_message_is_skipped_and_the_next_one_is_read(size: int, cuts: list[int]) -> None:
    stream = client_frame(TEXT, b"x" * size) + client_frame(TEXT, b"next")
    assert parse(stream, cuts, SMALL) == [(OVERSIZED, b""), (TEXT, b"next")]


def test_an_oversized_message_is_known_by_its_header_and_never_held() -> None:
    parser = FrameParser(SMALL)
    header = client_frame(TEXT, b"x" * 1_500)[:8]
    assert list(parser.feed(header)) == [(OVERSIZED, b"")]
    assert list(parser.feed(b"x" * 1_499)) == []
    assert list(parser.feed(b"x" + client_frame(TEXT, b"after"))) == [(TEXT, b"after")]


def test_fragments_that_grow_over_the_limit_are_announced_once_and_thrown_away() -> None:
    stream = client_frame(TEXT, b"x" * 150, final=False)
    stream += client_frame(CONTINUATION, b"x" * 150, final=False) * 2
    stream += client_frame(CONTINUATION, b"x") + client_frame(TEXT, b"after")
    assert parse(stream, limits=SMALL) == [(OVERSIZED, b""), (TEXT, b"after")]


def test_a_binary_message_is_announced_without_its_bytes() -> None:
    stream = client_frame(BINARY, b"\xff\xfe", final=False) + client_frame(CONTINUATION, b"\xff")
    assert parse(stream + client_frame(TEXT, b"after")) == [(BINARY, b""), (TEXT, b"after")]


def test_endless_empty_fragments_are_not_free() -> None:
    with pytest.raises(FrameError) as caught:
        parse(client_frame(TEXT, b"", final=False) + client_frame(CONTINUATION, b"", final=False) * 1_000, limits=SMALL)
    assert caught.value.code == frames.TOO_BIG


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (b"\x81\x02hi", frames.PROTOCOL_ERROR),  # not masked
        (b"\xc1\x80\0\0\0\0", frames.PROTOCOL_ERROR),  # a reserved bit
        (b"\x83\x80\0\0\0\0", frames.PROTOCOL_ERROR),  # an unknown opcode
        (b"\x89\xfe\x00\x7e\0\0\0\0", frames.PROTOCOL_ERROR),  # a ping of 126 bytes
        (b"\x09\x80\0\0\0\0", frames.PROTOCOL_ERROR),  # half a ping
        (client_frame(CONTINUATION, b"x"), frames.PROTOCOL_ERROR),  # continues nothing
        (client_frame(TEXT, b"x", final=False) + client_frame(TEXT, b"y"), frames.PROTOCOL_ERROR),
        (client_frame(TEXT, b"\xff"), frames.INVALID_TEXT),
        (b"\x81\xff" + (2**63).to_bytes(8, "big") + b"\0\0\0\0", frames.TOO_BIG),
    ],
)
def test_what_a_client_must_not_send_ends_the_connection(stream: bytes, code: int) -> None:
    with pytest.raises(FrameError) as caught:
        parse(stream)
    assert caught.value.code == code


def test_what_came_before_the_offence_is_still_delivered() -> None:
    received = []
    with pytest.raises(FrameError):
        for message in FrameParser(Limits()).feed(client_frame(TEXT, b"good") + b"\x81\x02hi"):
            received.append(message)
    assert received == [(TEXT, b"good")]


@given(st.binary(max_size=200), st.lists(st.integers(0, 300)))
def test_noise_never_raises_anything_but_a_frame_error(noise: bytes, cuts: list[int]) -> None:
    try:
        parse(noise, cuts, SMALL)
    except FrameError as error:
        assert error.code in (frames.PROTOCOL_ERROR, frames.INVALID_TEXT, frames.TOO_BIG)


@pytest.mark.parametrize(("payload", "code"), [(b"", frames.NO_STATUS), (b"\x03\xe8", 1000), (b"\x0f\xa0bye", 4000)])
def test_a_legal_close_code_is_read(payload: bytes, code: int) -> None:
    assert frames.close_code(payload) == code


@pytest.mark.parametrize("payload", [b"\x03", b"\x03\xed", b"\x00\x01", b"\x13\x88", b"\x03\xe8\xff"])
def test_an_illegal_close_is_an_error(payload: bytes) -> None:
    with pytest.raises(FrameError):
        frames.close_code(payload)


def test_a_code_that_may_not_travel_leaves_an_empty_close() -> None:
    assert frames.close_frame(frames.ABNORMAL) == bytes([0x80 | CLOSE, 0])
    assert frames.close_frame(1008) == bytes([0x80 | CLOSE, 2]) + (1008).to_bytes(2, "big")
