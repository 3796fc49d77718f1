"""Everybody's answers, handed out as codes some rows at a time, from whatever form they come in."""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.responses import NOT_PRESENTED, Codes, answer_matrix, codes_of, highest_scores

# Rows worked on at a time. With 2,000 items their codes and the floats made of them stay below a hundred megabytes.
CHUNK = 2048


@runtime_checkable
class AnswerList(Protocol):
    """Answers one by one: `person`, `item` (indices) and `score`, each of shape (answers,); nobody twice an item."""

    @property
    def person(self) -> NDArray[Any]: ...
    @property
    def item(self) -> NDArray[Any]: ...
    @property
    def score(self) -> NDArray[Any]: ...
    @property
    def persons(self) -> int: ...


Answers = ArrayLike | AnswerList


class AnswerRows:
    """`persons` x `items` answers; `highest` (items,) each item's highest score; `weights` (persons,) how many people
    each row stands for."""

    def __init__(self, answers: Answers, parameters: Parameters, weights: ArrayLike | None = None) -> None:
        """Raises `ValueError` for shapes that do not fit the parameters, and for weights that are not positive numbers.

        `answers` are a matrix or data frame (persons, items) of integers from 0 with NaN or a negative integer for
        what was not presented, or an `AnswerList`.
        """
        self.highest = highest_scores(parameters)
        self.items = self.highest.size
        self._list = _sorted(answers) if isinstance(answers, AnswerList) else None
        self._matrix = None if isinstance(answers, AnswerList) else answer_matrix(answers, self.items)
        self.persons = answers.persons if isinstance(answers, AnswerList) else len(np.asarray(self._matrix))
        self.weights = _checked_weights(weights, self.persons)

    def chunks(self) -> Iterator[tuple[slice, Codes]]:
        """The rows in order, some at a time. Raises `ValueError` naming row and column of a score an item lacks."""
        for start in range(0, self.persons, CHUNK):
            part = slice(start, min(start + CHUNK, self.persons))
            yield part, self._codes(part)

    def _codes(self, part: slice) -> Codes:
        if self._matrix is not None:
            return codes_of(self._matrix[part], self.highest, part.start)
        assert self._list is not None
        person, item, score = self._list
        first, last = np.searchsorted(person, [part.start, part.stop])
        codes = np.full((part.stop - part.start, self.items), NOT_PRESENTED, dtype=np.int64)
        codes[person[first:last] - part.start, item[first:last]] = score[first:last]
        return codes_of(codes, self.highest, part.start)


def _sorted(answers: AnswerList) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    person, item, score = (np.asarray(part) for part in (answers.person, answers.item, answers.score))
    if bool((person[1:] >= person[:-1]).all()):
        return person, item, score
    order = np.argsort(person, kind="stable")
    return person[order], item[order], score[order]


def _checked_weights(weights: ArrayLike | None, persons: int) -> FloatArray:
    if weights is None:
        return np.ones(persons)
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (persons,):
        raise ValueError(f"weights must have shape ({persons},), got {array.shape}")
    if not (np.isfinite(array) & (array >= 0)).all():
        raise ValueError("weights must be finite and not negative")
    return array
