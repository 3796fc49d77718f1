"""Elastic filtering (Chinneck & Dravnieks 1991, ORSA Journal on Computing 3, 157-168): every rule may be stretched at a
price; those that have to be are held from then on, until nothing fits any more. What is held contains a conflict."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from question_bank.assembly.model import Programme
from question_bank.assembly.solver import relaxed
from question_bank.irt.parameters import FloatArray

STRETCHED = 1e-6


class Rows(NamedTuple):
    """lower <= matrix @ uses <= upper, where `uses` says in how many forms each item stands; `owner` is the place of
    the rule that each row belongs to."""

    matrix: FloatArray
    lower: FloatArray
    upper: FloatArray
    owner: NDArray[np.intp]


def held_rules(rows: Rows, most: float) -> NDArray[np.bool_]:
    """For each rule whether it is held in the end; uses range from 0 to `most`. All rules, if they are possible after
    all."""
    held = np.zeros(int(rows.owner.max()) + 1, dtype=np.bool_)
    while (stretches := _stretches(rows, most, held[rows.owner])) is not None:
        stretched = np.zeros_like(held)
        stretched[rows.owner[stretches > STRETCHED]] = True
        if not (stretched & ~held).any():
            return np.ones_like(held)
        held |= stretched
    return held


def _stretches(rows: Rows, most: float, is_held: NDArray[np.bool_]) -> FloatArray | None:
    """How far each row is stretched where the sum of that is least; None if nothing fits. Shape (rows,)."""
    count, items = rows.matrix.shape
    each = eye_array(count)
    programme = Programme(
        cost=np.concatenate([np.zeros(items), np.ones(2 * count)]),
        matrix=csr_array(hstack([csr_array(rows.matrix), each, -each])),
        lower=rows.lower,
        upper=rows.upper,
        least=np.zeros(items + 2 * count),
        most=np.concatenate([np.full(items, most), np.tile(np.where(is_held, 0.0, np.inf), 2)]),
        whole=0,
    )
    x = relaxed(programme)
    return None if x is None else x[items:].reshape(2, count).sum(axis=0)
