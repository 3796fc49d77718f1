"""Marginal reliability of unequal papers."""

import numpy as np

from question_bank.irt.fit.reliability import mean_marginal_reliability
from question_bank.irt.parameters import item_parameters
from question_bank.irt.quadrature import normal_grid
from question_bank.irt.reliability import marginal_reliability
from tests.irt.fit.simulated import right_wrong


def test_where_all_had_the_same_paper_it_is_that_paper_s() -> None:
    parameters, grid = right_wrong(8, seed=1), normal_grid(0.4, 1.3, 241)
    found = mean_marginal_reliability(np.zeros((3, 8)), parameters, grid)
    np.testing.assert_allclose(found, marginal_reliability(parameters, grid), rtol=1e-12)


def test_unequal_papers_count_as_each_was() -> None:
    parameters = right_wrong(6, seed=1)
    half = item_parameters(*(part[:3] for part in parameters))
    scores = np.zeros((5, 6))
    scores[0, 3:] = np.nan
    scores[4] = np.nan
    whole = marginal_reliability(parameters)
    short = marginal_reliability(half)
    np.testing.assert_allclose(mean_marginal_reliability(scores, parameters), (3 * whole + short) / 4, rtol=1e-6)
    weighted = mean_marginal_reliability(scores, parameters, weights=[6, 1, 1, 1, 9])
    np.testing.assert_allclose(weighted, (3 * whole + 6 * short) / 9, rtol=1e-6)
    assert np.isnan(mean_marginal_reliability(scores[4:], parameters))
