"""Percent right and corrected point-biserials against tables worked out by hand."""

import numpy as np
import pytest

from question_bank.analysis import classical
from question_bank.analysis.classical import correlation_interval, rest_scores
from tests.analysis.tables import of_matrix

ONE_PAPER: list[list[int | None]] = [
    [1, 1, 1, 0],
    [1, 1, 0, 0],
    [1, 0, 1, 1],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
]


def test_the_share_right_has_wilson_s_interval() -> None:
    found = classical(of_matrix(ONE_PAPER))
    assert found.share == pytest.approx([0.6, 0.6, 0.4, 0.4])
    assert found.n.tolist() == [5, 5, 5, 5]
    # (0.6 + z²/10 ± z sqrt(0.24 / 5 + z²/100)) / (1 + z²/5), z = 1.959964
    assert (found.low[0], found.high[0]) == pytest.approx((0.23072, 0.88238), abs=1e-5)


def test_on_one_paper_for_all_the_correlation_is_that_with_the_rest_score() -> None:
    found = classical(of_matrix(ONE_PAPER))
    # Item 1: marks 1 1 1 0 0, the others' sums 2 1 2 1 1: covariance sum 0.8, squares 1.2 and 1.2.
    assert found.correlation[0] == pytest.approx(0.8 / 1.2)
    # Item 4: marks 0 0 1 0 1, the others' sums 3 2 2 1 0: covariance sum -1.2, squares 1.2 and 5.2.
    assert found.correlation[3] == pytest.approx(-1.2 / np.sqrt(1.2 * 5.2))


def test_a_hard_paper_makes_nobody_weak() -> None:
    rows: list[list[int | None]] = [
        [1, 1, 1, None],
        [0, 1, 0, None],
        [1, None, None, 0],
        [0, None, None, 1],
    ]
    table = of_matrix(rows)
    rest = rest_scores(table, classical(table).share)
    # Person 1's others on item 1 are items 2 and 3, both right, 1.5 of 2 expected; person 3's is item 4, wrong, 0.5.
    first = rest[(table.item == 0)]
    assert first == pytest.approx([(2 - 1.5) / 2, (1 - 1.5) / 2, -0.5, 0.5])


def test_somebody_with_one_item_tells_nothing_of_its_discrimination() -> None:
    table = of_matrix([[1, None], [0, 1], [1, 0], [0, 0]])
    assert np.isnan(rest_scores(table, classical(table).share)[0])


def test_what_everybody_knows_has_no_correlation() -> None:
    found = classical(of_matrix([[1, 1], [1, 0], [1, 1]]))
    assert np.isnan(found.correlation[0]) and found.share[0] == 1.0


def test_an_item_that_nobody_saw_has_no_figures() -> None:
    found = classical(of_matrix([[1, None], [0, None]]))
    assert found.n[1] == 0 and np.isnan(found.share[1]) and np.isnan(found.correlation[1])


def test_the_interval_of_a_correlation_is_fisher_s() -> None:
    low, high = correlation_interval(np.array([0.5]), np.array([103.0]))
    # atanh 0.5 = 0.549306; ± 1.959964 / 10
    assert (low[0], high[0]) == pytest.approx((0.33930, 0.63234), abs=1e-5)
