"""Linking: what comes back exactly, what another program prints, and what is refused."""

from typing import Any

import numpy as np
import pytest

from question_bank.irt import Grid, expected_score, item_parameters, normal_grid, take
from question_bank.irt.linking import METHODS, Link, Method, link, transformed_parameters
from question_bank.irt.parameters import Parameters, StepFamily, StepParameters, step_parameters
from tests.irt import stuirt

CURVES: tuple[Method, ...] = ("haebara", "stocking-lord")
ITEMS: dict[str, Parameters] = {
    "1pl": item_parameters(1.1, [-1.5, -0.4, 0.3, 1.2]),
    "2pl": item_parameters([0.7, 1.1, 1.6, 0.9], [-1.5, -0.4, 0.3, 1.2]),
    "3pl": item_parameters([0.7, 1.1, 1.6, 0.9], [-1.5, -0.4, 0.3, 1.2], [0.25, 0.2, 0.3, 0.1]),
    "grm": step_parameters([0.8, 1.4], [[-1.0, 0.2, 1.4], [-0.3, 0.6, np.nan]], "grm"),
    "gpcm": step_parameters([0.8, 1.4], [[0.4, -0.2, 1.4], [-0.3, 0.6, np.nan]], "gpcm"),
}


def moved(parameters: Parameters, scale: float, shift: float) -> Parameters:
    if isinstance(parameters, StepParameters):
        return transformed_parameters(parameters, scale, shift)
    return transformed_parameters(parameters, scale, shift)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("model", ITEMS)
def test_identical_forms_need_no_change(method: Method, model: str) -> None:
    found = link(ITEMS[model], ITEMS[model], method)
    np.testing.assert_allclose([found.A, found.B], [1.0, 0.0], atol=1e-12)


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("model", ITEMS)
@pytest.mark.parametrize(("scale", "shift"), [(1.3, -0.45), (0.6, 1.1), (2.2, -1.5)])
def test_an_exact_change_of_scale_comes_back(
    method: Method, model: str, scale: float, shift: float, symmetric: bool
) -> None:
    found = link(ITEMS[model], moved(ITEMS[model], scale, shift), method, symmetric=symmetric)
    np.testing.assert_allclose([found.A, found.B], [scale, shift], atol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_the_constants_are_those_that_stuirt_prints(method: Method) -> None:
    found = link(
        stuirt.NEW_ITEMS,
        stuirt.OLD_ITEMS,
        method,
        theta=stuirt.OLD_DENSITY,
        theta_new=stuirt.NEW_DENSITY,
        symmetric=True,
    )
    np.testing.assert_allclose([found.A, found.B], stuirt.CONSTANTS[method], atol=2e-6)


@pytest.mark.parametrize("method", METHODS)
def test_the_constants_of_a_mixed_format_are_those_that_stuirt_prints(method: Method) -> None:
    found = link(
        stuirt.NEW_MIXED,
        stuirt.OLD_MIXED,
        method,
        theta=stuirt.UNIFORM,
        theta_new=stuirt.UNIFORM,
        symmetric=True,
    )
    np.testing.assert_allclose([found.A, found.B], stuirt.MIXED_CONSTANTS[method], atol=1e-6)


def test_stocking_and_lord_bring_the_test_curves_closer_than_any_neighbour_does() -> None:
    def distance(scale: float, shift: float) -> float:
        grid = normal_grid()
        new = transformed_parameters(stuirt.NEW_ITEMS, scale, shift)
        gap = expected_score(grid.nodes, new) - expected_score(grid.nodes, stuirt.OLD_ITEMS)
        return float(np.exp(grid.log_weights) @ gap**2)

    found = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS)
    assert found.criterion == pytest.approx(distance(found.A, found.B) / 2, rel=1e-9)
    for scale, shift in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-3), (0.0, -1e-3), (1e-3, 1e-3), (-1e-3, 1e-3)]:
        assert distance(found.A + scale, found.B + shift) > distance(found.A, found.B)


@pytest.mark.parametrize("method", CURVES)
def test_the_symmetric_link_reads_the_same_backwards(method: Method) -> None:
    there = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, method, symmetric=True)
    back = link(stuirt.OLD_ITEMS, stuirt.NEW_ITEMS, method, symmetric=True)
    np.testing.assert_allclose([back.A, back.B], [1 / there.A, -there.B / there.A], rtol=1e-8)
    one_way = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, method)
    other_way = link(stuirt.OLD_ITEMS, stuirt.NEW_ITEMS, method)
    assert abs(other_way.A - 1 / one_way.A) > 1e-3


