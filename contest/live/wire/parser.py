"""Masked client frames in, messages out (RFC 6455), whatever pieces the network delivers. Pure.

Engine.IO needs text only, so a binary message is passed up as the fact that one came, without its payload.
Extensions are never negotiated, so every reserved bit is an error.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from contest.live.wire.frames import (
    BINARY,
    CLOSE,
    CONTINUATION,
    FINAL,
    OVERSIZED,
    PING,
    PONG,
    PROTOCOL_ERROR,
    SMALL,
    TEXT,
    TOO_BIG,
    TWO_BYTES,
    FrameError,
    check_text,
    mask,
)
from contest.live.wire.limits import Limits

_RESERVED: Final = 0x70
_MASKED: Final = 0x80
_KNOWN: Final = frozenset({CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG})
_LARGEST_HEADER: Final = 14


class _Header(NamedTuple):
    final: bool
    opcode: int
    key: bytes
    body: int  # where the payload begins
    size: int


def _header(data: bytes, at: int) -> _Header | None:
    """The frame header at `at`, or None while it is incomplete. Raises FrameError as soon as two bytes show
    an offence.
    """
    if len(data) - at < 2:
        return None
    first, second = data[at], data[at + 1]
    _check_first_bytes(first, second)
    size, body = second & 0x7F, at + 2
    if size >= TWO_BYTES:
        width = 2 if size == TWO_BYTES else 8
        size, body = int.from_bytes(data[body : body + width], "big"), body + width
    if len(data) < body + 4:
        return None
    return _Header(bool(first & FINAL), first & 0x0F, data[body : body + 4], body + 4, size)


def _check_first_bytes(first: int, second: int) -> None:
    if first & _RESERVED:
        raise FrameError(PROTOCOL_ERROR, "reserved bit set")
    if first & 0x0F not in _KNOWN:
        raise FrameError(PROTOCOL_ERROR, "unknown opcode")
    if not second & _MASKED:
        raise FrameError(PROTOCOL_ERROR, "client frame without a mask")
    if first & 0x08 and (not first & FINAL or second & 0x7F > SMALL):
        raise FrameError(PROTOCOL_ERROR, "control frame in pieces or too long")


class FrameParser:
    """Turns whatever pieces the network delivers into whole messages; holds at most one message's bytes."""

    __slots__ = ("_limits", "_message", "_opcode", "_rest", "_skip", "_weight")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rest = b""  # the beginning of a frame that is not complete
        self._message = b""  # the fragments so far
        self._opcode = CONTINUATION  # of the message so far: TEXT; BINARY and OVERSIZED are thrown away
        self._weight = 0  # bytes of that message, headers included, so that empty fragments are not free
        self._skip = 0  # bytes of a refused frame still to come

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (opcode, payload) for each message and control frame that `data` completes.

        BINARY and OVERSIZED come with an empty payload, once, at the frame that shows them. Raises FrameError
        after the messages before the offence; the parser is of no use afterwards.
        """
        if self._is_one_small_text(data):
            yield TEXT, _text(mask(data[6:], data[2:6]))
            return
        data = self._resume(data)
        at = 0
        while (header := _header(data, at)) is not None:
            refused = self._refusal(header)
            if refused is not None:
                yield from refused
                at = self._throw_away(header, len(data))
                continue
            end = header.body + header.size
            if end > len(data):
                break
            at = end
            yield from self._accept(header, mask(data[header.body : end], header.key))
        self._rest = data[at:]

    def _is_one_small_text(self, data: bytes) -> bool:
        """Nearly every read is exactly one short message; it needs none of the machinery below."""
        return (
            len(data) >= 6
            and data[0] == FINAL | TEXT
            and _MASKED <= data[1] <= _MASKED | SMALL
            and len(data) == 6 + (data[1] & 0x7F)
            and not (self._rest or self._skip or self._opcode)
        )

    def _resume(self, data: bytes) -> bytes:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        data = self._rest + data[skipped:]
        self._rest = b""
        return data

    def _refusal(self, header: _Header) -> tuple[tuple[int, bytes], ...] | None:
        """None for a frame to be read; otherwise what to announce before it is thrown away: one message, or
        nothing more.
        """
        if header.opcode >= CLOSE:
            return None
        if (header.opcode == CONTINUATION) == (self._opcode == CONTINUATION):
            raise FrameError(PROTOCOL_ERROR, "continuation of nothing, or a message inside a message")
        weight = self._weight + header.size + _LARGEST_HEADER
        if weight > self._limits.skip + _LARGEST_HEADER:
            raise FrameError(TOO_BIG, "message too big to be skipped")
        opcode = self._opcode or header.opcode
        if opcode == TEXT and weight > self._limits.message + _LARGEST_HEADER:
            opcode = OVERSIZED
        if opcode == TEXT:
            return None
        announced = self._opcode == opcode
        self._follow(header, opcode, weight)
        return () if announced else ((opcode, b""),)

    def _throw_away(self, header: _Header, available: int) -> int:
        end = header.body + header.size
        self._skip = max(0, end - available)
        return min(end, available)

    def _accept(self, header: _Header, payload: bytes) -> Iterator[tuple[int, bytes]]:
        if header.opcode >= CLOSE:
            yield header.opcode, payload
            return
        message = self._message + payload
        self._follow(header, TEXT, self._weight + header.size + _LARGEST_HEADER)
        if header.final:
            yield TEXT, _text(message)
        else:
            self._message = message

    def _follow(self, header: _Header, opcode: int, weight: int) -> None:
        """Remember which message the next continuation belongs to; a final frame ends it."""
        self._opcode = CONTINUATION if header.final else opcode
        self._weight = 0 if header.final else weight
        self._message = b""


def _text(payload: bytes) -> bytes:
    check_text(payload)
    return payload
