"""What answers are worth, and who stands where."""

from typing import Any

from contest.rules import commands as cmd
from contest.rules.kinds.open import points_for, share_right
from contest.rules.parameters import BadRules, OpenRules, PointsRule, StreakRule, read_rules
from contest.rules.scoreboard import tallies_of
from contest.rules.standings import rank
from contest.rules.state import Answer
from tests.rules.evenings import Evening, run_items

SINGLE, MULTIPLE = run_items()[1], run_items()[2]


def worth(rules: OpenRules, elapsed: int, share: float = 1.0, streak: int = 1) -> int:
    return points_for(rules, SINGLE, share, Answer(1, ("B",), 0, elapsed), streak)


def test_by_default_a_slow_right_answer_is_worth_as_much_as_a_fast_one() -> None:
    rules = OpenRules()
    assert worth(rules, 100) == worth(rules, 29_900) == 100


def test_falling_points_start_full_and_end_at_the_floor() -> None:
    rules = OpenRules(points=PointsRule(kind="falling", full=1000, floor_share=0.5, grace_ms=500))
    assert worth(rules, 300) == 1000
    assert worth(rules, 30_000) == 500
    assert worth(rules, 15_250) == 750


def test_part_marks_give_a_share_and_any_wrong_option_nothing() -> None:
    rules = OpenRules(multiple="part")
    assert share_right(rules, MULTIPLE, ("A", "C"), ("A",)) == 0.5
    assert share_right(rules, MULTIPLE, ("A", "C"), ("A", "C")) == 1.0
    assert share_right(rules, MULTIPLE, ("A", "C"), ("A", "B")) == 0.0
    assert share_right(rules, MULTIPLE, ("A", "C"), ("A", "B", "C")) == 0.0


def test_all_or_nothing_gives_no_part_marks() -> None:
    assert share_right(OpenRules(), MULTIPLE, ("A", "C"), ("A",)) == 0.0


def test_a_streak_earns_more_up_to_its_cap() -> None:
    rules = OpenRules(streak=StreakRule(step=20, cap=50))
    assert [worth(rules, 0, streak=n) for n in (1, 2, 3, 4, 9)] == [100, 120, 140, 150, 150]


def test_a_wrong_answer_costs_the_penalty_and_totals_stay_at_zero_unless_negative_is_allowed() -> None:
    for negative, expected in ((False, 0), (True, -30)):
        evening = Evening(OpenRules(penalty=30, negative_total=negative))
        evening.join("anna")
        evening.play({})
        evening.play({"anna": ("A",)})
        assert tallies_of(evening.state)["anna"].points == expected


def test_silence_costs_nothing() -> None:
    evening = Evening(OpenRules(penalty=30, negative_total=True))
    evening.join("anna")
    evening.play({})
    evening.play({})
    assert tallies_of(evening.state)["anna"].points == 0


def test_the_warm_up_counts_for_nothing() -> None:
    evening = Evening()
    evening.join("anna")
    evening.play({"anna": ("T",)})
    tally = tallies_of(evening.state)["anna"]
    assert (tally.points, tally.right, tally.asked, tally.verdict) == (0, 0, 0, "right")


def test_a_void_item_takes_its_points_back_from_everybody() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    evening.play({})
    item = evening.play({"anna": ("B",), "bo": ("A",)})
    assert tallies_of(evening.state)["anna"].points == 100
    evening.wish(cmd.VoidItem(item, "host", "两个答案都对"))
    assert tallies_of(evening.state).get("anna") is None or tallies_of(evening.state)["anna"].points == 0


def test_equals_share_a_place_and_the_next_place_is_left_out() -> None:
    evening = Evening()
    evening.join("anna", "bo", "cai")
    evening.play({})
    evening.play({"anna": ("B",), "bo": ("B",), "cai": ("A",)})
    places = rank(evening.state.rules, tallies_of(evening.state), evening.state.seats)
    assert [(place.contestant, place.place) for place in places] == [("anna", 1), ("bo", 1), ("cai", 3)]


def test_the_tie_break_chain_is_followed_in_its_order() -> None:
    evening = Evening(OpenRules(tie_breaks=("right", "time")))
    evening.join("anna", "bo")
    evening.play({})
    evening.play({"bo": ("B",), "anna": ("B",)})
    places = rank(evening.state.rules, tallies_of(evening.state), evening.state.seats)
    assert [(place.contestant, place.place) for place in places] == [("bo", 1), ("anna", 2)]


def test_who_was_shown_out_has_no_place() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    evening.wish(cmd.RemoveContestant("anna", "host", "昵称不当"))
    places = rank(evening.state.rules, tallies_of(evening.state), evening.state.seats)
    assert [place.contestant for place in places] == ["bo"]


def test_rule_sheets_name_the_field_that_is_wrong() -> None:
    sheets: list[dict[str, Any]] = [{"time_limit_s": 2}, {"points": {"kind": "rising"}}, {"speed": 1}, {"penalty": -1}]
    for sheet in sheets:
        try:
            read_rules(sheet)
        except BadRules as error:
            assert next(iter(sheet)) in str(error)
        else:
            raise AssertionError(sheet)
