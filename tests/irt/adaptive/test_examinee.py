"""One adaptive test, step by step: against an independent slow one, at its limits, and with faulty use."""

import numpy as np
import pytest

from question_bank.irt.adaptive import Rule, adaptive_test, answer, begin, next_item, population_grid
from question_bank.irt.parameters import Parameters, categories, item_parameters
from tests.irt.adaptive import slow_adaptive
from tests.irt.adaptive.banks import bank, steps_bank, taken, triples

RULES: list[Rule] = ["mfi", "mpwi", "kl"]
BANKS: list[Parameters] = [bank(12, 1), bank(12, 1, 0.2), steps_bank(12, 2, "grm"), steps_bank(12, 3, "gpcm")]


@pytest.mark.parametrize("guessing", [0.0, 0.25])
@pytest.mark.parametrize("rule", RULES)
def test_every_step_is_that_of_the_slow_test(rule: Rule, guessing: float) -> None:
    parameters = bank(25, 7, guessing)
    answers = np.random.default_rng(8).integers(0, 2, 25).tolist()
    expected = slow_adaptive.trace(triples(parameters), answers, 8, rule, start=0.5)
    steps = taken(adaptive_test(parameters, 8, rule=rule, start=0.5), answers)
    assert list(steps[-1].items) == [item for item, *_ in expected]
    assert list(steps[-1].scores) == [score for _, score, *_ in expected]
    np.testing.assert_allclose([step.theta for step in steps], [theta for *_, theta, _ in expected], atol=1e-9)
    np.testing.assert_allclose([step.se for step in steps], [se for *_, se in expected], atol=1e-9)


def test_a_long_test_of_all_answers_right_is_that_of_the_slow_test() -> None:
    parameters = bank(60, 9, 0.2)
    expected = slow_adaptive.trace(triples(parameters), [1] * 60, 30)
    steps = taken(adaptive_test(parameters, 30), [1] * 60)
    assert list(steps[-1].items) == [item for item, *_ in expected]
    np.testing.assert_allclose([step.theta for step in steps], [theta for *_, theta, _ in expected], atol=1e-9)


@pytest.mark.parametrize("parameters", BANKS)
def test_who_answers_the_whole_bank_has_the_same_theta_by_every_rule(parameters: Parameters) -> None:
    answers = [int(count) - 1 - place % 2 for place, count in enumerate(categories(parameters))]
    ends = [taken(adaptive_test(parameters, 12, rule=rule), answers)[-1] for rule in RULES]
    assert {len(end.items) for end in ends} == {12}
    assert len({end.items for end in ends}) > 1
    for end in ends:
        assert (end.theta, end.se) == pytest.approx((ends[0].theta, ends[0].se), abs=1e-12)
        assert end.stop == "length"


def test_the_population_moves_the_prior_and_the_start() -> None:
    """theta = 10 z + 50 is another scale for the same test: a / 10, and b, start, theta and se in its units."""
    plain = bank(20, 4, 0.2)
    scaled = item_parameters(plain.a / 10.0, 10.0 * plain.b + 50.0, plain.c)
    answers = [1, 0] * 10
    one = taken(adaptive_test(plain, 10), answers)
    other = taken(adaptive_test(scaled, 10, grid=population_grid(scaled, 10, 50.0, 10.0)), answers)
    assert one[-1].items == other[-1].items
    np.testing.assert_allclose([10.0 * step.theta + 50.0 for step in one], [step.theta for step in other])
    np.testing.assert_allclose([10.0 * step.se for step in one], [step.se for step in other])


def test_the_grid_is_close_enough_for_wide_populations_and_sharp_items() -> None:
    """Seven hundredths of theta is all that the answers leave open, in a population fifty times as wide."""
    sharp = item_parameters(12.0, np.linspace(-0.3, 0.3, 40))
    grid = population_grid(sharp, 20, 0.0, 3.5)
    end = taken(adaptive_test(sharp, 20, grid=grid), [1, 0] * 20)[-1]
    points = np.linspace(-3, 3, 60001)
    heights = -((points / 3.5) ** 2) / 2.0
    for item, score in zip(end.items, end.scores, strict=True):
        heights -= np.logaddexp(0.0, (-12.0 if score else 12.0) * (points - sharp.b[item]))
    weights = np.exp(heights) / np.exp(heights).sum()
    mean = weights @ points
    se = np.sqrt(weights @ (points - mean) ** 2)
    assert se < 0.08
    assert (end.theta, end.se) == pytest.approx((mean, se), rel=1e-6)


