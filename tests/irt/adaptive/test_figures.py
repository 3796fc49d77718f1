"""What is said of simulated tests, against counts by hand."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from question_bank.irt.adaptive import Sprt, Trace, adaptive_test, figures, simulate, verdicts
from tests.irt.adaptive.banks import bank

TEST = adaptive_test(bank(4, 1), 2)
# Three people: items 0 and 1; 0 and 2; 1 alone.
HAND = Trace(
    items=np.array([[0, 1], [0, 2], [1, -1]]),
    scores=np.array([[1, 0], [1, 1], [0, -1]]),
    theta=np.array([[0.2, 0.1], [0.2, 0.5], [-0.3, np.nan]]),
    se=np.array([[0.9, 0.5], [0.9, 0.1], [0.9, np.nan]]),
    final=np.ones((3, 2), dtype=bool),
    stop=np.array(["length", "length", "se"]),
    log_ratio=np.array([3.0, 0.5, -3.0]),
    chosen=np.array([2, 2, 1, 0]),
)
TRUTH = [0.0, 1.0, -1.5]


def test_accuracy_by_hand() -> None:
    total = figures(TEST, HAND, TRUTH).total
    errors = np.array([0.1, -0.5, 1.2])
    assert (total.low, total.high, total.people) == (-1.5, 1.0, 3)
    assert total.bias == pytest.approx(errors.mean())
    assert total.rmse == pytest.approx(np.sqrt((errors**2).mean()))
    assert total.mean_se == pytest.approx(0.5)
    # Within 1.96 standard errors: 0.1 of 0.98 and 1.2 of 1.76, but not 0.5 of 0.196.
    assert total.coverage == pytest.approx(2 / 3)
    assert total.mean_length == pytest.approx(5 / 3)


def test_exposure_by_hand() -> None:
    exposure = figures(TEST, HAND, TRUTH).exposure
    np.testing.assert_allclose(exposure.rates, [2 / 3, 2 / 3, 1 / 3, 0])
    assert exposure.greatest == pytest.approx(2 / 3)
    mean = 5 / 12
    assert exposure.chi_square == pytest.approx(sum((rate - mean) ** 2 for rate in exposure.rates) / mean)
    assert exposure.used == 3
    # Pairs share one item, one item and none; a test has 5 / 3 items on average.
    assert exposure.overlap == pytest.approx((1 + 1 + 0) / 3 / (5 / 3))


def test_overlap_is_what_pairs_share() -> None:
    test = adaptive_test(bank(30, 2), 6)
    trace = simulate(test, np.linspace(-2, 2, 40), np.random.default_rng(1))
    shared = [len(set(one) & set(other)) / 6 for one, other in combinations(trace.items.tolist(), 2)]
    assert figures(test, trace).exposure.overlap == pytest.approx(np.mean(shared))


def test_overlap_of_equal_lengths_is_that_of_chen_ankenmann_and_spray() -> None:
    """Their (2003) formula n/Q S^2 + Q/n for large samples, with S^2 the variance of the rates over n items and tests
    of Q items."""
    test = adaptive_test(bank(30, 2), 6)
    trace = simulate(test, np.random.default_rng(1).normal(size=2000), np.random.default_rng(1))
    exposure = figures(test, trace).exposure
    assert exposure.overlap == pytest.approx(30 / 6 * exposure.rates.var() + 6 / 30, abs=1e-3)


def test_classification_by_hand() -> None:
    """The first is called above by the ratio, the second by the nearer bound, the third below."""
    test = adaptive_test(bank(4, 1), 2, sprt=Sprt(0.5, 0.3, 0.1, 0.1))
    assert verdicts(test, HAND) == ["above", "above", "below"]
    said = figures(test, HAND._replace(stop=np.array(["sprt", "length", "sprt"])), TRUTH).classification
    assert said is not None
    assert (said.right, said.false_above, said.false_below, said.decided) == pytest.approx((2 / 3, 1 / 2, 0, 2 / 3))


def test_stops_are_counted() -> None:
    assert figures(TEST, HAND).stops == {"length": 2, "se": 1}


def test_without_the_truth_only_what_needs_none_is_told() -> None:
    said = figures(TEST, HAND)
    assert np.isnan([said.total.bias, said.total.rmse, said.total.coverage]).all()
    assert said.total.mean_length == pytest.approx(5 / 3)
    assert said.bands == []
    assert said.classification is None


def test_bands_part_the_people_by_theta() -> None:
    test = adaptive_test(bank(30, 2), 6)
    theta = np.random.default_rng(1).normal(size=205)
    bands = figures(test, simulate(test, theta, np.random.default_rng(1)), theta).bands
    assert [band.people for band in bands] == [21] * 5 + [20] * 5
    assert all(low.high <= high.low for low, high in pairwise(bands))
    # EAP draws everybody to the mean.
    assert bands[0].bias > 0.2
    assert bands[-1].bias < -0.2


def test_people_without_items_count_in_exposure_alone() -> None:
    blank = HAND._replace(items=np.array([[0, 1], [0, 2], [-1, -1]]), stop=np.array(["length", "length", "exhausted"]))
    said = figures(TEST, blank, TRUTH)
    assert said.total.people == 2
    assert said.exposure.rates[0] == pytest.approx(2 / 3)
    empty = figures(TEST, HAND._replace(items=np.full((3, 2), -1)), TRUTH)
    assert empty.total.people == 0
    assert np.isnan(empty.exposure.chi_square)


def test_a_test_that_does_not_classify_has_no_verdicts() -> None:
    with pytest.raises(ValueError, match="does not classify"):
        verdicts(TEST, HAND)
