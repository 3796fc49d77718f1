"""Calibration of items with part marks: limiting cases, known parameters, and whatever shape the answers come in."""

from typing import Literal, NamedTuple

import numpy as np
import pytest

from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.calibration.part_marks import answers as answers_module
from question_bank.irt.calibration.part_marks import ascent, calibrate_part_marks
from question_bank.irt.calibration.part_marks import errors as errors_module
from question_bank.irt.calibration.part_marks.calibrate import StepModel
from question_bank.irt.calibration.refusals import Disconnected, NotEstimable
from question_bank.irt.calibration.result import Calibration, StandardErrors
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.parameters import FloatArray, StepFamily, StepParameters
from tests.irt import lsat6
from tests.irt.brute_force_part_marks import simulated

Priors = Literal["default", "none"]
MODELS: list[StepModel] = ["grm", "gpcm", "pcm"]
FAMILY: dict[StepModel, StepFamily] = {"grm": "grm", "gpcm": "gpcm", "pcm": "gpcm"}
MISSING = float("nan")


def parameters(found: Calibration) -> StepParameters:
    assert isinstance(found.parameters, StepParameters)
    return found.parameters


def errors(found: Calibration) -> StandardErrors:
    assert found.errors is not None
    return found.errors


def thresholds_of(found: Calibration) -> FloatArray:
    return parameters(found).thresholds


def error_of_thresholds(found: Calibration) -> FloatArray:
    table = errors(found).thresholds
    assert table is not None
    return table


class Bank(NamedTuple):
    a: FloatArray
    thresholds: FloatArray


def a_bank(items: int, steps: int, seed: int) -> Bank:
    """Slopes around one, thresholds half a unit or more apart."""
    chance = np.random.default_rng(seed)
    gaps = 0.5 + chance.random((items, steps))
    steps_of = np.cumsum(gaps, axis=1) - gaps.sum(axis=1, keepdims=True) / 2 + chance.normal(0, 0.7, (items, 1))
    return Bank(chance.lognormal(0.1, 0.3, items), steps_of)


# Limiting cases.


@pytest.mark.parametrize("model", ["grm", "gpcm"])
def test_two_categories_are_the_two_parameter_model(model: StepModel) -> None:
    found = calibrate_part_marks(lsat6.PATTERNS, model, priors="none", weights=lsat6.COUNTS)
    assert found.converged and found.scores == [[0, 1]] * 5
    np.testing.assert_allclose(found.log_likelihood, lsat6.LOG_LIKELIHOOD, atol=1e-5)
    np.testing.assert_allclose(parameters(found).a, lsat6.SLOPES, rtol=5e-5)
    np.testing.assert_allclose(thresholds_of(found)[:, 0], lsat6.DIFFICULTIES, rtol=5e-5)
    np.testing.assert_array_equal(errors(found).b, error_of_thresholds(found)[:, 0])


def test_partial_credit_with_two_categories_is_the_one_parameter_model() -> None:
    """ltm's `rasch(LSAT)`, Rizopoulos (2006, Journal of Statistical Software 17(5), p. 8)."""
    found = calibrate_part_marks(lsat6.PATTERNS, "pcm", priors="none", weights=lsat6.COUNTS)
    np.testing.assert_allclose(found.log_likelihood, -2466.938, atol=5e-4)
    np.testing.assert_allclose(parameters(found).a, 0.7551, atol=1e-4)
    np.testing.assert_allclose(thresholds_of(found)[:, 0], [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], atol=1e-4)
    np.testing.assert_allclose(errors(found).b, [0.3266, 0.1422, 0.0977, 0.1691, 0.2510], rtol=0.01)
    np.testing.assert_allclose(errors(found).a, 0.0694, rtol=0.01)


def test_priors_of_items_with_two_categories_are_those_of_right_and_wrong() -> None:
    author_b = [-2.0, MISSING, 0.5, MISSING, -3.0]
    right_wrong = calibrate(lsat6.PATTERNS, "2pl", author_b=author_b, frequency=lsat6.COUNTS)
    for model in ("grm", "gpcm"):
        found = calibrate_part_marks(lsat6.PATTERNS, model, author_b=author_b, weights=lsat6.COUNTS)
        np.testing.assert_allclose(found.log_posterior, right_wrong.log_posterior, atol=1e-6)
        np.testing.assert_allclose(parameters(found).a, right_wrong.parameters.a, rtol=1e-4)
        np.testing.assert_allclose(errors(found).b, errors(right_wrong).b, rtol=1e-3)


