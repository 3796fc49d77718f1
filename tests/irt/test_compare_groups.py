"""All items between groups: the definition person by person, matching, several groups, and what is refused."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2 as chi_squared

from question_bank.irt import item_parameters, probability
from question_bank.irt.dif import NothingToCompare, compare_groups
from question_bank.irt.parameters import FloatArray, step_parameters
from tests.irt.two_groups import B, answers, only

MISSING = float("nan")


def by_hand(scores: FloatArray, focal: NDArray[np.bool_], purify: bool) -> tuple[FloatArray, FloatArray, list[int]]:
    """Mantel and Haenszel's chi-squared and odds ratio, person by person, and the items taken out at p < .05."""
    removed: list[int] = []
    while True:
        found = []
        for item in range(scores.shape[1]):
            anchor = [other for other in range(scores.shape[1]) if other == item or other not in removed]
            total = scores[:, anchor].sum(axis=1)
            surplus = variance = agree = disagree = 0.0
            for level in np.unique(total):
                here, n = total == level, float((total == level).sum())
                a, b, c, d = (
                    float((here & (focal == group) & (scores[:, item] == mark)).sum())
                    for group, mark in ((False, 1), (False, 0), (True, 1), (True, 0))
                )
                if n > 1:
                    surplus += a - (a + b) * (a + c) / n
                    variance += (a + b) * (c + d) * (a + c) * (b + d) / n**2 / (n - 1)
                agree, disagree = agree + a * d / n, disagree + b * c / n
            found.append(((abs(surplus) - 0.5) ** 2 / variance, agree / disagree))
        statistics, odds = np.array(found).T
        flagged = np.flatnonzero(chi_squared.sf(statistics, 1) < 0.05).tolist()
        if not purify or flagged == removed:
            return statistics, odds, removed
        removed = flagged


# Against the definitions, person by person.


@pytest.mark.parametrize("purify", [False, True])
def test_everything_agrees_with_the_definition_person_by_person(purify: bool) -> None:
    scores, groups = answers(1, people=600, impact=0.5, shift={3: 0.9, 12: 1.1})
    found = only(compare_groups(scores, groups, "city", purify=purify)).mantel_haenszel
    statistics, odds, removed = by_hand(scores, groups == "country", purify)
    np.testing.assert_allclose(found.chi2, statistics, rtol=1e-10)
    np.testing.assert_allclose(found.alpha, odds, rtol=1e-10)
    assert np.flatnonzero(~found.purification.anchor).tolist() == removed
    assert bool(removed) == purify


def test_a_row_with_a_weight_stands_for_as_many_people() -> None:
    scores, groups = answers(2, people=300, shift={4: 1.0})
    weights = np.random.default_rng(1).integers(0, 4, 300)
    weighted = only(compare_groups(scores, groups, "city", weights=weights))
    repeated = only(compare_groups(np.repeat(scores, weights, axis=0), np.repeat(groups, weights), "city"))
    np.testing.assert_allclose(weighted.mantel_haenszel.delta, repeated.mantel_haenszel.delta)
    np.testing.assert_allclose(weighted.logistic.chi2, repeated.logistic.chi2, atol=1e-8)
    np.testing.assert_array_equal(weighted.n_focal, repeated.n_focal)


# Unequal papers.


def halves(scores: FloatArray) -> FloatArray:
    """Every second pair of people gets the first twelve items, the others the last twelve."""
    dealt, first = scores.copy(), np.arange(len(scores)) % 4 < 2
    dealt[first, 12:] = MISSING
    dealt[~first, :8] = MISSING
    return dealt


def test_two_forms_are_compared_within_themselves() -> None:
    scores, groups = answers(11, people=3000, impact=0.5, shift={5: 1.0})
    dealt, first = halves(scores), np.arange(3000) % 4 < 2
    found = only(compare_groups(dealt, groups, "city", purify=False))
    assert found.matching == "form"
    whole = only(compare_groups(dealt[first][:, :12], groups[first], "city", purify=False))
    np.testing.assert_allclose(found.mantel_haenszel.chi2[:8], whole.mantel_haenszel.chi2[:8])
    np.testing.assert_allclose(found.logistic.chi2[:8], whole.logistic.chi2[:8], atol=1e-8)
    assert found.n_focal.tolist() == [750.0] * 8 + [1500.0] * 4 + [750.0] * 8


