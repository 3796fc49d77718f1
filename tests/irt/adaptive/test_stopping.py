"""When tests end: by length, by standard error, by classification."""

import math

import numpy as np
import pytest

from question_bank.irt.adaptive import Sprt, adaptive_test, figures, simulate, verdicts
from question_bank.irt.adaptive.stopping import log_ratios, truncated_verdict, verdict
from question_bank.irt.parameters import item_parameters
from tests.irt.adaptive.banks import bank, steps_bank, taken, triples
from tests.irt.adaptive.slow_adaptive import chance

EVEN = Sprt(cut=0.3, delta=0.5, alpha=0.1, beta=0.1)


def test_a_standard_error_ends_the_test_as_soon_as_it_is_reached() -> None:
    answers = [1, 0] * 20
    through = taken(adaptive_test(bank(40, 1), 30), answers)
    wanted = through[11].se
    ends = taken(adaptive_test(bank(40, 1), 30, stop_se=wanted), answers)
    assert [step.stop for step in ends] == [""] * 11 + ["se"]
    assert through[10].se > wanted
    assert [step.stop for step in through] == [""] * 29 + ["length"]


def test_a_standard_error_that_is_never_reached_ends_nothing() -> None:
    assert taken(adaptive_test(bank(40, 1), 10, stop_se=0.01), [1, 0] * 20)[-1].stop == "length"


def test_the_ratio_is_that_of_the_two_likelihoods() -> None:
    parameters = bank(10, 2, 0.2)
    answers = [1, 1, 0, 1, 0, 0, 1, 1, 0, 1]
    end = taken(adaptive_test(parameters, 8, sprt=EVEN._replace(alpha=1e-9, beta=1e-9)), answers)[-1]
    slow = 0.0
    for item, score in zip(end.items, end.scores, strict=True):
        above, below = (chance(EVEN.cut + side * EVEN.delta, triples(parameters)[item]) for side in (1, -1))
        slow += math.log(above / below) if score else math.log((1 - above) / (1 - below))
    assert end.log_ratio == pytest.approx(slow)
    assert end.stop == "length"
    assert end.verdict == ("above" if slow >= 0 else "below")


def test_walds_bounds() -> None:
    """Wald (1947, Sequential Analysis, ch. 3): log((1 - beta) / alpha) and log(beta / (1 - alpha))."""
    sprt = Sprt(0.0, 0.3, 0.05, 0.1)
    assert sprt.upper == pytest.approx(math.log(0.9 / 0.05))
    assert sprt.lower == pytest.approx(math.log(0.1 / 0.95))
    assert [verdict(sprt, ratio) for ratio in (3.0, 2.8, -2.2, -2.3)] == ["above", "", "", "below"]
    assert [truncated_verdict(sprt, ratio) for ratio in (0.4, 0.3)] == ["above", "below"]


def test_scores_that_an_item_lacks_add_nothing() -> None:
    parameters = steps_bank(6, 1, "gpcm")
    ratios = log_ratios(parameters, EVEN)
    assert np.isfinite(ratios).all()
    assert (ratios[0, 2:] == 0).all()
    assert (np.diff(ratios[1]) > 0).all()


def test_errors_and_lengths_are_those_of_the_gamblers_ruin() -> None:
    """Items at the cut make the ratio a walk of equal steps +-s between barriers n = ceil(bound / s) steps away, whose
    error and length Feller (1968, An Introduction to Probability Theory I, ch. XIV.2-3) gives exactly."""
    slope = 1.5
    test = adaptive_test(item_parameters(slope, np.full(150, EVEN.cut)), 150, sprt=EVEN)
    p = 1.0 / (1.0 + math.exp(slope * EVEN.delta))
    q = 1.0 - p
    steps = math.ceil(EVEN.upper / math.log(q / p))
    error = 1.0 / (1.0 + (q / p) ** steps)
    length = steps * (1.0 - 2.0 * error) / (q - p)
    people = 4000
    trace = simulate(test, np.full(people, EVEN.cut - EVEN.delta), np.random.default_rng(4))
    assert set(trace.stop) == {"sprt"}
    called = np.array(verdicts(test, trace)) == "above"
    assert called.mean() == pytest.approx(error, abs=3.5 * math.sqrt(error * (1 - error) / people))
    assert trace.lengths.mean() == pytest.approx(length, abs=3.5 * trace.lengths.std() / math.sqrt(people))


def test_far_from_the_cut_nearly_everybody_is_classified_early_and_rightly() -> None:
    test = adaptive_test(bank(60, 3, 0.2), 40, sprt=EVEN)
    theta = np.repeat([EVEN.cut - 1.5, EVEN.cut + 1.5], 300)
    said = figures(test, simulate(test, theta, np.random.default_rng(5)), theta)
    assert said.classification is not None
    assert said.classification.right > 0.97
    assert said.classification.decided > 0.95
    assert said.total.mean_length < 15


@pytest.mark.parametrize(
    ("sprt", "fault"),
    [
        (Sprt(0.0, 0.0, 0.1, 0.1), "positive delta"),
        (Sprt(math.nan, 0.3, 0.1, 0.1), "finite cut"),
        (Sprt(0.0, 0.3, 0.0, 0.1), "between 0 and 0.5"),
        (Sprt(0.0, 0.3, 0.1, 0.5), "between 0 and 0.5"),
    ],
)
def test_a_classification_that_makes_no_sense_is_refused(sprt: Sprt, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        adaptive_test(bank(5, 1), 3, sprt=sprt)
