"""What people are matched on: their total score, their score within the same paper, or an estimate of theta.

Whichever it is, it always takes in the item under study (Holland & Thayer 1988 show why: without it even items that
follow the Rasch model look biased), and otherwise the anchor items alone.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.categories import category_curves
from question_bank.irt.dif.cells import BoolArray, Cells, IntArray, People, count_cells
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.posterior import normalised
from question_bank.irt.quadrature import Grid

MatchingName = Literal["total", "form", "theta"]

# Cells of theta for the regression are this wide; strata for the Mantel-Haenszel test hold many of them.
THETA_STEP = 0.005
# Strata of theta: as many as leave about this many people of the smaller group in each, within these bounds.
PEOPLE_PER_STRATUM = 10
STRATA = (10, 200)
CHUNK = 8192


class Matching(Protocol):
    """Ways of matching: from the anchor items (a mask) to a function that gives each item's cells. `eligible` (items,)
    are those that can be anchor items."""

    @property
    def name(self) -> MatchingName: ...

    @property
    def eligible(self) -> BoolArray: ...

    def cells(self, anchor: BoolArray) -> Callable[[int], Cells]: ...


class ScoreMatching(NamedTuple):
    """Matching on the sum of the anchor items' scores, within each form where there are several. Only items that both
    groups were presented can be anchor items."""

    people: People
    eligible: BoolArray
    form: IntArray | None

    @property
    def name(self) -> MatchingName:
        return "total" if self.form is None else "form"

    def cells(self, anchor: BoolArray) -> Callable[[int], Cells]:
        total = np.zeros(len(self.people.scores), dtype=np.int64)
        for item in np.flatnonzero(anchor):
            total += np.maximum(self.people.scores[:, item], 0)

        def of_item(item: int) -> Cells:
            level = total if anchor[item] else total + self.people.scores[:, item]
            return count_cells(self.people, item, level, self.form)

        return of_item


class ThetaMatching(NamedTuple):
    """Matching on the posterior mean of theta, cut into strata that hold equally many people."""

    people: People
    parameters: Parameters
    grid: Grid
    strata: int | None

    @property
    def name(self) -> MatchingName:
        return "theta"

    @property
    def eligible(self) -> BoolArray:
        return np.ones(self.people.tops.size, dtype=np.bool_)

    def cells(self, anchor: BoolArray) -> Callable[[int], Cells]:
        theta = _anchored_theta(self.people, self.parameters, self.grid, anchor)

        def of_item(item: int) -> Cells:
            level = np.rint(theta.get(item, theta[-1]) / THETA_STEP).astype(np.int64)
            fine = count_cells(self.people, item, level, None)
            stratum = _equal_strata(fine.counts.sum(axis=2), self.strata)
            return fine._replace(value=fine.value * THETA_STEP, stratum=stratum)

        return of_item


def score_matching(people: People) -> ScoreMatching:
    """Total scores of the items that both groups were presented; within forms where people were not presented them
    all."""
    given = people.scores >= 0
    shared = np.asarray(given[people.focal].any(axis=0) & given[~people.focal].any(axis=0))
    return ScoreMatching(people, shared, _forms(given[:, shared]))


def _forms(given: BoolArray) -> IntArray | None:
    """Which items each person was given, numbered; None where everybody was given everything."""
    if given.all():
        return None
    packed = np.packbits(given, axis=1)
    whole = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1])))[:, 0]
    return np.asarray(np.unique(whole, return_inverse=True)[1], dtype=np.int64)


def _anchored_theta(people: People, parameters: Parameters, grid: Grid, anchor: BoolArray) -> dict[int, FloatArray]:
    """EAP from the anchor items, under the key -1, and for each other item from the anchor items and itself."""
    others = np.flatnonzero(~anchor)
    theta = np.empty((len(people.scores), 1 + others.size), order="F")
    # (scores, nodes, items); a score that an item lacks is never looked up, and -inf times 0 would spoil the sum.
    logs = np.nan_to_num(category_curves(grid.nodes, parameters).log_p, neginf=0.0).transpose(2, 0, 1)
    chances = np.exp(logs[:, :, others])
    for start in range(0, len(theta), CHUNK):
        part = slice(start, start + CHUNK)
        marks = people.scores[part]
        weights = normalised(_log_likelihood(marks[:, anchor], logs[:, :, anchor]) + grid.log_weights)
        theta[part, 0] = weights @ grid.nodes
        theta[part, 1:] = theta[part, :1]
        # One answer more turns the weights w into w P, so all other items come from two products of matrices.
        for score, chance in enumerate(chances):
            moved = (weights @ (grid.nodes[:, None] * chance)) / (weights @ chance)
            theta[part, 1:] = np.where(marks[:, others] == score, moved, theta[part, 1:])
    return dict(zip((-1, *others.tolist()), theta.T, strict=True))


def _log_likelihood(marks: NDArray[np.int8], logs: FloatArray) -> FloatArray:
    """Of each person's answers at each node, shape (persons, nodes), from log P of shape (scores, nodes, items)."""
    total = np.zeros((len(marks), logs.shape[1]))
    for score, table in enumerate(logs):
        total += (marks == score).astype(np.float64) @ table.T
    return total


def refuse_unknown_scores(people: People, parameters: Parameters) -> None:
    """Raises `ValueError` where an item was scored higher than its parameters know."""
    known = categories(parameters) - 1
    if known.size != people.tops.size:
        raise ValueError(f"{people.tops.size} items, but parameters of {known.size}")
    bad = np.flatnonzero(people.tops > known)
    if bad.size:
        raise ValueError(f"item {bad[0]} has a score of {people.tops[bad[0]]}, its parameters end at {known[bad[0]]}")


def _equal_strata(groups: FloatArray, wanted: int | None) -> IntArray:
    """The stratum of each cell, in rising order, from the cells' people by group, shape (cells, 2)."""
    people = groups.sum(axis=1)
    strata = wanted or int(np.clip(groups.sum(axis=0).min(initial=0) // PEOPLE_PER_STRATUM, *STRATA))
    middle = np.cumsum(people) - people / 2
    cut = np.floor(strata * middle / max(people.sum(), 1.0))
    return np.asarray(np.unique(cut, return_inverse=True)[1], dtype=np.int64)
