"""How often each score on an item is met, and expected, among people with the same total score.

Expected counts come by the recursion of Lord & Wingersky (1984, Applied Psychological Measurement 8, 453-461) over the
other items, as in Orlando & Thissen (2000, Applied Psychological Measurement 24, 50-64).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from question_bank.irt.categories import category_curves
from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.quadrature import Grid


class ScoreGroups(NamedTuple):
    """Counts of one item: `observed` and `expected` (totals, scores) for the total scores 0, 1, ... highest. Expected
    is NaN where the total rules the score out."""

    observed: FloatArray
    expected: FloatArray


def score_groups(
    rows: AnswerRows, persons: NDArray[np.bool_], items: NDArray[np.intp], parameters: Parameters, grid: Grid
) -> list[ScoreGroups]:
    """The tables of the items of one form, which the people marked in `persons` took whole.

    `items` are the form's columns, `parameters` belong to these items in this order.
    """
    observed = _observed(rows, persons, items)
    people = observed.sum(axis=1)
    return [
        ScoreGroups(observed[:, : share.shape[1], place], people[:, place, None] * share)
        for place, share in enumerate(_expected_shares(parameters, grid))
    ]


def _observed(rows: AnswerRows, persons: NDArray[np.bool_], items: NDArray[np.intp]) -> FloatArray:
    """Weighted counts, shape (totals, scores, items)."""
    highest = rows.highest[items].astype(np.int64)
    totals, scores = int(highest.sum()) + 1, int(highest.max()) + 1
    counts = np.zeros((totals, scores, items.size))
    for part, all_codes in rows.chunks():
        here = persons[part]
        if not here.any():
            continue
        codes = all_codes[here][:, items]
        people = np.arange(len(codes))
        group = sparse.csr_array(
            (rows.weights[part][here], (codes.sum(axis=1, dtype=np.int64), people)), shape=(totals, len(codes))
        )
        for score in range(scores):
            counts[:, score] += group @ (codes == score).astype(np.float64)
    return counts


def _expected_shares(parameters: Parameters, grid: Grid) -> Iterator[FloatArray]:
    """Item by item P(score on the item | total score), shape (totals, scores); NaN where it is impossible."""
    chances = np.exp(category_curves(grid.nodes, parameters).log_p).transpose(1, 2, 0)
    known = categories(parameters)
    curves = [chances[item, :count] for item, count in enumerate(known)]
    weights = np.exp(grid.log_weights)
    for own, others in zip(curves, rest_scores(curves), strict=True):
        joint = np.full((len(others) + len(own) - 1, len(own)), np.nan)
        for score, chance in enumerate(own):
            joint[score : score + len(others), score] = others @ (chance * weights)
        yield joint / np.nansum(joint, axis=1, keepdims=True)


def rest_scores(curves: list[FloatArray]) -> Iterator[FloatArray]:
    """For each item in turn the distribution of the total score on all others, at every node: shape (totals, nodes).

    `curves` are P(score) of each item, shape (scores, nodes). Items are halved again and again, and each half takes in
    the other, so that all distributions together cost log2(items) times one.
    """
    yield from _without_each(curves, np.ones((1, curves[0].shape[1])))


def _without_each(curves: list[FloatArray], others: FloatArray) -> Iterator[FloatArray]:
    if len(curves) == 1:
        yield others
        return
    left, right = curves[: len(curves) // 2], curves[len(curves) // 2 :]
    yield from _without_each(left, with_items(others, right))
    yield from _without_each(right, with_items(others, left))


def with_items(distribution: FloatArray, curves: list[FloatArray]) -> FloatArray:
    """The distribution (totals, nodes) of a total score after further items."""
    for chances in curves:
        longer = np.zeros((len(distribution) + len(chances) - 1, distribution.shape[1]))
        for score, chance in enumerate(chances):
            longer[score : score + len(distribution)] += chance * distribution
        distribution = longer
    return distribution
