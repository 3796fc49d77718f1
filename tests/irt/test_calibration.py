"""Calibration of right/wrong items against published maxima, against brute force, and against known parameters."""

from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from question_bank.irt.calibration.calibrate import Model, PriorsName, calibrate
from question_bank.irt.calibration.refusals import Disconnected, EmptyGroups, NotEstimable
from question_bank.irt.calibration.result import Calibration
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters, StepParameters, item_parameters
from tests.irt import lsat6
from tests.irt.brute_force import gradient, hessian, log_prior_density, marginal_log_likelihood

FloatArray = NDArray[np.float64]


def simulated(
    parameters: ItemParameters, people: int, seed: int, mean: float = 0.0, sd: float = 1.0, missing: float = 0.0
) -> FloatArray:
    chance = np.random.default_rng(seed)
    p = probability(chance.normal(mean, sd, people), parameters)
    scores = (chance.random(p.shape) < p).astype(float)
    scores[chance.random(p.shape) < missing] = np.nan
    return scores


def slopes(found: Calibration) -> FloatArray:
    assert isinstance(found.parameters, ItemParameters)
    return found.parameters.a


def difficulties(found: Calibration) -> FloatArray:
    assert isinstance(found.parameters, ItemParameters)
    return found.parameters.b


# Sourced.


def test_two_parameter_maximum_of_lsat6() -> None:
    found = calibrate(lsat6.PATTERNS, "2pl", priors="none", frequency=lsat6.COUNTS)
    assert found.converged
    assert found.persons == 1000
    np.testing.assert_allclose(found.log_likelihood, lsat6.LOG_LIKELIHOOD, atol=1e-5)
    np.testing.assert_allclose(slopes(found), lsat6.SLOPES, rtol=5e-5)
    np.testing.assert_allclose(difficulties(found), lsat6.DIFFICULTIES, rtol=5e-5)


def test_one_parameter_maximum_of_lsat6() -> None:
    """ltm's `rasch(LSAT)`, Rizopoulos (2006, Journal of Statistical Software 17(5), p. 8)."""
    found = calibrate(lsat6.PATTERNS, "1pl", priors="none", frequency=lsat6.COUNTS)
    np.testing.assert_allclose(found.log_likelihood, -2466.938, atol=5e-4)
    np.testing.assert_allclose(slopes(found), 0.7551, atol=1e-4)
    np.testing.assert_allclose(difficulties(found), [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], atol=1e-3)
    assert found.errors is not None
    np.testing.assert_allclose(found.errors.b, [0.3266, 0.1422, 0.0977, 0.1691, 0.2510], rtol=0.01)
    np.testing.assert_allclose(found.errors.a, 0.0694, rtol=0.01)


# Brute force.

THREE = item_parameters([1.3, 0.8, 1.6, 1.0], [-0.8, 0.4, 1.0, -0.2], [0.2, 0.25, 0.15, 0.2])
TWO = item_parameters([1.3, 0.8, 1.6, 1.0], [-0.8, 0.4, 1.0, -0.2])


def test_two_parameters_without_priors_stand_at_the_maximum_with_its_curvature() -> None:
    scores = simulated(TWO, 300, 1, missing=0.2)
    found = calibrate(scores, "2pl", priors="none")
    a, b = slopes(found), difficulties(found)

    def log_likelihood(vector: FloatArray) -> float:
        return marginal_log_likelihood(scores, vector[:4], vector[4:], np.zeros(4))

    at = np.concatenate([a, -a * b])
    np.testing.assert_allclose(found.log_likelihood, log_likelihood(at), atol=1e-6)
    np.testing.assert_allclose(gradient(log_likelihood, at), 0.0, atol=5e-3)
    covariance = np.linalg.inv(-hessian(log_likelihood, at))
    change = np.block([[np.eye(4), np.zeros((4, 4))], [np.diag(-b / a), np.diag(-1 / a)]])
    assert_errors(found, change @ covariance @ change.T, ["a"] * 4 + ["b"] * 4)


