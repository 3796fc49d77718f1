"""The shipped bank as measurement sees it, for tests."""

from collections.abc import Sequence

import numpy as np

from question_bank.irt.parameters import FloatArray, ItemParameters, provisional_parameters
from question_bank.items import TAPPED_TYPES, ItemDraft, ItemType
from question_bank.shipped_bank import shipped_items

# What a live round plays.
BANK = [item for item in shipped_items() if item.type in TAPPED_TYPES]


def parameters_of(items: Sequence[ItemDraft]) -> ItemParameters:
    return provisional_parameters(
        [item.type for item in items],
        [item.difficulty.b or 0.0 for item in items],
        [len(item.options) for item in items],
    )


def luck_of(items: Sequence[ItemDraft]) -> FloatArray:
    """How often a random answer is right: one of the options, or one of all sets of options but the empty one."""
    return np.array(
        [1.0 / (2 ** len(item.options) - 1 if item.type is ItemType.MULTIPLE else len(item.options)) for item in items]
    )
