"""How each item's expected score, as a curve over ability, moves with the item's parameters."""

import numpy as np

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters


def score_derivatives(nodes: FloatArray, parameters: Parameters, guessing: bool) -> list[FloatArray]:
    """For each item the derivatives of E(score | theta), shape (parameters, nodes): first by the slope, then by b or by
    each threshold, then by c if `guessing`."""
    if isinstance(parameters, ItemParameters):
        return _right_wrong(nodes, parameters, guessing)
    return _graded(nodes, parameters) if parameters.family == "grm" else _partial_credit(nodes, parameters)


def _right_wrong(nodes: FloatArray, parameters: ItemParameters, guessing: bool) -> list[FloatArray]:
    distance = nodes - parameters.b[:, None]
    knowing = _logistic(parameters.a[:, None] * distance)
    steep = (1.0 - parameters.c[:, None]) * knowing * (1.0 - knowing)
    parts = [steep * distance, -steep * parameters.a[:, None]] + ([1.0 - knowing] if guessing else [])
    return list(np.stack(parts, axis=1))


def _graded(nodes: FloatArray, parameters: StepParameters) -> list[FloatArray]:
    """E(score) is the sum of the boundaries' curves."""
    found = []
    for slope, steps in _known(parameters):
        distance = nodes - steps[:, None]
        above = _logistic(slope * distance)
        steep = above * (1.0 - above)
        found.append(np.vstack([(steep * distance).sum(axis=0), -slope * steep]))
    return found


def _partial_credit(nodes: FloatArray, parameters: StepParameters) -> list[FloatArray]:
    """For log P(k) = a g_k - log(sum), the derivatives of E(score) are covariances of the score with g and with
    "k >= h", times 1 and -a."""
    chances = np.exp(category_curves(nodes, parameters).log_p)
    found = []
    for item, (slope, steps) in enumerate(_known(parameters)):
        score = np.arange(len(steps) + 1)
        chance = chances[:, item, : score.size]
        surplus = chance * (score - chance @ score[:, None])
        g = score * nodes[:, None] - np.concatenate([[0.0], np.cumsum(steps)])
        at_least = np.cumsum(surplus[:, ::-1], axis=1)[:, ::-1][:, 1:]
        found.append(np.vstack([(surplus * g).sum(axis=1), -slope * at_least.T]))
    return found


def _known(parameters: StepParameters) -> list[tuple[float, FloatArray]]:
    return [
        (float(slope), steps[~np.isnan(steps)])
        for slope, steps in zip(parameters.a, parameters.thresholds, strict=True)
    ]


def _logistic(x: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-np.logaddexp(0.0, -x)))