def test_three_parameters_stand_at_the_mode_with_its_curvature() -> None:
    scores = simulated(THREE, 250, 2)
    found = calibrate(scores, "3pl")
    assert isinstance(found.parameters, ItemParameters)
    a, b, c = found.parameters

    def log_posterior(vector: FloatArray) -> float:
        log_a, b, logit_c = vector.reshape(3, 4)
        a, c = np.exp(log_a), 1 / (1 + np.exp(-logit_c))
        return marginal_log_likelihood(scores, a, -a * b, c) + log_prior_density(log_a, b, logit_c)

    at = np.concatenate([np.log(a), b, np.log(c / (1 - c))])
    np.testing.assert_allclose(found.log_posterior, log_posterior(at), atol=1e-6)
    np.testing.assert_allclose(gradient(log_posterior, at), 0.0, atol=5e-3)
    change = np.concatenate([a, np.ones(4), c * (1 - c)])
    covariance = np.linalg.inv(-hessian(log_posterior, at)) * np.multiply.outer(change, change)
    assert_errors(found, covariance, ["a"] * 4 + ["b"] * 4 + ["c"] * 4)


def test_three_parameters_with_missing_answers_and_weights() -> None:
    scores, weights = simulated(THREE, 200, 3, missing=0.3), np.random.default_rng(3).uniform(0.5, 2.0, 200)
    found = calibrate(scores, "3pl", weights=weights)
    assert isinstance(found.parameters, ItemParameters)
    a, b, c = found.parameters

    def log_posterior(vector: FloatArray) -> float:
        log_a, b, logit_c = vector.reshape(3, 4)
        a, c = np.exp(log_a), 1 / (1 + np.exp(-logit_c))
        return marginal_log_likelihood(scores, a, -a * b, c, weights=weights) + log_prior_density(log_a, b, logit_c)

    at = np.concatenate([np.log(a), b, np.log(c / (1 - c))])
    np.testing.assert_allclose(found.log_posterior, log_posterior(at), atol=1e-6)
    np.testing.assert_allclose(gradient(log_posterior, at), 0.0, atol=5e-3)
    change = np.concatenate([a, np.ones(4), c * (1 - c)])
    covariance = np.linalg.inv(-hessian(log_posterior, at)) * np.multiply.outer(change, change)
    assert_errors(found, covariance, ["a"] * 4 + ["b"] * 4 + ["c"] * 4)


def test_errors_of_steep_items_with_guessing_are_those_of_the_curvature() -> None:
    """Nearly all of the information is lost for not knowing theta, so that little may be left out of either part."""
    steep = item_parameters([2.0, 3.0, 4.0, 3.0], [-0.5, 0.3, 0.8, 1.2], 0.2)
    patterns, counts = np.unique(simulated(steep, 5000, 6), axis=0, return_counts=True)
    people = counts.astype(np.float64)
    found = calibrate(patterns, "3pl", frequency=people)
    assert isinstance(found.parameters, ItemParameters)
    a, b, c = found.parameters

    def log_posterior(vector: FloatArray) -> float:
        log_a, b, logit_c = vector.reshape(3, 4)
        a, c = np.exp(log_a), 1 / (1 + np.exp(-logit_c))
        return marginal_log_likelihood(patterns, a, -a * b, c, weights=people) + log_prior_density(log_a, b, logit_c)

    at = np.concatenate([np.log(a), b, np.log(c / (1 - c))])
    change = np.concatenate([a, np.ones(4), c * (1 - c)])
    covariance = np.linalg.inv(-hessian(log_posterior, at)) * np.multiply.outer(change, change)
    assert_errors(found, covariance, ["a"] * 4 + ["b"] * 4 + ["c"] * 4)


def test_one_parameter_under_priors_counts_the_slope_once() -> None:
    scores = simulated(TWO, 300, 4)
    found = calibrate(scores, "1pl")
    a, b = slopes(found), difficulties(found)

    def log_posterior(vector: FloatArray) -> float:
        slope = np.full(4, np.exp(vector[0]))
        prior = log_prior_density(vector[:1], vector[1:], None)
        return marginal_log_likelihood(scores, slope, -slope * vector[1:], np.zeros(4)) + prior

    at = np.concatenate([np.log(a[:1]), b])
    np.testing.assert_allclose(found.log_posterior, log_posterior(at), atol=1e-6)
    np.testing.assert_allclose(gradient(log_posterior, at), 0.0, atol=5e-3)
    covariance = np.linalg.inv(-hessian(log_posterior, at))
    assert found.errors is not None
    np.testing.assert_allclose(found.errors.b, np.sqrt(np.diag(covariance))[1:], rtol=2e-3)
    np.testing.assert_allclose(found.errors.a, a * np.sqrt(covariance[0, 0]), rtol=2e-3)


