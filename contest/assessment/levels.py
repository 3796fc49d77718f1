"""Which level of literacy a score speaks for, and when it does not speak clearly enough to name one.

Cuts of the national survey's scale of 2024. Codes are returned; the edge words them: `too_few` says that there are
too few items to tell, `between` is worded 介于……与……之间.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

# Below this many scored items no level is named: the interval would nearly always span two or three of them.
LEVEL_FROM = 20


@dataclass(frozen=True, slots=True)
class Level:
    """`cut` is the least score, in percent, that belongs to the level."""

    code: str
    name: str
    cut: float


# The survey's wording leaves 55.0 itself to the upper level, so every cut belongs to what lies above it.
LEVELS = (
    Level("lower", "具备较低科学素质", 0.0),
    Level("basic", "基本具备科学素质", 55.0),
    Level("literate", "具备科学素质", 70.0),
    Level("advanced", "具备高阶科学素质", 85.0),
)
CUTS = tuple(level.cut for level in LEVELS[1:])


class LevelReading(NamedTuple):
    """`too_few`: nothing is named. `one`: `level`. `between`: the outermost levels that the interval touches."""

    kind: Literal["too_few", "one", "between"]
    level: Level | None
    between: tuple[Level, Level] | None


def published(score: float) -> float:
    """A score as it is shown, to one decimal. Levels go by what is shown, so that a shown 55.0 is never below 55."""
    return round(float(score), 1)


def level_at(score: float, levels: tuple[Level, ...] = LEVELS) -> Level:
    """The level of a score in percent: the highest whose cut it reaches. Levels are given with rising cuts."""
    shown = published(score)
    return next((level for level in reversed(levels) if shown >= level.cut), levels[0])


def read_level(lo: float, hi: float, items: int, levels: tuple[Level, ...] = LEVELS) -> LevelReading:
    """What may be said of someone whose interval reaches from `lo` to `hi`, in percent, after `items` scored items."""
    if items < LEVEL_FROM:
        return LevelReading("too_few", None, None)
    low, high = level_at(lo, levels), level_at(hi, levels)
    if low == high:
        return LevelReading("one", low, None)
    return LevelReading("between", None, (low, high))
