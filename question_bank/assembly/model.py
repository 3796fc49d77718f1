"""The mixed-integer programme of an assembly.

Columns: one 0/1 variable x[f, i] for each form f and item i, form after form, and behind them at most a few numbers
that an objective needs. Rows: every requirement once for each form; each item's use over all forms; what the objective
needs. The models are those of van der Linden (2005, Linear Models for Optimal Test Design).

No rows put the forms in an order to break their symmetry: measured with orders by information and by chance weights,
the solver's own detection of symmetry did as well.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, kron, vstack

from question_bank.assembly.requirements import Requirement
from question_bank.irt.parameters import FloatArray


class Programme(NamedTuple):
    """Minimise cost @ x with lower <= matrix @ x <= upper and least <= x <= most; the first `whole` columns are whole
    numbers."""

    cost: FloatArray
    matrix: csr_array
    lower: FloatArray
    upper: FloatArray
    least: FloatArray
    most: FloatArray
    whole: int


class Demands(NamedTuple):
    """What forms have to fulfil: `matrix` (rules, items) with its bounds for each form, and in how many of the forms
    each item has to and may stand, shape (items,)."""

    matrix: FloatArray
    lower: FloatArray
    upper: FloatArray
    use_least: FloatArray
    use_most: FloatArray

    def of(self, items: NDArray[np.intp]) -> "Demands":
        """The same for some of the items, by index."""
        return self._replace(
            matrix=self.matrix[:, items], use_least=self.use_least[items], use_most=self.use_most[items]
        )


def demands(requirements: list[Requirement], items: int, max_use: int) -> Demands:
    matrix = np.array([each.weights for each in requirements]).reshape(len(requirements), items)
    return Demands(
        matrix,
        np.array([each.lower for each in requirements], dtype=np.float64),
        np.array([each.upper for each in requirements], dtype=np.float64),
        np.zeros(items),
        np.full(items, float(max_use)),
    )


def selection(demands: Demands, forms: int) -> Programme:
    """Which items stand in which form, without an objective."""
    items = demands.use_most.size
    each_form = kron(eye_array(forms), csr_array(demands.matrix), format="csr")
    over_forms = kron(np.ones((1, forms)), eye_array(items), format="csr")
    return Programme(
        cost=np.zeros(forms * items),
        matrix=csr_array(vstack([each_form, over_forms])),
        lower=np.concatenate([np.tile(demands.lower, forms), demands.use_least]),
        upper=np.concatenate([np.tile(demands.upper, forms), demands.use_most]),
        least=np.zeros(forms * items),
        most=np.tile(np.minimum(demands.use_most, 1.0), forms),
        whole=forms * items,
    )


def together(demands: Demands, forms: int) -> Programme:
    """All forms as one: in how many of them each item stands. What holds for the forms holds for their sum, so this
    smaller programme without any symmetry bounds what the forms can reach, and is impossible only if they are."""
    items = demands.use_most.size
    return Programme(
        cost=np.zeros(items),
        matrix=csr_array(demands.matrix),
        lower=forms * demands.lower,
        upper=forms * demands.upper,
        least=demands.use_least,
        most=np.minimum(demands.use_most, forms),
        whole=items,
    )


def with_cost(programme: Programme, weights: FloatArray) -> Programme:
    """Minimise the sum of `weights` (items,) over all forms."""
    return programme._replace(cost=np.tile(weights, programme.whole // weights.size))


def with_least(programme: Programme, measures: FloatArray) -> Programme:
    """Maximise (minimise the negative of) the least of `measures` (points, items), none negative, over points and
    forms."""
    sums = _of_each_form(programme, measures)
    wider = _with_columns(programme, 1, cost=-1.0, most=float(sums.sum(axis=1).max()), least=0.0)
    rows = hstack([sums, np.full((sums.shape[0], 1), -1.0)])
    return _with_rows(wider, rows, np.zeros(sums.shape[0]), np.full(sums.shape[0], np.inf))


def with_distance(programme: Programme, measures: FloatArray, target: FloatArray, enough: float = 0.0) -> Programme:
    """Minimise the largest distance of `measures` (points, items) from `target` (points,) over points and forms, down
    to `enough`."""
    sums = _of_each_form(programme, measures)
    targets = np.tile(target, sums.shape[0] // target.size)
    wider = _with_columns(programme, 1, cost=1.0, most=_farthest(sums, targets) + enough, least=enough)
    return _within(wider, sums, targets, np.ones((targets.size, 1)))


def with_distances(programme: Programme, measures: FloatArray, target: FloatArray, largest: float) -> Programme:
    """Minimise the sum of the distances, none of them above `largest`."""
    sums = _of_each_form(programme, measures)
    targets = np.tile(target, sums.shape[0] // target.size)
    wider = _with_columns(programme, targets.size, cost=1.0, most=largest, least=0.0)
    return _within(wider, sums, targets, eye_array(targets.size))


def with_excess(programme: Programme, measures: FloatArray, lower: FloatArray, upper: FloatArray) -> Programme:
    """Minimise the farthest that `measures` (sums, items) stray from between `lower` and `upper` (sums,)."""
    sums = _of_each_form(programme, measures)
    forms = programme.whole // measures.shape[1]
    above, below = np.tile(upper, forms), np.tile(lower, forms)
    wider = _with_columns(programme, 1, cost=1.0, most=np.inf, least=0.0)
    column, endless = np.ones((above.size, 1)), np.full(above.size, np.inf)
    not_far_above = _with_rows(wider, hstack([sums, -column]), -endless, above)
    return _with_rows(not_far_above, hstack([sums, column]), below, endless)


def _of_each_form(programme: Programme, measures: FloatArray) -> csr_array:
    """Rows that add the measures up for each form, form after form."""
    forms = programme.whole // measures.shape[1]
    return csr_array(kron(eye_array(forms), csr_array(measures)))


def _farthest(sums: csr_array, targets: FloatArray) -> float:
    return float((np.abs(targets) + np.abs(sums).sum(axis=1)).max())


def _within(programme: Programme, sums: csr_array, targets: FloatArray, distances: FloatArray) -> Programme:
    """sums - distance <= target <= sums + distance."""
    endless = np.full(targets.size, np.inf)
    below = _with_rows(programme, hstack([sums, -distances]), -endless, targets)
    return _with_rows(below, hstack([sums, distances]), targets, endless)


def _with_columns(programme: Programme, columns: int, cost: float, most: float, least: float) -> Programme:
    return programme._replace(
        cost=np.concatenate([programme.cost, np.full(columns, cost)]),
        matrix=csr_array(hstack([programme.matrix, csr_array((programme.matrix.shape[0], columns))])),
        least=np.concatenate([programme.least, np.full(columns, least)]),
        most=np.concatenate([programme.most, np.full(columns, most)]),
    )


def _with_rows(programme: Programme, rows: csr_array, lower: FloatArray, upper: FloatArray) -> Programme:
    return programme._replace(
        matrix=csr_array(vstack([programme.matrix, rows])),
        lower=np.concatenate([programme.lower, lower]),
        upper=np.concatenate([programme.upper, upper]),
    )