def test_groups_stand_at_the_maximum_with_its_curvature() -> None:
    low, high = simulated(TWO, 250, 5), simulated(TWO, 200, 6, mean=0.8, sd=1.4, missing=0.1)
    scores, groups = np.vstack([high, low]), ["town"] * 200 + ["land"] * 250
    found = calibrate(scores, "2pl", priors="none", groups=groups, reference="land")
    assert found.group_names == ["land", "town"]
    a, b = slopes(found), difficulties(found)
    assert found.population.mean[0] == 0.0 and found.population.sd[0] == 1.0

    def log_likelihood(vector: FloatArray) -> float:
        a, d, (mean, log_sd) = vector[:4], vector[4:8], vector[8:]
        none = np.zeros(4)
        return marginal_log_likelihood(low, a, d, none) + marginal_log_likelihood(
            high, a, d, none, mean, float(np.exp(log_sd))
        )

    mean, sd = found.population.mean[1], found.population.sd[1]
    at = np.concatenate([a, -a * b, [mean, np.log(sd)]])
    np.testing.assert_allclose(found.log_likelihood, log_likelihood(at), atol=1e-6)
    np.testing.assert_allclose(gradient(log_likelihood, at), 0.0, atol=5e-3)
    covariance = np.linalg.inv(-hessian(log_likelihood, at))
    errors = np.sqrt(np.diag(covariance))
    assert found.errors is not None
    np.testing.assert_allclose(found.errors.a, errors[:4], rtol=2e-3)
    np.testing.assert_allclose(found.population.se_mean, [0.0, errors[8]], rtol=2e-3)
    np.testing.assert_allclose(found.population.se_sd, [0.0, sd * errors[9]], rtol=2e-3)


def test_anchors_hold_the_scale_and_the_population_is_estimated() -> None:
    scores = simulated(TWO, 400, 7, mean=1.0, sd=0.8)
    held = np.array([True, True, False, True])
    found = calibrate(scores, "2pl", priors="none", fixed=(TWO, held))
    a, b = slopes(found), difficulties(found)
    np.testing.assert_array_equal(a[held], TWO.a[held])
    np.testing.assert_allclose(b[held], TWO.b[held], rtol=1e-14)

    def log_likelihood(vector: FloatArray) -> float:
        a, d = TWO.a.copy(), -TWO.a * TWO.b
        a[2], d[2] = vector[:2]
        return marginal_log_likelihood(scores, a, d, np.zeros(4), vector[2], float(np.exp(vector[3])))

    at = np.array([a[2], -a[2] * b[2], found.population.mean[0], np.log(found.population.sd[0])])
    np.testing.assert_allclose(gradient(log_likelihood, at), 0.0, atol=5e-3)
    errors = np.sqrt(np.diag(np.linalg.inv(-hessian(log_likelihood, at))))
    assert found.errors is not None
    assert np.isnan(found.errors.a[held]).all() and np.isnan(found.errors.b[held]).all()
    np.testing.assert_allclose(found.errors.a[2], errors[0], rtol=2e-3)
    np.testing.assert_allclose(found.population.se_mean, errors[2], rtol=2e-3)
    assert found.errors.items.tolist() == [2, 2]


def assert_errors(found: Calibration, covariance: FloatArray, parts: list[str]) -> None:
    assert found.errors is not None
    assert found.errors.method == "observed"
    assert found.errors.parts == parts
    scale = np.sqrt(np.diag(covariance))
    np.testing.assert_allclose(
        found.errors.matrix / np.multiply.outer(scale, scale), covariance / np.multiply.outer(scale, scale), atol=5e-3
    )
    own = np.stack([found.errors.a, found.errors.b, found.errors.c])[: len(set(parts))]
    np.testing.assert_allclose(own.ravel(), scale, rtol=3e-3)


