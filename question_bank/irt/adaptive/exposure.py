"""Control of how often items are given: what rate is possible at all, and probabilities of eligibility.

The other two controls are settings of the test itself: `best_of` (randomesque) and `controls` (`sympson_hetter`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.parameters import FloatArray

# What an examinee's test still counts after the next one: the record remembers some two hundred. An item's part in the
# tests changes while others become eligible more rarely, and a record that forgets nothing lags behind for thousands.
FADING = 0.995


class LeastRate(NamedTuple):
    """The lowest greatest exposure rate that any choice of items can reach: `needed` of a group of `items` items.

    `group` is the name of a count of content whose minimum demands it, or empty for the whole test.
    """

    rate: float
    needed: int
    items: int
    group: str


class Eligibility(NamedTuple):
    """How often each item was open to an examinee (`offered`) and `given`, arrays of shape (items,), under a `rate`.

    Counts fade: an examinee counts by FADING to the power of the examinees since.
    """

    rate: float
    offered: FloatArray
    given: FloatArray


def least_rate(test: AdaptiveTest) -> LeastRate:
    """The mean exposure rate over the bank, or over the members of a count that has a minimum, whichever is greater.

    No exposure control can bring the greatest rate below it. A test that may end early is sure of one item only, and
    of its minima: how long it will be nobody knows beforehand.
    """
    ends_early = test.stop_se > 0 or test.sprt is not None
    needed = 1 if ends_early else min(test.length, test.items)
    rates = [LeastRate(needed / test.items, needed, test.items, "")]
    if test.content is not None:
        for name, members, least in zip(test.content.names, test.content.matrix, test.content.lower, strict=True):
            size = int(members.sum())
            # A sum of weights, seconds say, counts no items.
            if least > 0 and np.isin(members, (0.0, 1.0)).all():
                rates.append(LeastRate(float(least) / size, int(least), size, name))
    return max(rates, key=lambda found: found.rate)


def refuse_impossible_rate(test: AdaptiveTest, rate: float) -> None:
    """Raises `ValueError`, with the numbers, for a rate outside (0, 1] or below the least possible one."""
    if not 0.0 < rate <= 1.0:
        raise ValueError(f"an exposure rate lies above 0 and at most at 1, got {rate}")
    least = least_rate(test)
    if rate < least.rate:
        group = f" of {least.group}" if least.group else ""
        raise ValueError(
            f"rate {rate} is impossible: {least.needed} of {least.items} items{group} are given to everybody, "
            f"a mean rate of {least.rate:.4g}"
        )


def new_eligibility(test: AdaptiveTest, rate: float) -> Eligibility:
    """The record before the first examinee. Raises `ValueError` for an impossible rate."""
    refuse_impossible_rate(test, rate)
    return Eligibility(rate, np.zeros(test.items), np.zeros(test.items))


def eligible_probabilities(record: Eligibility) -> FloatArray:
    """Each item's probability to be eligible for the next examinee, shape (items,): min(1, rate x offered / given).

    The adaptive rule of van der Linden & Veldkamp (2004, Journal of Educational and Behavioral Statistics 29, 273-291):
    given / offered estimates how probably an eligible item is given, and the rate must be its product with the
    probability sought. It settles by itself; until it has, some items are given too often (`settled_eligibility`).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        probabilities = record.rate * record.offered / record.given
    return np.where(record.given > 0, np.minimum(probabilities, 1.0), 1.0)


def draw_eligible(record: Eligibility, chance: np.random.Generator) -> NDArray[np.bool_]:
    """The items that the next examinee may be given, shape (items,)."""
    return np.asarray(chance.random(record.given.size) < eligible_probabilities(record))


def recorded(record: Eligibility, offered: NDArray[np.bool_], given: tuple[int, ...]) -> Eligibility:
    """The record after one more examinee, to whom the masked items were open and some were given.

    Where the eligible items did not make a test and all were opened after all, all were offered (van der Linden &
    Veldkamp 2007, Journal of Educational and Behavioral Statistics 32, 398-418, on infeasible tests).
    """
    after = record.given * FADING
    after[list(given)] += 1.0
    return record._replace(offered=record.offered * FADING + offered, given=after)
