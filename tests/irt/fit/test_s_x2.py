"""S-X2: expected counts by enumeration, published values, its distribution under the model, and who gets none."""

import numpy as np
import pytest
from scipy.stats import chi2

from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.joining import joined
from question_bank.irt.fit.s_x2 import s_x2
from question_bank.irt.fit.score_groups import score_groups
from question_bank.irt.parameters import Parameters, item_parameters
from question_bank.irt.quadrature import normal_grid
from tests.irt import lsat6, lsat7
from tests.irt.fit.simulated import SHORT, all_patterns, drawn, part_marks, pattern_chances, right_wrong

GRID = normal_grid()


@pytest.mark.parametrize("parameters", SHORT)
def test_expected_counts_are_those_of_all_patterns_counted(parameters: Parameters) -> None:
    """With every pattern as often as the model expects it, observed are the expected counts."""
    patterns = all_patterns(parameters)
    rows = AnswerRows(patterns, parameters, 1e4 * pattern_chances(patterns, parameters, GRID))
    everybody, items = np.ones(rows.persons, dtype=np.bool_), np.arange(rows.items)
    for item, table in enumerate(score_groups(rows, everybody, items, parameters, GRID)):
        possible = ~np.isnan(table.expected)
        np.testing.assert_allclose(table.observed[possible], table.expected[possible], rtol=1e-10)
        assert (table.observed[~possible] == 0).all()
        assert possible[patterns.sum(axis=1).astype(int), patterns[:, item].astype(int)].all()


def test_lsat7_as_in_mirt() -> None:
    """`itemfit(mirt(LSAT7, 1))`, the values that mirt's own tests hold (test-01-mirtOne.R)."""
    found = s_x2(lsat7.PATTERNS, item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES), model="2pl", weights=lsat7.COUNTS)
    np.testing.assert_allclose(found.statistic, [4.749440, 14.451071, 1.270381, 5.237400, 0.941125], atol=2e-3)
    np.testing.assert_array_equal(found.df, 2)
    np.testing.assert_array_equal(found.n, 1000)
    assert found.reasons == [None] * 5


def test_lsat6_with_one_common_slope_as_in_mirt() -> None:
    """`itemfit` in the example of mirt's help page on LSAT6; one pair of score groups is joined for the third item."""
    parameters = item_parameters(0.755, -np.array([2.730, 0.999, 0.240, 1.307, 2.100]) / 0.755)
    found = s_x2(lsat6.PATTERNS, parameters, model="1pl", weights=lsat6.COUNTS)
    np.testing.assert_allclose(found.statistic, [0.436, 1.576, 0.872, 0.190, 0.190], atol=6e-4)
    np.testing.assert_array_equal(found.df, [2, 2, 1, 2, 2])
    np.testing.assert_allclose(found.p, [0.804, 0.455, 0.351, 0.909, 0.909], atol=1e-3)


def test_weights_are_people() -> None:
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    people = np.repeat(lsat7.PATTERNS, lsat7.COUNTS.astype(int), axis=0)
    weighted = s_x2(lsat7.PATTERNS, parameters, model="2pl", weights=lsat7.COUNTS)
    np.testing.assert_allclose(s_x2(people, parameters, model="2pl").statistic, weighted.statistic, rtol=1e-10)


@pytest.mark.parametrize("parameters", [right_wrong(12, seed=5, guessing=0.2), part_marks(6, seed=5)])
def test_under_the_model_it_is_chi_squared(parameters: Parameters) -> None:
    found = [
        s_x2(drawn(parameters, np.random.default_rng(seed).normal(size=1000), seed + 1), parameters, model=None)
        for seed in range(0, 80, 2)
    ]
    p = np.concatenate([each.p for each in found])
    ratio = np.concatenate([each.statistic / each.df for each in found])
    assert abs(ratio.mean() - 1.0) < 4 * np.sqrt(2 / np.concatenate([each.df for each in found]).sum())
    assert 0.025 < (p < 0.05).mean() < 0.08


def test_an_item_with_another_curve_is_found() -> None:
    parameters = right_wrong(12, seed=5)
    theta = np.random.default_rng(1).normal(size=3000)
    scores = drawn(parameters, theta, 2)
    scores[:, 4] = np.random.default_rng(3).random(3000) < 0.5
    found = s_x2(scores, parameters, model="2pl")
    assert found.rmsea[4] == found.rmsea.max() > 0.1
    assert found.p[4] < 1e-6


