"""Adaptive tests scored by Warm's estimate and by maximum likelihood, with EAP before there is one."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from question_bank.irt.adaptive import Method, adaptive_test, figures, replay, simulate
from question_bank.irt.parameters import Parameters
from question_bank.irt.simulate import draw_answers
from tests.irt.adaptive import slow_adaptive
from tests.irt.adaptive.banks import bank, steps_bank, taken, triples

ANSWERS = np.random.default_rng(8).integers(0, 2, 25).tolist()


@pytest.mark.parametrize("method", ["mle", "wle"])
def test_every_step_maximises_its_likelihood(method: Method) -> None:
    """Under two parameters Warm's estimate maximises the likelihood times the root of the information (Warm 1989)."""
    items = triples(bank(25, 7))
    steps = taken(adaptive_test(bank(25, 7), 10, method=method), ANSWERS)
    assert steps[-1].estimator == method
    for step in steps:
        if step.estimator != method:
            continue

        def loss(theta: float, given: tuple[int, ...] = step.items, scores: tuple[int, ...] = step.scores) -> float:
            information = sum(slow_adaptive.information(theta, items[item]) for item in given)
            weight = information if method == "wle" else 1.0
            return -math.log(slow_adaptive.likelihood(theta, items, given, scores)) - math.log(weight) / 2.0

        best = minimize_scalar(loss, bounds=(-8.0, 8.0), method="bounded", options={"xatol": 1e-9}).x
        assert step.theta == pytest.approx(best, abs=1e-5)
        information = sum(slow_adaptive.information(step.theta, items[item]) for item in step.items)
        assert step.se == pytest.approx(1.0 / math.sqrt(information))


def test_eap_stands_in_while_maximum_likelihood_is_infinite() -> None:
    steps = taken(adaptive_test(bank(25, 7), 6, method="mle"), [1] * 25)
    eaps = taken(adaptive_test(bank(25, 7), 6), [1] * 25)
    assert [step.estimator for step in steps] == ["eap"] * 6
    assert [(step.theta, step.se) for step in steps] == [(step.theta, step.se) for step in eaps]
    assert {step.estimator for step in taken(adaptive_test(bank(25, 7), 6, method="wle"), [1] * 25)} == {"wle"}


def test_what_stands_in_does_not_end_the_test() -> None:
    """The posterior is narrow although the likelihood has no maximum yet."""
    test = adaptive_test(bank(25, 7), 6, method="mle", stop_se=0.9)
    assert taken(test, [1] * 25)[-1].stop == "length"
    assert len(taken(adaptive_test(bank(25, 7), 6, stop_se=0.9), [1] * 25)) < 6


@pytest.mark.parametrize("method", ["mle", "wle"])
@pytest.mark.parametrize(
    "parameters", [bank(30, 1, 0.2), bank(30, 1), steps_bank(30, 1, "grm"), steps_bank(30, 1, "gpcm")]
)
def test_many_at_a_time_are_scored_as_one_is(parameters: Parameters, method: Method) -> None:
    test = adaptive_test(parameters, 8, method=method)
    answers = draw_answers(np.linspace(-2, 2, 12), parameters, np.random.default_rng(3))
    trace = replay(test, answers, np.random.default_rng(1))
    for row, own in enumerate(answers.tolist()):
        steps = taken(test, own)
        assert tuple(trace.items[row]) == steps[-1].items
        np.testing.assert_allclose(trace.theta[row], [step.theta for step in steps], atol=1e-7)
        np.testing.assert_allclose(trace.se[row], [step.se for step in steps], rtol=1e-6)
        assert trace.final[row].tolist() == [step.estimator == method for step in steps]


def test_warms_estimates_are_recovered_within_their_standard_errors() -> None:
    """At fixed thetas: the bias is small, and 95 % lie within 1.96 standard errors, nearly."""
    people = 600
    test = adaptive_test(bank(200, 4), 30, method="wle")
    for theta in (-1.0, 0.0, 1.5):
        truth = np.full(people, theta)
        said = figures(test, simulate(test, truth, np.random.default_rng(2)), truth).total
        assert abs(said.bias) < 4 * said.rmse / np.sqrt(people)
        assert said.rmse == pytest.approx(said.mean_se, rel=0.12)
        assert said.coverage == pytest.approx(0.95, abs=0.03)
