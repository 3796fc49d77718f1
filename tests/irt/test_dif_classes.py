"""Classes of differences, rule by rule, and p-values of many tests at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from question_bank.irt.dif import benjamini_hochberg, effect_classes, ets_classes, part_mark_classes

NONE = float("nan")


def test_the_rules_of_the_educational_testing_service() -> None:
    cases = [
        # delta, its error, p, class
        (2.0, 0.2, 0.20, "A"),  # large, but not significant
        (0.99, 0.01, 1e-9, "A"),  # significant, but below 1
        (-1.0, 0.01, 1e-9, "B"),  # 1 itself is moderate
        (1.49, 0.01, 1e-9, "B"),
        (1.5, 0.31, 1e-3, "B"),  # not significantly above 1: .5 / .31 = 1.61
        (-1.5, 0.30, 1e-3, "C"),  # .5 / .30 = 1.67
        (-np.inf, NONE, 1e-3, "C"),
        (np.inf, NONE, 0.3, "A"),
        (NONE, NONE, NONE, ""),
    ]
    delta, error, p, expected = zip(*cases, strict=True)
    assert ets_classes(delta, error, p).tolist() == list(expected)


def test_a_city_makes_no_finding_of_a_trifle() -> None:
    # A million people make a tenth of a delta point significant beyond doubt; it remains a tenth.
    assert ets_classes(-0.1, 0.005, 1e-80) == "A"


def test_items_with_part_marks_go_by_standard_deviations() -> None:
    found = part_mark_classes([0.17, -0.18, 0.25, -0.26, 0.5, NONE], [0.01, 0.01, 0.01, 0.01, 0.06, NONE])
    assert found.tolist() == ["AA", "BB", "BB", "CC", "AA", ""]


def test_gains_in_r2_go_by_jodoin_and_gierl_unless_others_are_asked_for() -> None:
    gains, p = [0.034, 0.035, 0.069, 0.07, 0.2], [0.01] * 5
    assert effect_classes(gains, p).tolist() == ["A", "B", "B", "C", "C"]
    assert effect_classes(gains, [0.06] * 5).tolist() == ["A"] * 5
    assert effect_classes([0.12, 0.13, 0.26, NONE], [0.01, 0.01, 0.01, NONE], (0.13, 0.26)).tolist() == [
        "A",
        "B",
        "C",
        "",
    ]


def test_the_fifteen_hypotheses_of_benjamini_and_hochbergs_paper() -> None:
    # Section 4.1: at 5 % the procedure rejects the four smallest, Bonferroni's three.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    adjusted = benjamini_hochberg(p)
    assert (adjusted < 0.05).sum() == 4
    np.testing.assert_allclose(adjusted[[0, 3, 14]], [0.0001 * 15, 0.0095 * 15 / 4, 1.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 20))
def test_an_adjusted_p_is_the_least_level_at_which_the_step_up_rule_rejects(p: list[float], place: int) -> None:
    given_p = np.array(p)
    adjusted = benjamini_hochberg(given_p)
    level = float(adjusted[place % len(p)])
    ordered = np.sort(given_p)
    passes = np.flatnonzero(ordered <= level * np.arange(1, len(p) + 1) / len(p) * (1 + 1e-12))
    rejected = given_p <= (ordered[passes[-1]] if passes.size else -1.0)
    np.testing.assert_array_equal(rejected, adjusted <= level * (1 + 1e-12))


def test_items_without_a_test_do_not_count_as_tests() -> None:
    np.testing.assert_array_equal(benjamini_hochberg([NONE, 0.01, 0.04]), [NONE, 0.02, 0.04])
    assert benjamini_hochberg([]).shape == (0,)
