"""Answers from a RESPONSES.csv, wide or long."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.part_marks.coding import HIGHEST_SCORE
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt_files.long_responses import ITEM, SCORE, read_long
from question_bank.irt_files.people import PERSON, Columns
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.response_matrix import (
    Responses,
    ScoreArray,
    dense,
    dense_blocks,
    names,
    people_per_row,
    size,
    with_missing,
)
from question_bank.irt_files.tables import Progress, Table, read_table
from question_bank.irt_files.wide_responses import read_wide

__all__ = [
    "Responses",
    "ScoreArray",
    "SparseScores",
    "column_of",
    "dense",
    "dense_blocks",
    "first_row",
    "given",
    "names",
    "people_per_row",
    "read_responses",
    "refuse_answers",
    "right_wrong",
    "size",
    "whole_marks",
    "with_missing",
]


def read_responses(
    path: Path,
    *,
    weight: str | None = None,
    groups: Sequence[str] = (),
    ignore: Sequence[str] = (),
    progress: Progress | None = None,
) -> Responses:
    """Reads answers; a header with person, item and score is that of a long file.

    `weight` and `groups` name columns about people, `ignore` columns to leave out; `progress` hears which share of the
    file has been read. Raises `BadFile` naming row and column: for scores that are no whole numbers from 0 on, people
    or items given twice, weights that are not positive, rows of another length than the header, other encodings than
    UTF-8.
    """
    problems = Problems(str(path))
    table = read_table(path, problems, progress)
    columns = Columns(weight, tuple(groups), frozenset(ignore))
    _check_columns(table, columns, problems)
    header = set(table.header) - columns.ignored
    if {PERSON, ITEM, SCORE} <= header:
        return read_long(table, columns, problems)
    if {PERSON, ITEM} <= header:
        problems.stop(f"没有“{SCORE}”这一列；长表要有 {PERSON}、{ITEM}、{SCORE} 三列", 1)
    return read_wide(table, columns, problems)


def _check_columns(table: Table, columns: Columns, problems: Problems) -> None:
    asked = [columns.weight] if columns.weight else []
    for name in dict.fromkeys([*asked, *columns.groups, *sorted(columns.ignored)]):
        if name not in table.header:
            problems.add(f"没有“{name}”这一列", 1)
        elif name in columns.ignored and name in [*asked, *columns.groups]:
            problems.add("既要用又要忽略", 1, name)
    problems.refuse()


def right_wrong(responses: Responses) -> None:
    """Raises `BadFile`, naming row and column, for scores other than 0 and 1."""
    refuse_answers(responses, given(responses) > 1, lambda _, score: f"得分是 {score}；这个模型只收 0 和 1")


def whole_marks(responses: Responses) -> None:
    """Raises `BadFile`, naming row and column, for scores so large that they are none (milliseconds, say)."""
    refuse_answers(responses, given(responses) > HIGHEST_SCORE, lambda _, score: f"得分太大（{score}）")


def refuse_answers(responses: Responses, wrong: NDArray[np.bool_], why: Callable[[int, int], str]) -> None:
    """Raises `BadFile` for answers that are wrong (of the shape of `given`), naming row and column; `why` says it of an
    item's index and a score."""
    if not wrong.any():
        return
    problems, scores = Problems(responses.source), given(responses)
    places = np.argwhere(wrong)
    for number, place in enumerate(places):
        if problems.full:
            problems.add_unsaid(len(places) - number)
            break
        person, item = _cell(responses, place)
        problems.add(why(item, int(scores[tuple(place)])), _row(responses, place), column_of(responses, person, item))
    problems.refuse()


def given(responses: Responses) -> ScoreArray:
    """The scores as they are stored: a matrix, or one by one where it is sparse."""
    return responses.scores.score if isinstance(responses.scores, SparseScores) else responses.scores


def column_of(responses: Responses, person: int, item: int) -> str:
    """What to call an answer's column in a message: in a long file it is the score of a named person and item."""
    if responses.rows is None or responses.persons is None:
        return responses.item_ids[item]
    return f"{SCORE}（{responses.persons[person]}，{responses.item_ids[item]}）"


def first_row(responses: Responses, item: int) -> int | None:
    """The first spreadsheet row of a long file that holds an answer to an item; None where there is none."""
    scores = responses.scores
    items = scores.item if isinstance(scores, SparseScores) else np.nonzero(scores >= 0)[1]
    rows = [] if responses.rows is None else responses.rows[items == item]
    return int(min(rows)) if len(rows) else None


def _cell(responses: Responses, place: NDArray[np.intp]) -> tuple[int, int]:
    """Person and item of an answer's place among the stored ones."""
    scores = responses.scores
    if isinstance(scores, SparseScores):
        return int(scores.person[place[0]]), int(scores.item[place[0]])
    return int(place[0]), int(place[1])


def _row(responses: Responses, place: NDArray[np.intp]) -> int:
    """The spreadsheet row of an answer."""
    if responses.rows is None:
        return int(place[0]) + 2
    if isinstance(responses.scores, SparseScores):
        return int(responses.rows[place[0]])
    before = responses.scores.reshape(-1)[: place[0] * responses.scores.shape[1] + place[1]]
    return int(responses.rows[np.count_nonzero(before >= 0)])
