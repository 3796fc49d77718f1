"""Whether the bytes of a picture are pixels and nothing else, as the bank itself writes them.

PNG: header, pixels, end, each intact, and exactly as many pixels as the header claims. JPEG: the tables of the bank's
own quality, one scan that the picture needs to its end, nothing behind it. Whatever else there may be (a place, a
camera, a palette, a second file) makes it no such picture.
"""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Bytes of a pixel by the header's colour type: RGB, RGBA. Eight bits each, not interlaced.
_BYTES_A_PIXEL = {2: 3, 6: 4}
_JFIF = b"JFIF\0"
_TABLES, _FRAME, _CODES, _SCAN, _END = 0xDB, 0xC0, 0xC4, 0xDA, b"\xff\xd9"
JPEG_QUALITY = 85
# Bytes at the end of a scan without which the last pixels cannot be as they are.
_TAIL = 6


def is_bare(content: bytes, picture: Image.Image) -> bool:
    """`picture` is `content` as Pillow has opened it."""
    try:
        return _is_bare_png(content) if picture.format == "PNG" else _is_bare_jpeg(content)
    except (struct.error, IndexError, zlib.error, OSError, ValueError, SyntaxError):
        return False


def _is_bare_png(content: bytes) -> bool:
    chunks = list(_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if len(kinds) < 3 or kinds != [b"IHDR", *[b"IDAT"] * (len(kinds) - 2), b"IEND"] or chunks[-1][1]:
        return False
    width, height, depth, colour, *methods = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or colour not in _BYTES_A_PIXEL or any(methods):
        return False
    wanted = height * (1 + width * _BYTES_A_PIXEL[colour])
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(b"".join(body for _, body in chunks[1:-1]), wanted + 1)
    return len(pixels) == wanted and unpacking.eof and not unpacking.unused_data


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Raises `ValueError` for what is no PNG to its last byte."""
    place = len(_SIGNATURE)
    if not content.startswith(_SIGNATURE):
        raise ValueError
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        body = content[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", content, place + 8 + length)
        if zlib.crc32(kind + body) != check:
            raise ValueError
        yield kind, body
        place += 12 + length


def _is_bare_jpeg(content: bytes) -> bool:
    segments = dict[int, list[bytes]]()
    place = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", content, place)
        if mark != 0xFF:
            return False
        segments.setdefault(kind, []).append(content[place + 4 : place + 2 + length])
        place += 2 + length
        if kind == _SCAN:
            break
    return _are_ours(segments) and _is_one_scan(content, place)


def _are_ours(segments: dict[int, list[bytes]]) -> bool:
    head = segments.pop(0xE0, [])
    if set(segments) != {_TABLES, _FRAME, _CODES, _SCAN} or len(head) != 1:
        return False
    return head[0].startswith(_JFIF) and len(head[0]) == 14 and segments[_TABLES] == _our_tables()


def _our_tables() -> list[bytes]:
    """The tables that the bank's quality gives any picture."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "JPEG", quality=JPEG_QUALITY)
    content, tables, place = out.getvalue(), list[bytes](), 2
    while content[place + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", content, place + 2)
        if content[place + 1] == _TABLES:
            tables.append(content[place + 4 : place + 2 + length])
        place += 2 + length
    return tables


def _is_one_scan(content: bytes, start: int) -> bool:
    scan = content[start : -len(_END)]
    if not content.endswith(_END) or scan.replace(b"\xff\0", b"").find(b"\xff") != -1:
        return False
    return _pixels(content) != _pixels(content[: -len(_END) - _TAIL] + _END)


def _pixels(content: bytes) -> bytes | None:
    """None where they cannot be read to their end."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            return picture.tobytes()
    except OSError:
        return None
