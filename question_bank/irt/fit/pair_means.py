"""Mean scores of items and mean products of the scores on two items: observed, expected, and their covariance."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.parameters import FloatArray


class PairMeans(NamedTuple):
    """`values` (means,): first the items' mean scores, then the mean products of pairs, in the order of
    `pair_places`; `squares` (items,) the mean squared scores; `people` how many stand behind them."""

    values: FloatArray
    squares: FloatArray
    people: float

    def correlations(self) -> FloatArray:
        """Of the scores of each pair, shape (pairs,)."""
        mean = self.values[: self.squares.size]
        spread = np.sqrt(self.squares - mean**2)
        first, second = np.triu_indices(mean.size, 1)
        products = self.values[self.squares.size :]
        return np.asarray((products - mean[first] * mean[second]) / (spread[first] * spread[second]))


def pair_places(items: int) -> NDArray[np.intp]:
    """Where each pair's mean product stands among the means, shape (items, items); on the diagonal an item's mean."""
    places = np.diag(np.arange(items))
    first, second = np.triu_indices(items, 1)
    places[first, second] = places[second, first] = items + np.arange(first.size)
    return places


def observed_means(rows: AnswerRows) -> PairMeans | None:
    """The weighted means over people with answers; None if one of them left out an item."""
    mean, products, people = np.zeros(rows.items), np.zeros((rows.items, rows.items)), 0.0
    for part, codes in rows.chunks():
        presented = codes >= 0
        weights = rows.weights[part]
        if not presented.all():
            answering = presented.any(axis=1) & (weights > 0)
            if not presented[answering].all():
                return None
            codes, weights = codes[answering], weights[answering]
        scores = codes.astype(np.float64)
        weighted = scores * weights[:, None]
        mean += weighted.sum(axis=0)
        products += scores.T @ weighted
        people += float(weights.sum())
    total = max(people, 1e-300)
    first, second = np.triu_indices(rows.items, 1)
    return PairMeans(np.concatenate([mean, products[first, second]]) / total, np.diag(products) / total, people)


def expected_means(mean: FloatArray, variance: FloatArray, weights: FloatArray) -> PairMeans:
    """From the items' expected scores and their variances at each node, shape (items, nodes)."""
    first, second = np.triu_indices(len(mean), 1)
    products = (mean * weights) @ mean.T
    return PairMeans(
        np.concatenate([mean @ weights, products[first, second]]), (variance + mean**2) @ weights, float("inf")
    )


def covariance(mean: FloatArray, variance: FloatArray, weights: FloatArray, expected: PairMeans) -> FloatArray:
    """n times the covariance of the observed means under the model, shape (means, means).

    Given ability, items are independent: the mean of a product of scores is the product of the means, but for items
    that stand on both sides, where the mean square takes the place of the squared mean.
    """
    items = len(mean)
    first, second = np.triu_indices(items, 1)
    values = np.concatenate([mean, mean[first] * mean[second]])
    found = (values * weights) @ values.T
    places = pair_places(items)
    for item in range(items):
        beside = mean.copy()
        beside[item] = 1.0
        own = places[item]
        found[np.ix_(own, own)] += (beside * (variance[item] * weights)) @ beside.T
    pairs = items + np.arange(first.size)
    found[pairs, pairs] += (variance[first] * variance[second]) @ weights
    found -= np.multiply.outer(expected.values, expected.values)
    return np.asarray(found)