def test_ties_go_to_the_first_item() -> None:
    # At theta 0 the items 1, 2 and 4 are worth the same, and item 2 mirrors the other two.
    test = adaptive_test(item_parameters(1.3, [2.0, 0.7, -0.7, -1.5, 0.7]), 5)
    first = next_item(test, begin(test))
    assert first.item == 1
    after = answer(test, first.examinee, 1, 1)
    assert next_item(test, after).item == 4


def test_a_recorded_test_is_taken_up_again_by_answering_it_anew() -> None:
    test = adaptive_test(bank(20, 5), 10)
    steps = taken(test, [1, 0] * 10)
    half = steps[4]
    again = begin(test)
    for item, score in zip(half.items, half.scores, strict=True):
        again = answer(test, again, item, score)
    assert (again.theta, again.se) == (half.theta, half.se)
    assert next_item(test, again).item == next_item(test, half).item


def test_states_are_values_that_no_later_answer_changes() -> None:
    test = adaptive_test(bank(20, 5), 10)
    start = begin(test)
    before = (start.log_posterior.copy(), start.barred.copy())
    item = next_item(test, start).item
    right, wrong = answer(test, start, item, 1), answer(test, start, item, 0)
    np.testing.assert_array_equal(start.log_posterior, before[0])
    np.testing.assert_array_equal(start.barred, before[1])
    assert right.theta > start.theta > wrong.theta


def test_only_allowed_items_are_given_and_the_test_ends_with_them() -> None:
    test = adaptive_test(bank(20, 5), 10)
    allowed = np.arange(20) % 5 == 0
    examinee = begin(test, allowed)
    while not examinee.stop:
        examinee = answer(test, examinee, next_item(test, examinee).item, 1)
    assert sorted(examinee.items) == [0, 5, 10, 15]
    assert examinee.stop == "exhausted"
    assert begin(test, np.zeros(20, dtype=bool)).stop == "exhausted"


def test_an_answer_too_unlikely_for_a_number_still_moves_theta() -> None:
    test = adaptive_test(item_parameters([200.0, 1.0], [-10.0, 0.0]), 2)
    after = answer(test, begin(test), 0, 0)
    assert after.theta == pytest.approx(-8.0, abs=0.2)
    assert np.exp(after.log_posterior).sum() == pytest.approx(1.0)


def test_faulty_answers_are_refused_by_name() -> None:
    test = adaptive_test(bank(5, 5), 2)
    examinee = answer(test, begin(test), 3, 1)
    with pytest.raises(ValueError, match="item 3 is not open"):
        answer(test, examinee, 3, 0)
    with pytest.raises(ValueError, match="item 5 is not open"):
        answer(test, examinee, 5, 0)
    with pytest.raises(ValueError, match="item 1: 2 is not one of the scores 0 to 1"):
        answer(test, examinee, 1, 2)
    over = answer(test, examinee, 1, 1)
    with pytest.raises(ValueError, match="the test is over: length"):
        next_item(test, over)
    with pytest.raises(ValueError, match="the test is over: length"):
        answer(test, over, 2, 1)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"best_of": 0}, "drawn from at least one"),
        ({"start": float("nan")}, "not a sensible number"),
        ({"stop_se": -1.0}, "not a sensible number"),
        ({"controls": [0.5, 2.0, 1.0, 1.0, 1.0]}, "5 probabilities"),
        ({"controls": [1.0] * 5, "best_of": 2}, "not both"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        adaptive_test(bank(5, 5), 2, **settings)  # type: ignore[arg-type]


def test_a_test_needs_items() -> None:
    with pytest.raises(ValueError, match="a test needs items"):
        adaptive_test(bank(5, 5), 0)
