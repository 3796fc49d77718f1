"""The stratified tests of one item: published tables, limiting cases, all arrangements of a small table."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt.dif import mantel, mantel_haenszel

# Agresti (2002), Categorical Data Analysis, 2nd edition, table 6.9: a cream against its base in eight centres;
# failures and successes of the cream, failures and successes of the base.
CREAM = [
    [[25, 11], [27, 10]],
    [[4, 16], [10, 22]],
    [[5, 14], [12, 7]],
    [[14, 2], [16, 1]],
    [[11, 6], [12, 0]],
    [[10, 1], [10, 0]],
    [[4, 1], [8, 1]],
    [[2, 4], [1, 6]],
]
# Admissions to Berkeley's six largest departments in 1973 (Bickel, Hammel & O'Connell 1975, Science 187, 398-404), as
# in R's UCBAdmissions: rejected and admitted men, rejected and admitted women.
BERKELEY = [
    [[313, 512], [19, 89]],
    [[207, 353], [8, 17]],
    [[205, 120], [391, 202]],
    [[279, 138], [244, 131]],
    [[138, 53], [299, 94]],
    [[351, 22], [317, 24]],
]

tables = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=5).map(
    lambda rows: np.array(rows, dtype=float).reshape(-1, 2, 2)
)


def test_the_trial_of_a_cream_comes_to_the_statistic_odds_ratio_and_error_that_agresti_prints() -> None:
    # Section 6.3: CMH = 6.38, theta_MH = 2.13 (log .758) with a standard error of .303 for its logarithm.
    found = mantel_haenszel(CREAM, correction=False)
    np.testing.assert_allclose(found.chi2, 6.38, atol=0.005)
    np.testing.assert_allclose([np.log(found.alpha), found.se_delta / 2.35], [0.758, 0.303], atol=0.0005)
    np.testing.assert_allclose(found.delta, -2.35 * np.log(found.alpha), rtol=1e-12)


def test_berkeleys_admissions_come_to_what_rs_mantelhaen_test_prints() -> None:
    # X-squared = 1.4269, df = 1, p-value = 0.2323; common odds ratio 0.9046968.
    found = mantel_haenszel(BERKELEY)
    np.testing.assert_allclose([found.chi2, found.p], [1.4269, 0.2323], atol=5e-5)
    np.testing.assert_allclose(found.alpha, 0.9046968, rtol=1e-6)


def test_in_one_stratum_alpha_is_the_odds_ratio_and_its_error_that_of_woolf() -> None:
    found = mantel_haenszel([[[20, 30], [35, 15]]])
    np.testing.assert_allclose(found.alpha, (30 * 35) / (20 * 15))
    np.testing.assert_allclose(found.se_delta / 2.35, np.sqrt(1 / 20 + 1 / 30 + 1 / 35 + 1 / 15))


def test_strata_of_one_person_or_one_group_change_nothing() -> None:
    more = [*CREAM, [[0, 1], [0, 0]], [[0, 0], [3, 4]], [[0, 0], [0, 0]], [[2, 0], [3, 0]]]
    np.testing.assert_allclose(mantel_haenszel(more), mantel_haenszel(CREAM), rtol=1e-12)


@given(tables)
def test_exchanging_the_groups_turns_the_sign_of_delta_and_nothing_else(counts: np.ndarray) -> None:
    there, back = mantel_haenszel(counts), mantel_haenszel(counts[:, ::-1])
    np.testing.assert_allclose(back.chi2, there.chi2, atol=1e-9)
    np.testing.assert_allclose([back.delta, back.se_delta], [-there.delta, there.se_delta], atol=1e-9)


def test_where_one_group_is_always_right_delta_is_infinite_and_not_a_large_number() -> None:
    found = mantel_haenszel([[[0, 8], [3, 5]], [[0, 4], [2, 9]]])
    assert found.alpha == np.inf and found.delta == -np.inf and np.isnan(found.se_delta)
    assert 0 < found.p < 0.5


def test_where_nobody_can_be_compared_there_is_no_number() -> None:
    assert np.isnan(mantel_haenszel([[[3, 2], [0, 0]], [[0, 0], [4, 4]]])).all()
    assert np.isnan(mantel(np.zeros((0, 2, 3)))).all()


# Items with part marks.


@given(tables)
def test_for_right_and_wrong_mantels_test_is_mantel_haenszel_without_the_correction(counts: np.ndarray) -> None:
    np.testing.assert_allclose(mantel(counts).chi2, mantel_haenszel(counts, correction=False).chi2, atol=1e-9)


def test_mantels_variance_and_mean_are_those_of_all_ways_to_deal_the_scores_out() -> None:
    # Stratum by stratum, the focal group is every possible choice of as many people, all equally probable.
    strata = [([0, 1, 1, 3], [0, 2, 2]), ([1, 2, 2, 3, 3], [0, 1])]
    surplus, variance, by_stratum = 0.0, 0.0, []
    for reference, focal in strata:
        sums = [sum(choice) for choice in combinations(reference + focal, len(focal))]
        surplus += sum(focal) - float(np.mean(sums))
        variance += float(np.var(sums))
        weight = len(focal) / 5 * (1 / len(focal) + 1 / len(reference))
        by_stratum.append((np.mean(focal) - np.mean(reference), len(focal) / 5, weight**2 * np.var(sums)))
    counts = np.array([[np.bincount(group, minlength=4) for group in stratum] for stratum in strata])
    found = mantel(counts)
    differences, shares, variances = np.array(by_stratum).T
    everybody = [score for stratum in strata for group in stratum for score in group]
    np.testing.assert_allclose(found.chi2, surplus**2 / variance)
    np.testing.assert_allclose([found.smd, found.se_smd], [differences @ shares, np.sqrt(variances.sum())])
    np.testing.assert_allclose(found.smd_ratio, found.smd / np.std(everybody, ddof=1))


def test_for_right_and_wrong_the_mean_difference_is_the_standardised_difference_in_proportions() -> None:
    # Dorans & Kulick's STD P-DIF: the focal group's people weight the differences of the strata.
    counts = np.array([[[10, 10], [8, 2]], [[5, 15], [10, 20]]])
    np.testing.assert_allclose(mantel(counts).smd, (10 * (0.2 - 0.5) + 30 * (2 / 3 - 0.75)) / 40)


# What is refused.


@pytest.mark.parametrize("counts", [[[1, 2], [3, 4]], [[[1, 2], [3, -4]]], [[[1, 2, 3], [1, 2, 3]]]])
def test_other_tables_are_refused(counts: list[list[int]]) -> None:
    with pytest.raises(ValueError):
        mantel_haenszel(counts)
