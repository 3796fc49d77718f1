"""From numbers to classes: A negligible, B moderate, C large. They go by the size of an effect, so that a city's sample
does not turn every trifle into a finding; and what many tests at once may claim.

Right/wrong items: the rules of the Educational Testing Service, Zwick & Ercikan (1989), Journal of Educational
Measurement 26, 55-66; Zwick (2012), ETS Research Report 12-08. Part marks: Zwick, Thayer & Mazzeo (1997), Applied
Measurement in Education 10, 321-344. Logistic regression: Jodoin & Gierl (2001), Applied Measurement in Education 14,
329-349; Zumbo & Thomas (1997), University of Northern British Columbia; Zumbo (1999).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray

Classes = NDArray[np.str_]

SIGNIFICANCE = 0.05
# The upper 5 % point of the normal distribution: the one-sided test against a delta of 1.
ONE_SIDED = 1.6448536269514722
JODOIN_GIERL = (0.035, 0.070)
ZUMBO_THOMAS = (0.13, 0.26)
PART_MARKS = (0.17, 0.25)


def ets_classes(delta: ArrayLike, se_delta: ArrayLike, p: ArrayLike) -> Classes:
    """A: not significant or |delta| < 1; C: |delta| >= 1.5 and significantly above 1 (one-sided, 5 %); B otherwise.

    "" where delta or p is NaN. An infinite delta, which has no standard error, is C if it is significant at all.
    """
    effect, error, chance = (np.asarray(part, dtype=np.float64) for part in (np.abs(delta), se_delta, p))
    infinite = np.isinf(effect)
    with np.errstate(invalid="ignore"):
        above_one = infinite | (effect - 1.0 > ONE_SIDED * error)
        large = (effect >= 1.5) & above_one
    return _classes(effect, chance, large, effect >= 1.0)


def part_mark_classes(smd_ratio: ArrayLike, p: ArrayLike) -> Classes:
    """AA: Mantel's test not significant or |SMD / SD| <= .17; BB up to .25; CC above. "" where there is no number."""
    effect, chance = np.abs(np.asarray(smd_ratio, dtype=np.float64)), np.asarray(p, dtype=np.float64)
    doubled = _classes(effect, chance, effect > PART_MARKS[1], effect > PART_MARKS[0])
    return np.char.add(doubled, doubled)


def effect_classes(delta_r2: ArrayLike, p: ArrayLike, limits: tuple[float, float] = JODOIN_GIERL) -> Classes:
    """A: not significant or a gain in R2 below the first limit; C: at or above the second; B between."""
    effect, chance = np.asarray(delta_r2, dtype=np.float64), np.asarray(p, dtype=np.float64)
    return _classes(effect, chance, effect >= limits[1], effect >= limits[0])


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """P-values adjusted so that flagging those below q keeps the expected share of false flags below q.

    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300. NaN stays NaN and does not
    count as a test.
    """
    given = np.asarray(p, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    downwards = known[np.argsort(-given[known], kind="stable")]
    ranks = np.arange(known.size, 0, -1)
    adjusted[downwards] = np.minimum.accumulate(np.minimum(given[downwards] * known.size / ranks, 1.0))
    return adjusted


def _classes(effect: FloatArray, p: FloatArray, large: NDArray[np.bool_], moderate: NDArray[np.bool_]) -> Classes:
    found = np.where(large, "C", np.where(moderate, "B", "A"))
    unknown = np.isnan(effect) | np.isnan(p)
    return np.where(unknown, "", np.where(p < SIGNIFICANCE, found, "A"))
