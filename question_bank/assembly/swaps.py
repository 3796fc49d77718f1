"""Forms made better by exchanging two items at a time, where forms are too many for a solver.

A form gives an item to another form for one of its items, or gives it up for an item that may still be used.
Every exchange keeps all demands, and is made when it brings the forms' sums nearer to what is wanted of them. It ends
where no exchange of two items helps (a 2-exchange neighbourhood; compare Swanson & Stocking 1993, Applied Psychological
Measurement 17, 151-166, whose weighted deviations are repaired item by item).
"""

import numpy as np
from numpy.typing import NDArray

from question_bank.assembly.goals import Chosen, Wanted
from question_bank.assembly.model import Demands
from question_bank.assembly.solver import Deadline
from question_bank.irt.parameters import FloatArray

# Exchanges are looked at in the order of what they gain; so many are tried against the demands before a form counts as
# done. Rules of a blueprint leave about one exchange in twenty.
TRIED = 400
# Gains smaller than this share of all distances end the search: no reader of a curve could see them.
WORTH_IT = 1e-4
# Whole counts are kept exactly, sums of numbers to this.
ROUNDING = 1e-9


def swapped(chosen: Chosen, demands: Demands, wanted: Wanted, until: Deadline) -> Chosen:
    """The forms (forms, items) after exchanges, for as long as one helps and time is left; the form farthest from what
    is wanted comes first."""
    forms = _Forms(chosen.copy(), demands, wanted)
    done: set[int] = set()
    while until.left() > 0.0:
        waiting = [form for form in np.argsort(-forms.distances) if int(form) not in done and forms.distances[form] > 0]
        if not waiting:
            break
        worst = int(waiting[0])
        if forms.exchange(worst):
            done.clear()
        else:
            done.add(worst)
    return forms.chosen


class _Forms:
    """Forms with their sums, counts and distances kept up to date."""

    def __init__(self, chosen: Chosen, demands: Demands, wanted: Wanted) -> None:
        self.chosen, self.demands, self.wanted = chosen, demands, wanted
        self.measures = np.ascontiguousarray(wanted.measures.T)
        self.rules = np.ascontiguousarray(demands.matrix.T)
        self.sums = chosen @ self.measures
        self.counts = chosen @ self.rules
        self.use = chosen.sum(axis=0).astype(np.float64)
        self.distances = wanted.distance(self.sums)

    def exchange(self, form: int) -> bool:
        """Makes the exchange of this form that gains most, if any gains; whether it did."""
        own = np.flatnonzero(self.chosen[form])
        others, holders = self._offers(form)
        gains = self._gains(form, own, others, holders)
        for place in _best_first(gains, WORTH_IT * float(self.distances.sum())):
            given, taken = divmod(int(place), others.size)
            out, new, holder = int(own[given]), int(others[taken]), int(holders[taken])
            if self._is_allowed(form, out, new, holder):
                self._make(form, out, new, holder)
                return True
        return False

    def _offers(self, form: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Items that the form could take, and the forms that would give them up (-1: nobody has to)."""
        absent = ~self.chosen[form]
        held_by, held = np.nonzero(self.chosen & absent)
        free = np.flatnonzero(absent & (self.use < self.demands.use_most))
        return np.concatenate([held, free]), np.concatenate([held_by, np.full(free.size, -1)])

    def _gains(
        self, form: int, own: NDArray[np.intp], others: NDArray[np.intp], holders: NDArray[np.intp]
    ) -> FloatArray:
        """By how much distances fall, shape (own, others)."""
        moved = self.measures[others][None] - self.measures[own][:, None]
        before = self.distances[form] + np.where(holders < 0, 0.0, self.distances[holders])
        after = self.wanted.distance(self.sums[form] + moved)
        of_holders = self.wanted.distance(self.sums[holders] - moved)
        after += np.where(holders < 0, 0.0, of_holders)
        return np.asarray(before - after)

    def _is_allowed(self, form: int, out: int, new: int, holder: int) -> bool:
        change = self.rules[new] - self.rules[out]
        if holder < 0:
            return self.use[out] > self.demands.use_least[out] and self._keeps(self.counts[form] + change)
        return (
            not self.chosen[holder, out]
            and self._keeps(self.counts[form] + change)
            and self._keeps(self.counts[holder] - change)
        )

    def _keeps(self, counts: FloatArray) -> bool:
        above = counts <= self.demands.upper + ROUNDING
        return bool((above & (counts >= self.demands.lower - ROUNDING)).all())

    def _make(self, form: int, out: int, new: int, holder: int) -> None:
        self._move(form, out, new)
        if holder >= 0:
            self._move(holder, new, out)

    def _move(self, form: int, out: int, new: int) -> None:
        self.chosen[form, [out, new]] = False, True
        self.use[[out, new]] += -1.0, 1.0
        # Summed afresh, so that no rounding gathers over thousands of exchanges.
        self.sums[form] = self.chosen[form] @ self.measures
        self.counts[form] = self.chosen[form] @ self.rules
        self.distances[form] = self.wanted.distance(self.sums[form])


def _best_first(gains: FloatArray, least: float) -> NDArray[np.intp]:
    """Places in the flattened gains, the largest first, none of them below `least`."""
    flat = gains.ravel()
    some = np.argpartition(-flat, TRIED)[:TRIED] if flat.size > TRIED else np.arange(flat.size)
    best = some[np.argsort(-flat[some], kind="stable")]
    return np.asarray(best[flat[best] > least])
