"""Purification: items that show a difference leave the matching score, and all are tested again, until the set repeats.

Holland & Thayer (1988); Clauser & Mazor (1998), Educational Measurement: Issues and Practice 17, 31-44.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from question_bank.irt.dif.cells import BoolArray

Tests = TypeVar("Tests")
ROUNDS = 50


class Flags(NamedTuple):
    """Items that differ significantly, and those among them that also differ by more than a trifle."""

    significant: BoolArray
    notable: BoolArray


class Purification(NamedTuple):
    """`anchor` (items,): those left in the matching score; `rounds` after the first; whether the set `settled` (or
    went round in circles); `by_effect`: whether some round had to go by effect, for too few items would have been left.
    """

    anchor: BoolArray
    rounds: int
    settled: bool
    by_effect: bool


def purified(
    test: Callable[[BoolArray], Tests], flags: Callable[[Tests], Flags], eligible: BoolArray, purify: bool = True
) -> tuple[Tests, Purification]:
    """Tests all items by the anchor items, at first all that are `eligible`, and takes those flagged out of the anchor,
    until the set has been seen before. The tests returned are those by the anchor returned.

    In a city's sample nearly every item differs significantly from the others by a trifle. A round in which more than
    half of the items do takes out only those that differ by more than that, or else the matching score would hang on
    a few items left by luck; where this goes round in circles, all rounds go by effect.
    """
    first = test(eligible)
    if not purify:
        return first, Purification(eligible, 0, True, False)
    tests, found = _rounds(test, flags, first, eligible, by_effect=False)
    if found.by_effect and not found.settled:
        return _rounds(test, flags, first, eligible, by_effect=True)
    return tests, found


def _rounds(
    test: Callable[[BoolArray], Tests],
    flags: Callable[[Tests], Flags],
    tests: Tests,
    eligible: BoolArray,
    by_effect: bool,
) -> tuple[Tests, Purification]:
    anchor, seen = eligible, {eligible.tobytes()}
    went_by_effect = by_effect
    for rounds in range(ROUNDS):
        found = flags(tests)
        crowded = by_effect or 2 * int((found.significant & eligible).sum()) > int(eligible.sum())
        went_by_effect |= crowded
        following = eligible & ~(found.notable if crowded else found.significant)
        if not following.any() or following.tobytes() in seen:
            return tests, Purification(anchor, rounds, bool((following == anchor).all()), went_by_effect)
        seen.add(following.tobytes())
        tests, anchor = test(following), following
    return tests, Purification(anchor, ROUNDS, False, went_by_effect)
