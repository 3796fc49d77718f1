"""A pilot item is asked like any other and counts in neither ledger."""

import msgspec

from contest.journal.entries import decode, encode
from contest.rules.events import HeatCreated, RunItem
from contest.rules.next_step import next_step
from contest.rules.parameters import OpenRules, StreakRule
from contest.rules.scoreboard import tallies_of
from contest.rules.standings import rank
from contest.rules.state import begin, number_of
from contest.services.score_heat import counting
from tests.rules.evenings import Evening, run_items


class PilotEvening(Evening):
    """A warm-up, then q2, then q3 on trial, then q4."""

    def __init__(self, rules: OpenRules | None = None) -> None:
        super().__init__(rules)
        items = tuple(msgspec.structs.replace(item, pilot=item.id == "q3") for item in run_items())
        created = HeatCreated(at=self.now, heat="H", rules=rules or OpenRules(), seed="s", capacity=100, items=items)
        self.history, self.state = [created], begin(created)


def played(rules: OpenRules | None = None) -> PilotEvening:
    evening = PilotEvening(rules)
    evening.join("ann", "bo")
    evening.play({"ann": ("T",)})
    evening.play({"ann": ("B",), "bo": ("B",)})
    evening.play({"ann": ("A", "C"), "bo": ("A",)})
    return evening


def test_an_answer_to_a_pilot_item_is_worth_nothing_and_still_told_right_or_wrong() -> None:
    tallies = tallies_of(played().state)
    assert (tallies["ann"].points, tallies["ann"].right, tallies["ann"].asked) == (100, 1, 1)
    assert (tallies["bo"].points, tallies["bo"].asked) == (100, 1)
    assert (tallies["ann"].verdict, tallies["bo"].verdict) == ("right", "wrong")
    assert tallies["ann"].gained == tallies["bo"].gained == 0


def test_a_pilot_item_neither_breaks_nor_lengthens_a_streak() -> None:
    evening = played(OpenRules(streak=StreakRule(step=10, cap=100)))
    evening.play({"ann": ("D",), "bo": ("D",)})
    tallies = tallies_of(evening.state)
    assert tallies["ann"].streak == tallies["bo"].streak == 2
    assert tallies["ann"].points == tallies["bo"].points == 210


def test_places_are_the_same_with_and_without_the_pilot_item() -> None:
    evening = played()
    places = rank(evening.state.rules, tallies_of(evening.state), evening.state.seats)
    assert [place.place for place in places] == [1, 1]


def test_a_pilot_item_does_not_speak_of_literacy() -> None:
    assert [record.item.id for record in counting(played().state)] == ["q2"]


def test_a_pilot_item_has_a_number_like_any_other() -> None:
    state = played().state
    assert [number_of(state, place) for place in range(4)] == [0, 1, 2, 3]


def test_standings_are_not_offered_after_an_item_that_changed_nothing() -> None:
    step = next_step(played().state)
    assert step is not None and step.do == "open"


def test_a_journal_from_before_there_were_pilot_items_is_read_as_it_was() -> None:
    created = HeatCreated(at=1, heat="H", rules=OpenRules(), seed="s", capacity=9, items=run_items())
    text = encode(created)
    assert text.count('"pilot":false') == 4
    former = decode(text.replace(',"pilot":false', ""))
    assert isinstance(former, HeatCreated) and former == created
    assert all(item.scored != item.warm_up for item in former.items)


def test_what_is_scored_is_neither_warm_up_nor_pilot() -> None:
    def item(warm_up: bool, pilot: bool) -> RunItem:
        return msgspec.structs.replace(run_items()[1], warm_up=warm_up, pilot=pilot)

    assert [item(False, False).scored, item(True, False).scored, item(False, True).scored] == [True, False, False]
