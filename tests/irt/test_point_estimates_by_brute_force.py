"""MAP, maximum likelihood and WLE beside the highest of very many points, for every pattern of small forms."""

import numpy as np
import pytest

from question_bank.irt import map_estimate, mle, wle
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.parameters import FloatArray, Parameters
from tests.irt.small_forms import MODELS, every_pattern

EDGE = 15.0
THETA = np.linspace(-EDGE, EDGE, 10_001)
# A parabola through three points of THETA finds a maximum to this.
CLOSE = 1e-4
# Where a likelihood rises towards an end of THETA it gains less than this beyond.
FLAT = 1e-3


def log_likelihoods(patterns: FloatArray, parameters: Parameters) -> FloatArray:
    """Shape (patterns, THETA), from the category curves alone."""
    logs = np.ma.masked_invalid(category_curves(THETA, parameters).log_p).filled(0.0)
    kept = [patterns == score for score in range(logs.shape[2])]
    return np.asarray(sum(keep.astype(float) @ logs[:, :, score].T for score, keep in enumerate(kept)))


def assert_highest(found: FloatArray, heights: FloatArray) -> None:
    best = heights.argmax(axis=1)
    inside = heights.max(axis=1) - np.maximum(heights[:, 0], heights[:, -1]) > 1e-6
    assert inside.mean() > 0.3
    rows, places = np.flatnonzero(inside), best[inside]
    below, top, above = (heights[rows, places + shift] for shift in (-1, 0, 1))
    vertex = THETA[places] + (THETA[1] - THETA[0]) * (below - above) / (2 * (below - 2 * top + above))
    np.testing.assert_allclose(found[inside], vertex, atol=CLOSE)
    for row in np.flatnonzero(~inside):
        beyond = np.sign(found[row]) == np.sign(THETA[best[row]]) and abs(found[row]) > EDGE
        assert beyond or heights[row, best[row]] - np.interp(found[row], THETA, heights[row]) < FLAT


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_maximum_likelihood_is_the_highest_of_all_points(parameters: Parameters) -> None:
    patterns = every_pattern(parameters)
    assert_highest(mle(patterns, parameters).theta, log_likelihoods(patterns, parameters))


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_map_is_the_highest_point_of_the_posterior(parameters: Parameters) -> None:
    patterns = every_pattern(parameters)
    prior = -((THETA - 0.7) ** 2) / (2 * 1.4**2)
    found = map_estimate(patterns, parameters, mean=0.7, sd=1.4)
    assert_highest(found.theta, log_likelihoods(patterns, parameters) + prior)


@pytest.mark.parametrize("parameters", [MODELS["two"], MODELS["gpcm"]], ids=["two", "gpcm"])
def test_without_guessing_wle_maximises_the_likelihood_times_the_root_of_the_information(
    parameters: Parameters,
) -> None:
    """Warm (1989, p. 431): in such models the weight is Jeffreys's prior."""
    patterns = every_pattern(parameters)
    weights = np.log((~np.isnan(patterns)).astype(float) @ category_information(THETA, parameters).T) / 2
    assert_highest(wle(patterns, parameters).theta, log_likelihoods(patterns, parameters) + weights)


@pytest.mark.parametrize("parameters", MODELS.values(), ids=MODELS.keys())
def test_wle_maximises_the_likelihood_times_warms_weight(parameters: Parameters) -> None:
    """The weight's logarithm is the integral of J / (2 I), here by differences between the points."""
    curves = category_curves(THETA, parameters)
    p = np.exp(curves.log_p)
    first = p * curves.slope
    second = np.gradient(first, THETA, axis=0, edge_order=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        j = np.where(p > 0, curves.slope * second, 0.0).sum(axis=2)
    i = (first * curves.slope).sum(axis=2)
    patterns = every_pattern(parameters)
    there = (~np.isnan(patterns)).astype(float)
    pull = (there @ j.T) / (2 * (there @ i.T))
    weights = np.cumsum((pull[:, 1:] + pull[:, :-1]) / 2 * np.diff(THETA), axis=1)
    heights = log_likelihoods(patterns, parameters) + np.pad(weights, ((0, 0), (1, 0)))
    assert_highest(wle(patterns, parameters).theta, heights)
