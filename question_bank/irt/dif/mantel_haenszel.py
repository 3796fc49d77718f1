"""The Mantel-Haenszel test of one right/wrong item: are people of two groups who match equally likely to be right?

Mantel & Haenszel (1959), Journal of the National Cancer Institute 22, 719-748; as a test of items Holland & Thayer
(1988), in Wainer & Braun (eds.), Test Validity, 129-145.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from question_bank.irt.parameters import FloatArray

# The Educational Testing Service's delta scale: a difference in logits times 4 / 1.7, turned so that hard is negative.
DELTA = -2.35


class MantelHaenszel(NamedTuple):
    """`chi2` on one degree of freedom (with continuity correction) and its `p`; `alpha`, the common odds ratio, above 1
    where the item favours the reference group; `delta` = -2.35 ln(alpha), negative where it is harder for the focal
    group; `se_delta`. NaN where the strata hold nothing to compare; infinite delta where one group is always right."""

    chi2: float
    p: float
    alpha: float
    delta: float
    se_delta: float


def mantel_haenszel(counts: ArrayLike, *, correction: bool = True) -> MantelHaenszel:
    """Tests one item. `counts`: (strata, 2, 2), people by stratum, group (reference, focal) and score (wrong, right).

    chi2 = (|sum A - sum E(A)| - 1/2)^2 / sum Var(A) with A the reference group's right answers and hypergeometric
    moments; the half is taken off even below a half, as the reference programs do. The variance of ln(alpha) is that
    of Robins, Breslow & Greenland (1986, Biometrics 42, 311-323), which on the delta scale is Phillips & Holland's
    (1987, Biometrics 43, 425-431). Raises `ValueError` for another shape and for counts that are negative.
    """
    table = checked_counts(counts)
    if table.shape[2] != 2:
        raise ValueError(f"a right/wrong item has two scores, not {table.shape[2]}")
    b, a, d, c = (table[:, group, score] for group in (0, 1) for score in (0, 1))
    people = table.sum(axis=(1, 2))
    some = people > 1
    a, b, c, d, people = (part[some] for part in (a, b, c, d, people))
    chi2 = _chi2(a, b, c, d, people, 0.5 if correction else 0.0)
    agree, disagree = a * d / people, b * c / people
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = float(np.divide(agree.sum(), disagree.sum()))
        delta = float(DELTA * np.log(alpha))
    return MantelHaenszel(
        chi2, float(chdtrc(1, chi2)), alpha, delta, -DELTA * _se_log_odds(a, b, c, d, agree, disagree, people)
    )


def checked_counts(counts: ArrayLike) -> FloatArray:
    """Counts of shape (strata, 2, scores) as floats; raises `ValueError` for anything else."""
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 3 or table.shape[1] != 2:
        raise ValueError(f"counts must have shape (strata, 2, scores), got {table.shape}")
    if not (np.isfinite(table).all() and (table >= 0).all()):
        raise ValueError("a count is a number that is not negative")
    return table


def _chi2(a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray, people: FloatArray, correction: float) -> float:
    reference, focal, right, wrong = a + b, c + d, a + c, b + d
    variance = (reference * focal * right * wrong / (people**2 * (people - 1.0))).sum()
    surplus = abs((a - reference * right / people).sum())
    return float((surplus - correction) ** 2 / variance) if variance > 0 else float("nan")


def _se_log_odds(
    a: FloatArray,
    b: FloatArray,
    c: FloatArray,
    d: FloatArray,
    agree: FloatArray,
    disagree: FloatArray,
    people: FloatArray,
) -> float:
    """Root of sum(PR)/2R^2 + sum(PS + QR)/2RS + sum(QS)/2S^2, in the letters of Robins, Breslow & Greenland."""
    p, q = (a + d) / people, (b + c) / people
    r, s = agree.sum(), disagree.sum()
    if not (r > 0 and s > 0):
        return float("nan")
    variance = (
        (p * agree).sum() / (2 * r**2)
        + (p * disagree + q * agree).sum() / (2 * r * s)
        + (q * disagree).sum() / (2 * s**2)
    )
    return float(np.sqrt(variance))
