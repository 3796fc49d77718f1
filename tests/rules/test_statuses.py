"""Why there is no answer: what measurement needs to know and points do not."""

from contest.rules import commands as cmd
from contest.rules.state import HeatState
from contest.rules.statuses import statuses_of
from tests.rules.evenings import Evening


def statuses(state: HeatState, place: int) -> dict[str, str]:
    return dict(statuses_of(state, state.run[place]))


def test_each_way_of_not_answering_has_its_name() -> None:
    evening = Evening()
    evening.join("answers", "watches", "asleep")
    evening.open()
    evening.answer("answers", "T")
    evening.close("time", present=("answers", "watches"), after=40_000)
    evening.reveal()
    evening.join("late")
    assert statuses(evening.state, 0) == {
        "answers": "answered",
        "watches": "timed_out",
        "asleep": "not_reached",
        "late": "not_presented",
    }


def test_who_saw_an_item_that_the_host_closed_early_has_omitted_it() -> None:
    evening = Evening()
    evening.join("watches")
    evening.open()
    evening.close("host")
    evening.reveal()
    assert statuses(evening.state, 0) == {"watches": "omitted"}


def test_skipped_and_void_items_were_not_presented() -> None:
    evening = Evening()
    evening.join("anna")
    evening.wish(cmd.SkipItem("host", "跳过"))
    evening.play({"anna": ("B",)})
    evening.wish(cmd.VoidItem("q2", "host", "歧义"))
    assert statuses(evening.state, 0) == {"anna": "not_presented"}
    assert statuses(evening.state, 1) == {"anna": "not_presented"}


def test_after_being_shown_out_nothing_is_presented() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    evening.play({"anna": ("T",)})
    evening.wish(cmd.RemoveContestant("anna", "host", ""))
    evening.play({})
    assert statuses(evening.state, 1)["anna"] == "not_presented"