def test_reversed_scores_turn_a_graded_scale_round() -> None:
    """theta to -theta and k to m - k leave the graded and the partial credit model what they are."""
    bank = a_bank(5, 3, 1)
    for model in MODELS:
        chance = np.random.default_rng(2)
        scores = simulated(*bank, FAMILY[model], chance.normal(size=600), chance)
        found = calibrate_part_marks(scores, model, standard_errors=False)
        turned = calibrate_part_marks(3 - scores, model, standard_errors=False)
        np.testing.assert_allclose(turned.log_likelihood, found.log_likelihood, atol=1e-4)
        np.testing.assert_allclose(thresholds_of(turned), -thresholds_of(found)[:, ::-1], atol=1e-4)


def test_an_authors_difficulty_stands_without_data_and_gives_way_to_them() -> None:
    chance = np.random.default_rng(3)
    bank = a_bank(6, 2, 3)
    scores = simulated(*bank, "gpcm", chance.normal(size=4000), chance)
    author_b = np.full(6, 3.0)
    truth = bank.thresholds.mean(axis=1)
    away = []
    for people in (6, 60, 4000):
        found = calibrate_part_marks(scores[-people:], "gpcm", author_b=author_b, standard_errors=False)
        if found.scores == [[0, 1, 2]] * 6:
            away.append(np.abs(thresholds_of(found).mean(axis=1) - truth).mean())
    assert len(away) >= 2 and away == sorted(away, reverse=True) and away[-1] < 0.1


# Seeded recovery.


@pytest.mark.parametrize("model", MODELS)
def test_simulated_items_are_found_again_with_the_errors_that_are_claimed(model: StepModel) -> None:
    chance = np.random.default_rng(4)
    bank = a_bank(20, 3, 4)
    bank = bank if model != "pcm" else bank._replace(a=np.full(20, 1.4))
    groups = np.repeat([0, 1], 2500)
    theta = np.where(groups == 1, -0.6 + 1.4 * chance.normal(size=5000), chance.normal(size=5000))
    scores = simulated(*bank, FAMILY[model], theta, chance)
    scores[chance.random(scores.shape) < 0.3] = MISSING
    found = calibrate_part_marks(scores, model, priors="none", groups=groups, n_groups=2)
    of_slopes = (parameters(found).a - bank.a) / errors(found).a
    of_thresholds = (thresholds_of(found) - bank.thresholds) / error_of_thresholds(found)
    assert np.abs(of_slopes).max() < 3.5 and np.abs(of_thresholds).max() < 4.0
    assert 0.6 < np.sqrt(np.mean(of_thresholds**2)) < 1.4
    assert abs(found.population.mean[1] + 0.6) < 3 * found.population.se_mean[1] < 0.15
    assert abs(found.population.sd[1] - 1.4) < 3 * found.population.se_sd[1] < 0.15


@pytest.mark.long
@pytest.mark.parametrize("model", MODELS)
def test_ninety_five_of_a_hundred_intervals_hold_the_truth(model: StepModel) -> None:
    chance = np.random.default_rng(5)
    bank = a_bank(8, 3, 5)
    bank = bank if model != "pcm" else bank._replace(a=np.full(8, 1.2))
    inside = []
    for _ in range(150):
        scores = simulated(*bank, FAMILY[model], chance.normal(size=1000), chance)
        found = calibrate_part_marks(scores, model, priors="none")
        own = slice(0, 1) if model == "pcm" else slice(None)
        z = [(parameters(found).a - bank.a)[own] / errors(found).a[own]]
        z.append(((thresholds_of(found) - bank.thresholds) / error_of_thresholds(found)).ravel())
        z.append((thresholds_of(found) - bank.thresholds).mean(axis=1) / errors(found).b)
        inside.append(np.abs(np.concatenate(z)) < 1.96)
    assert abs(np.mean(inside) - 0.95) < 0.015


def test_the_outer_product_comes_to_the_same_errors_when_the_model_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(6)
    scores = simulated(*a_bank(8, 2, 6), "grm", chance.normal(size=6000), chance)
    observed = errors(calibrate_part_marks(scores, "grm"))
    monkeypatch.setattr(errors_module, "OBSERVED_PEOPLE", 1000)
    outer = errors(calibrate_part_marks(scores, "grm"))
    assert (observed.method, outer.method) == ("observed", "outer_product")
    np.testing.assert_allclose(outer.a, observed.a, rtol=0.1)
    np.testing.assert_allclose(outer.b, observed.b, rtol=0.1)
    assert not np.array_equal(outer.a, observed.a)


