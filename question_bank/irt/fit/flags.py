"""What is odd about items, people and the model as a whole, by name; the words for people are the caller's.

Flags go by the size of a misfit. With a city's numbers of people every model fails a test of significance; with few
people chance alone makes misfits of some size, so there a test must fail as well.
"""

from typing import NamedTuple

import numpy as np

from question_bank.irt.fit.m2 import M2
from question_bank.irt.fit.mean_squares import UsualInfit
from question_bank.irt.fit.person_fit import PersonFit
from question_bank.irt.fit.q3 import Q3
from question_bank.irt.fit.rmsd import RMSD
from question_bank.irt.fit.s_x2 import SX2
from question_bank.irt.parameters import FloatArray

# Somewhat stricter than the 0.12 of PISA 2015 (OECD 2017, PISA 2015 Technical Report, ch. 9).
RMSD_RAISED, RMSD_HIGH = 0.08, 0.10
# Times what it is by chance; exceeded by one fitting item in several hundred.
RMSD_CHANCES = 2.2
# Browne & Cudeck (1993): close fit.
CLOSE_FIT = 0.05
SIGNIFICANT = 0.01
# Wright & Linacre (1994, Rasch Measurement Transactions 8, 370), for tests with consequences.
INFIT_LOW, INFIT_HIGH = 0.8, 1.2
INFIT_ERRORS = 3.0
# Christensen, Makransky & Horton (2017).
DEPENDENT = 0.2
# In standard errors 1 / sqrt(n) of a correlation; exceeded by one pair in some four thousand.
DEPENDENT_ERRORS = 3.5
FEW_TOGETHER = 100
UNLIKELY = -1.645
# Of people who fit, one in twenty lies below; with few people chance alone makes it more, by standard errors.
USUALLY_UNLIKELY = 0.05
MANY_UNLIKELY = 0.10
UNLIKELY_ERRORS = 3.0
FEW_ANSWERS = 200


class DependentPair(NamedTuple):
    """Two items, by index, and how closely their residuals go together."""

    first: int
    second: int
    q3: float
    adjusted: float


def dependent_pairs(q3: Q3) -> list[DependentPair]:
    """Pairs whose adjusted Q3 is above 0.2, and above 3.5 standard errors where few people answered; worst first.

    Pairs that fewer than a hundred people answered are not judged.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = np.maximum(DEPENDENT, DEPENDENT_ERRORS / np.sqrt(q3.n))
        found = np.argwhere(np.triu((q3.adjusted > limit) & (q3.n >= FEW_TOGETHER), 1))
    pairs = [DependentPair(int(i), int(j), float(q3.matrix[i, j]), float(q3.adjusted[i, j])) for i, j in found]
    return sorted(pairs, key=lambda pair: -pair.adjusted)


def item_flags(
    answers: FloatArray,
    groups: SX2,
    rmsd: RMSD,
    infit: FloatArray,
    usual: UsualInfit,
    pairs: list[DependentPair],
) -> list[list[str]]:
    """Names, per item: `few_answers` (below 200), `curve_off` (RMSD above 0.10, and above
    2.2 times what it is by chance), `curve_slightly_off` (the same with 0.08),
    `score_groups_off` (S-X2 with an RMSEA above .05 and p below .01), `erratic` (infit more than a fifth
    and three standard errors above what is usual), `too_regular` (as much below), `dependent` (on another item, by
    `dependent_pairs`)."""
    dependent = np.zeros(answers.size, dtype=np.bool_)
    for pair in pairs:
        dependent[[pair.first, pair.second]] = True
    with np.errstate(invalid="ignore"):
        off = rmsd.value > RMSD_CHANCES * rmsd.by_chance
        sure = np.abs(infit - usual.expected) > INFIT_ERRORS * usual.error
        found = {
            "few_answers": answers < FEW_ANSWERS,
            "curve_off": off & (rmsd.value > RMSD_HIGH),
            "curve_slightly_off": off & (rmsd.value > RMSD_RAISED) & (rmsd.value <= RMSD_HIGH),
            "score_groups_off": (groups.rmsea > CLOSE_FIT) & (groups.p < SIGNIFICANT),
            "erratic": sure & (infit > INFIT_HIGH * usual.expected),
            "too_regular": sure & (infit < INFIT_LOW * usual.expected),
            "dependent": dependent,
        }
    return [[name for name, items in found.items() if items[item]] for item in range(answers.size)]


def unlikely_share(people: PersonFit, weights: FloatArray) -> float:
    """The weighted share of people with an lz* below -1.645, of those who have one; NaN without any."""
    known = np.isfinite(people.lz_star)
    total = float(weights[known].sum())
    return float(weights[known] @ (people.lz_star[known] < UNLIKELY)) / total if total else float("nan")


def overall_flags(whole: M2, unlikely: float, people: float) -> list[str]:
    """Names: `model_off` (M2 with an RMSEA above .05 and p below .01), `many_unlikely` (more than a tenth of the people
    have an lz* below -1.645, and more than chance makes of one in twenty). `people`: how many have an lz*."""
    flags = ["model_off"] if whole.rmsea > CLOSE_FIT and whole.p < SIGNIFICANT else []
    error = (USUALLY_UNLIKELY * (1.0 - USUALLY_UNLIKELY) / people) ** 0.5 if people else float("inf")
    many = unlikely > max(MANY_UNLIKELY, USUALLY_UNLIKELY + UNLIKELY_ERRORS * error)
    return flags + (["many_unlikely"] if many else [])
