"""The course of an evening: phases, deadlines, pauses, and what the host's button does next."""

import pytest

from contest.rules import commands as cmd
from contest.rules.decide import Hosted
from contest.rules.next_step import NextStep, next_step
from contest.rules.parameters import OpenRules
from contest.rules.refusals import Refused
from contest.rules.state import replay
from tests.rules.evenings import KEYS, Evening, reason


def test_an_evening_as_planned_is_one_button_pressed_again_and_again() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    pressed = []
    while (step := next_step(evening.state)) is not None:
        pressed.append(step)
        press(evening, step)
    assert pressed == [
        NextStep("open", 0), NextStep("close"), NextStep("reveal"),
        NextStep("open", 1), NextStep("close"), NextStep("reveal"), NextStep("standings"),
        NextStep("open", 2), NextStep("close"), NextStep("reveal"), NextStep("standings"),
        NextStep("open", 3), NextStep("close"), NextStep("reveal"),
        NextStep("finish"), NextStep("podium", 1), NextStep("podium", 2), NextStep("podium", 3),
    ]  # fmt: skip


def press(evening: Evening, step: NextStep) -> None:
    commands: dict[str, cmd.Command] = {
        "open": cmd.OpenItem(),
        "close": cmd.CloseItem("host", frozenset({"anna", "bo"})),
        "standings": cmd.ShowStandings(),
        "finish": cmd.Finish(),
        "podium": cmd.AdvancePodium(),
        "resume": cmd.Resume(),
    }
    if step.do == "reveal":
        assert evening.state.current is not None
        commands["reveal"] = cmd.RevealItem(KEYS[evening.state.current.item.id])
    assert not isinstance(evening.wish(commands[step.do], after=1000), Refused)


def test_time_closes_an_item_only_when_it_has_run_out() -> None:
    evening = Evening()
    evening.open()
    assert reason(evening.close("time", after=29_999)) == "wrong_phase"
    assert not isinstance(evening.close("time", after=1), Refused)


def test_an_extension_moves_the_deadline() -> None:
    evening = Evening()
    evening.open()
    before = evening.state.closes
    evening.wish(cmd.Extend(10_000))
    assert evening.state.closes == before + 10_000


def test_a_reopened_item_keeps_its_answers_and_gives_ten_seconds() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    evening.open()
    evening.answer("anna", "T")
    evening.close()
    evening.wish(cmd.ReopenItem(), after=20_000)
    assert evening.state.closes - evening.now == 10_000
    assert evening.state.answers["anna"].options == ("T",)
    evening.answer("bo", "F", after=2_000)
    # The 20 seconds in which it was closed are nobody's time: 1 s until anna, 1 s until the close, 2 s after it.
    assert evening.state.answers["bo"].elapsed == 4_000


def test_nothing_can_be_reopened_after_the_reveal() -> None:
    evening = Evening()
    evening.play({})
    assert reason(evening.wish(cmd.ReopenItem())) == "wrong_phase"


@pytest.mark.parametrize("command", [cmd.OpenItem(), cmd.ShowStandings(), cmd.Finish(), cmd.AdvancePodium()])
def test_steps_out_of_turn_are_refused_while_an_item_is_open(command: cmd.Command) -> None:
    evening = Evening()
    evening.open()
    assert reason(evening.wish(command)) == "wrong_phase"


def test_a_skipped_item_is_never_played() -> None:
    evening = Evening()
    evening.wish(cmd.SkipItem("host", "问题有误"))
    assert evening.open() == "q2"


def test_an_open_item_can_be_skipped_and_its_answers_are_forgotten() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    evening.answer("anna", "T")
    evening.wish(cmd.SkipItem("host", "音响故障"))
    assert evening.state.run[0].status == "skipped"
    assert len(evening.state.run[0].answers) == 0
    assert next_step(evening.state) == NextStep("open", 1)


def test_a_void_needs_a_reason() -> None:
    evening = Evening()
    evening.play({})
    assert reason(evening.wish(cmd.VoidItem("q1", "host", "  "))) == "bad_reason"


def test_the_lobby_lock_the_capacity_and_the_end_keep_people_out() -> None:
    evening = Evening(capacity=1)
    evening.wish(cmd.LockLobby(True))
    assert reason(evening.wish(cmd.Join("anna", "x"))) == "lobby_locked"
    evening.wish(cmd.LockLobby(False))
    evening.join("anna")
    assert reason(evening.wish(cmd.Join("bo", "x"))) == "heat_full"
    evening.wish(cmd.Finish())
    assert reason(evening.wish(cmd.Join("cai", "x"))) == "heat_finished"


def test_late_joiners_come_in_unless_the_rules_forbid_it() -> None:
    strict = Evening(OpenRules(late_joiners="refused"))
    strict.open()
    assert reason(strict.wish(cmd.Join("anna", "x"))) == "late"
    lenient = Evening()
    lenient.open()
    lenient.join("anna")


def test_commands_of_a_former_host_are_refused() -> None:
    evening = Evening()
    evening.wish(cmd.TakeOver("old"))
    evening.wish(cmd.TakeOver("new"))
    assert reason(evening.wish(Hosted(1, cmd.OpenItem()))) == "stale_host"  # type: ignore[arg-type]
    assert not isinstance(evening.wish(Hosted(2, cmd.OpenItem())), Refused)  # type: ignore[arg-type]


def test_a_second_press_of_what_was_seen_before_does_nothing() -> None:
    evening = Evening()
    evening.wish(cmd.TakeOver("host"))
    seen = evening.state.version
    evening.wish(Hosted(1, cmd.OpenItem(), seen))  # type: ignore[arg-type]
    assert reason(evening.wish(Hosted(1, cmd.OpenItem(), seen))) == "stale_view"  # type: ignore[arg-type]


def test_answers_and_joins_do_not_make_the_host_s_view_stale() -> None:
    evening = Evening()
    evening.join("anna")
    evening.open()
    seen = evening.state.version
    evening.join("bo")
    evening.answer("anna", "T")
    assert evening.state.version == seen


def test_the_state_is_the_fold_of_its_history() -> None:
    evening = Evening()
    evening.join("anna", "bo")
    evening.play({"anna": ("T",), "bo": ("F",)})
    evening.play({"anna": ("B",)})
    evening.wish(cmd.VoidItem("q1", "host", "歧义"))
    assert replay(evening.history) == evening.state