# Limiting cases and equivalences.


@pytest.mark.parametrize("model", ["grm", "gpcm"])
def test_part_marks_with_two_categories_are_the_two_parameter_model(model: Model) -> None:
    found = calibrate(lsat6.PATTERNS + 1, model, priors="none", frequency=lsat6.COUNTS)
    assert isinstance(found.parameters, StepParameters)
    np.testing.assert_allclose(found.log_likelihood, lsat6.LOG_LIKELIHOOD, atol=1e-5)
    np.testing.assert_allclose(found.parameters.thresholds[:, 0], lsat6.DIFFICULTIES, rtol=1e-4)
    assert found.persons == 1000 and found.scores == [[1, 2]] * 5


def test_two_items_of_one_kind_make_the_models_one() -> None:
    """Without guessing to speak of and with equal slopes the models agree on what they have in common."""
    scores = simulated(item_parameters(1.0, np.linspace(-2, 2, 8)), 4000, 8)
    one, two = calibrate(scores, "1pl", priors="none"), calibrate(scores, "2pl", priors="none")
    assert two.log_likelihood >= one.log_likelihood
    # Twice the difference is chi-squared on seven degrees of freedom; 24.3 is exceeded once in a thousand.
    assert 2 * (two.log_likelihood - one.log_likelihood) < 24.3


def test_frequencies_chunks_frames_and_long_lists_are_the_same_answers() -> None:
    scores = simulated(TWO, 600, 9, missing=0.3)
    wide = calibrate(scores, "2pl")
    codes = np.where(np.isnan(scores), -1, scores).astype(np.int8)
    chunked = calibrate(iter([codes[:100], codes[100:350], codes[350:]]), "2pl")
    person, item = np.nonzero(codes >= 0)
    long = calibrate(SparseScores(person, item, codes[person, item], 600, 4), "2pl")
    patterns, counts = np.unique(codes, axis=0, return_counts=True)
    counted = calibrate(patterns, "2pl", frequency=counts)
    for other in (chunked, long, counted):
        np.testing.assert_allclose(slopes(other), slopes(wide), rtol=1e-5)
        np.testing.assert_allclose(other.log_likelihood, wide.log_likelihood, atol=1e-6)
        assert wide.errors is not None and other.errors is not None
        np.testing.assert_allclose(other.errors.a, wide.errors.a, rtol=1e-3)
    assert counted.persons == wide.persons == (codes >= 0).any(axis=1).sum()


@pytest.mark.parametrize("model", ["2pl", "3pl"])
def test_a_long_list_too_large_for_a_matrix(model: Model) -> None:
    """The sparse way agrees with the dense one, which is taken for smaller lists."""
    chance = np.random.default_rng(10)
    people, items, each = 6000, 900, 30
    truth = item_parameters(np.exp(chance.normal(0, 0.2, items)), chance.normal(0, 1, items))
    theta = chance.normal(size=people)
    item = np.argsort(chance.random((people, items)), axis=1)[:, :each].ravel()
    person = np.repeat(np.arange(people), each)
    p = 1 / (1 + np.exp(-truth.a[item] * (theta[person] - truth.b[item])))
    score = (chance.random(p.size) < p).astype(np.int8)
    codes = np.full((people, items), -1, dtype=np.int8)
    codes[person, item] = score
    shuffled = chance.permutation(person.size)
    long = calibrate(
        SparseScores(person[shuffled], item[shuffled], score[shuffled], people, items), model, standard_errors=False
    )
    wide = calibrate(codes, model, standard_errors=False)
    np.testing.assert_allclose(slopes(long), slopes(wide), rtol=1e-3)
    np.testing.assert_allclose(long.log_likelihood, wide.log_likelihood, atol=1e-3)


