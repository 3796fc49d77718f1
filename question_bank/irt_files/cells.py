"""A stretch of a CSV file as the places of its cells, so that whole columns turn into numbers and texts at once."""

import re

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int8] | NDArray[np.int32]
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

EMPTY, UNREADABLE = -1, -2
# More digits than a score, a count or an attempt can have.
LONGEST_NUMBER = 9
WHOLE_NUMBER = re.compile(rb"(\d{1,9})(?:\.0*)?")

COMMA, NEWLINE, QUOTE, DOT, ZERO = (ord(sign) for sign in ',\n".0')

# What a cell of at most one character says by the byte at its start: an empty cell starts at what ends it.
SINGLE = np.full(256, UNREADABLE, dtype=np.int8)
SINGLE[ZERO : ZERO + 10] = np.arange(10)
SINGLE[[COMMA, NEWLINE, QUOTE, ord(" "), ord("\t")]] = EMPTY


class Block:
    """Some rows of a table.

    `rows` (rows,) are their numbers as a spreadsheet counts them. Cells are `data[start:end]`, without their quotes;
    `starts` and `ends` have shape (rows, columns).
    """

    def __init__(self, data: Bytes, starts: Places, ends: Places, rows: Places) -> None:
        self.data, self.starts, self.ends, self.rows = data, starts, ends, rows
        self.quoted = bool((data == QUOTE).any())
        if self.quoted:
            self.starts, self.ends = _unquoted(data, starts, ends)

    def text(self, row: int | np.intp, column: int) -> str:
        start, end = self.starts[row, column], self.ends[row, column]
        return self.data[start:end].tobytes().decode().replace('""', '"')

    def texts(self, column: int) -> list[str]:
        """One column's cells, decoded in one go: gathered with a zero byte after each, which no text file holds."""
        starts, lengths = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        if not lengths.size:
            return []
        ends_there = np.cumsum(lengths + 1)
        gathered = np.arange(ends_there[-1]) + np.repeat(starts - (ends_there - lengths - 1), lengths + 1)
        letters = self.data[gathered]
        letters[ends_there - 1] = 0
        found = letters[:-1].tobytes().decode().split("\0")
        return [text.replace('""', '"') for text in found] if self.quoted else found

    def integers(self, columns: NDArray[np.intp] | slice) -> Numbers:
        """The cells as whole numbers from 0, shape (rows, columns); `EMPTY`, and `UNREADABLE` for what is none."""
        starts, ends = self.starts[:, columns], self.ends[:, columns]
        found = SINGLE[self.data[starts]]
        longer = ends - starts > 1
        if not longer.any():
            return found
        numbers = found.astype(np.int32)
        numbers[longer] = self._longer(starts[longer], ends[longer])
        return numbers

    def _longer(self, starts: Places, ends: Places) -> NDArray[np.int32]:
        """Numbers of several digits. Statistics programs write 1.0 for 1 when a column has gaps."""
        whole = (ends - starts > 2) & (self.data[ends - 2] == DOT) & (self.data[ends - 1] == ZERO)
        lengths = ends - starts - 2 * whole
        values, bad = np.zeros(starts.size, dtype=np.int32), lengths > LONGEST_NUMBER
        for digit in range(min(int(lengths.max()), LONGEST_NUMBER)):
            here = digit < lengths
            value = self.data[np.where(here, starts + digit, starts)] - np.uint8(ZERO)
            bad |= here & (value > 9)
            values = np.where(here & ~bad, values * 10 + value, values)
        for place in np.flatnonzero(bad):
            values[place] = _number(self.data[starts[place] : ends[place]].tobytes().strip())
        return values


def _number(text: bytes) -> int:
    match = WHOLE_NUMBER.fullmatch(text)
    return int(match[1]) if match else UNREADABLE if text else EMPTY


def separators(data: Bytes) -> tuple[Places, NDArray[np.bool_]]:
    """Places of the commas and newlines that end cells, and which of them end rows; those within quotes do not."""
    ends = (data == COMMA) | (data == NEWLINE)
    quotes = data == QUOTE
    if quotes.any():
        ends &= ~within_quotes(quotes)
    places = np.flatnonzero(ends)
    return places, data[places] == NEWLINE


def within_quotes(quotes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True from an opening quote on until the closing one."""
    # The count may wrap around at 256: only whether it is odd matters.
    return np.asarray(np.cumsum(quotes, dtype=np.uint8) & 1, dtype=np.bool_)


def _unquoted(data: Bytes, starts: Places, ends: Places) -> tuple[Places, Places]:
    """The places of the cells with the quotes around them left out."""
    quoted = (data[starts] == QUOTE) & (data[ends - 1] == QUOTE) & (ends - starts >= 2)
    return starts + quoted, ends - quoted
