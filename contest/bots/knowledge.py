"""What a simulated contestant knows: it is right as often as its theta and the item's parameters say."""

import math
import random
from typing import Any, NamedTuple

from question_bank.items import TAPPED_TYPES, ItemDraft, ItemType


class Known(NamedTuple):
    """An item as its text appears on the wire: texts of right and of all options, and its parameters."""

    right: frozenset[str]
    a: float
    b: float
    c: float


def knowledge_of(items: list[ItemDraft]) -> dict[str, Known]:
    """Items that a phone can answer, by stem, for the wire shows nothing else of them."""
    return {item.stem: _known(item) for item in items if item.type in TAPPED_TYPES}


def _known(item: ItemDraft) -> Known:
    right = frozenset(option.text for option in item.options if option.id in item.right_options)
    a = 0.8 if item.type is ItemType.TRUE_FALSE else 1.0
    c = 0.0 if item.type is ItemType.MULTIPLE else 1.0 / len(item.options)
    return Known(right, a, item.difficulty.b or 0.0, c)


def choose(item: dict[str, Any], theta: float, known: dict[str, Known], chance: random.Random) -> list[str]:
    """Option ids of an answer to an item of the protocol. An item that nobody has heard of is guessed."""
    knowledge = known.get(item["stem"])
    ids = [option["id"] for option in item["options"]]
    if knowledge is None:
        return chance.sample(ids, chance.randint(1, len(ids)) if item["type"] == "multiple" else 1)
    right = [option["id"] for option in item["options"] if option["text"] in knowledge.right]
    if chance.random() < probability(theta, knowledge):
        return right
    return _wrong(item["type"], ids, right, chance)


def probability(theta: float, known: Known) -> float:
    return known.c + (1.0 - known.c) / (1.0 + math.exp(-known.a * (theta - known.b)))


def _wrong(kind: str, ids: list[str], right: list[str], chance: random.Random) -> list[str]:
    if kind != "multiple":
        return [chance.choice([each for each in ids if each not in right])]
    while sorted(chosen := chance.sample(ids, chance.randint(1, len(ids)))) == sorted(right):
        pass
    return chosen
