"""Socket.IO packets as bytes, compared with python-socketio's own."""

from typing import Any

import msgspec
import pytest
import socketio.packet
from hypothesis import given
from hypothesis import strategies as st

from contest.live.wire import packets

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
namespaces = st.sampled_from(["/", "/play", "/host/7"])


def stock(text: bytes) -> Any:
    return socketio.packet.Packet(encoded_packet=text.decode())


@given(namespaces, st.text(min_size=1, max_size=8), st.lists(values, max_size=3))
def test_an_event_reads_the_same_to_the_stock_library(namespace: str, name: str, arguments: list[Any]) -> None:
    text = packets.event(namespace, name, arguments)
    assert text[:1] == b"4"
    read = stock(text[1:])
    assert (read.packet_type, read.namespace or "/", read.data) == (2, namespace, [name, *arguments])


@given(namespaces, st.integers(0, 10**14), values)
def test_an_acknowledgement_reads_the_same_to_the_stock_library(namespace: str, number: int, value: Any) -> None:
    read = stock(packets.acknowledgement(namespace, b"%d" % number, value)[1:])
    assert (read.packet_type, read.namespace or "/", read.id, read.data) == (3, namespace, number, [value])


@given(namespaces, st.none() | st.integers(0, 10**14), st.text(min_size=1, max_size=8), values)
def test_what_the_stock_library_writes_is_read(namespace: str, number: int | None, name: str, value: Any) -> None:
    text = socketio.packet.Packet(2, data=[name, value], namespace=namespace, id=number, binary=False).encode()
    packet = packets.parse(text.encode())
    assert (packet.kind, packet.namespace) == (packets.EVENT, namespace)
    assert packet.id == (b"" if number is None else b"%d" % number)
    assert packets.decode_json(packet.body) == [name, value]


def test_json_that_is_ready_goes_out_as_it_is() -> None:
    ready = b'{"n":1}'
    expected = b'42["count",{"n":1}]'
    assert packets.event("/", "count", [ready]) == expected
    assert packets.event("/", "count", [msgspec.Raw(ready)]) == expected


@pytest.mark.parametrize("text", [b"", b"9", b"x", b"2" + b"1" * 16 + b"[]", b"2/\xff,[]"])
def test_what_is_no_packet_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        packets.parse(text)


def test_a_query_in_a_namespace_is_not_part_of_its_name() -> None:
    assert packets.parse(b'0/play?token=1,{"a":1}') == (packets.CONNECT, "/play", b"", b'{"a":1}')


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'["answer",1]', b"answer"),
        (b'["answer"]', b"answer"),
        (b'[ "answer"]', b""),
        (b'["a\\"b"]', b""),
        (b"[]", b""),
    ],
)
def test_only_a_plainly_written_name_is_read_without_decoding(body: bytes, name: bytes) -> None:
    assert packets.event_name(body) == name


@given(st.binary(max_size=60))
def test_noise_is_a_packet_or_a_value_error(noise: bytes) -> None:
    try:
        packets.parse(noise)
    except ValueError:
        return
