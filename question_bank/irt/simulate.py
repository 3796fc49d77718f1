"""Simulated people and items: answers drawn from the models themselves, for trying out what estimators make of them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.categories import category_curves
from question_bank.irt.curves import probability
from question_bank.irt.parameters import (
    FloatArray,
    ItemParameters,
    Parameters,
    categories,
    item_parameters,
    step_parameters,
)

# What ability tests show: slopes spread by a third around 1, difficulties like the people, four options to guess from.
SLOPE_SPREAD = 0.3
GUESSING = 0.25
# Neighbouring boundaries of part marks lie so far apart, in units of theta.
STEP_GAPS = (0.5, 1.3)
# Step difficulties of the partial credit models need not rise; they are shaken by this much.
STEP_SHAKE = 0.3
PERSONS_AT_A_TIME = 4096


def draw_parameters(
    items: int, model: str, chance: np.random.Generator, *, score_categories: int = 4, guessing: float = GUESSING
) -> Parameters:
    """Parameters of so many items of a model ("1pl", "2pl", "3pl", "grm", "gpcm", "pcm").

    log a ~ N(0, 0.3), or a = 1 where the model has one slope; b ~ N(0, 1); c = `guessing` for 3pl. Items with part
    marks have `score_categories` scores, their thresholds some 0.5 to 1.3 apart around b. Raises `ValueError` for
    another model, and for fewer than one item or two categories.
    """
    if items < 1 or score_categories < 2:
        raise ValueError(f"{items} items with {score_categories} categories cannot be drawn")
    one_slope = model in ("1pl", "pcm")
    a = np.ones(items) if one_slope else np.exp(chance.normal(0.0, SLOPE_SPREAD, items))
    b = chance.normal(0.0, 1.0, items)
    if model in ("1pl", "2pl", "3pl"):
        return item_parameters(a, b, guessing if model == "3pl" else 0.0)
    if model not in ("grm", "gpcm", "pcm"):
        raise ValueError(f"no such model: {model!r}")
    steps = _steps(b, score_categories - 1, chance)
    if model == "grm":
        return step_parameters(a, steps, "grm")
    return step_parameters(a, steps + chance.normal(0.0, STEP_SHAKE, steps.shape), "gpcm")


def _steps(b: FloatArray, count: int, chance: np.random.Generator) -> FloatArray:
    """Rising thresholds, shape (items, count), with the mean b."""
    gaps = chance.uniform(*STEP_GAPS, (b.size, count))
    steps = np.cumsum(gaps, axis=1)
    return np.asarray(b[:, None] + steps - steps.mean(axis=1, keepdims=True))


def draw_answers(
    theta: ArrayLike, parameters: Parameters, chance: np.random.Generator, *, missing: float = 0.0
) -> NDArray[np.int8]:
    """Scores of people with these abilities, shape (persons, items); -1 = not presented.

    Answers are independent given theta; each is left out with the probability `missing`. The same generator gives the
    same answers whether people are drawn at once or by `answer_blocks`.
    """
    points = np.atleast_1d(np.asarray(theta, dtype=np.float64))
    found = np.empty((points.size, categories(parameters).size), dtype=np.int8)
    for part, scores in answer_blocks(points, parameters, chance, missing=missing):
        found[part] = scores
    return found


def answer_blocks(
    theta: FloatArray, parameters: Parameters, chance: np.random.Generator, *, missing: float = 0.0
) -> Iterator[tuple[slice, NDArray[np.int8]]]:
    """The same in blocks of people, each with its place, so that memory stays bounded. Raises `ValueError` unless
    0 <= missing < 1."""
    if not 0.0 <= missing < 1.0:
        raise ValueError(f"a share of missing answers lies in [0, 1), not {missing}")
    for start in range(0, theta.size, PERSONS_AT_A_TIME):
        part = slice(start, min(start + PERSONS_AT_A_TIME, theta.size))
        scores = _scores(theta[part], parameters, chance)
        if missing:
            scores[chance.random(scores.shape, dtype=np.float32) < missing] = -1
        yield part, scores


def _scores(theta: FloatArray, parameters: Parameters, chance: np.random.Generator) -> NDArray[np.int8]:
    """By inversion: a score is the number of P(score <= k) that a uniform number lies above."""
    uniform: NDArray[Any] = chance.random((theta.size, categories(parameters).size))
    if isinstance(parameters, ItemParameters):
        return (uniform < probability(theta, parameters)).astype(np.int8)
    below = np.cumsum(np.exp(category_curves(theta, parameters).log_p), axis=2)[..., :-1]
    # Where an item has fewer scores than others, its last sum is one but for rounding.
    beyond = np.arange(below.shape[2]) >= categories(parameters)[:, None] - 1
    return np.asarray(((uniform[..., None] > below) & ~beyond).sum(axis=2), dtype=np.int8)
