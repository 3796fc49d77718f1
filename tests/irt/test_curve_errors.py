"""The standard error of an item's curve."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.categories import expected_item_score
from question_bank.irt.curve_errors import mean_score_errors
from question_bank.irt.curves import probability
from question_bank.irt.parameters import FloatArray, ItemParameters, StepParameters, item_parameters
from question_bank.irt.simulate import draw_answers

THETA = np.linspace(-3, 3, 13)


class Errors(NamedTuple):
    parts: list[str]
    items: NDArray[np.intp]
    matrix: FloatArray


def test_at_the_difficulty_of_a_2pl_item_only_b_counts() -> None:
    """There dP/da = 0 and dP/db = -a/4."""
    errors = Errors(["a", "b"], np.array([0, 0]), np.array([[0.04, 0.01], [0.01, 0.09]]))
    found = mean_score_errors([0.7], item_parameters(1.6, 0.7), [[0.0, 1.0]], errors)
    np.testing.assert_allclose(found, [[1.6 / 4 * 0.3]])


def test_far_below_an_item_only_its_guessing_counts() -> None:
    errors = Errors(["a", "b", "c"], np.zeros(3, dtype=np.intp), np.diag([0.04, 0.09, 0.0025]))
    found = mean_score_errors([-40.0], item_parameters(1.0, 0.0, 0.2), [[0.0, 1.0]], errors)
    np.testing.assert_allclose(found, [[0.05]])


def test_items_without_a_row_are_known() -> None:
    errors = Errors(["b"], np.array([1]), np.array([[0.04]]))
    found = mean_score_errors(THETA, item_parameters([1.0, 1.0], [0.0, 0.0]), [[0.0, 1.0]] * 2, errors)
    assert not found[:, 0].any() and (found[:, 1] > 0).all()


def test_part_marks_agree_with_small_steps_of_each_parameter() -> None:
    chance = np.random.default_rng(3)
    root = chance.normal(size=(3, 3)) * 0.1
    for family in ("grm", "gpcm"):
        items = StepParameters(np.array([1.3]), np.array([[-0.4, 0.9]]), family)
        errors = Errors(["a", "t1", "t2"], np.zeros(3, dtype=np.intp), root @ root.T)
        slopes = np.stack([_by_steps(items, part) for part in range(3)], axis=1)
        expected = np.sqrt(np.einsum("pr,rs,ps->p", slopes, errors.matrix, slopes))
        found = mean_score_errors(THETA, items, [[0.0, 1.0, 2.0]], errors)
        np.testing.assert_allclose(found[:, 0], expected, rtol=1e-6)


def _by_steps(items: StepParameters, part: int, step: float = 1e-5) -> FloatArray:
    ends = []
    for sign in (1, -1):
        a, thresholds = items.a.copy(), items.thresholds.copy()
        if part == 0:
            a[0] += sign * step
        else:
            thresholds[0, part - 1] += sign * step
        ends.append(expected_item_score(THETA, StepParameters(a, thresholds, items.family))[:, 0])
    return np.asarray((ends[0] - ends[1]) / (2 * step))


def test_bands_of_a_calibration_hold_the_true_curves_as_often_as_they_say() -> None:
    chance = np.random.default_rng(11)
    true = item_parameters(chance.lognormal(0.2, 0.25, 60), chance.normal(size=60))
    found = calibrate(draw_answers(chance.normal(size=1500), true, chance), "2pl", priors="none")
    assert isinstance(found.parameters, ItemParameters) and found.errors is not None
    errors = mean_score_errors([-1.0, 0.0, 1.0], found.parameters, np.tile([0.0, 1.0], (60, 1)), found.errors)
    off = probability([-1.0, 0.0, 1.0], found.parameters) - probability([-1.0, 0.0, 1.0], true)
    held = np.abs(off / errors) < 1.96
    assert 0.91 < held.mean() < 0.985
