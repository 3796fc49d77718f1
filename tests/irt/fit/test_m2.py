"""M2: its covariance and derivatives by enumeration and differences, published values, and its distribution."""

import numpy as np
import pytest
from scipy.stats import ncx2

from question_bank.irt.calibration.calibrate import Model
from question_bank.irt.categories import category_curves
from question_bank.irt.fit.expected_scores import expected_scores
from question_bank.irt.fit.freedom import estimated
from question_bank.irt.fit.m2 import m2, rmsea_interval
from question_bank.irt.fit.pair_means import covariance, expected_means
from question_bank.irt.fit.score_derivatives import score_derivatives
from question_bank.irt.parameters import (
    FloatArray,
    ItemParameters,
    Parameters,
    StepParameters,
    categories,
    item_parameters,
    step_parameters,
)
from question_bank.irt.quadrature import normal_grid
from tests.irt import lsat6, lsat7
from tests.irt.fit.simulated import (
    SHORT,
    SHORT_2PL,
    SHORT_3PL,
    SHORT_CREDIT,
    SHORT_GRADED,
    all_patterns,
    drawn,
    part_marks,
    pattern_chances,
    right_wrong,
)

GRID = normal_grid()


def means_of(patterns: FloatArray) -> FloatArray:
    """What is averaged for each pattern: scores, then products of pairs."""
    first, second = np.triu_indices(patterns.shape[1], 1)
    return np.hstack([patterns, patterns[:, first] * patterns[:, second]])


@pytest.mark.parametrize("parameters", SHORT)
def test_means_and_their_covariance_are_those_of_all_patterns(parameters: Parameters) -> None:
    patterns = all_patterns(parameters)
    chances = pattern_chances(patterns, parameters, GRID)
    values = means_of(patterns)
    mean = chances @ values
    weights = np.exp(GRID.log_weights)
    own, spread = (part.T for part in expected_scores(GRID.nodes, parameters))
    expected = expected_means(own, spread, weights)
    np.testing.assert_allclose(expected.values, mean, rtol=1e-10)
    np.testing.assert_allclose(expected.squares, chances @ patterns**2, rtol=1e-10)
    np.testing.assert_allclose(
        covariance(own, spread, weights, expected),
        (values * chances[:, None]).T @ values - np.outer(mean, mean),
        atol=1e-12,
    )


def moved(parameters: Parameters, item: int, place: int, by: float) -> Parameters:
    """The parameters with one of an item's (slope, then b or thresholds, then c) a little off."""
    if isinstance(parameters, ItemParameters):
        parts = [part.copy() for part in parameters]
        parts[place][item] += by
        return item_parameters(*parts)
    slope, steps = parameters.a.copy(), parameters.thresholds.copy()
    if place == 0:
        slope[item] += by
    else:
        steps[item, place - 1] += by
    return step_parameters(slope, steps, parameters.family)


@pytest.mark.parametrize("parameters", [SHORT_3PL, SHORT_GRADED, SHORT_CREDIT])
def test_derivatives_are_differences(parameters: ItemParameters | StepParameters) -> None:
    step = 1e-6

    def expected_score(shift: float, item: int, place: int) -> FloatArray:
        curves = np.exp(category_curves(GRID.nodes, moved(parameters, item, place, shift)).log_p)
        return np.asarray(curves[:, item] @ np.arange(curves.shape[2]))

    for item, found in enumerate(score_derivatives(GRID.nodes, parameters, guessing=True)):
        for place, curve in enumerate(found):
            difference = (expected_score(step, item, place) - expected_score(-step, item, place)) / (2 * step)
            np.testing.assert_allclose(curve, difference, atol=1e-8)


def by_enumeration(patterns: FloatArray, counts: FloatArray, slopes: FloatArray, b: FloatArray) -> float:
    """The two-parameter M2 from the chances of all patterns, their derivatives by differences, and inverses."""
    every = all_patterns(item_parameters(slopes, b))
    values = means_of(every)

    def chances(numbers: FloatArray) -> FloatArray:
        return pattern_chances(every, item_parameters(numbers[: slopes.size], numbers[slopes.size :]), GRID)

    at = np.concatenate([slopes, b])
    expected = chances(at)
    mean = expected @ values
    spread = (values * expected[:, None]).T @ values - np.outer(mean, mean)
    steps = 1e-5 * np.eye(at.size)
    derivatives = np.array([(chances(at + step) - chances(at - step)) @ values / 2e-5 for step in steps]).T
    inverse = np.linalg.inv(spread)
    middle = np.linalg.inv(derivatives.T @ inverse @ derivatives)
    error = counts @ means_of(patterns) / counts.sum() - mean
    core = inverse - inverse @ derivatives @ middle @ derivatives.T @ inverse
    return float(counts.sum() * error @ core @ error)


def test_it_is_what_enumeration_gives() -> None:
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    found = m2(lsat7.PATTERNS, parameters, GRID, model="2pl", weights=lsat7.COUNTS)
    expected = by_enumeration(lsat7.PATTERNS, lsat7.COUNTS, lsat7.SLOPES, lsat7.DIFFICULTIES)
    np.testing.assert_allclose(found.statistic, expected, rtol=1e-7)


