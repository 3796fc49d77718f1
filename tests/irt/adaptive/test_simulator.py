"""Many people's tests: the same as one by one, recovery of theta with honest standard errors, and recorded answers."""

from typing import Any

import numpy as np
import pytest

from question_bank.irt.adaptive import (
    AdaptiveTest,
    NoForm,
    Sprt,
    adaptive_test,
    content,
    figures,
    replay,
    simulate,
)
from question_bank.irt.parameters import Parameters
from question_bank.irt.simulate import draw_answers
from tests.irt.adaptive.banks import bank, steps_bank, taken

DESIGNS: list[tuple[Parameters, dict[str, Any]]] = [
    (bank(40, 1, 0.2), {}),
    (bank(40, 1), {"rule": "mpwi", "stop_se": 0.4}),
    (bank(40, 1, 0.1), {"rule": "kl", "sprt": Sprt(0.0, 0.4, 0.1, 0.1)}),
    (bank(40, 1), {"rule": "kl", "kl_weights": "interval", "start": 1.0}),
    (steps_bank(40, 1, "grm"), {"stop_se": 0.3}),
    (steps_bank(40, 1, "gpcm"), {"rule": "kl", "kl_weights": "posterior"}),
]


@pytest.mark.parametrize(("parameters", "settings"), DESIGNS)
def test_many_at_a_time_are_tested_as_one_is(parameters: Parameters, settings: dict[str, Any]) -> None:
    test = adaptive_test(parameters, 12, **settings)
    answers = draw_answers(np.linspace(-2, 2, 25), parameters, np.random.default_rng(3))
    trace = replay(test, answers, np.random.default_rng(1))
    for row, own in enumerate(answers.tolist()):
        steps = taken(test, own)
        end, length = steps[-1], len(steps)
        assert trace.lengths[row] == length
        assert tuple(trace.items[row, :length]) == end.items
        assert tuple(trace.scores[row, :length]) == end.scores
        assert trace.stop[row] == end.stop
        assert trace.log_ratio[row] == pytest.approx(end.log_ratio)
        np.testing.assert_allclose(trace.theta[row, :length], [step.theta for step in steps], atol=1e-12)
        np.testing.assert_allclose(trace.se[row, :length], [step.se for step in steps], atol=1e-10)
        assert np.isnan(trace.theta[row, length:]).all()


def without_rules(test: AdaptiveTest) -> AdaptiveTest:
    """The same test, but by the way of those that have rules of content."""
    return test._replace(content=content(test.items), form=tuple(range(test.length)))


@pytest.mark.parametrize("settings", [{"best_of": 3}, {"controls": np.linspace(0.2, 1.0, 40)}])
def test_chance_is_the_same_for_many_as_for_one(settings: dict[str, Any]) -> None:
    test = adaptive_test(bank(40, 1), 6, **settings)
    theta = np.zeros(800)
    many, single = (simulate(each, theta, np.random.default_rng(5)) for each in (test, without_rules(test)))
    rates = [figures(test, trace).exposure.rates for trace in (many, single)]
    assert np.abs(rates[0] - rates[1]).max() < 5 * np.sqrt(0.5 / 800)
    assert np.abs(many.chosen - single.chosen).max() / 800 < 5 * np.sqrt(0.5 / 800)
    assert 0 < rates[0].max() < 1


@pytest.mark.parametrize("parameters", [bank(200, 4, 0.2), steps_bank(100, 4, "gpcm")])
def test_thetas_are_recovered_within_their_standard_errors(parameters: Parameters) -> None:
    """People drawn from the prior: the EAP's errors have mean zero and the posterior's own spread, Bayes's theorem."""
    people = 1500
    theta = np.random.default_rng(1).normal(size=people)
    test = adaptive_test(parameters, 20)
    said = figures(test, simulate(test, theta, np.random.default_rng(2)), theta)
    assert said.total.rmse < 0.4
    assert abs(said.total.bias) < 4 * said.total.rmse / np.sqrt(people)
    # The root of a mean square has a relative standard error of 1 / sqrt(2 people), and the mean of roots is smaller.
    assert said.total.rmse == pytest.approx(said.total.mean_se, rel=0.01 + 4 / np.sqrt(2 * people))
    assert said.total.coverage == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / people))


