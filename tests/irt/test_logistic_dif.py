"""Logistic regression of one item: closed cases, person by person through a general optimiser, seeded recovery."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, xlogy

from question_bank.irt.dif import logistic
from question_bank.irt.parameters import FloatArray


def counted(values: FloatArray, group: FloatArray, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cells by distinct value, and the values."""
    distinct, cell = np.unique(values, return_inverse=True)
    counts = np.zeros((distinct.size, 2, int(scores.max()) + 1))
    np.add.at(counts, (cell, group.astype(int), scores.astype(int)), 1.0)
    return counts, distinct


def simulated(
    people: int, seed: int, shift: float = 0.0, twist: float = 0.0, steps: tuple[float, ...] = (0.0,)
) -> tuple[FloatArray, FloatArray, FloatArray]:
    chance = np.random.default_rng(seed)
    values = chance.integers(0, 13, people).astype(float)
    group = chance.integers(0, 2, people).astype(float)
    line = 0.4 * (values - 6) + shift * group + twist * group * (values - 6)
    scores = (line[:, None] + chance.logistic(size=(people, 1)) > np.array(steps)).sum(axis=1)
    return values, group, scores.astype(float)


def best_log_likelihood(columns: list[FloatArray], scores: FloatArray) -> float:
    """The maximum over thresholds and coefficients, person by person, by a general optimiser."""
    design = np.stack(columns, axis=1) if columns else np.zeros((scores.size, 0))
    steps = int(scores.max())

    def loss(parameters: FloatArray) -> float:
        thresholds = parameters[0] + np.append(0.0, np.cumsum(np.exp(parameters[1:steps])))
        above = expit(design @ parameters[steps:, None] - thresholds)
        chances = -np.diff(np.concatenate([np.ones((scores.size, 1)), above, np.zeros((scores.size, 1))], axis=1))
        return -float(np.log(chances[np.arange(scores.size), scores.astype(int)]).sum())

    start = np.zeros(steps + design.shape[1])
    return -float(minimize(loss, start, method="BFGS", options={"gtol": 1e-6}).fun)


@pytest.mark.parametrize("steps", [(0.0,), (-1.0, 0.5, 2.0)])
def test_grouped_scoring_finds_what_an_optimiser_finds_person_by_person(steps: tuple[float, ...]) -> None:
    values, group, scores = simulated(400, seed=7, shift=0.5, twist=0.1, steps=steps)
    x = (values - values.mean()) / values.std()
    none, matched, uniform, full = (
        best_log_likelihood(columns, scores) for columns in ([], [x], [x, group], [x, group, x * group])
    )
    found = logistic(*counted(values, group, scores))
    expected = [2 * (full - matched), 2 * (uniform - matched), 2 * (full - uniform)]
    np.testing.assert_allclose([found.chi2, found.uniform_chi2, found.nonuniform_chi2], expected, atol=1e-5)
    ceiling = 1 - np.exp(2 * none / 400)
    gains = np.diff([(1 - np.exp(2 * (none - log) / 400)) / ceiling for log in (matched, uniform, full)])
    np.testing.assert_allclose([found.uniform_delta_r2, found.nonuniform_delta_r2], gains, atol=1e-7)
    np.testing.assert_allclose(found.delta_r2, gains.sum(), atol=1e-7)


def test_with_one_matching_value_the_test_is_the_likelihood_ratio_of_a_two_by_two_table() -> None:
    table = np.array([[30.0, 20.0], [18.0, 32.0]])
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    found = logistic(table[None], [5.0])
    np.testing.assert_allclose(found.uniform_chi2, 2 * xlogy(table, table / expected).sum(), rtol=1e-9)
    np.testing.assert_allclose(found.nonuniform_chi2, 0.0, atol=1e-9)


def test_neither_the_scale_of_the_values_nor_an_unused_score_changes_anything() -> None:
    counts, values = counted(*simulated(500, seed=3, shift=0.3, steps=(-1.0, 1.0)))
    wider = np.insert(counts, 1, 0.0, axis=2)
    np.testing.assert_allclose(logistic(wider, 250.0 - 3.0 * values), logistic(counts, values), rtol=1e-6, atol=1e-9)


