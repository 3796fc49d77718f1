"""What is odd about an item, by name and with its figures; the words for people are the caller's."""

from typing import Literal, NamedTuple

import numpy as np

from question_bank.analysis.choices import ItemChoices
from question_bank.analysis.classical import Classical

Code = Literal[
    "key_draws_the_weak",
    "option_draws_the_strong",
    "option_beats_key",
    "tells_little",
    "nearly_all_right",
    "below_chance",
    "dead_option",
    "few_answers",
]
# How much each finding weighs: 2 the item must not be used so, 1 somebody should look, 0 to be known.
WEIGHT: dict[str, int] = {
    "key_draws_the_weak": 2,
    "option_beats_key": 2,
    "option_draws_the_strong": 1,
    "below_chance": 1,
    "tells_little": 1,
    "nearly_all_right": 0,
    "dead_option": 0,
    "few_answers": 0,
}
FEW = 100
# A corrected point-biserial below this tells hardly anything (Ebel 1965 asks for 0.2 and more).
LITTLE = 0.10
NEARLY_ALL = 0.95
DEAD = 0.02
ENOUGH_FOR_DEAD = 200
# In standard errors of the difference of two shares of the same people.
SURE = 2.0


class Finding(NamedTuple):
    """`option` is the place of the option that it is about, None where it is about the item."""

    code: Code
    option: int | None = None


def findings_of(figures: Classical, choices: list[ItemChoices], chance: list[float]) -> list[list[Finding]]:
    """Of each item, the heaviest first. `chance` is the share that knowing nothing would have right."""
    found = []
    for item, each in enumerate(choices):
        own = [*_of_item(figures, item, chance[item]), *_of_options(each)]
        found.append(sorted(own, key=lambda finding: -WEIGHT[finding.code]))
    return found


def _of_item(figures: Classical, item: int, chance: float) -> list[Finding]:
    n, share = float(figures.n[item]), float(figures.share[item])
    if n < FEW:
        return [Finding("few_answers")] if n else []
    found = []
    if figures.correlation_high[item] < 0:
        found.append(Finding("key_draws_the_weak"))
    elif figures.correlation_high[item] < 2 * LITTLE and figures.correlation[item] < LITTLE and share < NEARLY_ALL:
        found.append(Finding("tells_little"))
    if share > NEARLY_ALL:
        found.append(Finding("nearly_all_right"))
    if figures.high[item] < chance:
        found.append(Finding("below_chance"))
    return found


def _of_options(choices: ItemChoices) -> list[Finding]:
    """Only of items with one right option: the options of multiple choice are no rivals."""
    keys = [place for place, option in enumerate(choices.options) if option.right]
    if choices.n < FEW or len(keys) != 1:
        return []
    others = [place for place in range(len(choices.options)) if place != keys[0]]
    rival = _rival(choices, keys[0], others)
    found = [Finding("option_beats_key", rival)] if rival is not None else []
    for place in others:
        option = choices.options[place]
        if place != rival and option.correlation_low > 0:
            found.append(Finding("option_draws_the_strong", place))
        if option.share < DEAD and choices.n >= ENOUGH_FOR_DEAD and len(choices.options) > 2:
            found.append(Finding("dead_option", place))
    return found


def _rival(choices: ItemChoices, key: int, others: list[int]) -> int | None:
    """The option that the strongest fifth surely chooses more often than the key, most of all."""
    if not choices.people or not others:
        return None
    shares = [option.by_fifth[-1] for option in choices.options]
    best = max(others, key=lambda place: shares[place])
    more = shares[best] - shares[key]
    error = float(np.sqrt(max(shares[best] + shares[key] - more**2, 0.0) / choices.people[-1]))
    return best if more > SURE * error else None