# Whatever shape the answers come in.


def test_all_ways_to_give_the_same_answers_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    scores = simulated(*a_bank(10, 2, 7), "grm", chance.normal(size=400), chance)
    scores[chance.random(scores.shape) < 0.5] = MISSING
    scores[17] = MISSING
    groups = chance.integers(0, 2, 400)
    whole = np.where(np.isnan(scores), -1, scores).astype(np.int8)
    who, which = np.nonzero(whole >= 0)
    order = chance.permutation(who.size)
    who, which = who[order], which[order]

    def of(given: object) -> Calibration:
        return calibrate_part_marks(given, "grm", groups=groups, n_groups=2)

    reference = of(scores)
    assert reference.persons == 399
    single = SparseScores(who, which, whole[who, which], 400, 10)
    ways = [whole, [whole[:150], whole[150:]], single, (who, which, whole[who, which])]
    found = [of(way) for way in ways]
    monkeypatch.setattr(answers_module, "DENSE_CELLS", 0)
    monkeypatch.setattr(answers_module, "DENSE_SHARE", 1.0)
    found += [of(scores), of(single)]
    for other in found:
        np.testing.assert_allclose(other.log_likelihood, reference.log_likelihood, atol=1e-4)
        np.testing.assert_allclose(thresholds_of(other), thresholds_of(reference), atol=1e-4)
        np.testing.assert_allclose(errors(other).matrix, errors(reference).matrix, atol=1e-5)
        np.testing.assert_allclose(other.population.se_sd, reference.population.se_sd, atol=1e-5)
        np.testing.assert_allclose(other.answers, (whole >= 0).sum(axis=0))


def test_repeated_patterns_are_the_same_as_weights() -> None:
    chance = np.random.default_rng(8)
    scores = simulated(*a_bank(4, 2, 8), "gpcm", chance.normal(size=500), chance)
    patterns, counts = np.unique(scores, axis=0, return_counts=True)
    one_by_one = calibrate_part_marks(scores, "gpcm")
    weighted = calibrate_part_marks(np.vstack([patterns, [2, 0, 2, 0]]), "gpcm", weights=[*counts, 0])
    np.testing.assert_allclose(weighted.log_posterior, one_by_one.log_posterior, atol=1e-6)
    np.testing.assert_allclose(errors(weighted).a, errors(one_by_one).a, rtol=1e-4)
    assert (one_by_one.persons, weighted.persons) == (500, len(patterns))


def test_a_rough_start_on_a_part_of_the_people_ends_at_the_same_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(9)
    scores = simulated(*a_bank(6, 3, 9), "grm", chance.normal(size=3000), chance)
    plain = calibrate_part_marks(scores, "grm", standard_errors=False, threads=1)
    monkeypatch.setattr(ascent, "SAMPLE_FROM", 1000)
    monkeypatch.setattr(ascent, "SAMPLE", 500)
    sampled = calibrate_part_marks(scores, "grm", standard_errors=False)
    np.testing.assert_allclose(sampled.log_posterior, plain.log_posterior, atol=1e-6)
    np.testing.assert_allclose(thresholds_of(sampled), thresholds_of(plain), atol=1e-4)


# Scores and categories.


def test_the_lowest_score_given_is_category_zero_and_gaps_are_closed() -> None:
    chance = np.random.default_rng(10)
    scores = simulated(*a_bank(5, 3, 10), "grm", chance.normal(size=800), chance)
    plain = calibrate_part_marks(scores, "grm", standard_errors=False)
    assert plain.flags == [[]] * 5
    stretched = scores + 1
    stretched[:, 2] = np.array([0, 2, 5, 9])[scores[:, 2].astype(int)]
    found = calibrate_part_marks(stretched, "grm", standard_errors=False)
    assert found.scores == [[1, 2, 3, 4], [1, 2, 3, 4], [0, 2, 5, 9], [1, 2, 3, 4], [1, 2, 3, 4]]
    assert found.flags == [[], [], ["collapsed"], [], []]
    np.testing.assert_array_equal(thresholds_of(found), thresholds_of(plain))


