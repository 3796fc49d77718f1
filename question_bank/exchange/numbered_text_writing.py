"""Numbered text as a file of plain text: writing."""

from collections.abc import Mapping, Sequence

from question_bank.exchange.exact_lines import between_joiners
from question_bank.exchange.numbered_parts import Level, Part
from question_bank.exchange.numbered_writing import File, Read, written
from question_bank.exchange.reading import Written
from question_bank.items import ItemDraft

# Notepad takes a text for UTF-8 for certain when it begins with this.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes], read: Read) -> Written:
    """`read` is the reader of such files. No picture comes along."""
    return written(items, _file, read, "文本文件不能带图片，只写了它的名字和说明")


def _file(parts: Sequence[Part]) -> File:
    lines: list[str] = []
    rows = []
    for part in parts:
        if lines and (part.begins or part.item < 0):
            lines.append("")
        rows.append(len(lines) + 1)
        lines += _line(part).split("\n")
    return File(BYTE_ORDER_MARK + "".join(f"{line}\n" for line in lines).encode(), rows)


def _line(part: Part) -> str:
    plain = part.level is Level.PLAIN
    return f"{part.label}{part.text}" if plain else between_joiners(part.label, part.text)
