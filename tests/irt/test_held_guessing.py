"""The three-parameter model with c held at what luck gives."""

import numpy as np
import pytest

from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters, item_parameters

PEOPLE = 4000


def answers(parameters: ItemParameters) -> np.ndarray:
    rng = np.random.default_rng(7)
    return (rng.random((PEOPLE, parameters.b.size)) < probability(rng.normal(size=PEOPLE), parameters)).astype(float)


def test_a_held_c_is_one_by_the_options_and_has_no_error() -> None:
    true = item_parameters(np.full(12, 1.2), np.linspace(-1.5, 1.5, 12), np.tile([0.25, 0.5], 6))
    found = calibrate(answers(true), "3pl", options=1 / true.c, hold_c=True)
    assert isinstance(found.parameters, ItemParameters)
    assert found.parameters.c == pytest.approx(true.c, abs=1e-12)
    assert found.errors is not None and np.isnan(found.errors.c).all()
    assert np.abs(found.parameters.b - true.b).max() < 4 * found.errors.b.max()


def test_holding_c_leaves_far_less_doubt_about_b() -> None:
    true = item_parameters(np.full(12, 1.0), np.linspace(-1.5, 1.5, 12), 0.25)
    scores = answers(true)
    free, held = (calibrate(scores, "3pl", options=1 / true.c, hold_c=hold) for hold in (False, True))
    assert free.errors is not None and held.errors is not None
    assert np.median(held.errors.b / free.errors.b) < 0.5