def test_with_parameters_unequal_papers_are_matched_on_theta_and_tell_the_same() -> None:
    scores, groups = answers(12, people=6000, impact=0.5, shift={5: 1.0})
    found = only(compare_groups(halves(scores), groups, "city", parameters=item_parameters(1.0, B)))
    assert found.matching == "theta"
    assert found.mantel_haenszel.classes.tolist() == ["C" if item == 5 else "A" for item in range(20)]
    np.testing.assert_allclose(found.mantel_haenszel.delta[5], -2.35, atol=3 * found.mantel_haenszel.se_delta[5])


def test_theta_of_a_rasch_model_matches_as_total_scores_do_where_everybody_had_everything() -> None:
    # Then theta is a function of the total score; strata so fine that none holds two scores make the tests one.
    scores, groups = answers(13, people=900, impact=0.3, shift={5: 0.8})
    on_total = only(compare_groups(scores, groups, "city")).mantel_haenszel
    on_theta = only(
        compare_groups(scores, groups, "city", matching="theta", parameters=item_parameters(1.0, B), strata=100_000)
    ).mantel_haenszel
    np.testing.assert_allclose(on_theta.chi2, on_total.chi2, rtol=1e-9)
    np.testing.assert_array_equal(on_theta.purification.anchor, on_total.purification.anchor)


def test_theta_spares_good_items_what_total_scores_accuse_them_of() -> None:
    # With unequal slopes and groups far apart the total score no longer tells all; theta does.
    chance = np.random.default_rng(8)
    items = item_parameters(chance.lognormal(0, 0.4, 20), B)
    focal = np.arange(40_000) % 2 == 1
    right = probability(chance.normal(0, 1, focal.size) - 0.8 * focal, items)
    scores = (chance.random(right.shape) < right).astype(float)
    total, theta = (
        only(compare_groups(scores, focal, False, matching=matching, parameters=items, purify=False)).mantel_haenszel
        for matching in ("total", "theta")
    )
    assert np.sqrt(np.mean(theta.delta**2)) < 0.6 * np.sqrt(np.mean(total.delta**2))


# Part marks and several groups.


def test_an_item_with_part_marks_is_tested_beside_the_others() -> None:
    scores, groups = answers(21, people=3000, impact=0.4, shift={0: 1.2, 1: 1.2})
    focal = groups == "country"
    marks = np.column_stack([scores[:, 0] + scores[:, 1], scores[:, 2] + scores[:, 3], scores[:, 4:]])
    found = only(compare_groups(marks, groups, "city")).mantel_haenszel
    assert found.classes[:2].tolist() == ["CC", "AA"]
    assert found.smd[0] < -0.25 and np.isnan(found.delta[:2]).all() and np.isfinite(found.delta[2:]).all()
    swapped = only(compare_groups(marks, focal, True)).mantel_haenszel
    assert swapped.smd[0] > 0.25


def test_part_marks_can_be_matched_on_theta_too() -> None:
    scores, groups = answers(22, people=2000, shift={0: 1.2, 1: 1.2})
    marks = np.column_stack([scores[:, 0] + scores[:, 1], scores[:, 2:]])
    marks[::3, 10] = MISSING
    steps = np.full((19, 2), MISSING)
    steps[0], steps[1:, 0] = [-1.8, -1.6], B[2:]
    found = only(compare_groups(marks, groups, "city", parameters=step_parameters(1.0, steps, "gpcm")))
    assert found.matching == "theta" and found.mantel_haenszel.classes[0] == "CC"


def test_each_focal_group_is_compared_with_the_reference_group_alone() -> None:
    scores, groups = answers(31, people=900)
    three = np.where(np.arange(900) % 3 == 0, "abroad", groups)
    three[:5] = ""
    told: list[float] = []
    found = compare_groups(scores, three, "city", progress=told.append)
    assert [comparison.focal for comparison in found] == ["abroad", "country"]
    assert told == [0.25, 0.5, 0.75, 1.0]
    pair = (three == "city") | (three == "abroad")
    alone = only(compare_groups(scores[pair], three[pair], "city"))
    np.testing.assert_array_equal(found[0].mantel_haenszel.chi2, alone.mantel_haenszel.chi2)
    assert found[0].n_reference[0] == (three == "city").sum()


