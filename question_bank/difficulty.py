"""How hard an item is for whom: expected against observed, what is to be done about it, and how many more answers an
item on trial needs."""

from typing import Literal, NamedTuple

import numpy as np

from question_bank.irt.calibration.priors import AUTHORS_SD, LOG_SLOPE_SD, LOGIT_C_SD
from question_bank.irt.curves import probability
from question_bank.irt.parameters import FloatArray, ItemParameters, take
from question_bank.irt.quadrature import normal_grid

WANTED_SE = 0.15
# What twenty items tell of a person: so much of the spread of abilities is known, the rest blurs the curve.
RELIABILITY = 0.65
MOST_ANSWERS = 1_000_000


class Audience(NamedTuple):
    """People for whom difficulty is asked: theta ~ N(mean, sd) on the scale on which all adults are N(0, 1)."""

    code: str
    mean: float
    sd: float


# Judgements to begin with, to be edited by organizers as data come in: 0.3 of a standard deviation is some six percent
# right on an item that half of all adults know.
AUDIENCES = (
    Audience("adults", 0.0, 1.0),
    Audience("youth", 0.2, 0.9),
    Audience("farmers", -0.5, 1.0),
    Audience("industrial_workers", -0.1, 1.0),
    Audience("elderly", -0.6, 1.0),
    Audience("officials", 0.6, 0.9),
    # Who comes to a contest of their own accord has prepared.
    Audience("contestants", 0.4, 0.9),
)

BandCode = Literal["easy", "middle", "hard", "very_hard"]
# The least expected share right of each band, easiest first.
BANDS: tuple[tuple[BandCode, float], ...] = (("easy", 0.70), ("middle", 0.55), ("hard", 0.40), ("very_hard", 0.0))

Advice = Literal["keep", "move", "pilot", "retire", "wait"]
Reason = Literal[
    "as_expected", "easier", "harder", "unsure", "few_answers", "key", "tells_little", "all_right", "nobody", "leaked"
]
FEWEST = 60
# Shares of people: a difference below the first is none, whatever its certainty.
TRIFLE, MATTERS = 0.05, 0.10
LITTLE_CORRELATION = 0.10
NEARLY_ALL, NEARLY_NOBODY = 0.97, 0.03


class Observed(NamedTuple):
    """What came of an item: `n` answers, the `share` right with its 95 % interval, the corrected point-biserial with
    its own (NaN where not known), and whether an alarm says that it got about or a finding that its key is in doubt."""

    n: float
    share: float
    low: float
    high: float
    correlation: float = float("nan")
    correlation_low: float = float("nan")
    correlation_high: float = float("nan")
    leaked: bool = False
    key_in_doubt: bool = False


class Counsel(NamedTuple):
    """What to do, to which band if to move, and why."""

    advice: Advice
    reason: Reason
    band: BandCode | None = None


def expected_shares(parameters: ItemParameters, audience: Audience) -> FloatArray:
    """The share of the audience that is expected to have each item right, (items,)."""
    grid = normal_grid(audience.mean, audience.sd)
    return np.asarray(np.exp(grid.log_weights) @ probability(grid.nodes, parameters))


def band_of(share: float) -> BandCode:
    """The band that an expected share right falls into."""
    return next(code for code, least in BANDS if share >= least)


def counsel(expected: float, seen: Observed, guessing: float = 0.0) -> Counsel:
    """Advice on one item: `expected` share right, what was observed, and the share that luck alone has right."""
    if seen.key_in_doubt or (seen.n >= FEWEST and seen.correlation_high < 0):
        return Counsel("retire", "key")
    if seen.leaked:
        return Counsel("retire", "leaked")
    if seen.n < FEWEST:
        return Counsel("wait", "few_answers")
    if seen.low > NEARLY_ALL:
        return Counsel("retire", "all_right")
    if seen.high < max(NEARLY_NOBODY, guessing):
        return Counsel("retire", "nobody")
    if seen.correlation < LITTLE_CORRELATION and seen.correlation_high < 2 * LITTLE_CORRELATION:
        return Counsel("retire", "tells_little")
    return _by_difficulty(expected, seen)