def test_outer_product_of_large_samples_is_near_the_observed_information(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = simulated(TWO, 5000, 11, missing=0.2)
    observed = calibrate(scores, "2pl").errors
    monkeypatch.setattr("question_bank.irt.calibration.errors.OBSERVED_UP_TO", 0.0)
    outer = calibrate(scores, "2pl").errors
    assert observed is not None and outer is not None
    assert (observed.method, outer.method) == ("observed", "outer_product")
    np.testing.assert_allclose(outer.a, observed.a, rtol=0.1)


def test_an_authors_difficulty_gives_way_to_data() -> None:
    scores = simulated(TWO, 2000, 12)
    wrong = np.array([3.0, np.nan, np.nan, np.nan])
    few, many = calibrate(scores[:20], "2pl", author_b=wrong), calibrate(scores, "2pl", author_b=wrong)
    without = calibrate(scores, "2pl")
    assert difficulties(few)[0] > difficulties(many)[0] + 0.1
    np.testing.assert_allclose(difficulties(many)[0], difficulties(without)[0], atol=0.05)


def test_large_slopes_get_more_nodes() -> None:
    steep = item_parameters([12.0, 8.0, 1.0, 1.0, 1.0], [0.0, 0.4, -1.0, 0.0, 1.0])
    scores = simulated(steep, 3000, 13)
    found = calibrate(scores, "2pl", priors="none")
    finer = calibrate(scores, "2pl", priors="none", nodes=401)
    assert found.nodes > 41
    np.testing.assert_allclose(found.log_likelihood, finer.log_likelihood, atol=1e-4)
    np.testing.assert_allclose(slopes(found), slopes(finer), rtol=1e-3)


def test_slopes_at_their_bound_are_held_there() -> None:
    """Who is right on the first item is who has most of the others right: its slope has no finite maximum. The graded
    model with two categories, which climbs in other ways, is the same model."""
    scores = simulated(item_parameters([1.0, 1.4, 1.1, 0.8, 1.3, 1.3, 1.1], np.linspace(-1, 1, 7)), 500, 14)
    scores[:, 0] = scores[:, 1:].sum(axis=1) >= 3
    found, graded = calibrate(scores, "2pl", priors="none"), calibrate(scores, "grm", priors="none")
    assert found.converged and found.iterations < 100
    assert found.flags[0] == ["slope_at_bound"]
    np.testing.assert_allclose(found.log_likelihood, graded.log_likelihood, atol=1e-3)
    np.testing.assert_allclose(slopes(found), graded.parameters.a, rtol=1e-3)
    assert found.errors is not None and graded.errors is not None
    assert np.isnan(found.errors.a[0])
    np.testing.assert_allclose(found.errors.a[1:], graded.errors.a[1:], rtol=0.01)
    assert found.errors.parts == ["a"] * 6 + ["b"] * 7
    assert found.errors.items.tolist() == [1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(("seed", "sd"), [(0, 0.26), (1, 0.05), (10, 0.21)])
def test_a_population_that_narrows_gets_finer_grids(seed: int, sd: float) -> None:
    """Coin tosses have little in common: with slopes held at one, hardly anybody differs from anybody."""
    scores = np.random.default_rng(seed).integers(0, 2, (200, 4)).astype(np.float64)
    held = item_parameters(1.0, np.zeros(4))
    found = calibrate(scores, "1pl", priors="none", fixed=(held, [True, False, False, False]))
    assert found.converged and found.iterations < 150
    np.testing.assert_allclose(found.population.sd, sd, atol=0.01)
    a, d = slopes(found), -slopes(found) * difficulties(found)

    def log_likelihood(vector: FloatArray) -> float:
        return marginal_log_likelihood(scores, a, d, np.zeros(4), vector[0], float(found.population.sd[0]))

    np.testing.assert_allclose(gradient(log_likelihood, found.population.mean), 0.0, atol=0.2)


@pytest.mark.parametrize(("priors", "model"), [("none", "1pl"), ("default", "1pl"), ("default", "2pl")])
def test_groups_of_every_width_stand_at_the_same_maximum_in_both_ways(priors: PriorsName, model: Model) -> None:
    """Few items and wide, narrow and far groups, by the two algorithms: right/wrong items, and part marks of two
    categories. Some groups have no more spread than chance would bring."""
    chance, other = np.random.default_rng(905), {"1pl": "pcm", "2pl": "grm"}
    groups = chance.integers(0, 4, 800)
    theta = np.array([0.0, 1.2, 0.6, -1.5])[groups] + np.array([1.0, 0.0, 2.0, 0.5])[groups] * chance.normal(size=800)
    p = probability(theta, item_parameters([1.2, 1.3, 1.9, 1.0], [0.1, 0.6, 1.1, -0.5]))
    scores = (chance.random(p.shape) < p).astype(float)
    one = calibrate(scores, model, priors=priors, groups=groups, reference=0)
    two = calibrate(scores, cast(Model, other[model]), priors=priors, groups=groups, reference=0)
    assert one.converged and two.converged and one.iterations + two.iterations < 400
    assert one.group_names == two.group_names and one.warnings == two.warnings == ("narrow_population",)
    np.testing.assert_allclose(one.log_posterior, two.log_posterior, atol=1e-3)
    np.testing.assert_allclose(one.parameters.a, two.parameters.a, rtol=2e-3)
    assert one.errors is not None and two.errors is not None
    np.testing.assert_allclose(one.errors.a, two.errors.a, rtol=0.01)
    for mine, theirs in list(zip(one.population, two.population, strict=True))[:3]:
        np.testing.assert_allclose(mine, theirs, rtol=0.03, atol=5e-3)
    assert np.isnan(one.population.se_sd[one.population.sd < 0.05001]).all()


@pytest.mark.parametrize(("items", "model"), [(1, "1pl"), (1, "2pl"), (2, "2pl"), (2, "gpcm")])
def test_more_parameters_than_answers_tell_have_no_errors(items: int, model: Model) -> None:
    for seed in range(4):
        scores = simulated(item_parameters(1.0, [-0.4, 0.6]), 500, seed)[:, :items]
        found = calibrate(scores, model, priors="none")
        assert "not_determined" in found.warnings
        assert found.errors is not None and np.isnan(found.errors.b).all()
        assert calibrate(scores, model).warnings == ()


# Recovery.


@pytest.mark.long
@pytest.mark.parametrize(("model", "priors"), [("2pl", "none"), ("2pl", "default"), ("1pl", "none")])
def test_intervals_cover_the_truth(model: Model, priors: PriorsName) -> None:
    """95 % intervals over 150 samples; the bounds are four standard errors of a proportion around 0.95, and a little
    for small samples."""
    truth = item_parameters(1.0 if model == "1pl" else [0.8, 1.0, 1.3, 1.0, 1.2, 0.9, 1.1, 1.0], np.linspace(-1, 1, 8))
    inside_a, inside_b = [], []
    for seed in range(150):
        found = calibrate(simulated(truth, 1000, 1000 + seed), model, priors=priors)
        assert found.errors is not None
        inside_a.append(np.abs(slopes(found) - truth.a) < 1.96 * found.errors.a)
        inside_b.append(np.abs(difficulties(found) - truth.b) < 1.96 * found.errors.b)
    assert 0.92 < np.mean(inside_a) < 0.98
    assert 0.92 < np.mean(inside_b) < 0.98


def test_groups_are_told_apart_by_their_own_distributions() -> None:
    truth = item_parameters(np.linspace(0.8, 1.5, 20), np.linspace(-2, 2, 20))
    scores = np.vstack(
        [simulated(truth, 3000, 20), simulated(truth, 3000, 21, 0.7, 1.3), simulated(truth, 3000, 22, -1.0, 0.7)]
    )
    found = calibrate(scores, "2pl", groups=np.repeat(["a", "b", "c"], 3000))
    assert (np.abs(found.population.mean - [0, 0.7, -1.0]) <= 3.5 * found.population.se_mean).all()
    assert (np.abs(found.population.sd - [1, 1.3, 0.7]) <= 3.5 * found.population.se_sd).all()


# Refusals and flags.


def test_what_cannot_be_estimated_is_refused_by_name() -> None:
    scores = simulated(TWO, 50, 30)
    with pytest.raises(NotEstimable) as guessing:
        calibrate(scores, "3pl", priors="none")
    assert guessing.value.code == "c_without_prior"
    scores[:, 2] = 1
    with pytest.raises(NotEstimable) as constant:
        calibrate(scores, "2pl", priors="none")
    assert (constant.value.code, constant.value.items) == ("constant_items", [2])
    with pytest.raises(NotEstimable) as empty:
        calibrate(np.full((5, 4), np.nan))
    assert empty.value.code == "no_answers"


@pytest.mark.parametrize("model", ["2pl", "grm"])
def test_groups_and_people_who_tell_nothing_are_refused(model: Model) -> None:
    scores, groups = simulated(TWO, 60, 31), np.repeat(["a", "b", "c"], 20)
    scores[groups == "b"] = np.nan
    with pytest.raises(EmptyGroups) as refused:
        calibrate(scores, model, groups=groups)
    assert (refused.value.code, refused.value.groups) == ("empty_groups", ["b"])
    with pytest.raises(EmptyGroups) as weightless:
        calibrate(scores[groups != "b"], model, groups=groups[groups != "b"], weights=np.repeat([0.0, 1.0], 20))
    assert weightless.value.groups == ["a"]
    with pytest.raises(NotEstimable) as nobody:
        calibrate(scores, model, frequency=np.zeros(60))
    assert nobody.value.code == "no_answers"


def test_people_who_count_nothing_change_nothing() -> None:
    scores, weights = simulated(TWO, 300, 32, missing=0.1), np.repeat([1.0, 0.0], 150)
    scores[200:, 0] = np.nan
    weighted, without = calibrate(scores, "2pl", weights=weights), calibrate(scores[:150], "2pl")
    np.testing.assert_allclose(slopes(weighted), slopes(without), rtol=1e-9)
    assert weighted.persons == without.persons == 150


def test_single_answers_are_checked() -> None:
    person, item, score = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 0, 0, 1])
    assert calibrate(SparseScores(person[::-1], item[::-1], score[::-1], 2, 2)).persons == 2
    for fault, answers in {
        "person 1 answered item 0 twice": SparseScores(person, np.array([0, 1, 0, 0]), score, 2, 2),
        "every item is an integer from 0 to 0": SparseScores(person, item, score, 2, 1),
        "every person is an integer from 0 to 1": SparseScores(person - 1, item, score, 2, 2),
        "answer 3: 2 is not 0 or 1": SparseScores(person, item, np.array([1, 0, 0, 2]), 2, 2),
        "have the shapes": SparseScores(person, item, score[:3], 2, 2),
    }.items():
        with pytest.raises(ValueError, match=fault):
            calibrate(answers)


