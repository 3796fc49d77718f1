"""Which answers count: one person, one item, one counted answer, by the server's clock."""

from contest.rules import commands as cmd
from contest.rules.parameters import OpenRules
from contest.rules.refusals import Refused
from tests.rules.evenings import Evening, reason


def test_the_last_revision_before_the_close_counts() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.answer("anna", "T")
    evening.answer("anna", "F", revision=2)
    assert evening.state.answers["anna"].options == ("F",)


def test_a_repeated_revision_is_refused_with_what_is_stored() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.answer("anna", "T")
    again = evening.answer("anna", "F", revision=1)
    assert reason(again) == "superseded"
    assert isinstance(again, Refused) and again.stored.options == ("T",)


def test_an_older_revision_that_arrives_late_changes_nothing() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.answer("anna", "F", revision=2)
    assert reason(evening.answer("anna", "T", revision=1)) == "superseded"
    assert evening.state.answers["anna"].options == ("F",)


def test_the_first_answer_stands_where_the_rules_lock_it() -> None:
    evening = Evening(OpenRules(changeable=False))
    evening.join("anna")
    evening.open()
    evening.answer("anna", "T")
    assert reason(evening.answer("anna", "F", revision=2)) == "locked"
    assert evening.state.answers["anna"].options == ("T",)


def test_an_answer_after_the_deadline_is_too_late_even_before_the_close() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    assert reason(evening.answer("anna", "T", after=30_001)) == "too_late"


def test_an_answer_at_the_very_deadline_counts() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    assert not isinstance(evening.answer("anna", "T", after=30_000), Refused)


def test_answers_to_closed_coming_and_foreign_items_are_told_apart() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.close()
    assert reason(evening.answer("anna", "T")) == "too_late"
    assert reason(evening.answer("anna", "A", item="q2")) == "not_open"
    assert reason(evening.answer("anna", "A", item="elsewhere")) == "unknown_item"


def test_a_repeat_after_the_close_still_gets_the_stored_answer() -> None:
    evening = Evening()
    evening.join("anna")
    evening.play({"anna": ("T",)})
    evening.open()
    again = evening.answer("anna", "T", item="q1")
    assert isinstance(again, Refused) and again.reason == "superseded" and again.stored.options == ("T",)


def test_unknown_options_and_wrong_counts_are_refused() -> None:
    evening = Evening()
    evening.join("anna")
    evening.play({})
    evening.open()
    assert reason(evening.answer("anna", "Z")) == "unknown_option"
    assert reason(evening.answer("anna", "A", "B")) == "wrong_count"
    assert reason(evening.answer("anna")) == "wrong_count"
    assert reason(evening.answer("anna", "A", "A")) == "bad_request"
    assert reason(evening.answer("anna", "A", revision=0)) == "bad_request"


def test_only_who_has_a_seat_and_was_not_shown_out_may_answer() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    assert reason(evening.answer("stranger", "T")) == "not_joined"
    evening.wish(cmd.RemoveContestant("anna", "host", ""))
    assert reason(evening.answer("anna", "T")) == "removed"


def test_no_answer_is_taken_during_a_pause_and_the_pause_costs_no_time() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.wish(cmd.Pause(), after=5_000)
    assert reason(evening.answer("anna", "T", after=60_000)) == "paused"
    evening.wish(cmd.Resume())
    evening.answer("anna", "T", after=25_000)
    assert evening.state.answers["anna"].elapsed == 30_000


def test_options_are_stored_in_the_order_shown_whatever_order_was_tapped() -> None:
    evening = Evening()
    evening.join("anna")
    evening.play({})
    evening.play({})
    assert evening.open() == "q3"
    evening.answer("anna", "C", "A")
    assert evening.state.answers["anna"].options == ("A", "C")
