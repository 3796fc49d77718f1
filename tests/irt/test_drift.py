"""Parameter drift: calibrations that differ by their scale alone, closed areas, seeded recovery."""

import numpy as np
import pytest
from scipy.integrate import quad

from question_bank.irt import item_parameters, probability
from question_bank.irt.dif.areas import areas, curve_distance
from question_bank.irt.drift import Drift, Limits, drift, robust_z
from question_bank.irt.linking import METHODS, Method
from question_bank.irt.parameters import FloatArray, ItemParameters, StepFamily, step_parameters
from question_bank.irt.quadrature import normal_grid

A, B = 1.25, -0.4


def on_another_scale(items: ItemParameters) -> ItemParameters:
    """The same items where theta_old = A theta_new + B."""
    return ItemParameters(items.a * A, (items.b - B) / A, items.c)


def bank(items: int = 30, seed: int = 5) -> ItemParameters:
    chance = np.random.default_rng(seed)
    return item_parameters(chance.lognormal(0, 0.3, items), chance.normal(0, 1, items), 0.15)


def moved(items: ItemParameters, by: dict[int, float]) -> ItemParameters:
    b = items.b.copy()
    b[list(by)] += list(by.values())
    return items._replace(b=b)


def noisy(items: ItemParameters, seed: int, se: float = 0.08) -> ItemParameters:
    chance = np.random.default_rng(seed)
    return items._replace(
        a=items.a * np.exp(chance.normal(0, se, items.a.size)), b=items.b + chance.normal(0, se, items.b.size)
    )


# Limiting cases.


@pytest.mark.parametrize("method", METHODS)
def test_calibrations_that_differ_by_their_scale_alone_have_no_drift(method: Method) -> None:
    old = bank()
    found = drift(on_another_scale(old), old, method=method)
    np.testing.assert_allclose([found.A, found.B], [A, B], atol=1e-6)
    np.testing.assert_allclose(found.displacement, 0.0, atol=1e-6)
    np.testing.assert_allclose(found.unsigned_area, 0.0, atol=1e-5)
    assert found.verdict == ["stable"] * 30 and found.anchor.all() and found.settled
    np.testing.assert_allclose([found.correlation, found.spread_ratio], [1.0, 1.0])


def test_one_item_that_moved_is_found_and_leaves_the_link_as_if_it_were_not_there() -> None:
    old = bank()
    found = drift(on_another_scale(moved(old, {4: 0.8})), old)
    np.testing.assert_allclose([found.A, found.B], [A, B], atol=1e-6)
    np.testing.assert_allclose(found.displacement, np.where(np.arange(30) == 4, 0.8, 0.0), atol=1e-6)
    assert np.flatnonzero(~found.anchor).tolist() == [4] and found.verdict[4] == "drifted"
    np.testing.assert_allclose(found.signed_area[4], 0.8 * 0.85)


def test_robust_z_of_nine_numbers_by_hand() -> None:
    # Median 5, quartiles 3 and 7: (d - 5) / (0.74 * 4). The outlier moves neither.
    np.testing.assert_allclose(robust_z([1, 2, 3, 4, 5, 6, 7, 8, 99])[[0, 4, 8]], [-4 / 2.96, 0, 94 / 2.96])


def test_the_words_follow_from_standing_out_and_from_mattering() -> None:
    old = item_parameters(1.0, np.linspace(-2, 2, 21))
    tight = np.array([-0.01, 0.0, 0.01] * 7)
    by = dict(enumerate(tight.tolist()))
    found = drift(moved(old, by | {3: 0.2, 8: 0.6}), old, method="mean-mean")
    words = ["drifted" if item == 8 else "watch" if item == 3 else "stable" for item in range(21)]
    assert found.verdict == words
    # Where all items scatter by as much, being displaced by as much is nothing to single an item out for.
    loose = dict(enumerate((tight * 45).tolist()))
    scattered = drift(moved(old, loose), old, method="mean-mean")
    assert set(scattered.verdict) == {"stable", "uncertain"} and scattered.anchor.all()
    patient = drift(moved(old, by | {8: 0.6}), old, method="mean-mean", limits=Limits(displacement=0.7))
    assert patient.verdict[8] == "watch"


def test_a_slope_that_changed_is_drift_though_the_difficulty_stayed() -> None:
    old = bank()
    steeper = old._replace(a=old.a * np.where(np.arange(30) == 7, 1.8, 1.0))
    found = drift(on_another_scale(steeper), old)
    assert found.verdict[7] == "drifted"
    np.testing.assert_allclose(found.slope_change[7], np.log(1.8), atol=1e-6)


# Areas and distances.


def test_rajus_areas_are_those_that_integration_finds() -> None:
    first = item_parameters([0.7, 1.4, 1.0, 2.0], [0.5, -1.0, 0.2, 0.0], [0.0, 0.2, 0.1, 0.25])
    second = item_parameters([1.1, 0.9, 1.0, 1.0], [0.0, -0.2, 0.9, 0.0], [0.0, 0.2, 0.1, 0.25])
    found = areas(first, second)
    assert not found.bounded.any()
    for item in range(4):

        def gap(theta: float, item: int = item) -> float:
            return float(probability(theta, second)[0, item] - probability(theta, first)[0, item])

        np.testing.assert_allclose(found.signed[item], quad(gap, -60, 60, limit=400)[0], atol=1e-7)
        np.testing.assert_allclose(
            found.unsigned[item], quad(lambda theta: abs(gap(theta)), -60, 60, limit=400)[0], atol=1e-6
        )