@pytest.mark.parametrize("model", ["2pl", "grm"])
def test_data_frames_are_taken_for_their_numbers(model: Model) -> None:
    scores = simulated(TWO, 60, 33, missing=0.2)

    class Frame:
        shape = scores.shape

        def to_numpy(self, dtype: Any = None, na_value: Any = "NA") -> NDArray[Any]:
            return np.where(np.isnan(scores), na_value, scores.astype(dtype or object))

    assert calibrate(Frame(), model).log_likelihood == calibrate(scores, model).log_likelihood


def test_labels_of_groups_come_in_any_type() -> None:
    scores = simulated(TWO, 40, 33)
    for labels, names in {(1, 0): ["1", "0"], ("b", 7): ["b", "7"], ("乡", "城"): ["乡", "城"]}.items():
        groups = np.array(list(labels) * 20, dtype=object)
        assert calibrate(scores, groups=groups, standard_errors=False).group_names == names
    nothings: list[Any] = [None, float("nan")]
    for nothing in nothings:
        with pytest.raises(ValueError, match="person 3 has no group"):
            calibrate(scores, groups=["a", "b", "a", nothing] * 10)
    with pytest.raises(ValueError, match="person 1 has no group"):
        calibrate(scores, groups=np.array([1.0, np.nan] * 20))


