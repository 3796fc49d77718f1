"""Right/wrong answers one by one: checked, and as compressed rows."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse


class SparseScores(NamedTuple):
    """Answers one by one: `person`, `item` (indices) and `score`, each of shape (answers,); nobody twice an item."""

    person: NDArray[Any]
    item: NDArray[Any]
    score: NDArray[Any]
    persons: int
    items: int


def by_person(answers: SparseScores) -> SparseScores:
    """The same ordered by person, then by item, with indices of 32 bits.

    Raises `ValueError` for arrays that do not fit, indices out of range, scores other than 0 and 1, and somebody's
    second answer to an item.
    """
    person = _indices("person", answers.person, answers.persons)
    item, score = _indices("item", answers.item, answers.items), np.asarray(answers.score)
    if not person.shape == item.shape == score.shape or person.ndim != 1:
        raise ValueError(f"persons, items and scores have the shapes {person.shape}, {item.shape} and {score.shape}")
    bad = np.flatnonzero((score != 0) & (score != 1))
    if bad.size:
        raise ValueError(f"answer {int(bad[0])}: {score[bad[0]]} is not 0 or 1")
    cell = person.astype(np.int64) * answers.items + item
    if not (cell[1:] > cell[:-1]).all():
        order = np.argsort(cell, kind="stable")
        person, item, score, cell = person[order], item[order], score[order], cell[order]
        again = np.flatnonzero(cell[1:] == cell[:-1])
        if again.size:
            raise ValueError(f"person {person[again[0]]} answered item {item[again[0]]} twice")
    return SparseScores(person, item, score, answers.persons, answers.items)


def _indices(name: str, values: ArrayLike, count: int) -> NDArray[np.int32]:
    indices = np.asarray(values)
    if indices.size and (indices.dtype.kind not in "iu" or indices.min() < 0 or indices.max() >= count):
        raise ValueError(f"every {name} is an integer from 0 to {count - 1}")
    return indices.astype(np.int32, copy=False)


def compressed(answers: SparseScores) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Rows of right answers and of all answers, float32 ones, from answers ordered by person."""
    person, item, is_right = answers.person, answers.item, np.asarray(answers.score == 1)
    shape = (answers.persons, answers.items)
    return _rows(person[is_right], item[is_right], shape), _rows(person, item, shape)


def _rows(person: NDArray[np.int32], item: NDArray[np.int32], shape: tuple[int, int]) -> sparse.csr_array:
    counts = np.bincount(person, minlength=shape[0])
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return sparse.csr_array((np.ones(item.size, dtype=np.float32), item, starts), shape=shape)
