"""THETAS.csv: people and their true abilities."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.people import PERSON, labels_in
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.tables import read_table

THETA = "theta"


class ThetaFile(NamedTuple):
    """`theta` (persons,) in units of the scale, NaN where the file has none; `rows` are the people's in the file."""

    source: str
    persons: list[str]
    theta: NDArray[np.float64]
    rows: list[int]


def read_thetas(path: Path, *, known: bool = True) -> ThetaFile:
    """`known`: everybody must have a theta. Raises `BadFile` naming row and column: for people given twice and cells
    that hold no finite number."""
    problems = Problems(str(path))
    table = read_table(path, problems)
    for name in [PERSON, THETA] if known else [PERSON]:
        if name not in table.header:
            problems.add(f"没有“{name}”这一列", 1)
    problems.refuse()
    persons: list[str] = []
    texts: list[str] = []
    rows: list[int] = []
    for block in table.blocks:
        persons += labels_in(block, table.header.index(PERSON), PERSON, problems)
        texts += block.texts(table.header.index(THETA)) if THETA in table.header else [""] * len(block.rows)
        rows += block.rows.tolist()
    _check_persons(persons, rows, problems)
    theta = _numbers(texts, rows, known, problems)
    problems.refuse()
    return ThetaFile(str(path), persons, theta, rows)


def _check_persons(persons: list[str], rows: list[int], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for person, row in zip(persons, rows, strict=True):
        if person and (first := seen.setdefault(person, row)) != row:
            problems.add(f"“{person}”已经在第 {first} 行出现过", row, PERSON)


def _numbers(texts: list[str], rows: list[int], known: bool, problems: Problems) -> NDArray[np.float64]:
    found = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        if not text.strip() and not known:
            continue
        try:
            found[place] = float(text)
        except ValueError:
            found[place] = np.nan
        if not np.isfinite(found[place]):
            problems.add(f"能力值要是有限的数，不是“{text}”", rows[place], THETA)
    return found