def test_rmsea_and_p_follow_from_the_statistic() -> None:
    found = s_x2(lsat7.PATTERNS, item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES), model="2pl", weights=lsat7.COUNTS)
    np.testing.assert_allclose(found.p, chi2.sf(found.statistic, 2))
    np.testing.assert_allclose(found.rmsea, np.sqrt(np.maximum(0, (found.statistic - 2) / (2 * 999))))


# Who gets none.


def test_forms_that_share_an_item_give_it_none() -> None:
    """Two forms of seven items: the two shared items have a reason, the others are as if their form stood alone."""
    parameters = right_wrong(12, seed=6)
    scores = drawn(parameters, np.random.default_rng(1).normal(size=2000), 2)
    first, second = np.arange(7), np.arange(5, 12)
    scores[:1000, 7:] = np.nan
    scores[1000:, :5] = np.nan
    found = s_x2(scores, parameters, model=None)
    assert [place for place, reason in enumerate(found.reasons) if reason == "different_forms"] == [5, 6]
    assert np.isnan(found.statistic[5:7]).all()
    for people, items, own in (slice(0, 1000), first, first[:5]), (slice(1000, 2000), second, second[2:]):
        alone = s_x2(scores[people][:, items], item_parameters(*(part[items] for part in parameters)), model=None)
        np.testing.assert_allclose(found.statistic[own], alone.statistic[np.isin(items, own)])
        np.testing.assert_array_equal(found.n[own], 1000)


def test_one_answer_left_out_makes_totals_unequal() -> None:
    scores = drawn(right_wrong(6, seed=6), np.zeros(100), 2)
    scores[3, 2] = np.nan
    found = s_x2(scores, right_wrong(6, seed=6), model=None)
    # Whoever took the third item took all six, so it alone has comparable totals.
    assert found.reasons == ["different_forms"] * 2 + [None] + ["different_forms"] * 3
    np.testing.assert_array_equal(found.n[2], 99)


def test_items_without_answers_and_tables_without_freedom_say_so() -> None:
    scores = np.array([[1.0, 0.0, np.nan], [0.0, 1.0, np.nan], [1.0, 1.0, np.nan]])
    found = s_x2(scores, item_parameters(1.0, [0.0, 0.5, 1.0]), model="2pl")
    assert found.reasons == ["too_few_groups", "too_few_groups", "no_answers"]
    assert np.isnan(found.statistic).all()
    assert np.isnan(found.p).all()


def test_people_without_any_answer_are_no_form() -> None:
    parameters = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
    scores = np.vstack([lsat7.PATTERNS, np.full((1, 5), np.nan)])
    found = s_x2(scores, parameters, model="2pl", weights=np.append(lsat7.COUNTS, 7.0))
    assert found.reasons == [None] * 5
    np.testing.assert_array_equal(found.n, 1000)


# Joining.


def test_a_poor_group_joins_its_smaller_neighbour_and_a_single_person_the_group_above() -> None:
    observed = np.array([[1, 0], [6, 4], [20, 0], [5, 5], [2, 8]], dtype=float)
    expected = np.array([[0.9, 0.1], [7, 3], [19.5, 0.5], [6, 4], [3, 7]], dtype=float)
    cells = joined(observed, expected)
    assert cells is not None
    np.testing.assert_allclose(cells.observed, [[7, 4], [25, 5], [2, 8]])
    np.testing.assert_allclose(cells.expected, [[7.9, 3.1], [25.5, 4.5], [3.0, 7.0]])


def test_scores_are_joined_within_a_group_before_groups_are() -> None:
    observed = np.array([[9, 0, 1], [5, 5, 5]], dtype=float)
    expected = np.array([[8.5, 1.1, 0.4], [5, 6, 4]], dtype=float)
    cells = joined(observed, expected)
    assert cells is not None
    np.testing.assert_allclose(cells.expected, [[8.5, 1.5, 0.0], [5.0, 6.0, 4.0]])
    np.testing.assert_allclose(cells.observed, [[9, 1, 0], [5, 5, 5]])
    assert cells.number == 5


def test_totals_that_rule_a_score_out_join_the_next_whole_one() -> None:
    observed = np.array([[3, 1, 0], [4, 4, 4], [5, 5, 5], [0, 2, 2]], dtype=float)
    expected = np.array([[3, 1, np.nan], [4, 4, 4], [5, 5, 5], [np.nan, 1, 3]])
    cells = joined(observed, expected)
    assert cells is not None
    np.testing.assert_allclose(cells.observed, [[7, 5, 4], [5, 7, 7]])
    np.testing.assert_allclose(cells.expected, [[7, 5, 4], [5, 6, 8]])
