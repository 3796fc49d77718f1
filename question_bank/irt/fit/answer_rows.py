"""Everybody's answers, handed out some people at a time, from whatever form they come in."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.blas import one_blas_thread
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.responses import NOT_PRESENTED, Codes, answer_matrix, codes_of, highest_scores

# Rows of a matrix worked on at a time, and answers of a list: what is made of them stays below some 100 MB.
CHUNK = 2048
ANSWERS_AT_A_TIME = 500_000
THREADS = 2

Result = TypeVar("Result")


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


class Given(NamedTuple):
    """All answers of the people `first` ... `first + persons - 1`, by person: `person` (counted from `first`), `item`
    and `score`, each of shape (answers,)."""

    first: int
    persons: int
    person: NDArray[np.intp]
    item: NDArray[np.intp]
    score: NDArray[np.intp]

    @property
    def part(self) -> slice:
        """These people's place among all."""
        return slice(self.first, self.first + self.persons)

    def of(self, people: NDArray[np.bool_]) -> "Given":
        """The answers of some of these people (persons,)."""
        kept = people[self.person]
        return self._replace(person=self.person[kept], item=self.item[kept], score=self.score[kept])


class AnswerRows:
    """`persons` x `items` answers; `highest` (items,) each item's highest score; `weights` (persons,) how many people
    each row stands for (0: the row is as if it were not there)."""

    def __init__(self, answers: Answers, parameters: Parameters, weights: ArrayLike | None = None) -> None:
        """Raises `ValueError` for shapes that do not fit the parameters, and for weights that are negative or not
        finite.

        `answers` are a matrix or data frame (persons, items) of integers from 0 with NaN or a negative integer for
        what was not presented, or an `AnswerList`.
        """
        self.highest = highest_scores(parameters)
        self.items = self.highest.size
        self._list: Given | None = None
        self._matrix: NDArray[Any] | None = None
        if isinstance(answers, AnswerList):
            self._list = _by_person(answers, self.highest)
            self.persons = answers.persons
        else:
            self._matrix = answer_matrix(answers, self.items)
            self.persons = len(self._matrix)
        self.weights = _checked_weights(weights, self.persons)

    def chunks(self) -> Iterator[tuple[slice, Codes]]:
        """The rows in order as codes (people, items), some at a time.

        Raises `ValueError` naming row and column of a score that an item lacks.
        """
        for start in range(0, self.persons, CHUNK):
            part = slice(start, min(start + CHUNK, self.persons))
            yield part, self._codes(part)

    def given(self) -> Iterator[Given]:
        """The same answer by answer, for what costs time for each cell of a matrix, answered or not."""
        if self._list is None:
            for part, codes in self.chunks():
                person, item = np.nonzero(codes >= 0)
                yield Given(part.start, len(codes), person, item, codes[person, item].astype(np.intp))
            return
        per_person = max(1, self._list.person.size // max(1, self.persons))
        people = max(CHUNK, ANSWERS_AT_A_TIME // per_person)
        for start in range(0, self.persons, people):
            yield self._of(slice(start, min(start + people, self.persons)))

    def complete(self) -> NDArray[np.bool_]:
        """Who answered all items, shape (persons,)."""
        found = np.empty(self.persons, dtype=np.bool_)
        for given in self.given():
            found[given.part] = np.bincount(given.person, minlength=given.persons) == self.items
        return found

    def worked(self, work: Callable[[Given], Result]) -> Iterator[tuple[Given, Result]]:
        """What `work` makes of some people's answers after others', in order; worked out on two threads."""
        with one_blas_thread(), ThreadPoolExecutor(THREADS) as pool:
            waiting: deque[tuple[Given, Future[Result]]] = deque()
            for given in self.given():
                waiting.append((given, pool.submit(work, given)))
                if len(waiting) > THREADS:
                    first, result = waiting.popleft()
                    yield first, result.result()
            for given, result in waiting:
                yield given, result.result()

    def _codes(self, part: slice) -> Codes:
        if self._matrix is not None:
            return codes_of(self._matrix[part], self.highest, part.start)
        own = self._of(part)
        codes = np.full((own.persons, self.items), NOT_PRESENTED, dtype=np.int8)
        codes[own.person, own.item] = own.score
        return codes

    def _of(self, part: slice) -> Given:
        assert self._list is not None
        _, _, person, item, score = self._list
        first, last = np.searchsorted(person, [part.start, part.stop])
        here = slice(int(first), int(last))
        return Given(part.start, part.stop - part.start, person[here] - part.start, item[here], score[here])


def _by_person(answers: AnswerList, highest: Codes) -> Given:
    """The list, checked. Raises `ValueError` naming the first answer that is none."""
    person, item, score = (np.asarray(part).astype(np.intp) for part in (answers.person, answers.item, answers.score))
    if not person.shape == item.shape == score.shape == (person.size,):
        raise ValueError("person, item and score of the answers must have one length")
    there = (person >= 0) & (person < answers.persons) & (item >= 0) & (item < highest.size)
    if not there.all():
        place = int(np.argmin(there))
        raise ValueError(f"answer {place}: there is no person {person[place]} or no item {item[place]}")
    known = (score >= 0) & (score <= highest[item])
    if not known.all():
        place = int(np.argmin(known))
        most = int(highest[item[place]])
        raise ValueError(f"answer {place}: {score[place]} is not {'0 or 1' if most == 1 else f'one of 0 ... {most}'}")
    if not bool((person[1:] >= person[:-1]).all()):
        order = np.argsort(person, kind="stable")
        person, item, score = person[order], item[order], score[order]
    return Given(0, answers.persons, person, item, score)


def _checked_weights(weights: ArrayLike | None, persons: int) -> FloatArray:
    if weights is None:
        return np.ones(persons)
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (persons,):
        raise ValueError(f"weights must have shape ({persons},), got {array.shape}")
    if not (np.isfinite(array) & (array >= 0)).all():
        raise ValueError("weights must be finite and not negative")
    return array
