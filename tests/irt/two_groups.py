"""Answers of two groups to twenty items, of which some may be harder for one of them."""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.dif import Comparison
from question_bank.irt.parameters import FloatArray

B = np.linspace(-1.8, 1.8, 20)


def answers(
    seed: int, people: int = 1500, impact: float = 0.0, shift: dict[int, float] | None = None, slopes: float = 1.0
) -> tuple[FloatArray, NDArray[np.str_]]:
    """Answers to twenty items by two groups of equal size; `shift` makes an item harder for the focal group."""
    chance = np.random.default_rng(seed)
    focal = np.arange(people) % 2 == 1
    theta = chance.normal(0, 1, people) - impact * focal
    b = np.tile(B, (people, 1))
    for item, amount in (shift or {}).items():
        b[focal, item] += amount
    right = 1 / (1 + np.exp(-slopes * (theta[:, None] - b)))
    return (chance.random(right.shape) < right).astype(float), np.where(focal, "country", "city")


def only(comparisons: list[Comparison]) -> Comparison:
    (comparison,) = comparisons
    return comparison
