"""Nicknames: what may stand on a projector, when two are the same, and clean ones to offer."""

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import cache
from importlib import resources

from contest.rules.refusals import Refusal

LONGEST = 12


def name_key(nickname: str) -> str:
    """What two nicknames are compared by: width, case, spaces and marks between letters make no difference."""
    folded = unicodedata.normalize("NFKC", nickname).casefold()
    return "".join(character for character in folded if character.isalnum())


def clean_nickname(typed: str) -> str:
    """The nickname as it will stand on the projector.

    Raises `Refusal`: `name_empty`, `name_long`, `name_unclean`.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") for character in name):
        raise Refusal("name_unclean")
    if not name_key(name):
        raise Refusal("name_empty")
    if len(name) > LONGEST:
        raise Refusal("name_long")
    if _is_unclean(name):
        raise Refusal("name_unclean")
    return name


def _is_unclean(name: str) -> bool:
    words, latin = _unclean_words()
    key = name_key(name)
    # Single letters set apart ("f u c k") are read together, whole Latin words are read alone ("Sebastian" stays).
    apart = re.split(r"[^a-z0-9]+", unicodedata.normalize("NFKC", name).casefold())
    return any(word in key for word in words) or any(part in latin for part in (*apart, key))


@cache
def _unclean_words() -> tuple[frozenset[str], frozenset[str]]:
    lines = resources.files("contest.facts").joinpath("unclean_words.txt").read_text("utf-8").splitlines()
    listed = [name_key(line) for line in lines if line.strip() and not line.startswith("#")]
    latin = frozenset(word for word in listed if word.isascii())
    return frozenset(listed) - latin, latin


def suggest_nickname(taken: Collection[str], pick: Callable[[tuple[str, ...]], str]) -> str:
    """A clean nickname whose key is not among `taken`; with a number behind it where the town is full of them."""
    attributes, nouns = _offered_words()
    for attempt in range(200):
        name = pick(attributes) + "的" + pick(nouns)
        if attempt >= 20:
            name += str(attempt * 37 % 1000)
        if name_key(name) not in taken and len(name) <= LONGEST:
            return name
    return pick(nouns) + str(len(taken) + 1)


@cache
def _offered_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = resources.files("contest.facts").joinpath("nickname_words.txt").read_text("utf-8")
    attributes, nouns = (tuple(line.split()) for line in text.splitlines() if not line.startswith("#"))
    return attributes, nouns
