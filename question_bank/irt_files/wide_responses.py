"""Wide files: a row a contestant, a column an item."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.cells import Block
from question_bank.irt_files.people import (
    FREQUENCY,
    PERSON,
    Columns,
    check_scores,
    counts_in,
    labels_in,
    weights_in,
)
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.response_matrix import FloatArray, Responses, ScoreArray
from question_bank.irt_files.tables import Table


def read_wide(table: Table, columns: Columns, problems: Problems) -> Responses:
    """Raises `BadFile` with all that is wrong."""
    wide = _Wide(table.header, columns, problems)
    for block in table.blocks:
        wide.take(block)
    return wide.responses()


class _Wide:
    """The columns of the blocks taken so far."""

    def __init__(self, header: list[str], columns: Columns, problems: Problems) -> None:
        self.header, self.problems, self.columns = header, problems, columns
        known = {PERSON, FREQUENCY, columns.weight, *columns.groups} | columns.ignored
        self.items = [place for place, name in enumerate(header) if name not in known]
        if not self.items:
            problems.stop("没有题目的列", 1)
        consecutive = self.items[-1] - self.items[0] + 1 == len(self.items)
        # A slice is read without copying the places of all cells.
        self.cells: NDArray[np.intp] | slice = (
            slice(self.items[0], self.items[-1] + 1) if consecutive else np.array(self.items)
        )
        self.scores: list[ScoreArray] = []
        self.persons: list[str] = []
        self.rows: list[NDArray[np.int64]] = []
        self.frequency: list[NDArray[np.int64]] = []
        self.weights: list[FloatArray] = []
        self.groups: dict[str, list[NDArray[np.str_]]] = defaultdict(list)

    def has(self, name: str | None) -> bool:
        return name in self.header and name not in self.columns.ignored

    def take(self, block: Block) -> None:
        header, problems = self.header, self.problems
        found = block.integers(self.cells)
        check_scores(found, block, self.items, header, problems)
        narrow = np.int8 if found.size and found.max() <= np.iinfo(np.int8).max else np.int16
        self.scores.append(found.astype(narrow, copy=False))
        self.rows.append(block.rows.astype(np.int64, copy=False))
        if self.has(PERSON):
            self.persons += labels_in(block, header.index(PERSON), PERSON, problems)
        if self.has(FREQUENCY) and FREQUENCY not in (self.columns.weight, *self.columns.groups):
            self.frequency.append(counts_in(block, header.index(FREQUENCY), FREQUENCY, problems))
        if self.columns.weight is not None:
            self.weights.append(weights_in(block, header.index(self.columns.weight), self.columns.weight, problems))
        for name in self.columns.groups:
            self.groups[name].append(np.array(labels_in(block, header.index(name), name, problems), dtype=np.str_))

    def responses(self) -> Responses:
        self._check_persons()
        self.problems.refuse()
        return Responses(
            source=self.problems.file,
            persons=self.persons if self.has(PERSON) else None,
            item_ids=[self.header[place] for place in self.items],
            scores=np.concatenate(self.scores),
            frequency=np.concatenate(self.frequency) if self.frequency else None,
            weights=np.concatenate(self.weights) if self.weights else None,
            groups={name: np.concatenate(parts) for name, parts in self.groups.items()},
            rows=None,
            warnings=[],
        )

    def _check_persons(self) -> None:
        if len(set(self.persons)) == len(self.persons):
            return
        seen: dict[str, int] = {}
        for person, row in zip(self.persons, np.concatenate(self.rows).tolist(), strict=True):
            if person and (first := seen.setdefault(person, row)) != row:
                self.problems.add(f"“{person}”已经在第 {first} 行出现过", row, PERSON)