def test_choosing_items_beats_a_fixed_form() -> None:
    theta = np.random.default_rng(1).normal(size=800)
    chosen = adaptive_test(bank(200, 4), 15)
    fixed = adaptive_test(bank(200, 4), 15, controls=np.where(np.arange(200) < 15, 1.0, 0.0))
    rmse = [
        figures(test, simulate(test, theta, np.random.default_rng(2)), theta).total.rmse for test in (chosen, fixed)
    ]
    assert rmse[0] < 0.8 * rmse[1]


def test_the_same_seed_gives_the_same_tests_and_people_the_same_answers_under_any_rule() -> None:
    theta = np.linspace(-1, 1, 40)
    one, again, other = (
        simulate(adaptive_test(bank(30, 2), 30, rule=rule), theta, np.random.default_rng(6))
        for rule in ("mfi", "mfi", "kl")
    )
    np.testing.assert_array_equal(one.items, again.items)
    assert (one.items != other.items).any()
    # The whole bank is given, so everybody's answers can be compared item by item.
    for row in range(40):
        assert dict(zip(one.items[row], one.scores[row], strict=True)) == dict(
            zip(other.items[row], other.scores[row], strict=True)
        )


def test_items_without_an_answer_are_not_given() -> None:
    answers = np.ones((3, 20))
    answers[0, ::2] = np.nan
    answers[2] = np.nan
    trace = replay(adaptive_test(bank(20, 5), 12), answers, np.random.default_rng(1))
    assert set(trace.items[0, :10]) == set(range(1, 20, 2))
    assert trace.stop.tolist() == ["exhausted", "length", "exhausted"]
    assert trace.lengths.tolist() == [10, 12, 0]


def test_a_length_beyond_the_bank_ends_with_the_bank() -> None:
    trace = replay(adaptive_test(bank(5, 5), 9), np.ones((2, 5)), np.random.default_rng(1))
    assert trace.lengths.tolist() == [5, 5]
    assert trace.stop.tolist() == ["exhausted", "exhausted"]


def test_faulty_answers_are_refused_by_row_and_column() -> None:
    test = adaptive_test(bank(4, 5), 2)
    with pytest.raises(ValueError, match="row 1, column 2: 2 is not 0, 1 or NaN"):
        replay(test, np.array([[1.0, 0, 1, 0], [1, 0, 2, 0]]), np.random.default_rng(1))
    with pytest.raises(ValueError, match=r"shape \(persons, 4\)"):
        replay(test, [[1, 0, 1]], np.random.default_rng(1))
    with pytest.raises(ValueError, match="finite"):
        simulate(test, [0.0, np.nan], np.random.default_rng(1))


def test_whose_answers_make_no_test_by_the_rules_is_named() -> None:
    answers = np.ones((2, 4))
    answers[1, 2:] = np.nan
    with pytest.raises(NoForm, match="row 1: no test of 3 from 2 items meets the length") as refused:
        replay(adaptive_test(bank(4, 5), 3, content=content(4)), answers, np.random.default_rng(1))
    assert (refused.value.row, refused.value.free, refused.value.rules) == (1, 2, ())


def test_progress_counts_people() -> None:
    seen: list[int] = []
    simulate(adaptive_test(bank(4, 5), 2), np.zeros(700), np.random.default_rng(1), progress=seen.append)
    assert seen == [500, 700]


def test_nobody_takes_no_test() -> None:
    assert simulate(adaptive_test(bank(4, 5), 2), [], np.random.default_rng(1)).items.shape == (0, 2)
