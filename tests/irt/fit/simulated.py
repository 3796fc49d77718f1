"""Answers drawn from a model, and every pattern that there can be with its chance."""

from itertools import product

import numpy as np

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import (
    FloatArray,
    ItemParameters,
    Parameters,
    StepParameters,
    categories,
    item_parameters,
    step_parameters,
)
from question_bank.irt.quadrature import Grid

SHORT_2PL = item_parameters([1.2, 0.7, 1.8, 1.0], [-0.8, 0.3, 0.5, 1.1])
SHORT_3PL = item_parameters([1.2, 0.7, 1.8, 1.0], [-0.8, 0.3, 0.5, 1.1], [0.2, 0.1, 0.25, 0.05])
SHORT_GRADED = step_parameters(
    [1.2, 0.8, 1.6, 1.0], [[-1.0, 0.5, 1.2], [-0.5, 0.6, np.nan], [0.2, np.nan, np.nan], [-1.2, 0.1, np.nan]], "grm"
)
SHORT_CREDIT = step_parameters(SHORT_GRADED.a, SHORT_GRADED.thresholds, "gpcm")
SHORT: list[Parameters] = [SHORT_2PL, SHORT_3PL, SHORT_GRADED, SHORT_CREDIT]


def right_wrong(items: int, seed: int, guessing: float = 0.0) -> ItemParameters:
    chance = np.random.default_rng(seed)
    return item_parameters(chance.lognormal(0.1, 0.3, items), np.linspace(-1.8, 1.8, items), guessing)


def part_marks(items: int, seed: int) -> StepParameters:
    chance = np.random.default_rng(seed)
    middle = np.linspace(-1.0, 1.0, items)[:, None]
    return step_parameters(chance.lognormal(0.1, 0.2, items), middle + np.array([-0.9, 0.0, 0.9]), "gpcm")


def drawn(parameters: Parameters, theta: FloatArray, seed: int) -> FloatArray:
    """Scores (persons, items) of people of the given abilities."""
    at_most = np.cumsum(np.exp(category_curves(theta, parameters).log_p), axis=2)
    return np.asarray((np.random.default_rng(seed).random((*at_most.shape[:2], 1)) > at_most).sum(axis=2), dtype=float)


def all_patterns(parameters: Parameters) -> FloatArray:
    return np.array(list(product(*(range(count) for count in categories(parameters)))), dtype=float)


def pattern_chances(patterns: FloatArray, parameters: Parameters, grid: Grid) -> FloatArray:
    """P(pattern) in the grid's population, by multiplying out."""
    chances = np.exp(category_curves(grid.nodes, parameters).log_p)
    items = np.arange(patterns.shape[1])
    given = chances[:, items, patterns.astype(int)].prod(axis=2)
    return np.asarray(np.exp(grid.log_weights) @ given)
