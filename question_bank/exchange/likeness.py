"""New texts that say nearly what another says: many of them against many more, in little memory.

As `question_bank.near_duplicates`, with two differences: the stored texts pass by one at a time, and a text is compared
with the two others only that share the most of their rarest trigrams with it, so that ten thousand texts made by one
formula cost no more than ten thousand.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

# Texts that are kept under one trigram, and those that one text is compared with.
HOLDERS = 8
COMPARED = 2
_SAYS_NOTHING = re.compile(r"[\W_]+")


class Alike:
    """An index of texts by their rarest trigrams. `likeness` is a Jaccard index in (0, 1]."""

    def __init__(self, texts: Sequence[str], likeness: float) -> None:
        self._texts, self._likeness = texts, likeness
        self._rarity = Counter(gram for text in texts for gram in _trigrams(text))
        self._sizes: dict[int, int] = {}
        self._holders: dict[str, list[int]] = {}

    def take_in(self, place: int) -> int | None:
        """The place of a text taken in before that says nearly this; from now on the text of this place is found."""
        grams = _trigrams(self._texts[place])
        met = self._like(grams)
        self._add(place, grams)
        return met

    def _add(self, place: int, grams: frozenset[str]) -> None:
        self._sizes[place] = len(grams)
        kept = len(grams) - math.ceil(self._likeness * len(grams)) + 1
        for _, gram in sorted(zip(map(self._rarity.__getitem__, grams), grams, strict=True))[:kept]:
            holders = self._holders.setdefault(gram, [])
            if len(holders) < HOLDERS:
                holders.append(place)

    def like(self, text: str) -> int | None:
        """The place of a text that says nearly this, the first that is found."""
        return self._like(_trigrams(text))

    def _like(self, grams: frozenset[str]) -> int | None:
        for place in self._met(grams):
            others = _trigrams(self._texts[place])
            if len(grams & others) >= self._likeness * len(grams | others):
                return place
        return None

    def _met(self, grams: frozenset[str]) -> list[int]:
        """Those that share the most of their rarest trigrams with these."""
        least, most = self._likeness * len(grams), len(grams) / self._likeness
        shared = Counter(place for gram in grams & self._holders.keys() for place in self._holders[gram])
        alike = [(-count, place) for place, count in shared.items() if least <= self._sizes[place] <= most]
        return [place for _, place in nsmallest(COMPARED, alike)]


def _trigrams(text: str) -> frozenset[str]:
    letters = _SAYS_NOTHING.sub("", text)
    return frozenset([letters[start : start + 3] for start in range(max(1, len(letters) - 2))])
