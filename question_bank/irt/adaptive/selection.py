"""How much each item is worth as the next one, by one of three rules, for one examinee or for many at once.

mfi   Maximum Fisher information at the estimate (Lord 1980, Applications of Item Response Theory to Practical Testing
      Problems, ch. 10): I_j(theta).
mpwi  Information weighted by the posterior (van der Linden 1998, Psychometrika 63, 201-216, eq. 9): the sum over the
      nodes of I_j(x) times the posterior weight of x.
kl    Kullback-Leibler information (Chang & Ying 1996, Applied Psychological Measurement 20, 213-229), the integral over
      x of K_j(theta || x) w(x) with K_j(theta || x) = sum over k of P_jk(theta) log(P_jk(theta) / P_jk(x)). The weight
      w is the likelihood of the answers on the population's mean +- 4 sd, as in catR's criterion "KL" (Magis & Raiche
      2012, Journal of Statistical Software 48(8)); or the posterior, its "KLP"; or 1 on theta +- 3 / sqrt(n), which is
      Chang & Ying's own interval.
"""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.adaptive.tables import information_at, log_scores_at
from question_bank.irt.parameters import FloatArray
from question_bank.irt.posterior import cells

# Standard deviations from the population's mean over which Kullback-Leibler information is integrated.
KL_RANGE = 4.0
# A node at the very end is within, whatever the standard deviation of the grid comes out as.
ROUNDING = 1e-6
# The interval of Chang & Ying reaches to this over the root of the number of answers.
KL_INTERVAL = 3.0
# Items whose worth differs by less, relatively, are tied: the difference is rounding and not information.
TIED = 1e-9


def item_values(test: AdaptiveTest, theta: float | FloatArray, log_posterior: FloatArray, given: int) -> FloatArray:
    """The worth of every item, (items,) for one theta and posterior (nodes,), given or not.

    For many people theta has shape (persons, 1), `log_posterior` (persons, nodes) and the result (persons, items), all
    of them after as many answers as are `given`.
    """
    if test.rule == "mfi":
        return information_at(theta, test.parameters, test.tables.quick)
    if test.rule == "mpwi":
        return np.asarray(np.exp(log_posterior) @ test.tables.information)
    return _divergence(test, theta, kl_weights(test, theta, log_posterior, given))


def first_best(values: FloatArray) -> int:
    """The item of greatest value; of tied ones the first."""
    best = values[values.argmax()]
    return int((values >= best - abs(best) * TIED).argmax())


def first_best_of_each(values: FloatArray) -> NDArray[np.intp]:
    """The same for each row of (persons, items)."""
    best = values.max(axis=1, keepdims=True)
    return np.asarray((values >= best - np.abs(best) * TIED).argmax(axis=1))


def kl_weights(test: AdaptiveTest, theta: float | FloatArray, log_posterior: FloatArray, given: int) -> FloatArray:
    """Weight of each node in the integral over theta, shape (nodes,) or (persons, nodes)."""
    if test.kl_weights == "posterior":
        return np.asarray(np.exp(log_posterior))
    nodes, tables = test.grid.nodes, test.tables
    inside = np.abs(nodes - tables.centre) <= (KL_RANGE + ROUNDING) * tables.spread
    if test.kl_weights == "interval":
        reach = KL_INTERVAL / np.sqrt(given) if given else np.inf
        edges = cells(test.grid)
        overlap = np.minimum(edges[1:], theta + reach) - np.maximum(edges[:-1], theta - reach)
        return np.where(inside, np.maximum(overlap, 0.0), 0.0)
    log_likelihood = np.where(inside, log_posterior - test.grid.log_weights, -np.inf)
    weights = np.exp(log_likelihood - log_likelihood.max(axis=-1, keepdims=True))
    first, last = np.flatnonzero(inside)[[0, -1]]
    weights[..., [first, last]] /= 2.0
    return np.asarray(weights)


def _divergence(test: AdaptiveTest, theta: float | FloatArray, weights: FloatArray) -> FloatArray:
    """The sum over nodes x of w(x) sum_k P_k(theta) (log P_k(theta) - log P_k(x)), for each score in two parts."""
    total = weights.sum(axis=-1, keepdims=True)
    values = np.zeros((*weights.shape[:-1], test.items))
    for here, elsewhere in zip(
        log_scores_at(theta, test.parameters, test.tables.quick), test.tables.by_score, strict=True
    ):
        there = np.maximum(here, -1e300)  # a score that an item lacks: log P = -inf, but P log P = 0
        values += np.exp(here) * (total * there - weights @ elsewhere)
    return values
