"""Levels: where they begin, and when none is named."""

import pytest

from contest.assessment.levels import CUTS, LEVELS, Level, level_at, published, read_level


def test_the_levels_are_those_of_the_survey_from_low_to_high() -> None:
    assert CUTS == (55.0, 70.0, 85.0)
    assert [level.name for level in LEVELS] == [
        "具备较低科学素质",
        "基本具备科学素质",
        "具备科学素质",
        "具备高阶科学素质",
    ]


@pytest.mark.parametrize(
    ("score", "code"),
    [(0, "lower"), (54.9, "lower"), (55, "basic"), (69.9, "basic"), (70, "literate"), (84.9, "literate"),
     (85, "advanced"), (100, "advanced")],
)  # fmt: skip
def test_a_cut_belongs_to_the_level_above_it(score: float, code: str) -> None:
    assert level_at(score).code == code


def test_a_score_that_is_shown_as_a_cut_has_reached_it() -> None:
    assert published(54.96) == 55.0
    assert level_at(54.96).code == "basic"
    assert level_at(54.94).code == "lower"


def test_no_level_is_named_before_twenty_items() -> None:
    assert read_level(71.0, 80.0, 19).kind == "too_few"
    assert read_level(71.0, 80.0, 19)[1:] == (None, None)
    assert read_level(71.0, 80.0, 20) == ("one", LEVELS[2], None)


def test_an_interval_across_a_cut_names_the_levels_on_both_sides_and_none_alone() -> None:
    assert read_level(50.0, 60.0, 20) == ("between", None, (LEVELS[0], LEVELS[1]))


def test_an_interval_across_several_cuts_names_the_outermost_levels() -> None:
    assert read_level(50.0, 90.0, 40).between == (LEVELS[0], LEVELS[3])


def test_an_interval_that_begins_at_a_cut_does_not_cross_it() -> None:
    assert read_level(70.0, 84.9, 20) == ("one", LEVELS[2], None)


def test_cuts_can_be_others() -> None:
    pass_fail = (Level("fail", "不合格", 0.0), Level("pass", "合格", 60.0))
    assert read_level(61.0, 90.0, 50, pass_fail).level == pass_fail[1]
