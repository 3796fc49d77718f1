"""What a simulation says of a design: accuracy of theta, lengths, exposure, overlap, and right classification."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.adaptive.stopping import truncated_verdict
from question_bank.irt.adaptive.trace import Index, Trace, exposure_rates
from question_bank.irt.parameters import FloatArray

# Groups of equal size, by true theta, that accuracy is told for.
BANDS = 10
NORMAL_95 = 1.959963984540054


class Accuracy(NamedTuple):
    """How well `people` with a true theta from `low` to `high` are known at the end of their tests.

    `bias` and `rmse` of theta, the mean of the standard errors, the share of people within 1.96 of their own standard
    errors of the truth, and the mean number of items. NaN without anybody.
    """

    low: float
    high: float
    people: int
    bias: float
    rmse: float
    mean_se: float
    coverage: float
    mean_length: float


class Exposure(NamedTuple):
    """How evenly the bank is used.

    `rates` (items,) are the shares of people that each item was given to. `chi_square` sums (rate - mean)^2 / mean over
    the bank (Chang & Ying 1999, Applied Psychological Measurement 23, 211-222). `overlap` is the mean share of a test
    that two people have in common (pairs' common items over the mean length; Chen, Ankenmann & Spray 2003, Journal of
    Educational Measurement 40, 129-145). `used` counts the items given to anybody.
    """

    rates: FloatArray
    greatest: float
    chi_square: float
    overlap: float
    used: int


class Classification(NamedTuple):
    """Shares of the people whose verdict is right; of those truly below the cut who are called above, and of those
    truly at or above it who are called below; and of all, whose verdict the SPRT itself gave."""

    right: float
    false_above: float
    false_below: float
    decided: float


class Figures(NamedTuple):
    """`total` and, for groups of equal size by true theta, `bands`; NaN where no truth is known. `stops` counts the
    tests by how they ended. `classification` is there for an SPRT with a known truth."""

    total: Accuracy
    bands: list[Accuracy]
    exposure: Exposure
    stops: dict[str, int]
    classification: Classification | None


def figures(test: AdaptiveTest, trace: Trace, theta: ArrayLike | None = None) -> Figures:
    """What the tests in the trace amount to. `theta` (persons,) are the true values, where they are known.

    People who were given no item count in exposure and not in accuracy.
    """
    people = len(trace.items)
    truth = np.full(people, np.nan) if theta is None else np.asarray(theta, dtype=np.float64)
    tested = np.flatnonzero(trace.lengths > 0)
    order = tested[np.argsort(truth[tested], kind="stable")]
    bands = np.array_split(order, BANDS) if order.size >= BANDS and theta is not None else []
    names, counts = np.unique(trace.stop, return_counts=True)
    return Figures(
        total=_accuracy(trace, truth, tested),
        bands=[_accuracy(trace, truth, band) for band in bands],
        exposure=_exposure(trace),
        stops=dict(zip(names.tolist(), counts.tolist(), strict=True)),
        classification=None if test.sprt is None or theta is None else _classification(test, trace, truth),
    )


def verdicts(test: AdaptiveTest, trace: Trace) -> list[str]:
    """Everybody's classification, "above" or "below"; that of the nearer bound where the test had to end between."""
    if test.sprt is None:
        raise ValueError("the test does not classify")
    return [truncated_verdict(test.sprt, float(ratio)) for ratio in trace.log_ratio]


def _accuracy(trace: Trace, truth: FloatArray, who: Index) -> Accuracy:
    if not who.size:
        return Accuracy(np.nan, np.nan, 0, np.nan, np.nan, np.nan, np.nan, np.nan)
    lengths = trace.lengths[who]
    error = trace.theta[who, lengths - 1] - truth[who]
    se = trace.se[who, lengths - 1]
    known = bool(np.isfinite(truth[who]).all())
    return Accuracy(
        low=float(truth[who].min()),
        high=float(truth[who].max()),
        people=int(who.size),
        bias=float(error.mean()),
        rmse=float(np.sqrt((error**2).mean())),
        mean_se=float(se.mean()),
        coverage=float((np.abs(error) <= NORMAL_95 * se).mean()) if known else np.nan,
        mean_length=float(lengths.mean()),
    )


def _exposure(trace: Trace) -> Exposure:
    rates, people = exposure_rates(trace), len(trace.items)
    given, length = rates * people, float(rates.sum())
    mean = length / rates.size
    pairs = people * (people - 1.0) * length
    return Exposure(
        rates=rates,
        greatest=float(rates.max()),
        chi_square=float(((rates - mean) ** 2).sum() / mean) if mean else np.nan,
        overlap=float((given * (given - 1.0)).sum() / pairs) if pairs else np.nan,
        used=int((rates > 0).sum()),
    )


def _classification(test: AdaptiveTest, trace: Trace, truth: FloatArray) -> Classification:
    cut = test.sprt.cut if test.sprt is not None else np.nan
    called = np.array([verdict == "above" for verdict in verdicts(test, trace)])
    above = truth >= cut
    return Classification(
        right=float((called == above).mean()),
        false_above=float(called[~above].mean()) if (~above).any() else np.nan,
        false_below=float((~called[above]).mean()) if above.any() else np.nan,
        decided=float((trace.stop == "sprt").mean()),
    )
