"""Calibration of items with part marks against the same log-posterior written down plainly and differenced."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from question_bank.irt.calibration.part_marks import calibrate_part_marks
from question_bank.irt.calibration.part_marks.calibrate import StepModel
from question_bank.irt.parameters import FloatArray, StepFamily, StepParameters
from tests.irt.brute_force import gradient, hessian
from tests.irt.brute_force_part_marks import log_prior_density, marginal_log_likelihood, simulated

Priors = Literal["default", "none"]
MODELS: list[StepModel] = ["grm", "gpcm", "pcm"]
FAMILY: dict[StepModel, StepFamily] = {"grm": "grm", "gpcm": "gpcm", "pcm": "gpcm"}
MISSING = float("nan")


class Case(NamedTuple):
    """Three items with two to four categories, two groups, weights and missing answers."""

    scores: FloatArray
    groups: NDArray[np.intp]
    weights: FloatArray
    author_b: FloatArray


def a_case(family: StepFamily) -> Case:
    chance = np.random.default_rng(20250301)
    steps = np.array([[-1.2, 0.1, 1.0], [-0.5, 0.4, MISSING], [0.3, MISSING, MISSING]])
    groups = np.repeat([0, 1], [160, 120])
    theta = np.where(groups == 1, 0.5 + 1.3 * chance.normal(size=280), chance.normal(size=280))
    scores = simulated(np.array([1.4, 1.0, 1.5]), steps, family, theta, chance)
    scores[chance.random(scores.shape) < 0.1] = MISSING
    return Case(scores, groups, chance.integers(1, 4, 280) / 2.0, np.array([0.5, MISSING, -0.2]))


def log_posterior(case: Case, model: StepModel, priors: Priors, there: NDArray[np.bool_]) -> Callable[..., float]:
    """Of one vector: slopes (one under pcm), thresholds, and the second group's mean and sd."""
    slopes = 1 if model == "pcm" else 3

    def function(vector: FloatArray) -> float:
        steps = np.full(there.shape, MISSING)
        steps[there] = vector[slopes:-2]
        a = np.broadcast_to(vector[:slopes], (3,))
        mean, sd = np.array([0.0, vector[-2]]), np.array([1.0, vector[-1]])
        answered = ~np.isnan(case.scores).all(axis=1)
        likelihood = marginal_log_likelihood(
            case.scores[answered], a, steps, FAMILY[model], mean, sd, case.groups[answered], case.weights[answered]
        )
        return likelihood + (log_prior_density(vector[:slopes], steps, case.author_b) if priors == "default" else 0.0)

    return function


@pytest.mark.parametrize("priors", ["none", "default"])
@pytest.mark.parametrize("model", MODELS)
def test_the_mode_and_its_errors_are_those_of_brute_force(model: StepModel, priors: Priors) -> None:
    case = a_case(FAMILY[model])
    found = calibrate_part_marks(
        case.scores,
        model,
        priors=priors,
        author_b=case.author_b,
        groups=case.groups,
        n_groups=2,
        weights=case.weights,
    )
    assert found.converged and isinstance(found.parameters, StepParameters)
    there = ~np.isnan(found.parameters.thresholds)
    a = found.parameters.a[: 1 if model == "pcm" else 3]
    population = found.population
    mode = np.concatenate([a, found.parameters.thresholds[there], [population.mean[1], population.sd[1]]])
    function = log_posterior(case, model, priors, there)
    np.testing.assert_allclose(found.log_posterior, function(mode), atol=1e-6)
    covariance = np.linalg.inv(-hessian(function, mode))
    # How far Newton's method, with all derivatives by differences, would still go.
    np.testing.assert_allclose(covariance @ gradient(function, mode), 0.0, atol=1e-4)
    assert found.errors is not None and found.errors.thresholds is not None
    of_population = [population.se_mean[1], population.se_sd[1]]
    own = np.concatenate([found.errors.a[: a.size], found.errors.thresholds[there], of_population])
    np.testing.assert_allclose(own, np.sqrt(np.diagonal(covariance)), rtol=1e-3)
    # The whole covariance, a common slope's row standing with each item.
    first_step = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    rows = [
        (0 if model == "pcm" else item) if part == "a" else a.size + first_step[item] + int(part[1:]) - 1
        for part, item in zip(found.errors.parts, found.errors.items, strict=True)
    ]
    np.testing.assert_allclose(found.errors.matrix, covariance[np.ix_(rows, rows)], atol=1e-3 * covariance.max())
