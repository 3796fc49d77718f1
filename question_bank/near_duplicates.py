"""Texts that say nearly the same: those whose sets of character trigrams overlap by much, found without comparing each
text with every other."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence


def near_duplicates(texts: Sequence[str], likeness: float) -> list[tuple[int, int]]:
    """Pairs of places `(first, second)`, first < second, whose Jaccard index of trigrams is at least `likeness` (0, 1].

    Exact. Two sets that are so alike share one of their rarest trigrams: with a set's trigrams in one order for all,
    the rarest first, one of the first `n - ceil(likeness * n) + 1` must be common (prefix filtering; Chaudhuri, Ganti &
    Kaushik 2006, ICDE; Bayardo, Ma & Srikant 2007, WWW). Only sets that do are compared.
    """
    grams = [trigrams(text) for text in texts]
    rarity = Counter(gram for each in grams for gram in each)
    ordered = [sorted(each, key=lambda gram: (rarity[gram], gram)) for each in grams]
    holders: dict[str, list[int]] = {}
    found = []
    for place, own in enumerate(ordered):
        prefix = own[: len(own) - math.ceil(likeness * len(own)) + 1]
        for former in sorted(_met(holders, prefix)):
            if _jaccard(grams[former], grams[place]) >= likeness:
                found.append((former, place))
        for gram in prefix:
            holders.setdefault(gram, []).append(place)
    return found


def trigrams(text: str) -> frozenset[str]:
    """Runs of three letters or digits, everything else left out; a shorter text is one run."""
    letters = "".join(character for character in text if character.isalnum())
    return frozenset(letters[start : start + 3] for start in range(max(1, len(letters) - 2)))


def _met(holders: dict[str, list[int]], prefix: Sequence[str]) -> set[int]:
    return set(_places(holders, prefix))


def _places(holders: dict[str, list[int]], prefix: Sequence[str]) -> Iterator[int]:
    for gram in prefix:
        yield from holders.get(gram, ())


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)