@pytest.mark.parametrize("priors", ["none", "default"])
def test_items_with_a_single_score_are_refused_by_name(priors: Priors) -> None:
    scores = np.array([[0, 2, 1, 3], [1, 2, 0, MISSING], [2, 2, MISSING, MISSING]])
    with pytest.raises(NotEstimable) as refusal:
        calibrate_part_marks(scores, "gpcm", priors=priors)
    assert refusal.value.code == "constant_items" and refusal.value.items == [1, 3]
    scores[0, 3] = MISSING
    with pytest.raises(NotEstimable) as refusal:
        calibrate_part_marks(scores, "gpcm", priors=priors)
    assert refusal.value.code == "no_answers" and refusal.value.items == [3]


def test_scores_that_are_no_whole_marks_are_refused_with_their_place() -> None:
    with pytest.raises(ValueError, match=r"row 1, column 0: 0\.5"):
        calibrate_part_marks([[1.0, 0.0], [0.5, 1.0]], "grm")
    with pytest.raises(ValueError, match="person 1 answered item 0 twice"):
        calibrate_part_marks((np.array([0, 1, 1]), np.array([0, 0, 0]), np.array([0, 1, 2])), "grm")
    with pytest.raises(NotEstimable, match="there are no answers"):
        calibrate_part_marks([[0, 1], [1, 0]], "grm", weights=[0, 0])
    with pytest.raises(ValueError, match="group codes"):
        calibrate_part_marks([[0, 1], [1, 0]], "grm", groups=[0, 1])


def test_items_that_no_people_connect_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(17)
    bank = a_bank(6, 2, 17)
    scores = simulated(*bank, "grm", chance.normal(size=400), chance)
    scores[:200, 3:] = MISSING
    scores[200:, :3] = MISSING

    def refused() -> list[list[int]]:
        with pytest.raises(Disconnected) as refusal:
            calibrate_part_marks(scores, "grm")
        return refusal.value.parts

    assert refused() == [[0, 1, 2], [3, 4, 5]]
    vouched = calibrate_part_marks(scores, "grm", equivalent_groups=True, standard_errors=False)
    known = StepParameters(bank.a, bank.thresholds, "grm")
    calibrate_part_marks(scores, "grm", fixed=(known, [True, False, False, False, True, False]))
    with pytest.raises(Disconnected):
        calibrate_part_marks(scores, "grm", fixed=(known, [True, True, False, False, False, False]))
    monkeypatch.setattr(answers_module, "DENSE_CELLS", 0)
    monkeypatch.setattr(answers_module, "DENSE_SHARE", 1.0)
    assert refused() == [[0, 1, 2], [3, 4, 5]]
    scores[0, 3] = 1
    together = calibrate_part_marks(scores, "grm", standard_errors=False)
    np.testing.assert_allclose(thresholds_of(together), thresholds_of(vouched), atol=0.3)


# Scales of their own.


def test_fixed_items_hold_the_scale_and_all_groups_move() -> None:
    chance = np.random.default_rng(11)
    bank = a_bank(12, 3, 11)
    groups = np.repeat([0, 1], 3000)
    theta = np.where(groups == 1, 2.5 + 0.7 * chance.normal(size=6000), 0.4 + 1.2 * chance.normal(size=6000))
    scores = simulated(*bank, "gpcm", theta, chance) + 1
    hold = np.arange(12) < 6
    known = StepParameters(bank.a, np.where(hold[:, None], bank.thresholds, 0.0), "gpcm")
    found = calibrate_part_marks(
        scores, "gpcm", priors="none", groups=groups, n_groups=2, fixed=(known, hold), fixed_scores=[[1, 2, 3, 4]] * 12
    )
    population = found.population
    np.testing.assert_allclose(population.mean, [0.4, 2.5], atol=0.1)
    np.testing.assert_allclose(population.sd, [1.2, 0.7], atol=0.08)
    assert (population.se_mean > 0).all() and (population.se_sd > 0).all()
    np.testing.assert_array_equal(thresholds_of(found)[hold], bank.thresholds[hold])
    assert np.isnan(errors(found).a[hold]).all() and set(errors(found).items) == set(range(6, 12))
    away = (thresholds_of(found) - bank.thresholds)[~hold] / error_of_thresholds(found)[~hold]
    assert np.abs(away).max() < 4.0


