"""What a calibration finds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import FloatArray, Parameters


class Population(NamedTuple):
    """Each group's latent normal distribution; all arrays have shape (groups,). The reference group, the first of all,
    is N(0, 1) with standard errors 0 unless fixed items hold the scale. `n` counts people (their weights, where there
    are any)."""

    mean: FloatArray
    sd: FloatArray
    se_mean: FloatArray
    se_sd: FloatArray
    n: FloatArray


class StandardErrors(NamedTuple):
    """Standard errors and the covariance they come from.

    `a`, `b`, `c` (items,) and `thresholds` (items, steps) or None; NaN where a parameter was not estimated. `parts` and
    `items` name the rows of `matrix` (rows, rows): "a", "b", "c" or "t1", "t2", ... of which item, by index; a common
    slope has the same row for each item. `method` is "observed" (information) or "outer_product" (of scores).
    """

    a: FloatArray
    b: FloatArray
    c: FloatArray
    thresholds: FloatArray | None
    parts: list[str]
    items: NDArray[np.intp]
    matrix: FloatArray
    method: str


class Calibration(NamedTuple):
    """A calibration's result.

    `parameters` hold all items in the order of the columns. `log_likelihood` is free of priors, `log_posterior` adds
    their log-densities. `answers` (items,) counts answers (weighted). `flags` names what is odd about each item
    (question_bank.irt.calibration.flags). `scores` lists for each item the score that each category stands for:
    [0, 1] for right/wrong. `group_names` are the group labels in the order of `population`. `warnings` name what is odd
    about the whole: "fewer_people_than_items"; "narrow_population" where a group's sd is at its least, 0.05, so that it
    has no error; and "not_determined" where other parameters explain the answers as well
    (too few items for the model), so that some or all have no standard errors.
    """

    model: str
    priors: str
    parameters: Parameters
    population: Population
    group_names: list[str]
    errors: StandardErrors | None
    log_likelihood: float
    log_posterior: float
    converged: bool
    iterations: int
    nodes: int
    persons: int
    answers: FloatArray
    flags: list[list[str]]
    scores: list[list[int]]
    warnings: tuple[str, ...] = ()
