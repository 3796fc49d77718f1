"""Slopes, information and Warm's term against differences of the category curves, and far out."""

import numpy as np
import pytest

from question_bank.irt import item_parameters
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.local_shape import item_shape, local_log_likelihood, local_shape
from question_bank.irt.parameters import Parameters, step_parameters
from question_bank.irt.responses import answer_codes
from tests.irt.small_forms import MODELS, every_pattern

THETA = np.linspace(-4, 4, 17)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_shapes_are_those_of_the_category_curves(parameters: Parameters) -> None:
    shape, curves = item_shape(THETA, parameters), category_curves(THETA, parameters)
    there = np.isfinite(curves.log_p)
    np.testing.assert_allclose(shape.p.transpose(1, 2, 0), np.exp(curves.log_p), atol=1e-14)
    np.testing.assert_allclose(shape.slope.transpose(1, 2, 0)[there], curves.slope[there], atol=1e-12)
    np.testing.assert_allclose(shape.information, category_information(THETA, parameters), atol=1e-12)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_warms_term_is_the_sum_of_first_times_second_derivative_over_the_probability(parameters: Parameters) -> None:
    step = 1e-3
    p = [np.exp(category_curves(THETA + shift * step, parameters).log_p) for shift in (-2, -1, 0, 1, 2)]
    first = (p[0] - 8 * p[1] + 8 * p[3] - p[4]) / (12 * step)
    second = (-p[0] + 16 * p[1] - 30 * p[2] + 16 * p[3] - p[4]) / (12 * step**2)
    with np.errstate(invalid="ignore"):
        expected = np.where(p[2] > 0, first * second / p[2], 0.0).sum(axis=2)
    np.testing.assert_allclose(item_shape(THETA, parameters).warm, expected, atol=1e-7)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_what_holds_for_a_person_adds_up_from_the_items_that_they_answered(parameters: Parameters) -> None:
    patterns = every_pattern(parameters)
    codes = answer_codes(patterns, parameters)
    theta = np.random.default_rng(5).normal(size=len(codes))
    found, shape = local_shape(theta, codes, parameters), item_shape(theta, parameters)
    likelihoods = local_log_likelihood(theta, codes, parameters)
    for row, pattern in enumerate(codes):
        items = np.flatnonzero(pattern >= 0)
        given = shape.slope[pattern[items], row, items].sum()
        expected = (given, shape.information[row, items].sum(), shape.warm[row, items].sum())
        np.testing.assert_allclose([part[row] for part in found], expected, atol=1e-12)
        np.testing.assert_allclose(likelihoods[row], np.log(shape.p[pattern[items], row, items]).sum(), rtol=1e-12)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_signs_hold_however_far_out(parameters: Parameters) -> None:
    """Towards plus infinity full marks on rising items, and none on falling ones, become ever more probable."""
    far = item_shape(np.array([-1e4, 1e4]), parameters)
    highest = (~np.isnan(np.atleast_2d(getattr(parameters, "thresholds", parameters.a[:, None])))).sum(axis=1)
    rising = parameters.a > 0
    best = np.where(rising, highest, 0)
    items = np.arange(best.size)
    assert (far.slope[best, 1, items] > 0).all()
    assert (far.slope[highest - best, 0, items] < 0).all()
    assert (far.information > 0).all()
    assert np.isfinite(far.warm).all()


def test_extreme_items_overflow_nothing() -> None:
    steep = item_parameters([500.0, 1e-3], [0.0, 1e4], [0.25, 0.0])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        item_shape(np.array([-1e300, -1.0, 0.0, 1.0, 1e300]), steep)
        item_shape(np.array([-1e6, 0.0, 1e6]), step_parameters([50.0], [[-30.0, 30.0]], "grm"))
        item_shape(np.array([-1e6, 0.0, 1e6]), step_parameters([50.0], [[30.0, -30.0]], "gpcm"))
