"""Standard errors of the linking constants, against the whole procedure done again with other numbers, and by how often
intervals hold the truth."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import least_squares

from question_bank.irt import Grid, ItemParameters, item_parameters, normal_grid, probability, take
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.categories import category_curves
from question_bank.irt.linking import METHODS, Method, link
from question_bank.irt.parameters import FloatArray, Parameters, step_parameters
from tests.irt import stuirt


class Errors(NamedTuple):
    parts: list[str]
    items: NDArray[np.intp]
    matrix: FloatArray


def layout(blocks: list[Parameters]) -> tuple[list[str], list[int]]:
    """The part and the item of each parameter, block after block: slopes, then difficulties, then asymptotes."""
    parts: list[str] = []
    items: list[int] = []
    start = 0
    for block in blocks:
        count = block.a.size
        parts += ["a"] * count
        items += range(start, start + count)
        if isinstance(block, ItemParameters):
            parts += ["b"] * count + ["c"] * count
            items += [*range(start, start + count)] * 2
        else:
            for item, steps in enumerate(block.thresholds):
                there = int((~np.isnan(steps)).sum())
                parts += [f"t{step + 1}" for step in range(there)]
                items += [start + item] * there
        start += count
    return parts, items


def vector(blocks: list[Parameters]) -> FloatArray:
    numbers = []
    for block in blocks:
        numbers += [block.a, block.b, block.c] if isinstance(block, ItemParameters) else [block.a, block.thresholds]
    whole = np.concatenate([part.ravel() for part in numbers])
    return np.asarray(whole[~np.isnan(whole)])


def rebuilt(values: FloatArray, like: list[Parameters]) -> list[Parameters]:
    blocks: list[Parameters] = []
    start = 0
    for block in like:
        count = block.a.size
        if isinstance(block, ItemParameters):
            a, b, c = values[start : start + 3 * count].reshape(3, count)
            blocks.append(item_parameters(a, b, c))
            start += 3 * count
        else:
            steps = block.thresholds.copy()
            there = ~np.isnan(steps)
            steps[there] = values[start + count : start + count + there.sum()]
            blocks.append(step_parameters(values[start : start + count], steps, block.family))
            start += count + int(there.sum())
    return blocks


def some_covariance(size: int, seed: int) -> FloatArray:
    """A covariance with standard errors of some 0.02 to 0.1 and correlations of any kind."""
    generator = np.random.default_rng(seed)
    factor = generator.normal(size=(size, size))
    raw = factor @ factor.T + 0.5 * size * np.eye(size)
    deviations = generator.uniform(0.02, 0.1, size) / np.sqrt(np.diag(raw))
    return deviations[:, None] * raw * deviations


def errors_for(blocks: list[Parameters], seed: int) -> Errors:
    parts, items = layout(blocks)
    return Errors(parts, np.array(items, dtype=np.intp), some_covariance(len(parts), seed))


def brute_force(
    new: list[Parameters], old: list[Parameters], whole_test: bool, grid: Grid, symmetric: bool, fixed: bool = False
) -> FloatArray:
    """A and B by a general least-squares routine from curves that the linking has no part in."""

    def probabilities(theta: FloatArray, blocks: list[Parameters]) -> FloatArray:
        whole = [np.exp(category_curves(theta, block).log_p) for block in blocks]
        if whole_test:
            return np.asarray(sum((p @ np.arange(p.shape[2])).sum(axis=1) for p in whole))[:, None]
        return np.concatenate([p.reshape(theta.size, -1) for p in whole], axis=1)

    def gaps(constants: FloatArray) -> FloatArray:
        scale, shift = (1.0, constants[0]) if fixed else constants
        root = np.exp(grid.log_weights / 2)[:, None]
        here = probabilities(grid.nodes, old) - probabilities((grid.nodes - shift) / scale, new)
        there = probabilities(grid.nodes, new) - probabilities(scale * grid.nodes + shift, old)
        return np.concatenate([(root * here).ravel(), (root * there).ravel()] if symmetric else [(root * here).ravel()])

    found = least_squares(gaps, [0.0] if fixed else [1.0, 0.0], jac="3-point", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    return np.append(1.0, found.x) if fixed else np.asarray(found.x)


def by_differences(solve: Callable[[FloatArray], FloatArray], at: FloatArray, step: float) -> FloatArray:
    """The derivatives (2, parameters) of the solution."""
    unit = step * np.eye(at.size)
    return np.stack([(solve(at + change) - solve(at - change)) / (2 * step) for change in unit], axis=1)


ONE_KIND: tuple[list[Parameters], list[Parameters]] = ([stuirt.NEW_ITEMS], [stuirt.OLD_ITEMS])
MIXED: tuple[list[Parameters], list[Parameters]] = (
    [
        item_parameters([0.8, 1.5, 1.1], [-1.1, 0.2, 0.8], [0.2, 0.25, 0.1]),
        step_parameters([0.9, 1.3], [[-1.0, 0.1, 1.2], [-0.2, 0.9, np.nan]], "grm"),
        step_parameters([0.7, 1.1], [[0.5, -0.3, 1.0], [-0.6, 0.4, np.nan]], "gpcm"),
    ],
    [
        item_parameters([0.9, 1.2, 1.2], [-1.4, 0.3, 0.6], [0.15, 0.2, 0.15]),
        step_parameters([0.8, 1.4], [[-1.3, 0.3, 1.1], [-0.4, 0.7, np.nan]], "grm"),
        step_parameters([0.8, 0.9], [[0.3, -0.2, 1.3], [-0.9, 0.6, np.nan]], "gpcm"),
    ],
)


@pytest.mark.parametrize(("method", "whole_test"), [("haebara", False), ("stocking-lord", True)])
@pytest.mark.parametrize(("symmetric", "fixed"), [(False, False), (True, False), (True, True)])
def test_constants_and_errors_are_those_of_the_whole_procedure_done_by_brute_force(
    method: Method, whole_test: bool, symmetric: bool, fixed: bool
) -> None:
    new, old = MIXED
    grid = normal_grid(0.3, 1.2, nodes=15)
    errors = errors_for(new, 1), errors_for(old, 2)
    found = link(
        new,
        old,
        method,
        errors_new=errors[0],
        errors_old=errors[1],
        theta=grid,
        theta_new=grid,
        symmetric=symmetric,
        shift_only=fixed,
    )

    def solve(values: FloatArray) -> FloatArray:
        cut = vector(new).size
        return brute_force(rebuilt(values[:cut], new), rebuilt(values[cut:], old), whole_test, grid, symmetric, fixed)

    at = np.concatenate([vector(new), vector(old)])
    np.testing.assert_allclose([found.A, found.B], solve(at), atol=1e-7)
    slopes = by_differences(solve, at, 1e-4)
    cut = vector(new).size
    expected = (
        slopes[:, :cut] @ errors[0].matrix @ slopes[:, :cut].T + slopes[:, cut:] @ errors[1].matrix @ slopes[:, cut:].T
    )
    np.testing.assert_allclose(
        [found.se_A**2, found.cov_AB, found.se_B**2], expected[[0, 0, 1], [0, 1, 1]], rtol=1e-4, atol=1e-12
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("new", "old"), [ONE_KIND, MIXED])
def test_errors_are_those_of_the_constants_done_again_with_other_parameters(
    method: Method, new: list[Parameters], old: list[Parameters]
) -> None:
    errors = errors_for(new, 3), errors_for(old, 4)
    found = link(new, old, method, errors_new=errors[0], errors_old=errors[1])
    cut = vector(new).size

    def solve(values: FloatArray) -> FloatArray:
        again = link(rebuilt(values[:cut], new), rebuilt(values[cut:], old), method)
        return np.array([again.A, again.B])

    slopes = by_differences(solve, np.concatenate([vector(new), vector(old)]), 1e-4)
    whole = np.zeros((slopes.shape[1], slopes.shape[1]))
    whole[:cut, :cut], whole[cut:, cut:] = errors[0].matrix, errors[1].matrix
    expected = slopes @ whole @ slopes.T
    np.testing.assert_allclose([found.se_A**2, found.cov_AB, found.se_B**2], expected[[0, 0, 1], [0, 1, 1]], rtol=2e-5)


def test_for_two_items_the_errors_of_mean_sigma_are_those_on_paper() -> None:
    """A = (b2 - b1) / (b2* - b1*): with standard errors s of the old difficulties alone, se A = s sqrt(2) / (b2* - b1*)
    and se B = s sqrt(b1*^2 + b2*^2) / (b2* - b1*)."""
    new, old = item_parameters(1.0, [-0.5, 1.5]), item_parameters(1.0, [0.2, 3.2])
    known = Errors([], np.array([], dtype=np.intp), np.zeros((0, 0)))
    some = Errors(["b", "b"], np.array([0, 1]), 0.1**2 * np.eye(2))
    found = link(new, old, "mean-sigma", errors_new=known, errors_old=some)
    np.testing.assert_allclose([found.A, found.B], [1.5, 0.95])
    np.testing.assert_allclose([found.se_A, found.se_B], [0.1 * np.sqrt(2) / 2, 0.1 * np.sqrt(0.25 + 2.25) / 2])


def test_a_common_slope_errs_once_and_not_item_by_item() -> None:
    """Of A = a / a*, the standard error is that of the one slope however many items share it."""
    new, old = item_parameters(1.2, [-1.0, 0.0, 1.0]), item_parameters(1.0, [-1.0, 0.0, 1.0])
    shared = Errors(["a"] * 3, np.arange(3), np.full((3, 3), 0.04**2))
    known = Errors([], np.array([], dtype=np.intp), np.zeros((0, 0)))
    assert link(new, old, "mean-mean", errors_new=shared, errors_old=known).se_A == pytest.approx(0.04)


def test_errors_of_other_items_do_not_touch_the_link() -> None:
    errors = errors_for([stuirt.NEW_ITEMS], 5), errors_for([stuirt.OLD_ITEMS], 6)
    common = (np.arange(6), np.arange(6))
    found = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, common=common, errors_new=errors[0], errors_old=errors[1])
    louder = [
        one.matrix * np.where(one.items < 6, 1.0, 10.0) * np.where(one.items < 6, 1.0, 10.0)[:, None] for one in errors
    ]
    again = link(
        stuirt.NEW_ITEMS,
        stuirt.OLD_ITEMS,
        common=common,
        errors_new=errors[0]._replace(matrix=louder[0]),
        errors_old=errors[1]._replace(matrix=louder[1]),
    )
    assert again == found


@pytest.mark.parametrize(
    "method",
    ["mean-mean", "mean-sigma", pytest.param("haebara", marks=pytest.mark.long), "stocking-lord"],
)
def test_intervals_hold_the_true_constants_as_often_as_they_say(method: Method) -> None:
    """Calibrations drawn from their own covariances, 300 times; 1.96 standard errors hold the truth 95 times in 100."""
    scale, shift = 1.2, -0.4
    new = item_parameters(np.linspace(0.7, 1.8, 10)[[3, 7, 1, 9, 0, 5, 2, 8, 4, 6]], np.linspace(-1.8, 1.8, 10))
    old = item_parameters(new.a / scale, scale * new.b + shift)
    parts, items = ["a"] * 10 + ["b"] * 10, np.tile(np.arange(10), 2)
    errors = [Errors(parts, items, 0.6 * some_covariance(20, seed)) for seed in (7, 8)]
    generator = np.random.default_rng(20260301)
    inside = []
    for _ in range(300):
        seen = []
        for true, one in zip((new, old), errors, strict=True):
            values = generator.multivariate_normal(np.concatenate([true.a, true.b]), one.matrix)
            seen.append(item_parameters(values[:10], values[10:]))
        found = link(seen[0], seen[1], method, errors_new=errors[0], errors_old=errors[1])
        inside.append([abs(found.A - scale) < 1.96 * found.se_A, abs(found.B - shift) < 1.96 * found.se_B])
    share = np.mean(inside, axis=0)
    # Of 300 draws, 0.95 is met to within 0.039 in 99.8 of 100 cases.
    np.testing.assert_allclose(share, 0.95, atol=0.039)


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        (Errors(["a"], np.array([0]), np.zeros((2, 2))), "shape"),
        (Errors(["t4"], np.array([0]), np.array([[0.1]])), "'t4' is no parameter"),
        (Errors(["t0"], np.array([0]), np.array([[0.1]])), "'t0' is no parameter"),
        (Errors(["slope"], np.array([0]), np.array([[0.1]])), "'slope' is no parameter"),
    ],
)
def test_a_covariance_that_does_not_fit_is_refused(errors: Errors, words: str) -> None:
    items = step_parameters(1.0, [[0.0, 1.0], [0.5, 1.5]], "grm")
    with pytest.raises(ValueError, match=words):
        link(items, items, errors_new=errors, errors_old=errors)


def test_a_covariance_that_could_not_be_told_leaves_the_errors_open_and_the_constants_as_they_are() -> None:
    errors = errors_for([stuirt.NEW_ITEMS], 9)
    unknown = errors._replace(matrix=np.full_like(errors.matrix, np.nan))
    found = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS, errors_new=errors, errors_old=unknown)
    assert np.isnan([found.se_A, found.se_B, found.cov_AB]).all()
    plain = link(stuirt.NEW_ITEMS, stuirt.OLD_ITEMS)
    assert (found.A, found.B) == (plain.A, plain.B)


@pytest.mark.long
def test_two_crowds_calibrated_apart_are_linked_within_the_errors_that_are_told() -> None:
    """A second crowd with mean 0.5 and sd 0.8 on the first one's scale: A = 0.8 and B = 0.5, from answers to 30 items
    of which 15 are common; 100 times over, by plain maximum likelihood."""
    generator = np.random.default_rng(20260302)
    inside, found = [], []
    bank = item_parameters(generator.uniform(0.8, 1.8, 45), generator.normal(0.2, 0.9, 45))
    for _ in range(100):
        crowds = []
        for theta, items in (
            (generator.normal(size=1500), np.arange(30)),
            (generator.normal(0.5, 0.8, 1500), np.arange(15, 45)),
        ):
            right = generator.random((1500, 30)) < probability(theta, take(bank, items))
            crowds.append(calibrate(right.astype(float), "2pl", priors="none", threads=1))
        old, new = crowds
        one = link(
            new.parameters,
            old.parameters,
            common=(np.arange(15), np.arange(15, 30)),
            errors_new=new.errors,
            errors_old=old.errors,
        )
        found.append([one.A, one.B, one.se_A, one.se_B])
        inside.append([abs(one.A - 0.8) < 1.96 * one.se_A, abs(one.B - 0.5) < 1.96 * one.se_B])
    means = np.mean(found, axis=0)
    np.testing.assert_allclose(means[:2], [0.8, 0.5], atol=0.02)
    np.testing.assert_allclose(np.std(found, axis=0)[:2], means[2:], rtol=0.2)
    # Of 100 draws, 0.95 is met to within 0.06 in 99 of 100 cases.
    np.testing.assert_allclose(np.mean(inside, axis=0), 0.95, atol=0.061)
