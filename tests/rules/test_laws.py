"""Laws that hold for every evening, however it goes: Hypothesis plays them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.journal.entries import decode, encode
from contest.rules import commands as cmd
from contest.rules.refusals import REASONS, Refused
from contest.rules.scoreboard import Tallies, advance, tallies_of
from contest.rules.standings import rank
from contest.rules.state import replay
from contest.rules.statuses import statuses_of
from tests.rules.evenings import KEYS, Evening

PEOPLE = ("anna", "bo", "cai")
OPTIONS = ("A", "B", "C", "D", "T", "F", "Z")

answers = st.builds(
    cmd.GiveAnswer,
    st.sampled_from(PEOPLE),
    st.sampled_from(("q1", "q2", "q3", "q4", "q9")),
    st.integers(0, 4),
    st.lists(st.sampled_from(OPTIONS), max_size=3).map(tuple),
)
wishes = st.one_of(
    answers,
    answers,
    st.builds(cmd.Join, st.sampled_from(PEOPLE), st.just("seed")),
    st.builds(cmd.CloseItem, st.sampled_from(("host", "time", "all_answered")), st.frozensets(st.sampled_from(PEOPLE))),
    st.sampled_from([cmd.RevealItem(key) for key in KEYS.values()]),
    st.sampled_from(
        [
            cmd.OpenItem(), cmd.OpenItem(), cmd.ReopenItem(), cmd.ShowStandings(), cmd.Pause(), cmd.Resume(),
            cmd.Extend(5_000), cmd.SkipItem("host", "x"), cmd.VoidItem("q2", "host", "x"), cmd.LockLobby(True),
            cmd.LockLobby(False), cmd.Blank(True), cmd.Blank(False), cmd.TakeOver("host"), cmd.Finish(),
            cmd.AdvancePodium(), cmd.RemoveContestant("bo", "host", "x"),
        ]
    ),
)  # fmt: skip
scripts = st.lists(st.tuples(st.integers(0, 20_000), wishes), max_size=60)


def played(script: list[tuple[int, cmd.Command]]) -> Evening:
    evening = Evening()
    for after, wish in script:
        if isinstance(wish, cmd.Join) and wish.contestant in evening.state.seats:
            continue  # ids are made by the server and never come twice
        decision = evening.wish(wish, after)
        if isinstance(decision, Refused):
            assert decision.reason in REASONS
    return evening


@given(scripts)
def test_the_state_is_the_fold_of_its_history(script: list[tuple[int, cmd.Command]]) -> None:
    evening = played(script)
    assert replay(evening.history) == evening.state


@given(scripts)
def test_the_journal_s_text_gives_every_event_back(script: list[tuple[int, cmd.Command]]) -> None:
    evening = played(script)
    assert [decode(encode(event)) for event in evening.history] == evening.history


@given(scripts)
def test_points_added_item_by_item_are_the_points_counted_at_once(script: list[tuple[int, cmd.Command]]) -> None:
    state = played(script).state
    step_by_step: Tallies = {}
    for record in state.run:
        if record.status == "revealed":
            step_by_step = advance(step_by_step, state.rules, record, state.seats)
    assert step_by_step == tallies_of(state)


@given(scripts)
def test_places_cover_everybody_present_once_and_never_rank_fewer_points_higher(
    script: list[tuple[int, cmd.Command]],
) -> None:
    state = played(script).state
    places = rank(state.rules, tallies_of(state), state.seats)
    assert sorted(place.contestant for place in places) == sorted(
        contestant for contestant, seat in state.seats.items() if seat.removed is None
    )
    points = [place.tally.points for place in places]
    assert points == sorted(points, reverse=True)


@given(scripts)
@settings(max_examples=50)
def test_the_key_of_an_item_enters_the_state_with_its_reveal_and_not_before(
    script: list[tuple[int, cmd.Command]],
) -> None:
    for record in played(script).state.run:
        assert not record.key or record.status in ("revealed", "void")


@given(scripts)
def test_everybody_has_exactly_one_status_at_every_item(script: list[tuple[int, cmd.Command]]) -> None:
    state = played(script).state
    for record in state.run:
        statuses = statuses_of(state, record)
        assert len(statuses) == len(state.seats)
        for contestant, status in statuses.items():
            answered = contestant in record.answers and record.status in ("closed", "revealed")
            assert (status == "answered") == answered
