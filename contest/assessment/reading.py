"""What to read next: two hints, from items that were missed."""

from collections.abc import Sequence
from typing import NamedTuple

from contest.assessment.subscores import Subscore

HINTS = 2


class Missed(NamedTuple):
    """An item answered wrongly or left: its reading hint, dimension and difficulty b on the theta scale."""

    reading: str
    dimension: str
    difficulty: float


class Hint(NamedTuple):
    text: str
    dimension: str


def reading_hints(missed: Sequence[Missed], counts: Sequence[Subscore], hints: int = HINTS) -> tuple[Hint, ...]:
    """At most `hints` different things to read, fewer where less was missed or hints are blank.

    The weakest dimension comes first and each dimension once before any comes again; within one the easiest missed
    item leads, since that is the nearest step. Ties go by the order given, so the same answers give the same hints.
    """
    strength = {count.dimension: _strength(count) for count in counts}
    turns: dict[str, int] = {}
    ranked = []
    for item in sorted(_distinct(missed), key=lambda item: item.difficulty):
        turn = turns.get(item.dimension, 0)
        turns[item.dimension] = turn + 1
        ranked.append((turn, strength.get(item.dimension, 1.0), item))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(Hint(item.reading, item.dimension) for _, _, item in ranked[:hints])


def _strength(count: Subscore) -> float:
    """The share right, drawn towards a half (Laplace), so that one missed item is not the weakest dimension."""
    return (count.right + 1) / (count.asked + 2)


def _distinct(missed: Sequence[Missed]) -> list[Missed]:
    """The easiest missed item of each reading hint that says something."""
    easiest: dict[str, Missed] = {}
    for item in missed:
        text = item.reading.strip()
        if text and (text not in easiest or item.difficulty < easiest[text].difficulty):
            easiest[text] = item._replace(reading=text)
    return list(easiest.values())
