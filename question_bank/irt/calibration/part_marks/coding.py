"""From scores as they were given to categories 0, 1, ... without gaps, and the columns that stand for them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.refusals import NotEstimable

IntArray = NDArray[np.integer]
BoolArray = NDArray[np.bool_]

MOST_CATEGORIES = 100
# Scores are table indexes, so that a column of milliseconds given as marks must not ask for a table of its length.
HIGHEST_SCORE = 10_000


class Coding(NamedTuple):
    """Which score each category of each item stands for, and where its column lies.

    `scores` lists each item's scores; `collapsed` (items,) tells where a score between them was never given. Columns
    run over the categories of the first item, then of the second, and so on: `item` and `category` (columns,) say
    whose they are, `first` (items,) where each item's begin.
    """

    scores: list[list[int]]
    collapsed: BoolArray
    item: NDArray[np.intp]
    category: NDArray[np.intp]
    first: NDArray[np.intp]

    @property
    def columns(self) -> int:
        return self.item.size

    @property
    def there(self) -> BoolArray:
        """Which steps (the way from a category to the next) an item has, shape (items, most steps)."""
        sizes = np.array([len(scores) for scores in self.scores])
        return np.asarray(np.arange(1, sizes.max()) < sizes[:, None])

    def table(self) -> NDArray[np.int8]:
        """The category of each score of each item, -1 for one that is not among them; shape (items, highest + 2).

        The last column is -1 throughout, so that a score of -1 looks up -1.
        """
        highest = max(scores[-1] for scores in self.scores)
        table = np.full((len(self.scores), highest + 2), -1, dtype=np.int8)
        for row, scores in zip(table, self.scores, strict=True):
            row[scores] = np.arange(len(scores))
        return table


def coding(used: BoolArray, known: dict[int, list[int]]) -> Coding:
    """The coding of items of which `used` (items, scores) tells which scores were given.

    `known` gives the scores of items whose categories are settled, by index. Raises `NotEstimable`: "no_answers",
    "constant_items" where only one score was given, "too_many_categories", and "unknown_scores" where a score was
    given that a settled item does not have.
    """
    if not used.any():
        raise NotEstimable("no_answers", detail="there are no answers")
    found = [known.get(item, np.flatnonzero(row).tolist()) for item, row in enumerate(used)]
    _refuse("no_answers", [not scores for scores in found], "nobody answered")
    _refuse("constant_items", [len(scores) < 2 for scores in found], "only one score was ever given")
    _refuse("too_many_categories", [len(scores) > MOST_CATEGORIES for scores in found], "more than 100 scores")
    strange = [item in known and not set(np.flatnonzero(row)) <= set(known[item]) for item, row in enumerate(used)]
    _refuse("unknown_scores", strange, "a score was given that the fixed parameters do not have")
    sizes = np.array([len(scores) for scores in found])
    gaps = [item not in known and scores[-1] - scores[0] >= len(scores) for item, scores in enumerate(found)]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    item = np.repeat(np.arange(sizes.size), sizes)
    return Coding(found, np.array(gaps), item, np.arange(item.size) - first[item], first)


def settled_scores(used: BoolArray, categories: int) -> list[int]:
    """The scores that the categories of one fixed item stand for, where nothing but their number is known.

    0, 1, ... if the scores given are among these, otherwise as many scores in a row from the lowest given one.
    """
    given = np.flatnonzero(used)
    lowest = 0 if given.size == 0 or given[-1] < categories else int(given[0])
    return list(range(lowest, lowest + categories))


def _refuse(code: str, bad: Sequence[bool], detail: str) -> None:
    items = [item for item, is_bad in enumerate(bad) if is_bad]
    if items:
        raise NotEstimable(code, items, f"{detail}: items {', '.join(map(str, items))}")
