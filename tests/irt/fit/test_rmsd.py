"""RMSD: zero where the data are the model, by brute force over people, and what it makes of a wrong curve."""

import numpy as np
import pytest

from question_bank.irt.categories import category_curves
from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.pseudo_counts import pseudo_counts
from question_bank.irt.fit.rmsd import rmsd
from question_bank.irt.parameters import Parameters, categories, item_parameters
from question_bank.irt.quadrature import normal_grid
from tests.irt import lsat6
from tests.irt.fit.simulated import SHORT, all_patterns, drawn, part_marks, pattern_chances, right_wrong

GRID = normal_grid()


@pytest.mark.parametrize("parameters", SHORT)
def test_it_is_zero_when_every_pattern_is_as_often_as_expected(parameters: Parameters) -> None:
    patterns = all_patterns(parameters)
    found = rmsd(patterns, parameters, GRID, weights=pattern_chances(patterns, parameters, GRID)).value
    np.testing.assert_allclose(found, 0.0, atol=1e-10)


@pytest.mark.parametrize("parameters", SHORT)
def test_it_is_what_a_loop_over_people_gives(parameters: Parameters) -> None:
    scores = drawn(parameters, np.random.default_rng(1).normal(size=60), 2)
    scores[np.random.default_rng(3).random(scores.shape) < 0.2] = np.nan
    chances = np.exp(category_curves(GRID.nodes, parameters).log_p)
    counts = np.zeros((scores.shape[1], chances.shape[2], GRID.nodes.size))
    for answers in scores:
        posterior = np.exp(GRID.log_weights)
        for item, score in enumerate(answers):
            if not np.isnan(score):
                posterior = posterior * chances[:, item, int(score)]
        for item, score in enumerate(answers):
            if not np.isnan(score):
                counts[item, int(score)] += posterior / posterior.sum()
    share = counts / counts.sum(axis=1, keepdims=True)
    squares = (share - chances.transpose(1, 2, 0)) ** 2 @ np.exp(GRID.log_weights)
    expected = np.sqrt(squares.sum(axis=1) / categories(parameters))
    np.testing.assert_allclose(rmsd(scores, parameters, GRID).value, expected, rtol=1e-9)


def test_the_pass_over_people_gives_the_log_likelihood() -> None:
    parameters = item_parameters(lsat6.SLOPES, lsat6.DIFFICULTIES)
    found = pseudo_counts(AnswerRows(lsat6.PATTERNS, parameters, lsat6.COUNTS), parameters, GRID)
    np.testing.assert_allclose(found.log_likelihood, lsat6.LOG_LIKELIHOOD, atol=1e-5)
    assert found.people == 1000


def test_fitting_items_stay_low_and_a_wrong_curve_stands_out_on_unequal_papers() -> None:
    parameters = right_wrong(30, seed=1)
    theta = np.random.default_rng(1).normal(size=4000)
    scores = drawn(parameters, theta, 2)
    # People who know most get this one wrong: its curve bends down.
    scores[:, 7] = np.where(theta > 1.0, 0.0, scores[:, 7])
    scores[np.random.default_rng(3).random(scores.shape) < 0.5] = np.nan
    found = rmsd(scores, parameters).value
    assert found[7] > 0.1
    assert np.delete(found, 7).max() < 0.05


def test_a_shift_of_a_flat_item_is_its_rmsd() -> None:
    """An item that ability does not touch: observed p everywhere, expected q everywhere, so RMSD = |p - q|."""
    parameters = item_parameters([1.5, 1.5, 0.0], [0.0, 1.0, 0.0])
    scores = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    scores = np.vstack([np.column_stack([scores[:, :2], np.full(4, mark)]) for mark in (1, 1, 1, 0)])
    np.testing.assert_allclose(rmsd(scores, parameters).value[2], 0.25, rtol=1e-9)


@pytest.mark.parametrize("parameters", [right_wrong(15, seed=1, guessing=0.2), part_marks(8, seed=1)])
def test_what_it_is_by_chance_is_its_mean_square_over_samples(parameters: Parameters) -> None:
    """On papers of which each person had four fifths."""
    chance = np.random.default_rng(4)
    found = []
    for seed in range(200):
        scores = drawn(parameters, chance.normal(size=150), seed)
        scores[chance.random(scores.shape) < 0.2] = np.nan
        found.append(rmsd(scores, parameters))
    value, by_chance = np.array(found).swapaxes(0, 1)
    np.testing.assert_allclose(np.sqrt((value**2).mean(axis=0)), by_chance.mean(axis=0), rtol=0.15)


def test_nobody_s_item_has_none() -> None:
    found = rmsd([[1.0, np.nan], [0.0, np.nan]], item_parameters(1.0, [0.0, 1.0])).value
    assert np.isnan(found[1])
    assert np.isfinite(found[0])