def test_where_the_asymptotes_differ_the_area_ends_at_four() -> None:
    first, second = item_parameters(1.2, [0.0, 0.3], [0.2, 0.2]), item_parameters(1.2, [0.0, 0.0], [0.1, 0.2])
    found = areas(first, second)
    assert found.bounded.tolist() == [True, False]
    expected = quad(lambda t: probability(t, first)[0, 0] - probability(t, second)[0, 0], -4, 4)[0]
    np.testing.assert_allclose([found.signed[0], found.unsigned[0]], [-expected, expected], rtol=1e-5)


def test_the_distance_of_curves_is_the_root_of_the_mean_square_over_people() -> None:
    first, second = item_parameters(1.0, [0.5]), item_parameters(1.0, [0.0])
    theta = np.random.default_rng(1).normal(size=200_000)
    sampled = np.sqrt(np.mean((probability(theta, first) - probability(theta, second)) ** 2))
    np.testing.assert_allclose(curve_distance(first, second, normal_grid())[0], sampled, rtol=5e-3)


# Seeded recovery.


def run(seed: int, by: dict[int, float]) -> tuple[Drift, FloatArray]:
    old = bank(40, seed)
    new = on_another_scale(moved(noisy(old, seed + 1000), by))
    return drift(new, noisy(old, seed + 2000)), new.b


def test_drifted_items_are_found_the_link_is_spared_and_hardly_a_good_item_is_accused() -> None:
    by = {3: 0.8, 11: 0.9, 19: 0.8, 27: 1.0, 35: 0.9}
    good = [item for item in range(40) if item not in by]
    hits, accused, shifts, settled = [], [], [], []
    for seed in range(25):
        found, _ = run(seed, by)
        hits.append(~found.anchor[list(by)])
        accused.append(~found.anchor[good])
        shifts.append(found.B)
        settled.append(found.settled)
    assert np.mean(hits) > 0.97 and np.mean(accused) < 0.03 and np.mean(settled) > 0.9
    # All 40 items would have shifted the scale by 4.4 / 40 = .11.
    assert abs(np.mean(shifts) - B) < 0.02


def test_the_error_of_a_displacement_covers() -> None:
    old = bank(60, 3)
    z = []
    for seed in range(20):
        new = noisy(old, seed + 100, 0.05)
        found = drift(
            on_another_scale(new),
            noisy(old, seed + 900, 0.1),
            method="mean-mean",
            se_b_new=np.full(60, 0.05 / A),
            se_b_old=np.full(60, 0.1),
        )
        z.append(found.displacement / found.se_displacement)
    assert abs(np.std(z) - 1.0) < 0.05


def test_only_the_items_named_as_common_are_compared() -> None:
    old = bank()
    new = on_another_scale(moved(old, {4: 0.8}))
    order = np.array([9, 4, 20, 13, 2, 7, 1, 28])
    shuffled = ItemParameters(*(part[::-1] for part in new))
    found = drift(shuffled, old, common=(29 - order, order), se_b_new=np.arange(30.0), se_b_old=np.zeros(30))
    np.testing.assert_allclose(found.displacement, np.where(order == 4, 0.8, 0.0), atol=1e-6)
    np.testing.assert_allclose(found.se_displacement, found.A * (29 - order))


@pytest.mark.parametrize("family", ["grm", "gpcm"])
def test_items_with_part_marks_drift_too(family: StepFamily) -> None:
    chance = np.random.default_rng(6)
    steps = np.sort(chance.normal(0, 1, (12, 3)), axis=1) + np.array([-0.5, 0.0, 0.5])
    slopes = chance.lognormal(0, 0.3, 12)
    old = step_parameters(slopes, steps, family)
    shifted = steps + 0.7 * (np.arange(12) == 5)[:, None]
    found = drift(step_parameters(slopes * A, (shifted - B) / A, family), old)
    np.testing.assert_allclose([found.A, found.B], [A, B], atol=1e-6)
    assert np.flatnonzero(~found.anchor).tolist() == [5] and found.area_bounded.all()
    assert found.unsigned_area[5] > 1.0 and found.curve_distance[5] > 0.05


# What is refused.


def test_too_few_items_unequal_sets_and_falling_slopes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 3 common items, got 2"):
        drift(item_parameters(1.0, [0.0, 1.0]), item_parameters(1.0, [0.0, 1.0]))
    with pytest.raises(ValueError, match="30 new items cannot be paired with 29"):
        drift(bank(30), bank(29))
    with pytest.raises(ValueError, match="item 1 has a slope that is not positive in the old set"):
        drift(item_parameters(1.0, [0.0, 1.0, 2.0]), item_parameters([1.0, -1.0, 1.0], [0.0, 1.0, 2.0]))
    with pytest.raises(ValueError, match="cannot be compared"):
        areas(bank(3), bank(4))


def test_where_nearly_everything_moved_apart_the_few_items_left_are_said_to_be_unsettled() -> None:
    old = item_parameters(1.0, [-1.0, 0.0, 1.0, 2.0])
    found = drift(moved(old, {0: -3.0, 3: 3.0}), old, method="mean-mean", limits=Limits(z=0.5))
    assert not found.settled and found.anchor.sum() < 3