def test_lsat7_as_in_mirt() -> None:
    """`M2(mirt(LSAT7, 1))`, the value that mirt's own tests hold (test-01-mirtOne.R)."""
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    found = m2(lsat7.PATTERNS, parameters, model="2pl", weights=lsat7.COUNTS)
    np.testing.assert_allclose(found.statistic, 11.93841, atol=2e-3)
    assert found.df == 5
    np.testing.assert_allclose([found.p, found.rmsea], [0.0356, 0.0373], atol=1e-4)


def test_lsat6_as_in_mirt() -> None:
    """With one common slope 5.292566 with 9 degrees of freedom, p = .808, upper bound of the RMSEA .023, SRMSR .022
    (mirt's tests, and the example of its help page on LSAT6); with two parameters 4.737141."""
    common = item_parameters(0.755, -np.array([2.730, 0.999, 0.240, 1.307, 2.100]) / 0.755)
    found = m2(lsat6.PATTERNS, common, model="1pl", weights=lsat6.COUNTS)
    np.testing.assert_allclose(found.statistic, 5.292566, atol=5e-4)
    assert found.df == 9
    np.testing.assert_allclose([found.p, found.rmsea, found.low], [0.808, 0.0, 0.0], atol=5e-4)
    np.testing.assert_allclose([found.high, found.srmsr], [0.023, 0.022], atol=6e-4)
    two = item_parameters(lsat6.SLOPES, lsat6.DIFFICULTIES)
    np.testing.assert_allclose(
        m2(lsat6.PATTERNS, two, model="2pl", weights=lsat6.COUNTS).statistic, 4.737141, atol=2e-3
    )


@pytest.mark.parametrize("parameters", [right_wrong(10, seed=3, guessing=0.15), part_marks(8, seed=3)])
def test_under_the_model_it_is_chi_squared(parameters: Parameters) -> None:
    found = [
        m2(drawn(parameters, np.random.default_rng(seed).normal(size=500), seed + 1), parameters, model=None)
        for seed in range(0, 400, 2)
    ]
    df = found[0].df
    assert df == parameters.a.size * (parameters.a.size + 1) / 2
    assert abs(np.mean([each.statistic for each in found]) - df) < 4 * np.sqrt(2 * df / len(found))
    assert 0.02 < np.mean([each.p < 0.05 for each in found]) < 0.095


def test_two_abilities_are_found() -> None:
    chance = np.random.default_rng(8)
    parameters = right_wrong(10, seed=3)
    halves = [drawn(parameters, chance.normal(size=2000), seed)[:, half::2] for seed, half in ((1, 0), (2, 1))]
    scores = np.empty((2000, 10))
    scores[:, 0::2], scores[:, 1::2] = halves
    found = m2(scores, parameters, model="2pl")
    assert found.p < 1e-10
    assert found.low > 0.05
    assert found.srmsr > 0.05


@pytest.mark.parametrize(
    ("model", "parameters", "total"),
    [
        ("1pl", item_parameters(1.1, SHORT_2PL.b), 5),
        ("2pl", SHORT_2PL, 8),
        ("3pl", SHORT_3PL, 12),
        ("grm", SHORT_GRADED, 12),
        ("gpcm", SHORT_CREDIT, 12),
        ("pcm", step_parameters(1.0, SHORT_CREDIT.thresholds, "gpcm"), 9),
    ],
)
def test_parameters_are_counted(model: Model, parameters: Parameters, total: int) -> None:
    found = estimated(parameters, model)
    assert found.total == total
    np.testing.assert_array_equal(found.per_item, categories(parameters) + (1 if model == "3pl" else 0))
    assert estimated(parameters, None).total == 0


def test_a_model_of_the_other_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no parameters of the model 'grm'"):
        estimated(SHORT_2PL, "grm")
    with pytest.raises(ValueError, match="no parameters of the model '2pl'"):
        estimated(SHORT_GRADED, "2pl")


def test_the_interval_s_ends_are_where_the_statistic_is_a_twentieth_s_point() -> None:
    low, high = rmsea_interval(11.938, 5, 1000)
    for end, share in ((low, 0.95), (high, 0.05)):
        np.testing.assert_allclose(ncx2.cdf(11.938, 5, end**2 * 5 * 999), share, rtol=1e-6)


def test_where_there_is_none_the_reason_is_told() -> None:
    scores = drawn(SHORT_2PL, np.zeros(50), 1)
    assert m2(scores, SHORT_2PL, model="3pl").reason == "too_few_means"
    scores[4, 1] = np.nan
    assert m2(scores, SHORT_2PL, model="2pl").reason == "missing_answers"
    assert m2(np.full((3, 4), np.nan), SHORT_2PL, model=None).reason == "no_answers"
    assert m2(np.zeros((2, 121)), item_parameters(1.0, np.zeros(121)), model=None).reason == "too_many_items"


def test_people_without_any_answer_do_not_count() -> None:
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    scores = np.vstack([lsat7.PATTERNS, np.full((1, 5), np.nan)])
    with_them = m2(scores, parameters, model="2pl", weights=np.append(lsat7.COUNTS, 50.0))
    np.testing.assert_allclose(with_them.statistic, 11.93841, atol=2e-3)
