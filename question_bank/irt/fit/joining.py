"""Joining cells of a table of score groups until enough people are expected in each, in the steps that mirt takes.

Right/wrong items (Orlando & Thissen 2000): neighbouring score groups. Part marks (Kang & Chen 2008, Journal of
Educational Measurement 45, 391-406): first neighbouring scores within a group, then groups. A different order of
joining gives another statistic with other degrees of freedom, so the order is that of the reference software.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.parameters import FloatArray

LEAST_EXPECTED = 1.0
# A last cell that is not expected in this share of the groups, on average, is joined to the one before it everywhere.
RARE_LAST_CELL = 0.1
RARE_CELL = 0.05


class Cells(NamedTuple):
    """Observed and expected counts, shape (groups, cells); a place with the expected count 0 is no cell."""

    observed: FloatArray
    expected: FloatArray

    @property
    def number(self) -> int:
        return int((self.expected > 0).sum())


def joined(observed: FloatArray, expected: FloatArray) -> Cells | None:
    """Cells with at least one person expected in each, from counts of shape (totals, scores) of the total scores that
    are in use; expected counts are NaN where the total rules the score out. None where no group remains."""
    cells = _without_empty(_whole_groups(observed, expected))
    if len(cells.expected) == 0:
        return None
    cells = _singles_upward(cells)
    if cells.expected.shape[1] > 2:
        cells = _without_rare(_joined_within(cells))
    return _joined_groups(cells)


def _whole_groups(observed: FloatArray, expected: FloatArray) -> Cells:
    """Low and high totals that rule some score out join the next total that allows all."""
    whole = np.flatnonzero(~np.isnan(expected).any(axis=1))
    if not whole.size:
        return Cells(observed[:0], expected[:0])
    first, last = whole[0], whole[-1]
    possible = np.nan_to_num(expected)
    tables = []
    for table in (observed, possible):
        inner = table[first : last + 1].copy()
        inner[0] += table[:first].sum(axis=0)
        inner[-1] += table[last + 1 :].sum(axis=0)
        tables.append(inner)
    return Cells(*tables)


def _without_empty(cells: Cells) -> Cells:
    there = cells.observed.sum(axis=1) > 0
    return Cells(cells.observed[there], cells.expected[there])


def _singles_upward(cells: Cells) -> Cells:
    """A group of one person expects less than one in some cell whatever the model; it joins the next higher group."""
    observed, expected = cells.observed.copy(), cells.expected.copy()
    kept = np.ones(len(observed), dtype=np.bool_)
    for group in range(len(observed) - 1):
        if observed[group].sum() <= LEAST_EXPECTED:
            observed[group + 1] += observed[group]
            expected[group + 1] += expected[group]
            kept[group] = False
    observed, expected = observed[kept], expected[kept]
    if len(observed) > 1 and observed[-1].sum() <= LEAST_EXPECTED:
        return _join(Cells(observed, expected), len(observed) - 1, len(observed) - 2)
    return Cells(observed, expected)


def _joined_within(cells: Cells) -> Cells:
    """Within each group the rarest cell joins its rarer neighbour, down to two cells; the rest moves to the front."""
    observed, expected = np.zeros_like(cells.observed), np.zeros_like(cells.expected)
    for group, (seen, wanted) in enumerate(zip(cells.observed, cells.expected, strict=True)):
        while len(wanted) > 2 and wanted.min() < LEAST_EXPECTED:
            rarest = len(wanted) - 1 - int(np.argmin(wanted[::-1]))
            beside = _rarer_neighbour(wanted, rarest)
            seen, wanted = seen.copy(), wanted.copy()
            seen[beside] += seen[rarest]
            wanted[beside] += wanted[rarest]
            seen, wanted = np.delete(seen, rarest), np.delete(wanted, rarest)
        observed[group, : len(seen)] = seen
        expected[group, : len(wanted)] = wanted
    return Cells(observed, expected)


def _without_rare(cells: Cells) -> Cells:
    """Places that few groups have kept a cell in join the place before them."""
    observed, expected = cells.observed.copy(), cells.expected.copy()
    groups = len(expected)
    while expected.shape[1] > 2 and expected[:, -1].sum() < LEAST_EXPECTED * np.ceil(groups * RARE_LAST_CELL):
        observed, expected = _last_into_previous(observed), _last_into_previous(expected)
    kept = np.ones(expected.shape[1], dtype=np.bool_)
    for place in range(expected.shape[1] - 1, 0, -1):
        if (expected[:, place] > 0).mean() < RARE_CELL:
            kept[place] = False
            observed[:, place - 1] += observed[:, place]
            expected[:, place - 1] += expected[:, place]
    return Cells(observed[:, kept], expected[:, kept])


def _last_into_previous(table: FloatArray) -> FloatArray:
    return np.concatenate([table[:, :-2], table[:, -2:].sum(axis=1, keepdims=True)], axis=1)


def _joined_groups(cells: Cells) -> Cells:
    """While a cell expects too few, the lowest such group joins the neighbour with fewer people."""
    while len(cells.expected) > 1:
        poor = ((cells.expected < LEAST_EXPECTED) & (cells.expected > 0)).any(axis=1)
        if not poor.any():
            break
        lowest = int(np.argmax(poor))
        cells = _join(cells, lowest, _rarer_neighbour(cells.observed.sum(axis=1), lowest))
    return cells


def _rarer_neighbour(counts: FloatArray, place: int) -> int:
    """The place beside it with the smaller count; the lower one of equals."""
    if place == 0:
        return 1
    if place == len(counts) - 1:
        return place - 1
    return place - 1 if counts[place - 1] <= counts[place + 1] else place + 1


def _join(cells: Cells, group: int, to: int) -> Cells:
    observed, expected = cells.observed.copy(), cells.expected.copy()
    observed[to] += observed[group]
    expected[to] += expected[group]
    return Cells(np.delete(observed, group, axis=0), np.delete(expected, group, axis=0))
