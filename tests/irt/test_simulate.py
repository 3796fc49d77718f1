"""Simulated answers: certain in the limit, at the model's rates otherwise."""

import numpy as np
import pytest

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import ItemParameters, StepFamily, StepParameters, item_parameters, step_parameters
from question_bank.irt.simulate import GUESSING, answer_blocks, draw_answers, draw_parameters

NAN = float("nan")


def test_at_the_ends_of_the_scale_nothing_is_left_to_chance() -> None:
    chance = np.random.default_rng(1)
    np.testing.assert_array_equal(draw_answers([-50, 50], item_parameters(1.0, [0.0, 1.0]), chance), [[0, 0], [1, 1]])
    families: tuple[StepFamily, ...] = ("grm", "gpcm")
    thresholds = [[-1.0, 0.0, 1.0], [0.5, NAN, NAN]]
    for family in families:
        steps = step_parameters([1.0, 2.0], thresholds, family)
        np.testing.assert_array_equal(draw_answers([-50, 50], steps, chance), [[0, 0], [3, 1]])


@pytest.mark.parametrize("model", ["1pl", "2pl", "3pl", "grm", "gpcm", "pcm"])
def test_scores_come_at_the_rates_of_the_model(model: str) -> None:
    chance = np.random.default_rng(20261124)
    parameters = draw_parameters(6, model, chance, score_categories=4)
    theta = np.array([-1.2, 0.0, 0.7])
    people = 40_000
    scores = draw_answers(np.repeat(theta, people), parameters, chance).reshape(3, people, 6)
    expected = np.exp(category_curves(theta, parameters).log_p)
    for category in range(expected.shape[2]):
        rate = (scores == category).mean(axis=1)
        error = np.sqrt(expected[..., category] * (1 - expected[..., category]) / people)
        assert (np.abs(rate - expected[..., category]) < 4.5 * error + 1e-12).all()


def test_answers_are_independent_given_ability() -> None:
    chance = np.random.default_rng(5)
    scores = draw_answers(np.zeros(100_000), item_parameters(1.0, [0.0, 0.0, 0.5]), chance)
    off_diagonal = np.asarray(np.corrcoef(scores.T))[np.triu_indices(3, 1)]
    assert (np.abs(off_diagonal) < 4.5 / np.sqrt(100_000)).all()


def test_answers_go_missing_at_the_rate_that_is_asked_for_and_blindly() -> None:
    chance = np.random.default_rng(6)
    theta = np.repeat([-1.0, 1.0], 50_000)
    scores = draw_answers(theta, item_parameters(1.0, [0.0, 0.0]), chance, missing=0.3)
    for half in (scores[:50_000], scores[50_000:]):
        np.testing.assert_allclose((half < 0).mean(), 0.3, atol=4.5 * np.sqrt(0.21 / 100_000))
    right = (scores[50_000:] == 1).sum() / (scores[50_000:] >= 0).sum()
    np.testing.assert_allclose(right, 1 / (1 + np.exp(-1.0)), atol=0.01)


def test_the_same_seed_gives_the_same_answers_at_once_or_in_blocks() -> None:
    parameters = draw_parameters(5, "gpcm", np.random.default_rng(2))
    theta = np.random.default_rng(3).normal(size=10_000)
    whole = draw_answers(theta, parameters, np.random.default_rng(4), missing=0.2)
    blocks = list(answer_blocks(theta, parameters, np.random.default_rng(4), missing=0.2))
    assert len(blocks) > 1
    np.testing.assert_array_equal(np.concatenate([scores for _, scores in blocks]), whole)
    assert not np.array_equal(whole, draw_answers(theta, parameters, np.random.default_rng(5), missing=0.2))


@pytest.mark.parametrize("model", ["1pl", "2pl", "3pl", "grm", "gpcm", "pcm"])
def test_drawn_items_are_spread_as_is_said(model: str) -> None:
    items = 20_000
    parameters = draw_parameters(items, model, np.random.default_rng(8), score_categories=5)
    near = 4.5 / np.sqrt(items)
    if model in ("1pl", "pcm"):
        assert (parameters.a == 1.0).all()
    else:
        np.testing.assert_allclose([np.log(parameters.a).mean(), np.log(parameters.a).std()], [0, 0.3], atol=near)
    if isinstance(parameters, ItemParameters):
        np.testing.assert_allclose([parameters.b.mean(), parameters.b.std()], [0, 1], atol=near)
        assert (parameters.c == (GUESSING if model == "3pl" else 0.0)).all()
    if isinstance(parameters, StepParameters):
        assert parameters.thresholds.shape == (items, 4)
        b = parameters.thresholds.mean(axis=1)
        np.testing.assert_allclose([b.mean(), b.std()], [0, 1], atol=near + 0.02)


def test_what_cannot_be_drawn_is_refused() -> None:
    chance = np.random.default_rng(0)
    with pytest.raises(ValueError, match="'4pl'"):
        draw_parameters(3, "4pl", chance)
    with pytest.raises(ValueError, match="0 items"):
        draw_parameters(0, "2pl", chance)
    with pytest.raises(ValueError, match=r"not 1\.0"):
        draw_answers([0.0], item_parameters(1.0, 0.0), chance, missing=1.0)
