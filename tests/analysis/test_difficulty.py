"""Expected and observed difficulty, advice, and how many answers are still needed."""

import numpy as np
import pytest

from question_bank.difficulty import (
    AUDIENCES,
    Audience,
    Counsel,
    Observed,
    answers_needed,
    band_of,
    counsel,
    expected_shares,
)
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.parameters import item_parameters
from tests.analysis.tables import drawn

ADULTS = AUDIENCES[0]


def seen(share: float, n: float = 1000, correlation: float = 0.4, **more: bool) -> Observed:
    half = 1.96 * np.sqrt(share * (1 - share) / n)
    return Observed(n, share, share - half, share + half, correlation, correlation - 0.06, correlation + 0.06, **more)


def test_half_of_adults_know_an_item_of_difficulty_nought() -> None:
    assert expected_shares(item_parameters([1.0, 0.8], [0.0, 0.0], [0.0, 0.5]), ADULTS) == pytest.approx([0.5, 0.75])


def test_an_audience_that_knows_more_is_expected_to_have_more_right() -> None:
    items = item_parameters([1.0], [0.4])
    shares = [
        float(expected_shares(items, each)[0]) for each in (Audience("x", -0.5, 1), ADULTS, Audience("y", 0.6, 1))
    ]
    assert shares == sorted(shares)
    # By simulation: 0.4 above the mean of adults.
    theta = np.random.default_rng(1).normal(size=200_000)
    assert shares[1] == pytest.approx(float((1 / (1 + np.exp(0.4 - theta))).mean()), abs=0.002)


def test_bands_are_named_by_the_expected_share() -> None:
    assert [band_of(share) for share in (0.9, 0.7, 0.69, 0.55, 0.4, 0.39, 0.0)] == [
        "easy", "easy", "middle", "middle", "hard", "very_hard", "very_hard",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "observed", "advice"),
    [
        (0.62, seen(0.61), Counsel("keep", "as_expected")),
        (0.62, seen(0.67, n=5000), Counsel("keep", "easier")),
        (0.62, seen(0.80), Counsel("move", "easier", "easy")),
        (0.62, seen(0.45), Counsel("move", "harder", "hard")),
        (0.62, seen(0.58, n=200), Counsel("keep", "as_expected")),
        (0.62, seen(0.53, n=150), Counsel("pilot", "unsure")),
        (0.62, seen(0.50, n=80), Counsel("pilot", "unsure")),
        (0.62, seen(0.62, n=30), Counsel("wait", "few_answers")),
        (0.62, seen(0.61, correlation=-0.2), Counsel("retire", "key")),
        (0.62, seen(0.61, key_in_doubt=True), Counsel("retire", "key")),
        (0.62, seen(0.61, leaked=True), Counsel("retire", "leaked")),
        (0.62, seen(0.61, correlation=0.02), Counsel("retire", "tells_little")),
        (0.90, seen(0.99), Counsel("retire", "all_right")),
    ],
)
def test_advice_follows_from_what_was_seen(expected: float, observed: Observed, advice: Counsel) -> None:
    assert counsel(expected, observed, 0.25) == advice


def test_fewer_right_than_luck_would_have_is_no_item_to_keep() -> None:
    assert counsel(0.5, seen(0.15), 0.25) == Counsel("retire", "nobody")


def test_an_item_far_from_its_audience_needs_more_answers() -> None:
    needed = answers_needed(item_parameters(np.ones(3), [0.0, 1.5, 3.0]), ADULTS)
    assert needed[0] < needed[1] < needed[2]
    assert answers_needed(item_parameters([1.5], [0.0]), ADULTS)[0] < needed[0]


def test_the_answers_needed_bring_a_calibration_to_the_wanted_error() -> None:
    rng = np.random.default_rng(11)
    items = item_parameters(
        np.concatenate([[1.0], np.exp(rng.normal(0, 0.2, 24))]), np.concatenate([[0.5], rng.normal(0, 1, 24)]), 0.25
    )
    needed = int(answers_needed(items, ADULTS)[0])
    errors = []
    for seed in range(3):
        table, _ = drawn(items, needed, seed=seed)
        scores = np.full((needed, 25), np.nan)
        scores[table.person, table.item] = table.score
        held = (items, np.arange(25) > 0)
        found = calibrate(scores, "3pl", author_b=items.b, options=np.full(25, 4.0), fixed=held, hold_c=True)
        assert found.errors is not None
        errors.append(float(found.errors.b[0]))
    assert float(np.mean(errors)) == pytest.approx(0.15, abs=0.015)
