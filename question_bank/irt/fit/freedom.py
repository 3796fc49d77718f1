"""How many parameters a model estimates: what tests of fit take off their degrees of freedom."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.calibrate import Model
from question_bank.irt.parameters import ItemParameters, Parameters, categories

RIGHT_WRONG: tuple[Model, ...] = ("1pl", "2pl", "3pl")
COMMON_SLOPE: tuple[Model, ...] = ("1pl", "pcm")


class Estimated(NamedTuple):
    """`per_item` (items,): parameters estimated for each item, a common slope counted with every item; `total`: all
    that differ. `slope`, `common_slope`, `location` and `guessing` say which kinds they are."""

    per_item: NDArray[np.int64]
    total: int
    slope: bool
    common_slope: bool
    location: bool
    guessing: bool


def estimated(parameters: Parameters, model: Model | None) -> Estimated:
    """What a model estimates of these items' parameters; nothing when `model` is None (all come from elsewhere).

    Raises `ValueError` for a model of another kind of parameters.
    """
    steps = categories(parameters) - 1
    if model is None:
        return Estimated(np.zeros_like(steps), 0, False, False, False, False)
    if (model in RIGHT_WRONG) != isinstance(parameters, ItemParameters):
        raise ValueError(f"these are no parameters of the model {model!r}")
    common = model in COMMON_SLOPE
    guessing = model == "3pl"
    per_item = 1 + steps + guessing
    total = int(per_item.sum()) - (steps.size - 1 if common else 0)
    return Estimated(per_item, total, True, common, True, guessing)