def test_labels_may_be_numbers_and_people_without_one_are_left_out() -> None:
    scores, groups = answers(32, people=400)
    numbers = [None if place < 10 else 1.5 if group == "city" else 2 for place, group in enumerate(groups)]
    found = only(compare_groups(scores, numbers, 1.5))
    assert found.focal == "2" and found.n_reference[0] + found.n_focal[0] == 390


# What cannot be told, and what is refused.


def test_an_item_that_everybody_gets_right_has_no_number_and_stays_in_the_score() -> None:
    scores, groups = answers(41, people=400)
    scores[:, 6] = 1.0
    found = only(compare_groups(scores, groups, "city"))
    assert np.isnan(found.mantel_haenszel.p[6]) and found.mantel_haenszel.classes[6] == ""
    assert np.isnan(found.logistic.p[6]) and found.mantel_haenszel.purification.anchor[6]
    assert np.isfinite(np.delete(found.mantel_haenszel.p_bh, 6)).all()


def test_an_item_that_one_group_alone_was_given_takes_no_part() -> None:
    scores, groups = answers(42, people=600, shift={3: 1.0})
    scores[groups == "city", 0] = MISSING
    found, without = only(compare_groups(scores, groups, "city")), only(compare_groups(scores[:, 1:], groups, "city"))
    assert found.matching == "total" and np.isnan(found.mantel_haenszel.p[0]) and found.n_compared[0] == 0
    np.testing.assert_array_equal(found.mantel_haenszel.chi2[1:], without.mantel_haenszel.chi2)
    np.testing.assert_array_equal(
        found.mantel_haenszel.purification.anchor[1:], without.mantel_haenszel.purification.anchor
    )


def test_papers_that_the_groups_do_not_share_are_nothing_to_compare() -> None:
    scores, groups = answers(42, people=200)
    apart = scores.copy()
    apart[groups == "city", :10] = apart[groups == "country", 10:] = MISSING
    # Ten items that some of both groups had, but nobody the same ones.
    crossed = scores.copy()
    for quarter, (group, place) in enumerate([("city", 0), ("country", 0), ("city", 1), ("country", 1)]):
        given = np.isin(np.arange(20), [quarter, (quarter + 1) % 4])
        crossed[np.ix_((groups == group) & (np.arange(200) // 2 % 2 == place), ~given)] = MISSING
    for dealt in (apart, crossed):
        with pytest.raises(NothingToCompare):
            compare_groups(dealt, groups, "city")


def test_scores_and_groups_that_make_no_sense_are_refused_by_name() -> None:
    scores, groups = answers(43, people=50)
    with pytest.raises(ValueError, match="reference group town; there are city, country"):
        compare_groups(scores, groups, "town")
    with pytest.raises(ValueError, match="no group beside"):
        compare_groups(scores, ["city"] * 50, "city")
    with pytest.raises(ValueError, match="groups of shape"):
        compare_groups(scores, groups[:9], "city")
    with pytest.raises(ValueError, match="weights of shape"):
        compare_groups(scores, groups, "city", weights=[1.0])
    with pytest.raises(ValueError, match="parameters"):
        compare_groups(scores, groups, "city", matching="theta")
    with pytest.raises(ValueError, match="parameters of 19"):
        compare_groups(scores, groups, "city", matching="theta", parameters=item_parameters(1.0, B[1:]))
    scores[3, 4] = MISSING
    with pytest.raises(ValueError, match="different papers"):
        compare_groups(scores, groups, "city", matching="total")
    scores[3, 4] = 2.0
    with pytest.raises(ValueError, match=r"item 4 has a score of 2, its parameters end at 1"):
        compare_groups(scores, groups, "city", matching="theta", parameters=item_parameters(1.0, B))
    scores[3, 4] = 0.5
    with pytest.raises(ValueError, match=r"row 3, column 4: 0\.5"):
        compare_groups(scores, groups, "city")
