"""Long files: a row an answer, with what became of it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt_files.cells import EMPTY, UNREADABLE, Block
from question_bank.irt_files.people import PERSON, Columns, check_scores, labels_in, weights_in
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.response_matrix import (
    NOT_PRESENTED,
    FloatArray,
    Responses,
    ScoreArray,
)
from question_bank.irt_files.tables import Table

ITEM, SCORE, STATUS, ATTEMPT = "item", "score", "status", "attempt"
ANSWERED, OMITTED, TIMED_OUT, NOT_REACHED, NOT_SHOWN = (
    "answered",
    "omitted",
    "timed_out",
    "not_reached",
    "not_presented",
)
COUNTS_AS_WRONG = {OMITTED, TIMED_OUT}
MISSING = {NOT_REACHED, NOT_SHOWN}
STATUSES = ("", ANSWERED, OMITTED, TIMED_OUT, NOT_REACHED, NOT_SHOWN)

# Cells of a matrix that is small enough to be spread out however few are filled, and of one that is too large anyhow.
SMALL, LARGE = 4_000_000, 64_000_000
FILLED = 0.2


def read_long(table: Table, columns: Columns, problems: Problems) -> Responses:
    """Raises `BadFile` with all that is wrong."""
    long = _Long(table.header, columns, problems)
    for block in table.blocks:
        long.take(block)
    return long.responses()


class _Numbers(dict[str, int]):
    """Numbers texts in the order in which they first appear."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def of(self, texts: list[str]) -> NDArray[np.int32]:
        return np.fromiter(map(self.__getitem__, texts), dtype=np.int32, count=len(texts))


