"""What to read next: two things, taken from what was missed."""

from collections.abc import Sequence
from typing import NamedTuple

SUGGESTIONS = 2


class Missed(NamedTuple):
    """A reading suggestion with the dimension and the difficulty of the item that it belongs to."""

    text: str
    dimension: str
    b: float
    right: bool


def next_reading(items: Sequence[Missed]) -> list[Missed]:
    """The easiest of the missed items first, for they are nearest; another dimension for the second if there is one.
    Who missed nothing is given the hardest."""
    known = [item for item in items if item.text]
    missed = sorted((item for item in known if not item.right), key=lambda item: item.b)
    candidates = missed or sorted(known, key=lambda item: -item.b)
    chosen: list[Missed] = candidates[:1]
    rest = [item for item in candidates[1:] if item.text not in {each.text for each in chosen}]
    rest.sort(key=lambda item: bool(chosen) and item.dimension == chosen[0].dimension)
    return (chosen + rest)[:SUGGESTIONS]
