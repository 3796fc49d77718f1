"""Banks of items for the tests of adaptive testing."""

import numpy as np

from question_bank.irt.adaptive import AdaptiveTest, Examinee, answer, begin, next_item
from question_bank.irt.parameters import ItemParameters, StepFamily, StepParameters, item_parameters, step_parameters
from tests.irt.adaptive.slow_adaptive import Item


def bank(items: int, seed: int, guessing: float = 0.0) -> ItemParameters:
    rng = np.random.default_rng(seed)
    return item_parameters(rng.lognormal(0.1, 0.3, items), rng.normal(size=items), guessing)


def steps_bank(items: int, seed: int, family: StepFamily) -> StepParameters:
    """Items of one to three steps."""
    rng = np.random.default_rng(seed)
    thresholds = np.sort(rng.normal(size=(items, 3)), axis=1) + np.array([0.0, 0.2, 0.4])
    thresholds[::3, 2] = np.nan
    thresholds[::5, 1:] = np.nan
    return step_parameters(rng.lognormal(0.1, 0.3, items), thresholds, family)


def triples(parameters: ItemParameters) -> list[Item]:
    a, b, c = (part.tolist() for part in parameters)
    return list(zip(a, b, c, strict=True))


def taken(test: AdaptiveTest, answers: list[int], chance: np.random.Generator | None = None) -> list[Examinee]:
    """An examinee after each answer, the answers being known for every item of the bank."""
    examinee = begin(test)
    steps = []
    while not examinee.stop:
        choice = next_item(test, examinee, chance)
        examinee = answer(test, choice.examinee, choice.item, answers[choice.item])
        steps.append(examinee)
    return steps
