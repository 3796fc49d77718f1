"""Columns about people: their names, weights, groups, and how many of them a row stands for."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.cells import EMPTY, UNREADABLE, Block, Numbers
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.response_matrix import FloatArray

PERSON, FREQUENCY = "person", "freq"
HIGHEST_SCORE = int(np.iinfo(np.int16).max)
ABSENT = {"nan", "-nan", "#n/a", "na", "n/a", "null", "none", "."}


class Columns(NamedTuple):
    """Which columns a file is to be read by, beside those that have fixed names."""

    weight: str | None
    groups: tuple[str, ...]
    ignored: frozenset[str]


def weights_in(block: Block, column: int, name: str, problems: Problems) -> FloatArray:
    """Positive numbers of shape (rows,), NaN where the cell is none, of which `problems` are told."""
    texts = block.texts(column)
    try:
        found = np.array(texts).astype(np.float64)
    except ValueError:
        found = np.array([_number(text) for text in texts])
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(~(np.isfinite(found) & (found > 0)))
    for row in wrong:
        problems.add(f"权重要是正数，不是“{texts[row]}”", int(block.rows[row]), name)
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def labels_in(block: Block, column: int, name: str, problems: Problems) -> list[str]:
    """Texts that must not be empty."""
    found = block.texts(column)
    if not all(found):
        for row, text in zip(block.rows, found, strict=True):
            if not text:
                problems.add("是空的", int(row), name)
    return found


def check_scores(
    found: Numbers,
    block: Block,
    columns: list[int],
    header: list[str],
    problems: Problems,
) -> None:
    """Tells `problems` of cells that hold no score; `found` has shape (rows, columns)."""
    if not found.size or (found.min() > UNREADABLE and found.max() <= HIGHEST_SCORE):
        return
    wrong = np.argwhere((found == UNREADABLE) | (found > HIGHEST_SCORE))
    for place, (row, column) in enumerate(wrong):
        if problems.full:
            return problems.add_unsaid(len(wrong) - place)
        problems.add(no_score(block.text(row, columns[column])), int(block.rows[row]), header[columns[column]])


def no_score(text: str) -> str:
    """Why a text is no score."""
    text = text.strip()
    value = _number(text)
    if text.lower() in ABSENT:
        return f"“{text}”不是得分；没有作答的格子请留空"
    if np.isnan(value):
        return f"“{text}”不是得分"
    if value < 0:
        return f"得分是负数（{text}）"
    if value > HIGHEST_SCORE:
        return f"得分太大（{text}）"
    return f"得分要写成 0、1、2 这样，不能是“{text}”" if value.is_integer() else f"得分不是整数（{text}）"


def counts_in(block: Block, column: int, name: str, problems: Problems) -> NDArray[np.int64]:
    """Whole numbers from 0 on, shape (rows,)."""
    found = block.integers(np.array([column]))[:, 0].astype(np.int64)
    for row in np.flatnonzero((found == UNREADABLE) | (found == EMPTY)):
        text = block.text(row, column)
        problems.add(f"人数要是从 0 起的整数，不是“{text}”", int(block.rows[row]), name)
    return found
