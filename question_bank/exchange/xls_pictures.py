"""Where pictures lie on the sheets of an old xls workbook. They are not read; where they were is told.

The records of a sheet's stream, by MS-XLS: a drawing says on which cells it lies, the object behind it what it is.
"""

import io
import struct
from collections.abc import Iterator, Mapping

from xlrd.compdoc import CompDoc

_BEGIN, _DRAWING, _OBJECT, _OLD_PICTURE = 0x0809, 0xEC, 0x5D, 0x7F
_PICTURE, _CHART = 8, 0x20
# The head of an anchor's record; its flags, first column, offset and first row follow.
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
MOST = 10_000


def picture_rows(content: bytes) -> Mapping[int, tuple[int, ...]]:
    """The rows, from 1, on which pictures begin, 0 where that is not told; by where their sheet begins,
    as `xlrd` counts."""
    stream, base = _stream(content)
    found: dict[int, list[int]] = {}
    begin, row = 0, 0
    for place, kind, body in _records(stream, base):
        if kind == _BEGIN and struct.unpack_from("<H", body, 2)[0] != _CHART:
            begin = place
        elif kind == _DRAWING:
            row = _first_row(body)
        elif (kind == _OBJECT and _is_picture(body)) or kind == _OLD_PICTURE:
            if len(found.setdefault(begin, [])) < MOST:
                found[begin].append(row)
            row = 0
    return {begin: tuple(rows) for begin, rows in found.items()}


def _stream(content: bytes) -> tuple[bytes, int]:
    """The workbook's stream, and where it begins in what is given back."""
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return content, 0
    compound = CompDoc(content, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        stream, base, length = compound.locate_named_stream(name)
        if stream:
            return bytes(stream[: base + length]), base
    return b"", 0


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, bytes]]:
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _first_row(drawing: bytes) -> int:
    place = drawing.rfind(_ANCHOR)
    if place < 0 or place + len(_ANCHOR) + 8 > len(drawing):
        return 0
    (row,) = struct.unpack_from("<H", drawing, place + len(_ANCHOR) + 6)
    return int(row) + 1


def _is_picture(record: bytes) -> bool:
    return len(record) >= 6 and struct.unpack_from("<HHH", record)[::2] == (0x15, _PICTURE)
