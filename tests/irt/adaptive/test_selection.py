"""Worth of items by each rule, against plain integrals and closed forms."""

import numpy as np
import pytest

from question_bank.irt.adaptive import KlWeights, adaptive_test, answer, begin
from question_bank.irt.adaptive.selection import first_best, first_best_of_each, item_values
from question_bank.irt.adaptive.tables import information_at, log_scores_at
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.parameters import Parameters, item_parameters, step_parameters
from tests.irt.adaptive import slow_adaptive
from tests.irt.adaptive.banks import bank, steps_bank, triples

TOLERANCE = {"likelihood": 1e-4, "posterior": 1e-6, "interval": 5e-3}
THETA = np.linspace(-4.0, 4.0, 17)


@pytest.mark.parametrize(
    "parameters", [bank(30, 1), bank(30, 1, 0.3), steps_bank(30, 2, "grm"), steps_bank(30, 2, "gpcm")]
)
def test_the_quick_information_is_the_information(parameters: Parameters) -> None:
    quick = adaptive_test(parameters, 1).tables.quick
    exact = category_information(THETA, parameters)
    np.testing.assert_allclose(information_at(THETA[:, None], parameters, quick), exact, rtol=1e-11)
    np.testing.assert_allclose(information_at(1.5, parameters, quick), exact[11], rtol=1e-11)


@pytest.mark.parametrize("parameters", [bank(30, 1), bank(30, 1, 0.3), steps_bank(30, 2, "grm")])
def test_log_probabilities_are_those_of_the_curves(parameters: Parameters) -> None:
    found = log_scores_at(THETA[:, None], parameters, adaptive_test(parameters, 1).tables.quick)
    np.testing.assert_allclose(np.stack(found, axis=2), category_curves(THETA, parameters).log_p, rtol=1e-10)


@pytest.mark.parametrize(
    "parameters",
    [
        item_parameters([40.0, 0.5], [0.0, 1.0], 0.2),
        step_parameters([40.0, 0.5], [[0.0, 1.0], [-1.0, np.nan]], "grm"),
        step_parameters([40.0, 0.5], [[0.0, 1.0], [-1.0, np.nan]], "gpcm"),
    ],
)
def test_beyond_the_reach_of_the_quick_form_information_stays_exact(parameters: Parameters) -> None:
    quick = adaptive_test(parameters, 1).tables.quick
    assert quick.reach < 6
    far = np.array([-90.0, 90.0])
    np.testing.assert_allclose(information_at(far[:, None], parameters, quick), category_information(far, parameters))
    np.testing.assert_allclose(information_at(90.0, parameters, quick), category_information(90.0, parameters)[0])


def test_part_marks_are_worth_their_information() -> None:
    parameters = steps_bank(10, 4, "gpcm")
    test = adaptive_test(parameters, 5)
    np.testing.assert_allclose(
        item_values(test, 0.3, test.grid.log_weights, 0), category_information(0.3, parameters)[0]
    )


@pytest.mark.parametrize("weights", ["likelihood", "posterior", "interval"])
@pytest.mark.parametrize("guessing", [0.0, 0.2])
def test_kullback_leibler_information_is_its_integral(weights: KlWeights, guessing: float) -> None:
    """Up to a factor that all items share, because the weights need not sum to one."""
    parameters = bank(6, 2, guessing)
    test = adaptive_test(parameters, 6, rule="kl", kl_weights=weights)
    examinee = begin(test)
    for item, score in ((0, 1), (1, 0), (2, 1)):
        examinee = answer(test, examinee, item, score)
    values = item_values(test, examinee.theta, examinee.log_posterior, 3)
    slow = [
        slow_adaptive.worth(weights, examinee.theta, triples(parameters), [0, 1, 2], [1, 0, 1], item)
        for item in triples(parameters)
    ]
    # Integrands that do not vanish at their ends show the width of the cells.
    np.testing.assert_allclose(values / values[0], np.array(slow) / slow[0], rtol=TOLERANCE[weights])


@pytest.mark.parametrize("family", ["grm", "gpcm"])
def test_kullback_leibler_information_of_part_marks_sums_over_the_scores(family: str) -> None:
    parameters = steps_bank(8, 3, family)  # type: ignore[arg-type]
    test = adaptive_test(parameters, 4, rule="kl", kl_weights="posterior")
    weights = np.exp(test.grid.log_weights)
    here = np.exp(category_curves([0.4], parameters).log_p[0])
    there = np.exp(category_curves(test.grid.nodes, parameters).log_p)
    slow = np.zeros(8)
    for node, weight in enumerate(weights):
        for item in range(8):
            for p, q in zip(here[item], there[node, item], strict=True):
                slow[item] += weight * p * np.log(p / q) if p > 0 else 0.0
    np.testing.assert_allclose(item_values(test, 0.4, test.grid.log_weights, 0), slow, rtol=1e-9)


def test_with_much_information_all_rules_agree() -> None:
    """As the posterior narrows, weighing over it comes to the information at its mean."""
    parameters = item_parameters(1.0, np.linspace(-2.0, 2.0, 9))
    many = adaptive_test(item_parameters(2.5, np.linspace(-2.0, 2.0, 200)), 200)
    examinee = begin(many)
    for item in range(200):
        examinee = answer(many, examinee, item, int(item < 125))
    values = [
        item_values(
            adaptive_test(parameters, 1, rule=rule, grid=many.grid), examinee.theta, examinee.log_posterior, 200
        )
        for rule in ("mfi", "mpwi", "kl")
    ]
    assert {int(value.argmax()) for value in values} == {5}
    np.testing.assert_allclose(values[0], values[1], rtol=0.01)


def test_values_of_many_people_are_those_of_each() -> None:
    for parameters in (bank(15, 6, 0.2), steps_bank(15, 6, "grm")):
        for rule in ("mfi", "mpwi", "kl"):
            test = adaptive_test(parameters, 5, rule=rule)
            people = np.stack([test.grid.log_weights, np.roll(test.grid.log_weights, 9)])
            both = item_values(test, np.array([[-0.5], [1.2]]), people, 4)
            np.testing.assert_allclose(both[0], item_values(test, -0.5, people[0], 4), rtol=1e-12)
            np.testing.assert_allclose(both[1], item_values(test, 1.2, people[1], 4), rtol=1e-12)


def test_values_that_differ_by_rounding_are_tied() -> None:
    values = np.array([[-np.inf, 1.0, 1.0 + 1e-12, 0.5], [3.0, -np.inf, 2.0, 3.0]])
    assert [first_best(row) for row in values] == [1, 0]
    np.testing.assert_array_equal(first_best_of_each(values), [1, 0])
    assert first_best(np.array([1.0, 1.0 + 1e-6])) == 1
