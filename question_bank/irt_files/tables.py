"""CSV tables, read block by block at a rate of a few hundred megabytes a second: only places of separators are found
by search; what the cells say is worked out for whole columns (`cells.py`).

Accepted: UTF-8 with or without a byte order mark, any line ends, quoted cells (with commas, quotes and line ends in
them), blank lines at the end.
"""

import csv
import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from question_bank.irt_files.cells import NEWLINE, QUOTE, Block, Bytes, Places, separators, within_quotes
from question_bank.irt_files.problems import Problems, unreadable

Progress = Callable[[float], None]

# The places of a block's cells fit a processor's cache.
BLOCK = 1 << 20
LONGEST_ROW = 1 << 26


class Table(NamedTuple):
    """`header`: names of the columns, checked to be there and to differ. `blocks` yields the rows below, once."""

    header: list[str]
    blocks: Iterator[Block]


def read_table(path: Path, problems: Problems, progress: Progress | None = None) -> Table:
    """Opens a table. What is wrong with rows goes to `problems` while blocks are read; such rows are left out.

    `progress` hears which share of the file has been read. Raises `BadFile` at once for what leaves no table to read:
    no file, no header, other encodings.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(problems.file, error) from error
    records = _records(file, problems, progress or (lambda share: None))
    first = next(records, b"")
    if not first.strip():
        problems.stop("文件是空的")
    end = _first_end(np.frombuffer(first, dtype=np.uint8))
    _check_text(first[:end], 1, problems, [])
    header = _header(first[:end].decode(), problems)
    return Table(header, _blocks(first[end:], records, header, problems))


def _records(file: BinaryIO, problems: Problems, progress: Progress) -> Iterator[bytes]:
    """The file in pieces of whole rows that end in a newline. Blank lines at the end are left out."""
    rest, lines, begun = b"", 1, False
    length = os.fstat(file.fileno()).st_size
    with file:
        while chunk := file.read(BLOCK):
            while chunk.endswith(b"\r") and (more := file.read(1)):
                chunk += more
            if not begun:
                chunk, begun = chunk.removeprefix(b"\xef\xbb\xbf"), True
                if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                    problems.stop("编码是 UTF-16；请另存为“CSV UTF-8（逗号分隔）”", 1)
            if b"\r" in chunk:
                chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            rest += chunk
            if length:
                progress(file.tell() / length)
            if end := _last_end(rest):
                yield rest[:end]
                lines += rest.count(b"\n", 0, end)
                rest = rest[end:]
            elif len(rest) > LONGEST_ROW:
                break
    if len(rest) > LONGEST_ROW or rest.count(b'"') % 2:
        odd = (number for number, line in enumerate(rest.split(b"\n"), start=lines) if line.count(b'"') % 2)
        problems.stop("双引号没有闭合，或者这一行太长", next(odd, lines))
    if rest := rest.rstrip(b"\n"):
        yield rest + b"\n"


def _last_end(records: bytes) -> int:
    """Where the last whole row ends, blank lines after it left for later; 0 when there is none."""
    last = records.rfind(b"\n")
    if b'"' in records:
        data = np.frombuffer(records, dtype=np.uint8)
        ends = np.flatnonzero((data == NEWLINE) & ~within_quotes(data == QUOTE))
        last = int(ends[-1]) if ends.size else -1
    while last > 0 and records[last - 1] == NEWLINE:
        last -= 1
    return last + 1 if last > 0 else 0


def _first_end(data: Bytes) -> int:
    ends = (data == NEWLINE) & ~within_quotes(data == QUOTE)
    return int(np.argmax(ends)) + 1


def _header(line: str, problems: Problems) -> list[str]:
    try:
        names = [name.strip() for name in next(csv.reader([line]), [])]
    except csv.Error as error:
        problems.stop(f"表头读不出来（{error}）", 1)
    if len(names) == 1 and (sign := next((sign for sign in ";\t" if sign in names[0]), "")):
        problems.stop(f"列之间要用逗号，不是{'分号' if sign == ';' else '制表符'}", 1)
    if not names:
        problems.stop("第一行要是表头", 1)
    seen: set[str] = set()
    for number, name in enumerate(names, start=1):
        if not name:
            problems.add("没有列名", 1, number)
        elif name in seen:
            problems.add("列名重复", 1, name)
        seen.add(name)
    problems.refuse()
    return names


def _blocks(first: bytes, records: Iterator[bytes], header: list[str], problems: Problems) -> Iterator[Block]:
    row = 2
    for piece in chain([first] if first else [], records):
        _check_text(piece, row, problems, header)
        block, row = _block(piece, row, header, problems)
        yield block
    if row == 2:
        problems.stop("只有表头，没有数据")


def _block(piece: bytes, row: int, header: list[str], problems: Problems) -> tuple[Block, int]:
    """The block and the number of the row after it."""
    data = np.frombuffer(piece, dtype=np.uint8)
    ends, last = separators(data)
    starts = np.empty_like(ends)
    starts[0] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    columns = len(header)
    if ends.size % columns or not last[columns - 1 :: columns].all() or last.sum() * columns != ends.size:
        starts, ends, rows = _even_rows(starts, ends, np.flatnonzero(last), row, columns, problems)
    else:
        rows = np.arange(row, row + ends.size // columns)
    return Block(data, starts.reshape(-1, columns), ends.reshape(-1, columns), rows), row + int(last.sum())


def _even_rows(
    starts: Places, ends: Places, lasts: Places, row: int, columns: int, problems: Problems
) -> tuple[Places, Places, Places]:
    """The cells of the rows that have as many as the header; the others are told of."""
    counts = np.diff(lasts, prepend=-1)
    blank = (counts == 1) & (ends[lasts] == starts[lasts])
    for place in np.flatnonzero(counts != columns):
        problems.add("空行" if blank[place] else f"有 {counts[place]} 格，表头有 {columns} 列", row + int(place))
    kept = np.repeat(counts == columns, counts)
    return starts[kept], ends[kept], row + np.flatnonzero(counts == columns)


def _check_text(piece: bytes, row: int, problems: Problems, header: list[str]) -> None:
    """Refuses what is not UTF-8, with the place."""
    zero = piece.find(b"\0")
    if zero >= 0:
        problems.stop("含有空字符（NUL），不是文本文件", *_place(piece, zero, row, header))
    if piece.isascii():
        return
    try:
        piece.decode()
    except UnicodeDecodeError as error:
        place = _place(piece, error.start, row, header)
        problems.stop("编码不是 UTF-8；请在表格软件里另存为“CSV UTF-8（逗号分隔）”", *place)


def _place(piece: bytes, at: int, row: int, header: list[str]) -> tuple[int, str | int]:
    before = piece[:at]
    cell = before[before.rfind(b"\n") + 1 :].count(b",")
    return row + before.count(b"\n"), header[cell] if cell < len(header) else cell + 1
