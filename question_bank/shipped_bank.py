"""The bank that ships: items of our own writing, and which of them must not meet."""

import json
from importlib import resources
from itertools import combinations

from question_bank.exchange.json_lines import read_items
from question_bank.items import ItemDraft


def shipped_items() -> list[ItemDraft]:
    """The bank that ships, in the order of its benchmarks."""
    folder = resources.files("question_bank.seed").joinpath("items")
    items: list[ItemDraft] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".jsonl"):
            items.extend(read_items(file.read_text("utf-8").splitlines()))
    return items


def shipped_enemies() -> list[tuple[str, str, str]]:
    """Pairs of shipped items, each in order, that must not stand in one form, with the reason. In a group every two
    are enemies; a pair that is in two groups has both reasons."""
    text = resources.files("question_bank.seed").joinpath("enemies.json").read_text("utf-8")
    reasons: dict[tuple[str, str], list[str]] = {}
    for group in json.loads(text)["enemies"]:
        for first, second in combinations(sorted(group["items"]), 2):
            reasons.setdefault((first, second), []).append(group["reason"])
    return [(first, second, "；".join(told)) for (first, second), told in reasons.items()]
