"""A calibration moved to another scale says the same of everybody's answers."""

from typing import Any

import numpy as np
import pytest

from question_bank.irt import ItemParameters, expected_score, item_parameters, log_marginal, normal_grid, probability
from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.categories import expected_item_score
from question_bank.irt.linking import link, transformed_calibration, transformed_errors, transformed_parameters
from question_bank.irt.parameters import Parameters, step_parameters

SCALE, SHIFT = 1.25, -0.6
ITEMS = item_parameters([0.8, 1.4, 1.0], [-1.0, 0.3, 1.1], [0.2, 0.0, 0.25])
GRADED = step_parameters([0.8, 1.4], [[-1.0, 0.2], [0.4, np.nan]], "grm")


def calibration(parameters: Parameters = ITEMS, errors: StandardErrors | None = None) -> Calibration:
    items = parameters.a.size
    return Calibration(
        model="3pl",
        priors="default",
        parameters=parameters,
        population=Population(
            np.array([0.0, 0.4]),
            np.array([1.0, 1.2]),
            np.array([0.0, 0.05]),
            np.array([0.0, 0.04]),
            np.array([500.0, 400.0]),
        ),
        group_names=["live", "online"],
        errors=errors,
        log_likelihood=-1234.5,
        log_posterior=-1240.0,
        converged=True,
        iterations=9,
        nodes=41,
        persons=900,
        answers=np.full(items, 900.0),
        flags=[[] for _ in range(items)],
        scores=[[0, 1]] * items,
    )


def some_errors(steps: bool = False) -> StandardErrors:
    generator = np.random.default_rng(1)
    parts = ["a", "a", "t1", "t2", "t1"] if steps else ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    factor = 0.02 * generator.normal(size=(len(parts), 20))
    matrix = factor @ factor.T
    own = np.sqrt(np.diag(matrix))
    if steps:
        thresholds = np.array([[own[2], own[3]], [own[4], np.nan]])
        nothing = np.full(2, np.nan)
        return StandardErrors(
            own[:2], nothing, nothing, thresholds, parts, np.array([0, 1, 0, 0, 1]), matrix, "observed"
        )
    return StandardErrors(own[:3], own[3:6], own[6:], None, parts, np.tile(np.arange(3), 3), matrix, "observed")


def test_the_curves_stand_where_they_stood_over_the_moved_points() -> None:
    theta = np.linspace(-4, 4, 17)
    moved = transformed_parameters(ITEMS, SCALE, SHIFT)
    np.testing.assert_allclose(probability(SCALE * theta + SHIFT, moved), probability(theta, ITEMS), atol=1e-14)
    steps = transformed_parameters(GRADED, SCALE, SHIFT)
    np.testing.assert_allclose(
        expected_item_score(SCALE * theta + SHIFT, steps), expected_item_score(theta, GRADED), atol=1e-14
    )


def test_the_moved_population_gives_every_pattern_the_probability_it_had() -> None:
    patterns = np.array([[0, 0, 0], [1, 0, 1], [0, 1, np.nan], [1, 1, 1]])
    moved = transformed_calibration(calibration(), SCALE, SHIFT)
    assert isinstance(moved.parameters, ItemParameters)
    for group in range(2):
        before = normal_grid(calibration().population.mean[group], calibration().population.sd[group])
        after = normal_grid(moved.population.mean[group], moved.population.sd[group])
        np.testing.assert_allclose(
            log_marginal(patterns, moved.parameters, after), log_marginal(patterns, ITEMS, before), atol=1e-12
        )
    np.testing.assert_allclose(moved.population.mean, [SHIFT, SCALE * 0.4 + SHIFT])
    np.testing.assert_allclose(moved.population.sd, [SCALE, SCALE * 1.2])
    np.testing.assert_allclose(moved.population.se_mean, [0.0, SCALE * 0.05])
    assert moved.log_likelihood == calibration().log_likelihood


def test_errors_move_with_their_parameters_and_their_covariance_with_them() -> None:
    for errors in (some_errors(), some_errors(steps=True)):
        moved = transformed_errors(errors, SCALE)
        own = np.sqrt(np.diag(moved.matrix))
        factor = {"a": 1 / SCALE, "c": 1.0}
        expected = [factor.get(part, SCALE) for part in errors.parts] * np.sqrt(np.diag(errors.matrix))
        np.testing.assert_allclose(own, expected)
        np.testing.assert_allclose(np.sort(own), np.sort(_all(moved)))
        correlation = errors.matrix / np.sqrt(np.outer(np.diag(errors.matrix), np.diag(errors.matrix)))
        np.testing.assert_allclose(moved.matrix / np.outer(own, own), correlation, atol=1e-12)


def _all(errors: StandardErrors) -> Any:
    parts = [errors.a, errors.b, errors.c, *([] if errors.thresholds is None else [errors.thresholds.ravel()])]
    whole = np.concatenate(parts)
    return whole[~np.isnan(whole)]


def test_there_and_back_is_nowhere() -> None:
    once = transformed_calibration(calibration(GRADED, some_errors(steps=True)), SCALE, SHIFT)
    back = transformed_calibration(once, 1 / SCALE, -SHIFT / SCALE)
    np.testing.assert_allclose(back.parameters[1], GRADED.thresholds, atol=1e-14)
    np.testing.assert_allclose(back.population.mean, [0.0, 0.4], atol=1e-14)
    assert back.errors is not None
    np.testing.assert_allclose(back.errors.matrix, some_errors(steps=True).matrix, atol=1e-18)


def test_what_was_linked_needs_no_further_link() -> None:
    old = item_parameters([0.9, 1.1, 1.2], [-1.8, -0.1, 0.9], [0.15, 0.05, 0.2])
    found = link(ITEMS, old)
    again = link(transformed_parameters(ITEMS, found.A, found.B), old)
    np.testing.assert_allclose([again.A, again.B], [1.0, 0.0], atol=1e-9)


def test_the_test_curve_of_a_linked_form_reads_on_the_old_scale() -> None:
    old = transformed_parameters(ITEMS, SCALE, SHIFT)
    found = link(ITEMS, old, "haebara")
    moved = transformed_parameters(ITEMS, found.A, found.B)
    np.testing.assert_allclose(
        expected_score([-1.0, 0.0, 2.0], moved), expected_score([-1.0, 0.0, 2.0], old), atol=1e-9
    )


@pytest.mark.parametrize(("scale", "shift"), [(0.0, 0.0), (-1.0, 0.0), (np.nan, 0.0), (1.0, np.inf)])
def test_no_scale_turns_over_or_vanishes(scale: float, shift: float) -> None:
    with pytest.raises(ValueError, match="positive A"):
        transformed_parameters(ITEMS, scale, shift)
