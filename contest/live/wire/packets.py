"""Socket.IO packets as bytes: what stands between Engine.IO's `4` and the JSON, and back. Pure.

The stock packet class works on strings, one character at a time, and walks every payload in search of binary
parts. This room carries text only, so a packet is a few bytes in front of one JSON array.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

CONNECT: Final = 0
DISCONNECT: Final = 1
EVENT: Final = 2
ACK: Final = 3
BINARY_EVENT: Final = 5
BINARY_ACK: Final = 6

_LONGEST_ID: Final = 15  # JavaScript counts exactly to 2**53
_KINDS: Final = frozenset(b"0123456")

encode_json: Final = msgspec.json.Encoder().encode
decode_json: Final = msgspec.json.Decoder().decode


class BadPacketError(ValueError):
    """The text is no Socket.IO packet."""


class Packet(NamedTuple):
    """`id` is digits or empty; `body` is undecoded JSON or empty."""

    kind: int
    namespace: str
    id: bytes
    body: bytes


def parse(text: bytes) -> Packet:
    """Read what follows Engine.IO's `4`. Raises BadPacketError."""
    if not text or text[0] not in _KINDS:
        raise BadPacketError("unknown packet type")
    kind, rest = text[0] - 48, text[1:]
    if kind >= BINARY_EVENT:
        return Packet(kind, "/", b"", b"")
    namespace, rest = _namespace(rest)
    body = rest.lstrip(b"0123456789")
    number = rest[: len(rest) - len(body)]
    if len(number) > _LONGEST_ID:
        raise BadPacketError("acknowledgement id too long")
    return Packet(kind, namespace, number, body)


def _namespace(rest: bytes) -> tuple[str, bytes]:
    if rest[:1] != b"/":
        return "/", rest
    name, _, rest = rest.partition(b",")
    return name.partition(b"?")[0].decode(), rest


def event_name(body: bytes) -> bytes:
    """The event's name as JSON.stringify writes it, without decoding; b"" where a full decode must decide."""
    if body[:2] != b'["':
        return b""
    end = body.find(b'"', 2)
    name = body[2:end] if end > 0 else b""
    return b"" if b"\\" in name else name


def as_json(payload: object) -> bytes:
    """JSON of `payload`; bytes are JSON already, and msgspec.Raw goes through as it is."""
    return payload if type(payload) is bytes else encode_json(payload)


def _prefix(kind: bytes, namespace: str) -> bytes:
    return b"4" + kind if namespace == "/" else b"4%b%b," % (kind, namespace.encode())


def event(namespace: str, name: str, arguments: Iterable[object]) -> bytes:
    """An event, Engine.IO's `4` in front, ready to be framed."""
    parts = [encode_json(name), *map(as_json, arguments)]
    return b"%b[%b]" % (_prefix(b"2", namespace), b",".join(parts))


def acknowledgement(namespace: str, number: bytes, payload: object) -> bytes:
    """The answer to an event that came with `number`, Engine.IO's `4` in front, ready to be framed."""
    return b"%b%b[%b]" % (_prefix(b"3", namespace), number, as_json(payload))
