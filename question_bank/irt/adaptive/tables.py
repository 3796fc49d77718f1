"""What every step of an adaptive test looks up: log-probabilities at the nodes, and item information at any point."""

from typing import NamedTuple

import numpy as np

from question_bank.irt.adaptive.quick_information import QuickInformation, RightWrong, quick_information
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid


class Tables(NamedTuple):
    """Tables of an adaptive test, all on the nodes of its grid.

    `log_p` (items, scores, nodes) log P(score | node), -inf for scores that an item lacks; `rows` the same as nested
    lists of rows, which are quicker to get at one by one, and `by_score` for each score an array (nodes, items) with 0
    for -inf, harmless where it is multiplied by a probability of zero. `powers` (nodes, 3) holds 1, x and x^2 of the
    nodes in units of the population's standard deviation `spread` from its mean `centre`. `information` (nodes, items).
    """

    log_p: FloatArray
    rows: list[list[FloatArray]]
    by_score: list[FloatArray]
    powers: FloatArray
    centre: float
    spread: float
    information: FloatArray
    quick: QuickInformation


def make_tables(parameters: Parameters, grid: Grid) -> Tables:
    curves = category_curves(grid.nodes, parameters)
    log_p = np.ascontiguousarray(curves.log_p.transpose(1, 2, 0))
    prior = np.exp(grid.log_weights)
    # Rounded, so that a population of mean 0 has it exactly, and without a sign.
    centre = round(float(prior @ grid.nodes), 12) + 0.0
    spread = round(float(np.sqrt(prior @ (grid.nodes - centre) ** 2)), 12)
    standard = (grid.nodes - centre) / spread
    return Tables(
        log_p=log_p,
        rows=[list(item) for item in log_p],
        by_score=[_finite(np.ascontiguousarray(log_p[:, score].T)) for score in range(log_p.shape[1])],
        powers=np.stack([np.ones_like(standard), standard, standard**2], axis=1),
        centre=centre,
        spread=spread,
        information=category_information(grid.nodes, parameters),
        quick=quick_information(parameters),
    )


def information_at(theta: float | FloatArray, parameters: Parameters, quick: QuickInformation) -> FloatArray:
    """Fisher information of every item, exactly: (items,) at one theta, (persons, items) at thetas (persons, 1)."""
    if _within(theta, quick.reach):
        return quick.at(theta)
    far = category_information(np.ravel(theta), parameters)
    return far[0] if isinstance(theta, float) else far


def log_scores_at(theta: float | FloatArray, parameters: Parameters, quick: QuickInformation) -> list[FloatArray]:
    """Log-probabilities of each score of every item, in shapes as above; -inf for scores that an item lacks."""
    if isinstance(quick, RightWrong) and _within(theta, quick.reach):
        wrong_odds = quick.shift - quick.slope * theta
        value = np.exp(wrong_odds)
        below = np.log1p(value)
        if quick.guessing is None:
            return [wrong_odds - below, -below]
        return [wrong_odds - below + np.log1p(-quick.guessing), np.log1p(quick.guessing * value) - below]
    far = category_curves(np.ravel(theta), parameters).log_p
    scores = [far[..., score] for score in range(far.shape[2])]
    return [score[0] for score in scores] if isinstance(theta, float) else scores


def _finite(logs: FloatArray) -> FloatArray:
    return np.where(np.isfinite(logs), logs, 0.0)


def _within(theta: float | FloatArray, reach: float) -> bool:
    if isinstance(theta, float):
        return -reach <= theta <= reach
    return bool((np.abs(theta) <= reach).all())
