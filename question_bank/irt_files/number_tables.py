"""Tables of numbers as CSV, written by whole columns: a million rows take a second or so."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Column = Sequence[str] | NDArray[np.str_] | FloatArray | NDArray[np.int64]

ROWS_AT_A_TIME = 65_536
NEEDS_QUOTES = set(',"\n\r')


def write_row(file: BinaryIO, cells: Iterable[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    file.write(text.getvalue().encode())


def write_columns(file: BinaryIO, columns: Sequence[Column]) -> None:
    """Rows below a header. Numbers keep all their digits; NaN is an empty cell, infinities are inf and -inf."""
    count = len(columns[0])
    for start in range(0, count, ROWS_AT_A_TIME):
        part = slice(start, start + ROWS_AT_A_TIME)
        cells = [texts_of(column[part]) for column in columns]
        file.write(("\n".join(map(",".join, zip(*cells, strict=True))) + "\n").encode())


def texts_of(column: Column) -> list[str]:
    """Cells as they stand in a file."""
    if not isinstance(column, np.ndarray) or column.dtype.kind == "U":
        return _quoted(list(column))
    found = list(map(repr, column.tolist()))
    if column.dtype.kind == "f":
        for place in np.flatnonzero(np.isnan(column)):
            found[place] = ""
    return found


def _quoted(texts: list[str]) -> list[str]:
    if NEEDS_QUOTES.isdisjoint("".join(texts)):
        return texts
    return [text if NEEDS_QUOTES.isdisjoint(text) else '"' + text.replace('"', '""') + '"' for text in texts]
