"""Differences put in are found again, with the error claimed; where there are none, five in a hundred are flagged."""

import numpy as np
import pytest

from question_bank.irt import item_parameters
from question_bank.irt.dif import compare_groups
from tests.irt.two_groups import B, answers, only


def test_under_the_rasch_model_delta_is_the_shift_and_its_error_covers() -> None:
    # Holland & Thayer (1988): the odds ratio is exp(b_focal - b_reference) when the item stands in the score.
    shifts = {2: 0.6, 9: -0.4, 15: 0.9}
    covered, all_z = [], []
    for seed in range(16):
        scores, groups = answers(seed, people=2000, impact=0.5, shift=shifts)
        # Shifts are told from the others' only when those who have none are the anchor.
        found = only(compare_groups(scores, groups, "city")).mantel_haenszel
        truth = np.zeros(20)
        truth[list(shifts)] = [-2.35 * shift for shift in shifts.values()]
        z = (found.delta - truth) / found.se_delta
        covered.append(np.abs(z[list(shifts)]) < 1.96)
        all_z.append(z)
    assert 0.88 < np.mean(covered) <= 1.0
    assert abs(np.std(all_z) - 1.0) < 0.1


@pytest.mark.parametrize("matching", ["total", "theta"])
def test_items_alike_for_both_groups_are_flagged_at_five_per_cent_whatever_the_groups_differ_by(matching: str) -> None:
    flagged, regressed = [], []
    for seed in range(12):
        scores, groups = answers(100 + seed, impact=0.6)
        found = only(
            compare_groups(
                scores,
                groups,
                "city",
                matching="theta" if matching == "theta" else "total",
                parameters=item_parameters(1.0, B),
                purify=False,
            )
        )
        flagged.append(found.mantel_haenszel.p < 0.05)
        regressed.append(found.logistic.p < 0.05)
    # The continuity correction keeps Mantel and Haenszel's test a little below its level.
    assert 0.02 < np.mean(flagged) < 0.065
    assert 0.02 < np.mean(regressed) < 0.085


def test_a_large_difference_is_found_and_purification_gives_the_others_back_their_good_name() -> None:
    shift = {item: 1.0 for item in range(0, 20, 4)}
    others = [item for item in range(20) if item not in shift]
    large, falsely, falsely_unpurified = [], [], []
    for seed in range(5):
        scores, groups = answers(seed, people=2400, shift=shift)
        found = only(compare_groups(scores, groups, "city")).mantel_haenszel
        raw = only(compare_groups(scores, groups, "city", purify=False)).mantel_haenszel
        large.append(found.classes[list(shift)] == "C")
        falsely.append(found.p[others] < 0.05)
        falsely_unpurified.append(raw.p[others] < 0.05)
    assert np.mean(large) > 0.9
    assert np.mean(falsely) < 0.09 < 0.25 < np.mean(falsely_unpurified)


def test_in_a_citys_sample_items_that_differ_by_a_trifle_are_significant_and_class_a() -> None:
    trifles = {item: 0.1 * (-1) ** item for item in range(20)} | {7: 1.0}
    scores, groups = answers(5, people=200_000, shift=trifles)
    found = only(compare_groups(scores, groups, "city"))
    assert (found.mantel_haenszel.p < 0.05).mean() > 0.9
    assert found.mantel_haenszel.classes.tolist() == ["C" if item == 7 else "A" for item in range(20)]
    assert found.mantel_haenszel.purification.by_effect and found.mantel_haenszel.purification.settled
    assert np.flatnonzero(~found.mantel_haenszel.purification.anchor).tolist() == [7]
    assert set(np.delete(found.logistic.classes, 7)) == {"A"}