def test_two_forms_are_compared_within_themselves() -> None:
    # The same people, but the second form's scores count from 100: a slope and an intercept for each form absorb it.
    counts, values = counted(*simulated(800, seed=11, shift=0.4))
    once = logistic(counts, values)
    twice = logistic(
        np.concatenate([counts, counts]), np.append(values, values + 100.0), np.repeat([0, 1], len(values))
    )
    np.testing.assert_allclose(
        [twice.chi2, twice.uniform_chi2, twice.nonuniform_chi2],
        [2 * once.chi2, 2 * once.uniform_chi2, 2 * once.nonuniform_chi2],
        rtol=1e-6,
    )
    np.testing.assert_allclose(twice.delta_r2, once.delta_r2, rtol=1e-6)


def test_a_form_on_which_everybody_is_right_tells_nothing() -> None:
    counts, values = counted(*simulated(300, seed=2, shift=0.4))
    blind = np.zeros_like(counts)
    blind[:, :, 1] = 5.0
    forms = np.repeat([0, 1], len(values))
    more = logistic(np.concatenate([counts, blind]), np.append(values, values), forms)
    np.testing.assert_allclose(more, logistic(counts, values), rtol=1e-9)


def test_neither_the_order_of_cells_nor_a_form_of_a_handful_of_people_matters() -> None:
    counts, values = counted(*simulated(800, seed=11, shift=0.4))
    table, value = np.concatenate([counts, counts[:, ::-1]]), np.append(values, values)
    form = np.repeat([4, 1], len(values))
    handful = np.array([[[2.0, 3.0], [1.0, 4.0]], [[1.0, 5.0], [4.0, 2.0]]])
    order = np.random.default_rng(1).permutation(len(table) + 2)
    more = logistic(
        np.concatenate([table, handful])[order], np.append(value, [3.0, 4.0])[order], np.append(form, [2, 2])[order]
    )
    np.testing.assert_allclose(more, logistic(table, value, form), rtol=1e-6)


def test_separable_groups_have_a_finite_statistic() -> None:
    # The focal group is always wrong: the coefficient runs off, the likelihood to that of the reference group alone.
    counts = np.zeros((5, 2, 2))
    counts[:, 0, :] = [[9, 1], [7, 3], [5, 5], [3, 7], [1, 9]]
    counts[:, 1, 0] = 10
    full, matched = (
        best_log_likelihood([np.repeat(np.arange(5.0) - 2, len(scores) // 5)], scores)
        for scores in (one_by_one(counts[:, 0]), one_by_one(counts.sum(axis=1)))
    )
    np.testing.assert_allclose(logistic(counts, np.arange(5.0)).chi2, 2 * (full - matched), rtol=1e-5)


def one_by_one(counts: FloatArray) -> FloatArray:
    return np.concatenate([np.repeat([0.0, 1.0], row.astype(int)) for row in counts])


def test_without_a_difference_in_scores_there_is_no_number() -> None:
    counts = np.zeros((4, 2, 2))
    counts[:, :, 1] = 6
    assert np.isnan(logistic(counts, np.arange(4.0))).all()
    assert np.isnan(logistic(np.zeros((0, 2, 2)), [])).all()


def test_five_in_a_hundred_items_without_a_difference_come_out_at_five_per_cent() -> None:
    p = np.array([logistic(*counted(*simulated(600, seed=seed))) for seed in range(400)])
    for column in (1, 3, 5):
        assert abs((p[:, column] < 0.05).mean() - 0.05) < 0.035


def test_a_shift_shows_in_the_uniform_test_and_a_twist_in_the_other() -> None:
    shifted = np.array([logistic(*counted(*simulated(1000, seed=seed, shift=0.6))) for seed in range(60)])
    twisted = np.array([logistic(*counted(*simulated(1000, seed=seed, twist=0.25))) for seed in range(60)])
    assert (shifted[:, 3] < 0.05).mean() > 0.85 and (shifted[:, 5] < 0.05).mean() < 0.2
    assert (twisted[:, 5] < 0.05).mean() > 0.85


def test_values_and_forms_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="values of shape"):
        logistic(np.ones((3, 2, 2)), [1.0, 2.0])
