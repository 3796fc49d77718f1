"""Answers as plain arrays, with what a file tells of the people who gave them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.sparse_scores import SparseScores

FloatArray = NDArray[np.float64]
# 8 bits unless a score needs more.
ScoreArray = NDArray[np.signedinteger[Any]]

NOT_PRESENTED = -1
# People whose answers are spread out at a time when a sparse matrix is walked through.
PERSONS_AT_A_TIME = 8192


class Responses(NamedTuple):
    """A file of answers.

    `persons` are their names, None where the file has none. `scores` has shape (persons, items), -1 = not presented; a
    large long file with few answers for its size stays `SparseScores`, ordered by person and then by item. `frequency`
    (how many people gave this pattern), `weights` and the labels in `groups` have shape (persons,). `rows` (answers,)
    are the spreadsheet rows of a long file's answers, by person and item; None for a wide file, where person i stands
    in row i + 2.
    """

    source: str
    persons: list[str] | None
    item_ids: list[str]
    scores: ScoreArray | SparseScores
    frequency: NDArray[np.int64] | None
    weights: FloatArray | None
    groups: dict[str, NDArray[np.str_]]
    rows: NDArray[np.int32] | None
    warnings: list[str]


def names(responses: Responses) -> list[str]:
    """The people's names; without any their numbers, from 1."""
    if responses.persons is not None:
        return responses.persons
    return [str(number) for number in range(1, size(responses)[0] + 1)]


def size(responses: Responses) -> tuple[int, int]:
    """Persons and items."""
    scores = responses.scores
    return (scores.persons, scores.items) if isinstance(scores, SparseScores) else scores.shape


def people_per_row(responses: Responses) -> FloatArray | None:
    """How many people each row stands for, its frequency times its weight, (persons,); None for one each."""
    parts = [part.astype(np.float64) for part in (responses.frequency, responses.weights) if part is not None]
    return np.asarray(np.prod(parts, axis=0)) if parts else None


def dense_blocks(
    scores: ScoreArray | SparseScores, persons: int = PERSONS_AT_A_TIME
) -> Iterator[tuple[slice, ScoreArray]]:
    """The matrix in slices of so many people, each with its place; -1 = not presented."""
    count = scores.persons if isinstance(scores, SparseScores) else len(scores)
    for start in range(0, count, persons):
        part = slice(start, min(start + persons, count))
        yield part, _spread(scores, part) if isinstance(scores, SparseScores) else scores[part]


def dense(scores: ScoreArray | SparseScores) -> ScoreArray:
    """The whole matrix, whatever its size; -1 = not presented."""
    return _spread(scores, slice(0, scores.persons)) if isinstance(scores, SparseScores) else scores


def _spread(scores: SparseScores, part: slice) -> ScoreArray:
    first, last = np.searchsorted(scores.person, [part.start, part.stop])
    found = np.full((part.stop - part.start, scores.items), NOT_PRESENTED, dtype=scores.score.dtype)
    found[scores.person[first:last] - part.start, scores.item[first:last]] = scores.score[first:last]
    return found


def with_missing(scores: ScoreArray) -> FloatArray:
    """The same as floats, NaN = not presented."""
    found = scores.astype(np.float64)
    found[scores < 0] = np.nan
    return found