class _Answers(NamedTuple):
    """Rows of the file; a score of -1 means that there is nothing to score."""

    person: NDArray[np.int32]
    item: NDArray[np.int32]
    score: NDArray[np.int16]
    attempt: NDArray[np.int32]
    row: NDArray[np.int32]

    def take(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> "_Answers":
        columns: Any = (part[which] for part in self)
        return _Answers(*columns)


def _joined(parts: list[_Answers]) -> _Answers:
    columns: Any = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _Answers(*columns)


class _Long:
    """The rows of the blocks taken so far."""

    def __init__(self, header: list[str], columns: Columns, problems: Problems) -> None:
        self.header, self.problems, self.columns = header, problems, columns
        self.persons, self.items = _Numbers(), _Numbers()
        self.statuses = _Numbers((status, number) for number, status in enumerate(STATUSES))
        self.parts: list[_Answers] = []
        self.groups = {name: _Told(name) for name in columns.groups}
        self.weight = _Told(columns.weight) if columns.weight is not None else None
        self.group_labels = {name: _Numbers() for name in columns.groups}

    def place(self, name: str) -> int | None:
        return self.header.index(name) if name in self.header and name not in self.columns.ignored else None

    def take(self, block: Block) -> None:
        person = self.persons.of(labels_in(block, self.header.index(PERSON), PERSON, self.problems))
        item = self.items.of(labels_in(block, self.header.index(ITEM), ITEM, self.problems))
        self.parts.append(
            _Answers(person, item, self._scores(block), self._attempts(block), block.rows.astype(np.int32))
        )
        for name, told in self.groups.items():
            labels = self.group_labels[name].of(labels_in(block, self.header.index(name), name, self.problems))
            told.hear(person, labels.astype(np.float64), block, self.problems)
        if self.weight is not None:
            found = weights_in(block, self.header.index(self.weight.name), self.weight.name, self.problems)
            self.weight.hear(person, found, block, self.problems)

    def _scores(self, block: Block) -> NDArray[np.int16]:
        column = self.header.index(SCORE)
        found = block.integers(np.array([column]))
        check_scores(found, block, [column], self.header, self.problems)
        scores = found[:, 0].astype(np.int16)
        place = self.place(STATUS)
        if place is None:
            return scores
        status = self.statuses.of(block.texts(place))
        for row in np.flatnonzero(status >= len(STATUSES)):
            text = block.text(row, place)
            self.problems.add(f"不认识的状态“{text}”；可用 {'、'.join(STATUSES[1:])}", int(block.rows[row]), STATUS)
        for row in np.flatnonzero((scores == EMPTY) & (status == STATUSES.index(ANSWERED))):
            self.problems.add("已作答（answered），却没有得分", int(block.rows[row]), SCORE)
        scores[(scores == EMPTY) & _among(status, COUNTS_AS_WRONG)] = 0
        scores[_among(status, MISSING)] = NOT_PRESENTED
        return scores

    def _attempts(self, block: Block) -> NDArray[np.int32]:
        place = self.place(ATTEMPT)
        if place is None:
            return np.ones(len(block.rows), dtype=np.int32)
        found = block.integers(np.array([place]))[:, 0].astype(np.int32)
        for row in np.flatnonzero((found == UNREADABLE) | (found == 0)):
            text = block.text(row, place)
            self.problems.add(f"第几次作答要是从 1 起的整数，不是“{text}”", int(block.rows[row]), ATTEMPT)
        return np.where(found == EMPTY, 1, found).astype(np.int32)

    def responses(self) -> Responses:
        answers = _sorted(_joined(self.parts), len(self.items))
        persons, items = list(self.persons), list(self.items)
        self._check_repeats(answers, persons, items)
        self.problems.refuse()
        answers, warnings = _first_attempts(answers.take(answers.score != NOT_PRESENTED), persons, items)
        return Responses(
            source=self.problems.file,
            persons=persons,
            item_ids=items,
            scores=_matrix(answers, len(persons), len(items)),
            frequency=None,
            weights=None if self.weight is None else self.weight.values[: len(persons)],
            groups={name: self._labels(name, len(persons)) for name in self.groups},
            rows=answers.row,
            warnings=warnings,
        )

    def _labels(self, group: str, persons: int) -> NDArray[np.str_]:
        return np.array(list(self.group_labels[group]))[self.groups[group].values[:persons].astype(np.intp)]

    def _check_repeats(self, answers: _Answers, persons: list[str], items: list[str]) -> None:
        again = np.flatnonzero(_same(answers) & (answers.attempt[1:] == answers.attempt[:-1])) + 1
        for place in again:
            if self.problems.full:
                return self.problems.add_unsaid(len(again) - int(np.searchsorted(again, place)))
            person, item = persons[answers.person[place]], items[answers.item[place]]
            first, row = sorted((int(answers.row[place - 1]), int(answers.row[place])))
            text = f"{person} 对 {item} 的第 {answers.attempt[place]} 次作答已经在第 {first} 行出现过"
            self.problems.add(text, row, f"{PERSON},{ITEM}")


class _Told:
    """What the rows say of each person, which must be the same in all rows of that person."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values = np.empty(0)

    def hear(self, person: NDArray[np.int32], value: FloatArray, block: Block, problems: Problems) -> None:
        grown = np.full(max(int(person.max(initial=-1)) + 1, self.values.size), np.nan)
        grown[: self.values.size] = self.values
        fresh = np.isnan(grown[person])
        # Written backwards, so that a person's first row in the block is what stays.
        grown[person[fresh][::-1]] = value[fresh][::-1]
        self.values = grown
        for row in np.flatnonzero((grown[person] != value) & ~np.isnan(value)):
            problems.add("和这个人前面的行不一致", int(block.rows[row]), self.name)


def _among(status: NDArray[np.int32], names: Iterable[str]) -> NDArray[np.bool_]:
    return np.isin(status, [STATUSES.index(name) for name in names])


def _sorted(answers: _Answers, items: int) -> _Answers:
    """By person, item, attempt and row."""
    cell = answers.person.astype(np.int64) * items + answers.item
    if answers.attempt.size and answers.attempt.min() == answers.attempt.max():
        return answers if (cell[1:] > cell[:-1]).all() else answers.take(np.argsort(cell, kind="stable"))
    return answers.take(np.lexsort((answers.attempt, cell)))


def _same(answers: _Answers) -> NDArray[np.bool_]:
    """Whether an answer is of the same person and item as the one before it, shape (answers - 1,)."""
    return np.asarray((answers.person[1:] == answers.person[:-1]) & (answers.item[1:] == answers.item[:-1]))


def _first_attempts(answers: _Answers, persons: list[str], items: list[str]) -> tuple[_Answers, list[str]]:
    """Each person's first answer to each item, and a sentence about the others."""
    later = np.append(False, _same(answers))[: answers.row.size]
    if not later.any():
        return answers, []
    example = int(np.argmax(later))
    where = f"{persons[answers.person[example]]} 对 {items[answers.item[example]]}"
    text = f"有 {int(later.sum())} 行是对同一题的再次作答（例如 {where}，第 {answers.row[example]} 行），只用了第一次"
    return answers.take(~later), [text]


def _matrix(answers: _Answers, persons: int, items: int) -> ScoreArray | SparseScores:
    narrow = answers.score.max(initial=0) <= np.iinfo(np.int8).max
    score: ScoreArray = answers.score.astype(np.int8) if narrow else answers.score
    cells = persons * items
    if cells > LARGE or (cells > SMALL and answers.row.size < FILLED * cells):
        return SparseScores(answers.person, answers.item, score, persons, items)
    matrix = np.full((persons, items), NOT_PRESENTED, dtype=score.dtype)
    matrix[answers.person, answers.item] = score
    return matrix
