"""Reliability: against the correlation with the truth, and against closed forms."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from question_bank.irt.ability import eap
from question_bank.irt.curves import information
from question_bank.irt.fit.reliability import empirical_reliability, marginal_reliability
from question_bank.irt.parameters import Parameters, item_parameters
from question_bank.irt.point_estimates import wle
from question_bank.irt.quadrature import normal_grid
from tests.irt.fit.simulated import drawn, part_marks, right_wrong


def test_empirical_by_hand() -> None:
    theta, se = np.array([-1.0, 1.0, np.inf, 5.0]), np.array([0.5, 0.5, np.inf, np.nan])
    np.testing.assert_allclose(empirical_reliability(theta, se, shrunken=True), 1 / 1.25)
    np.testing.assert_allclose(empirical_reliability(theta, se, shrunken=False), 0.75)
    assert empirical_reliability(theta[:2], np.array([2.0, 2.0]), shrunken=False) == 0.0
    weighted = empirical_reliability(np.array([0.0, 1.0]), np.array([0.1, 0.2]), shrunken=True, weights=[3.0, 1.0])
    np.testing.assert_allclose(weighted, 0.1875 / (0.1875 + 0.25 * (3 * 0.01 + 0.04)))


def test_without_two_people_who_differ_there_is_none() -> None:
    one, same = np.array([1.0]), np.array([1.0, 1.0])
    assert np.isnan(empirical_reliability(one, one, shrunken=True))
    assert np.isnan(empirical_reliability(same, same, shrunken=False))


@pytest.mark.parametrize("parameters", [right_wrong(30, seed=1, guessing=0.2), part_marks(15, seed=1)])
def test_both_are_the_squared_correlation_with_the_truth(parameters: Parameters) -> None:
    theta = np.random.default_rng(1).normal(size=20000)
    scores = drawn(parameters, theta, 2)
    found = eap(scores, parameters)
    squared = np.corrcoef(found.theta, theta)[0, 1] ** 2
    empirical = empirical_reliability(found.theta, found.se, shrunken=True)
    marginal = marginal_reliability(scores, parameters)
    np.testing.assert_allclose([empirical, marginal], squared, atol=0.015)
    point = wle(scores, parameters)
    squared = np.corrcoef(point.theta, theta)[0, 1] ** 2
    np.testing.assert_allclose(empirical_reliability(point.theta, point.se, shrunken=False), squared, atol=0.04)


def test_marginal_is_the_integral_over_the_population() -> None:
    parameters = right_wrong(8, seed=1)

    def integrand(theta: float) -> float:
        told = float(information([theta], parameters).sum())
        return told / (told + 1 / 1.3**2) * float(norm.pdf(theta, 0.4, 1.3))

    expected = quad(integrand, 0.4 - 10, 0.4 + 10, epsabs=1e-10)[0]
    found = marginal_reliability(np.zeros((3, 8)), parameters, normal_grid(0.4, 1.3))
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_unequal_papers_count_as_each_was() -> None:
    parameters = right_wrong(6, seed=1)
    half = item_parameters(*(part[:3] for part in parameters))
    scores = np.zeros((5, 6))
    scores[0, 3:] = np.nan
    scores[4] = np.nan
    whole = marginal_reliability(np.zeros((1, 6)), parameters)
    short = marginal_reliability(np.zeros((1, 3)), half)
    np.testing.assert_allclose(marginal_reliability(scores, parameters), (3 * whole + short) / 4, rtol=1e-6)
    weighted = marginal_reliability(scores, parameters, weights=[6, 1, 1, 1, 9])
    np.testing.assert_allclose(weighted, (3 * whole + 6 * short) / 9, rtol=1e-6)
    assert np.isnan(marginal_reliability(scores[4:], parameters))