def _by_difficulty(expected: float, seen: Observed) -> Counsel:
    """Keep what is as expected, move what is surely elsewhere, try again what may be."""
    difference = seen.share - expected
    if seen.low <= expected <= seen.high or abs(difference) < TRIFLE:
        sure = seen.high - seen.low <= 2 * MATTERS or abs(difference) < TRIFLE
        return Counsel("keep", "as_expected") if sure else Counsel("pilot", "unsure")
    reason: Reason = "easier" if difference > 0 else "harder"
    here, there = band_of(expected), band_of(seen.share)
    if here == there:
        return Counsel("keep", reason)
    # The whole interval is beyond the border, or the difference is large: it belongs elsewhere.
    beyond = band_of(seen.low) != here and band_of(seen.high) != here
    return Counsel("move", reason, there) if beyond or abs(difference) >= 2 * MATTERS else Counsel("pilot", "unsure")


def answers_needed(
    parameters: ItemParameters,
    audience: Audience,
    *,
    se: float = WANTED_SE,
    reliability: float = RELIABILITY,
    estimated_c: bool = False,
) -> FloatArray:
    """How many answers of this audience bring the standard error of each item's b down to `se`, (items,); infinite
    where a million would not.

    From the information that one answer is expected to give of log a and b together (and of logit c, if that is
    estimated and not held), under the priors of calibration. A person's ability is known with `reliability`; what is
    not known blurs the curve. The mean of the people who answered is itself found from so many, which adds its error.
    """
    found = np.empty(parameters.b.size)
    for item in range(parameters.b.size):
        one = take(parameters, [item])
        guessing = estimated_c and float(one.c[0]) > 0
        found[item] = _needed(_information(one, audience, reliability, guessing), audience.sd**2 / reliability, se)
    return found


def _information(one: ItemParameters, audience: Audience, reliability: float, guessing: bool) -> FloatArray:
    """Fisher's, of one answer, in log a, b and, with guessing, logit c."""
    told = normal_grid(audience.mean, audience.sd * np.sqrt(reliability), 41)
    blur = normal_grid(0.0, audience.sd * np.sqrt(max(1e-9, 1.0 - reliability)), 21)
    theta = told.nodes[:, None] + blur.nodes
    weights = np.exp(blur.log_weights)
    a, b, c = (float(part[0]) for part in one)
    knowing = 1.0 / (1.0 + np.exp(-a * (theta - b)))
    bend = (1.0 - c) * knowing * (1.0 - knowing)
    p = (c + (1.0 - c) * knowing) @ weights
    slopes = [(a * (theta - b) * bend) @ weights, (-a * bend) @ weights]
    if guessing:
        slopes.append((c * (1.0 - c) * (1.0 - knowing)) @ weights)
    columns = np.stack(slopes, axis=1)
    return np.asarray((columns.T * (np.exp(told.log_weights) / (p * (1.0 - p)))) @ columns)


def _needed(information: FloatArray, spread: float, se: float) -> float:
    """The least n for which the error of b, the second coordinate, is as wanted; by halving. `spread` is the variance
    of what is seen of one person's ability."""
    prior = np.diag(1.0 / np.array([LOG_SLOPE_SD, AUTHORS_SD, LOGIT_C_SD])[: len(information)] ** 2)

    def error(n: float) -> float:
        return float(np.sqrt(np.linalg.inv(n * information + prior)[1, 1] + spread / max(n, 1e-9)))

    low, high = 0.0, 1.0
    while error(high) > se:
        low, high = high, 2 * high
        if high > MOST_ANSWERS:
            return float("inf")
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if error(middle) > se else (low, middle)
    return float(np.ceil(high))
