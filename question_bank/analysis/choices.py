"""Who chooses which option: of all, and of each fifth from the weakest to the strongest."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from question_bank.analysis.answer_table import NO_CHOICE, AnswerTable, FloatArray, IntArray
from question_bank.analysis.classical import correlation_interval, correlation_of

FIFTHS = 5
# Below this there are no five groups to speak of.
FEWEST_FOR_FIFTHS = 25


class OptionFigures(NamedTuple):
    """One option of an item. `share` of those who saw the item and chose it (options of multiple choice need not sum to
    1); `by_fifth` the same in each fifth, weakest first, empty for few people; `correlation` of choosing it with
    ability, with its 95 % interval. `right`: it is in the key."""

    right: bool
    n: int
    share: float
    by_fifth: tuple[float, ...]
    correlation: float
    correlation_low: float
    correlation_high: float


class ItemChoices(NamedTuple):
    """`options` in the bank's order; `none` the share of those who saw the item and chose nothing; `theta` the mean
    ability of each fifth and `people` in it; `right_by_fifth` the share who had it right."""

    n: int
    options: tuple[OptionFigures, ...]
    none: float
    theta: tuple[float, ...]
    people: tuple[int, ...]
    right_by_fifth: tuple[float, ...]


def item_choices(
    table: AnswerTable, theta: FloatArray, options: Sequence[int], keys: Sequence[int]
) -> list[ItemChoices]:
    """Of each item, in order. `theta` (answers,) is the ability that goes with each answer (`rest_abilities`),
    `options` how many each item has, `keys` each item's right options as bits."""
    found = []
    for rows, count, key in zip(table.of_items(), options, keys, strict=True):
        found.append(_choices(table.choice[rows], table.score[rows], theta[rows], count, key))
    return found


def fifths(theta: FloatArray) -> NDArray[np.intp]:
    """Which fifth each person is in, 0 to 4; equals are in the same one."""
    rank = rankdata(theta, method="average")
    place = np.floor((rank - 0.5) / theta.size * FIFTHS).astype(np.intp)
    return np.asarray(np.minimum(FIFTHS - 1, place), dtype=np.intp)


def _choices(choice: IntArray, score: NDArray[np.int8], theta: FloatArray, count: int, key: int) -> ItemChoices:
    n = choice.size
    groups = fifths(theta) if n >= FEWEST_FOR_FIFTHS else np.empty(0, dtype=np.intp)
    people = np.bincount(groups, minlength=FIFTHS) if groups.size else np.empty(0, dtype=np.intp)
    options = []
    for place in range(count):
        chosen = (choice >> place) & 1
        correlation = correlation_of(chosen, theta)
        low, high = (float(end[0]) for end in correlation_interval(np.array([correlation]), np.array([float(n)])))
        own = int(chosen.sum())
        options.append(
            OptionFigures(
                bool(key >> place & 1),
                own,
                own / n if n else float("nan"),
                _shares(chosen, groups, people),
                correlation,
                low,
                high,
            )
        )
    none = float((choice == NO_CHOICE).mean()) if n else float("nan")
    return ItemChoices(
        n,
        tuple(options),
        none,
        _shares(theta, groups, people),
        tuple(int(each) for each in people),
        _shares(score, groups, people),
    )


def _shares(values: np.ndarray, groups: NDArray[np.intp], people: NDArray[np.intp]) -> tuple[float, ...]:
    """The mean in each group; NaN where nobody is."""
    if not groups.size:
        return ()
    with np.errstate(invalid="ignore", divide="ignore"):
        return tuple(float(each) for each in np.bincount(groups, values, FIFTHS) / people)
