"""Items with part marks: Mantel's test and the standardised mean difference.

Mantel (1963), Chi-square tests with one degree of freedom: extensions of the Mantel-Haenszel procedure, Journal of the
American Statistical Association 58, 690-700; Dorans & Schmitt (1991), ETS Research Report 91-47; for the standard error
Zwick & Thayer (1996), Journal of Educational and Behavioral Statistics 21, 187-201 (hypergeometric version). For
right/wrong items the difference is Dorans & Kulick's (1986) STD P-DIF.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from question_bank.irt.dif.mantel_haenszel import checked_counts


class Mantel(NamedTuple):
    """`chi2` on one degree of freedom (no continuity correction) and its `p`; `smd`, the focal group's mean score less
    that of matched people of the reference group, in points, with its standard error; `smd_ratio`, the same in
    standard deviations of the item's scores in both groups together. Negative: harder for the focal group."""

    chi2: float
    p: float
    smd: float
    se_smd: float
    smd_ratio: float


def mantel(counts: ArrayLike) -> Mantel:
    """Tests one item. `counts`: (strata, 2, scores), people by stratum, group (reference, focal) and score 0, 1, ...

    Strata that hold one group only compare nobody and are left out; NaN where none is left.
    Raises `ValueError` for another shape and for counts that are negative.
    """
    everybody = checked_counts(counts)
    size = everybody.sum(axis=2)
    table = everybody[(size > 0).all(axis=1) & (size.sum(axis=1) > 1)]
    points = np.arange(table.shape[2], dtype=np.float64)
    groups = table.sum(axis=2)
    people, sums = groups.sum(axis=1), table @ points
    total, squares = sums.sum(axis=1), table.sum(axis=1) @ points**2
    spread = people * squares - total**2
    variance = groups[:, 0] * groups[:, 1] * spread / (people**2 * (people - 1.0))
    surplus = (sums[:, 1] - groups[:, 1] * total / people).sum()
    if not variance.sum() > 0:
        return Mantel(*[float("nan")] * 5)
    chi2 = float(surplus**2 / variance.sum())
    weight = groups[:, 1] / groups[:, 1].sum()
    smd = float((weight * (sums[:, 1] / groups[:, 1] - sums[:, 0] / groups[:, 0])).sum())
    se_smd = float(np.sqrt((weight**2 * (1 / groups[:, 0] + 1 / groups[:, 1]) ** 2 * variance).sum()))
    return Mantel(chi2, float(chdtrc(1, chi2)), smd, se_smd, smd / _standard_deviation(everybody.sum(axis=(0, 1))))


def _standard_deviation(counts: np.ndarray) -> float:
    points = np.arange(counts.size)
    people = counts.sum()
    mean = counts @ points / people
    return float(np.sqrt(counts @ (points - mean) ** 2 / (people - 1.0)))
