"""WebSocket framing, server side (RFC 6455): frames out, and the words that both directions share. Pure."""

from typing import Final

CONTINUATION: Final = 0x0
TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA
OVERSIZED: Final = 0x100  # not an opcode: "a message over the limit came and was thrown away"

NORMAL: Final = 1000
GOING_AWAY: Final = 1001
PROTOCOL_ERROR: Final = 1002
NO_STATUS: Final = 1005
ABNORMAL: Final = 1006
INVALID_TEXT: Final = 1007
POLICY_VIOLATION: Final = 1008
TOO_BIG: Final = 1009
INTERNAL_ERROR: Final = 1011

FINAL: Final = 0x80
SMALL: Final = 125
TWO_BYTES: Final = 126


class FrameError(Exception):
    """The peer broke the protocol; `code` is the close code to leave with."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def frame(opcode: int, payload: bytes) -> bytes:
    """One final, unmasked frame."""
    size = len(payload)
    if size <= SMALL:
        return bytes((FINAL | opcode, size)) + payload
    if size <= 0xFFFF:
        return bytes((FINAL | opcode, TWO_BYTES)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL | opcode, 127)) + size.to_bytes(8, "big") + payload


def text_frame(payload: bytes) -> bytes:
    """One text frame; the same bytes serve every recipient, which is what makes a broadcast cheap."""
    return frame(TEXT, payload)


def close_frame(code: int) -> bytes:
    """A close frame; codes that may not travel (1005, 1006) leave an empty one."""
    return frame(CLOSE, b"" if code in (NO_STATUS, ABNORMAL) else code.to_bytes(2, "big"))


def close_code(payload: bytes) -> int:
    """The code of a received close frame. Raises FrameError where the payload is not a legal one."""
    if not payload:
        return NO_STATUS
    if len(payload) == 1:
        raise FrameError(PROTOCOL_ERROR, "close frame of one byte")
    code = int.from_bytes(payload[:2], "big")
    legal = code in (1000, 1001, 1002, 1003) or 1007 <= code <= 1014 or 3000 <= code <= 4999
    if not legal:
        raise FrameError(PROTOCOL_ERROR, "illegal close code")
    check_text(payload[2:])
    return code


def mask(payload: bytes, key: bytes) -> bytes:
    """Mask or unmask with a four-byte key: one exclusive-or of big integers, not a loop over bytes."""
    size = len(payload)
    stretched = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(stretched, "little")).to_bytes(size, "little")


def check_text(payload: bytes) -> None:
    """Raise FrameError where `payload` is not UTF-8."""
    if payload.isascii():
        return
    try:
        payload.decode()
    except UnicodeDecodeError as error:
        raise FrameError(INVALID_TEXT, "text is not UTF-8") from error
