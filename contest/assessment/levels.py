"""Levels of the survey, and when one may be named at all."""

from typing import NamedTuple

from contest.assessment.scale import ScaleScore


class Cut(NamedTuple):
    """`code` names the level that begins at `score` (the cut itself belongs to it)."""

    code: str
    score: float


# Scale of 2024: above 55, 70, 85. The release leaves open to which side the cut itself belongs; here it is upwards.
CUTS = (Cut("basic", 55.0), Cut("literate", 70.0), Cut("advanced", 85.0))
BELOW = "low"

LEVEL_NAMES = {
    "low": "具备较低科学素质",
    "basic": "基本具备科学素质",
    "literate": "具备科学素质",
    "advanced": "具备高阶科学素质",
}

# Beside the marks of a scale, where whole names do not fit.
SHORT_NAMES = {"basic": "基本", "literate": "具备", "advanced": "高阶"}

# With fewer scored items an interval spans so much that naming a level would mislead.
FEWEST_ITEMS = 20


class Verdict(NamedTuple):
    """`level`: one code when the whole interval lies in it. `between`: the lowest and the highest otherwise."""

    level: str | None
    between: tuple[str, str] | None


def level_of(score: float) -> str:
    return next((cut.code for cut in reversed(CUTS) if score >= cut.score), BELOW)


def verdict(told: ScaleScore, items: int) -> Verdict:
    """Says nothing below `FEWEST_ITEMS` scored items."""
    if items < FEWEST_ITEMS:
        return Verdict(None, None)
    lowest, highest = level_of(told.lo), level_of(told.hi)
    return Verdict(lowest, None) if lowest == highest else Verdict(None, (lowest, highest))