def test_where_ability_is_weighed_matters_to_the_curves() -> None:
    found = [link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, theta=normal_grid(mean)).B for mean in (-1.5, 0.0, 1.5)]
    assert np.ptp(found) > 0.05


def test_common_items_may_stand_in_any_order_among_others() -> None:
    new = take(stuirt.NEW_ITEMS, [3, 0, 7, 5, 11, 2])
    old = take(stuirt.OLD_ITEMS, [11, 9, 2, 3, 7])
    found = link(new, old, common=([0, 2, 4, 5], [3, 4, 0, 2]))
    index = [3, 7, 11, 2]
    whole = link(take(stuirt.NEW_ITEMS, index), take(stuirt.OLD_ITEMS, index))
    np.testing.assert_allclose([found.A, found.B], [whole.A, whole.B], rtol=1e-12)
    assert found.items == 4


def test_an_item_with_one_threshold_links_to_its_right_wrong_form() -> None:
    a, b = [0.8, 1.3, 1.1], [-0.5, 0.1, 0.9]
    families: tuple[StepFamily, ...] = ("grm", "gpcm")
    for family in families:
        steps = step_parameters(a, np.array(b)[:, None], family)
        found = link(steps, transformed_parameters(item_parameters(a, b), 1.2, 0.3), "haebara")
        np.testing.assert_allclose([found.A, found.B], [1.2, 0.3], atol=1e-10)


def test_items_of_one_slope_may_be_shifted_only() -> None:
    new, old = item_parameters(1.0, [-1.0, 0.2, 0.9]), item_parameters(1.0, [-0.7, 0.4, 1.3])
    for method in METHODS:
        found = link(new, old, method, shift_only=True)
        assert found.A == 1.0
        np.testing.assert_allclose(found.B, 0.3, atol=0.01)
    np.testing.assert_allclose(link(new, old, "mean-sigma", shift_only=True).B, 0.3, atol=1e-12)
    np.testing.assert_allclose(link(take(new, [1]), take(old, [1]), shift_only=True).B, 0.2, atol=1e-10)


def test_without_covariances_the_errors_are_not_numbers() -> None:
    found = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS)
    assert np.isnan([found.se_A, found.se_B, found.cov_AB]).all()


def test_a_steep_and_far_start_still_ends_at_the_closest_position() -> None:
    new = item_parameters([0.5, 3.5, 2.0], [4.0, 9.0, 12.0])
    old = transformed_parameters(new, 0.25, -2.0)
    for method in CURVES:
        found = link(new, old, method)
        np.testing.assert_allclose([found.A, found.B], [0.25, -2.0], atol=1e-9)


TWO = item_parameters([1.0, 1.2], [0.0, 1.0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"method": "median"}, "'median'"),
        ({"common": ([0], [0])}, "at least 2 common items, got 1"),
        ({"common": ([0, 2], [0, 1])}, "numbered from 0 to 1, got 0 to 2"),
        ({"common": ([0, 0], [0, 1])}, "named twice"),
        ({"common": ([0, 1], [1])}, "2 new items cannot be paired with 1"),
        ({"new": item_parameters([1.0, -0.2], [0.0, 1.0])}, "common item 1 has a slope that is not positive"),
        ({"old": step_parameters(1.0, [[0.0, np.nan], [0.0, 1.0]], "grm")}, "common item 1 has 2 scores"),
        ({"old": item_parameters(1.0, [0.5, 0.5]), "method": "mean-sigma"}, "difficulties differ"),
    ],
)
def test_what_cannot_be_linked_is_refused_with_the_reason(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        link(**{"new": TWO, "old": TWO, **arguments})


def test_curves_that_meet_nowhere_are_refused() -> None:
    nowhere = Grid(np.array([60.0, 61.0]), np.log([0.5, 0.5]))
    with pytest.raises(ArithmeticError, match="no closest position"):
        link(TWO, transformed_parameters(TWO, 1.2, 0.4), "haebara", theta=nowhere)


def test_a_link_says_what_it_is() -> None:
    found = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, "mean-sigma", symmetric=True)
    assert isinstance(found, Link)
    assert (found.method, found.items, found.symmetric, np.isnan(found.criterion)) == ("mean-sigma", 12, False, True)
