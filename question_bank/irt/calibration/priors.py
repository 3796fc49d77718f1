"""What is held of an item before its answers: the priors of `default`, and none.

`default`: log a ~ N(0, 0.5), b ~ N(author's b, 1), or N(0, 2) without one, logit c ~ N(logit(1 / options), 0.5); the
second number is a standard deviation. The mode is sought in these coordinates: log a, b and logit c.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.parameters import FloatArray

LOG_SLOPE_SD = 0.5
AUTHORS_SD = 1.0
WITHOUT_AUTHOR_SD = 2.0
LOGIT_C_SD = 0.5
OPTIONS = 4


class Priors(NamedTuple):
    """Means and standard deviations, each of shape (coordinates, items): log a, b and logit c."""

    mean: FloatArray
    sd: FloatArray


def default_priors(items: int, author_b: ArrayLike | None = None, options: ArrayLike | None = None) -> Priors:
    """`author_b` (items,) with NaN where there is none; `options` (items,) with 0 or NaN where the number of options
    is not known, which is then taken to be four. Raises `ValueError` for other shapes, infinite numbers, and a single
    option."""
    authors = item_column("author_b", author_b, items)
    shown = item_column("options", options, items)
    shown = np.where(np.isnan(shown) | (shown == 0), OPTIONS, shown)
    if (shown < 2).any():
        raise ValueError(f"item {int(np.flatnonzero(shown < 2)[0])} has fewer than two options")
    known = ~np.isnan(authors)
    chance = 1.0 / shown
    mean = np.stack([np.zeros(items), np.where(known, authors, 0.0), np.log(chance / (1.0 - chance))])
    sd = np.stack(
        [
            np.full(items, LOG_SLOPE_SD),
            np.where(known, AUTHORS_SD, WITHOUT_AUTHOR_SD),
            np.full(items, LOGIT_C_SD),
        ]
    )
    return Priors(mean, sd)


def log_density(values: FloatArray, mean: FloatArray, sd: FloatArray) -> FloatArray:
    """Of normal distributions, elementwise."""
    return np.asarray(-0.5 * ((values - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2.0 * np.pi))


def item_column(name: str, values: ArrayLike | None, items: int) -> FloatArray:
    """What is known of each item, shape (items,), NaN where nothing is. Raises `ValueError` for another shape and for
    infinite numbers."""
    if values is None:
        return np.full(items, np.nan)
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (items,):
        raise ValueError(f"{name} must have shape ({items},), got {column.shape}")
    if np.isinf(column).any():
        raise ValueError(f"item {int(np.flatnonzero(np.isinf(column))[0])}: {name} is infinite")
    return column
