"""Sympson and Hetter's exposure control: an item that is chosen is given with a probability found by simulation.

Sympson & Hetter (1985), Controlling item-exposure rates in computerized adaptive testing, Proceedings of the 27th
annual meeting of the Military Testing Association, 973-977.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.adaptive.exposure import refuse_impossible_rate
from question_bank.irt.adaptive.simulator import simulate
from question_bank.irt.adaptive.trace import exposure_rates
from question_bank.irt.parameters import FloatArray

PEOPLE = 4000
ROUNDS = 20
# A round is good enough if the greatest rate exceeds the wanted one by at most so many standard errors of a rate: it is
# the greatest of many, so that much is chance.
SAMPLING = 2.5


class Controls(NamedTuple):
    """`probabilities` (items,) to give an item once it is chosen; they hold for the population `mean` and `sd` only.

    `greatest` is each round's greatest exposure rate among `people` simulated people; the probabilities are those of
    round `best`, counted from 0.
    """

    probabilities: FloatArray
    rate: float
    mean: float
    sd: float
    people: int
    greatest: list[float]
    best: int


def sympson_hetter(
    test: AdaptiveTest,
    rate: float,
    chance: np.random.Generator,
    *,
    population: tuple[float, float] | None = None,
    people: int = PEOPLE,
    rounds: int = ROUNDS,
    progress: Callable[[int, float], None] | None = None,
) -> Controls:
    """Control probabilities under which no item is given to more than a share `rate` of a normal population.

    `population` is its mean and standard deviation, those of the test's grid unless given. Each round simulates
    `people` tests, and an item chosen by a share S > rate of them gets the probability rate / S; the items with the
    `length` largest probabilities get 1, so that nobody runs out of items. It ends once the greatest rate is within its
    sampling error of the one wanted, or after `rounds`; `progress` is called with the round and its greatest rate.
    Raises `ValueError` for an impossible rate.
    """
    refuse_impossible_rate(test, rate)
    mean, sd = (test.tables.centre, test.tables.spread) if population is None else population
    controls = np.ones(test.items)
    tried: list[FloatArray] = []
    greatest: list[float] = []
    good = rate + SAMPLING * float(np.sqrt(rate * (1.0 - rate) / people))
    for turn in range(rounds):
        trace = simulate(test._replace(controls=controls), chance.normal(mean, sd, people), chance)
        tried.append(controls)
        greatest.append(float(exposure_rates(trace).max()))
        if progress is not None:
            progress(turn + 1, greatest[-1])
        if greatest[-1] <= good:
            break
        controls = _next_controls(test, trace.chosen / people, rate)
    best = int(np.argmin(greatest))
    return Controls(tried[best], rate, mean, sd, people, greatest, best)


def _next_controls(test: AdaptiveTest, chosen: FloatArray, rate: float) -> FloatArray:
    controls = np.minimum(1.0, rate / np.maximum(chosen, rate))
    controls[np.argsort(-controls, kind="stable")[: test.length]] = 1.0
    return controls