def test_free_items_of_a_partial_credit_model_take_over_the_slope_of_the_fixed_ones() -> None:
    chance = np.random.default_rng(12)
    bank = a_bank(6, 2, 12)._replace(a=np.full(6, 0.8))
    scores = simulated(*bank, "gpcm", 1.5 * chance.normal(size=2000), chance)
    hold = np.arange(6) < 3
    known = StepParameters(bank.a, bank.thresholds, "gpcm")
    found = calibrate_part_marks(scores, "pcm", fixed=(known, hold))
    np.testing.assert_array_equal(parameters(found).a, 0.8)
    assert abs(found.population.sd[0] - 1.5) < 4 * found.population.se_sd[0]
    assert np.isnan(errors(found).a).all() and "a" not in errors(found).parts
    with pytest.raises(NotEstimable) as refusal:
        calibrate_part_marks(scores, "pcm", fixed=(known._replace(a=np.linspace(0.8, 1.0, 6)), hold))
    assert refusal.value.code == "fixed_slopes"
    with pytest.raises(NotEstimable) as refusal:
        calibrate_part_marks(np.vstack([scores, np.full(6, 7)]), "pcm", fixed=(known, hold))
    assert refusal.value.code == "unknown_scores"


@pytest.mark.parametrize("model", ["grm", "gpcm"])
def test_steep_items_get_the_nodes_that_they_need(model: StepModel) -> None:
    chance = np.random.default_rng(13)
    bank = a_bank(5, 3, 13)._replace(a=np.array([7.0, 5.0, 1.0, 1.0, 0.6]))
    scores = simulated(*bank, FAMILY[model], chance.normal(size=1500), chance)
    found = calibrate_part_marks(scores, model, priors="none")
    fine = calibrate_part_marks(scores, model, priors="none", nodes=801)
    assert 41 < found.nodes < 400 and fine.nodes == 801
    np.testing.assert_allclose(found.log_likelihood, fine.log_likelihood, atol=1e-3)
    np.testing.assert_allclose(parameters(found).a, parameters(fine).a, rtol=1e-3)
    np.testing.assert_allclose(errors(found).a, errors(fine).a, rtol=0.01)


def test_a_reversed_key_and_a_flat_item_are_told() -> None:
    chance = np.random.default_rng(14)
    scores = simulated(*a_bank(6, 3, 14), "grm", chance.normal(size=1500), chance)
    scores[:, 1] = 3 - scores[:, 1]
    scores[:, 4] = chance.integers(0, 4, 1500)
    plain = calibrate_part_marks(scores, "grm", priors="none")
    assert parameters(plain).a[1] < -0.3 and "reversed_key" in plain.flags[1] and "flat" in plain.flags[4]
    held = calibrate_part_marks(scores, "grm")
    assert 0 < parameters(held).a[1] < 0.35 and {"reversed_key", "flat"} <= set(held.flags[1])
    few = calibrate_part_marks(scores[:100], "grm", standard_errors=False)
    assert all("few_answers" in flags for flags in few.flags)


def test_a_slope_that_runs_away_is_stopped_and_told() -> None:
    scores = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1], [2, 2, 2], [2, 2, 1]] * 20)
    found = calibrate_part_marks(scores, "grm", priors="none")
    assert "slope_at_bound" in found.flags[0] and np.isnan(errors(found).a[0])
    assert np.isfinite(thresholds_of(found)).all()


def test_what_the_answers_do_not_tell_has_no_standard_error() -> None:
    chance = np.random.default_rng(15)
    scores = chance.integers(0, 3, (200, 1))
    found = calibrate_part_marks(scores, "grm", priors="none")
    assert np.isnan(errors(found).a).all() or errors(found).a[0] > 10


@pytest.mark.parametrize("model", MODELS)
def test_the_log_likelihood_never_falls_on_the_way(model: StepModel) -> None:
    chance = np.random.default_rng(16)
    scores = simulated(*a_bank(5, 3, 16), FAMILY[model], chance.normal(size=300), chance)
    way: list[tuple[int, float]] = []
    found = calibrate_part_marks(scores, model, priors="none", progress=lambda *step: way.append(step))
    numbers, heights = zip(*way, strict=True)
    assert list(numbers) == sorted(numbers) and numbers[-1] == found.iterations and heights[-1] == found.log_likelihood
    # The first, coarse steps are counted in single precision.
    assert (np.diff(heights) > -1e-7 * abs(found.log_likelihood)).all()
    assert heights[-1] - heights[0] > 1