def test_settings_that_make_no_sense_are_refused() -> None:
    scores = simulated(TWO, 40, 33)
    faults: dict[str, dict[str, Any]] = {
        "item 2: author_b is infinite": {"author_b": [0.0, 0.0, np.inf, 0.0]},
        "at least two nodes are needed, not 1": {"nodes": 1},
        "weights have the shape": {"frequency": np.ones(40), "weights": np.ones(39)},
    }
    for fault, settings in faults.items():
        with pytest.raises(ValueError, match=fault):
            calibrate(scores, "2pl", **settings)
        with pytest.raises(ValueError, match=fault):
            calibrate(scores, "grm", **settings)


def test_groups_and_weights_of_other_lengths_are_refused() -> None:
    scores = simulated(TWO, 20, 33, missing=0.5)
    for short in (10, 25):
        with pytest.raises(ValueError, match=f"{short} weights for"):
            calibrate(scores, weights=np.ones(short))
        with pytest.raises(ValueError, match=f"{short} groups for"):
            calibrate(scores, groups=["a"] * short)


def test_what_all_or_none_had_right_is_kept_and_flagged_under_priors() -> None:
    scores = simulated(TWO, 80, 31)
    scores[:, 0], scores[:, 1], scores[:, 3] = 1, 0, np.nan
    found = calibrate(scores, "2pl")
    assert np.isfinite(difficulties(found)).all()
    assert "all_right" in found.flags[0] and "all_wrong" in found.flags[1] and "no_answers" in found.flags[3]
    assert found.flags[2] == ["few_answers"]
    assert difficulties(found)[0] < -2 and difficulties(found)[1] > 2


def test_a_reversed_key_and_a_flat_item_are_flagged() -> None:
    truth = item_parameters([1.2] * 9 + [1e-9], np.linspace(-1, 1, 10))
    scores = simulated(truth, 2000, 32)
    scores[:, 4] = 1 - scores[:, 4]
    for priors in ("default", "none"):
        found = calibrate(scores, "2pl", priors=priors)
        assert "reversed_key" in found.flags[4]
        assert "flat" in found.flags[9]
        assert not any("reversed_key" in flags for item, flags in enumerate(found.flags) if item not in (4, 9))


@pytest.mark.parametrize(
    ("model", "scores", "people", "items", "seed"),
    [("1pl", 2, 2000, 5, 1), ("1pl", 2, 500, 8, 50), ("pcm", 3, 300, 6, 18)],
)
def test_a_common_slope_is_positive(model: Model, scores: int, people: int, items: int, seed: int) -> None:
    """The answers are tosses of a coin or a die. The likelihood of a slope is that of its mirror image, to which EM's
    accelerated steps can leap when both are small."""
    found = calibrate(np.random.default_rng(seed).integers(0, scores, (people, items)), model, priors="none")
    assert found.converged and (found.parameters.a > 0.01).all()
    assert "reversed_key" not in found.flags[0]


def test_items_that_nobody_connects_are_named() -> None:
    scores = np.full((60, 4), np.nan)
    scores[:30, :2], scores[30:, 2:] = simulated(TWO, 30, 33)[:, :2], simulated(TWO, 30, 34)[:, 2:]
    with pytest.raises(Disconnected) as refused:
        calibrate(scores, "2pl")
    assert refused.value.parts == [[0, 1], [2, 3]]
    assert calibrate(scores, "2pl", equivalent_groups=True).converged
    anchored = calibrate(scores, "2pl", fixed=(TWO, [True, False, True, False]))
    assert anchored.converged
    scores[0, 2] = 1
    assert calibrate(scores, "2pl").converged


def test_scores_that_are_not_right_or_wrong_name_their_place() -> None:
    scores = simulated(TWO, 20, 35)
    scores[7, 2] = 3
    with pytest.raises(ValueError, match="row 7, column 2: 3 is not 0, 1 or NaN"):
        calibrate(scores)
    with pytest.raises(ValueError, match="row 12, column 1: 2 is not 0 or 1"):
        calibrate(iter([np.ones((10, 4), np.int8), np.array([[0, 1, 0, 0]] * 2 + [[0, 2, 0, 0]], np.int8)]))


def test_more_items_than_people_is_said() -> None:
    found = calibrate(simulated(item_parameters(1.0, np.linspace(-1, 1, 30)), 20, 36), "2pl")
    assert found.warnings == ("fewer_people_than_items",)
    assert np.isfinite(slopes(found)).all()


def test_progress_tells_iterations_and_the_log_likelihood() -> None:
    told: list[tuple[int, float]] = []
    found = calibrate(simulated(TWO, 200, 37), "2pl", progress=lambda *each: told.append(each))
    assert [iteration for iteration, _ in told] == list(range(1, found.iterations + 1))
    assert told[-1][1] == found.log_likelihood
