"""What a wish leads to: events, or a named refusal. Pure; `now` is milliseconds of the server's clock."""

from collections.abc import Callable
from typing import Any

import msgspec

from contest.rules import commands as cmd
from contest.rules import events as ev
from contest.rules.commands import Command
from contest.rules.events import AnyEvent
from contest.rules.kinds import open as open_kind
from contest.rules.refusals import Refused
from contest.rules.state import HeatState, coming, place_of

Decision = tuple[AnyEvent, ...] | Refused

# A host who re-opens an item gives everybody this long, whatever was left.
REOPEN_MS = 10_000
MAX_EXTEND_MS = 600_000


class Hosted(msgspec.Struct, frozen=True):
    """A host's command with the epoch that its console holds and the version that it saw.

    `seen` is None for commands that mean the same whatever is on screen (lock the lobby, remove somebody).
    """

    epoch: int
    command: Command
    seen: int | None = None


def decide(state: HeatState, command: Command | Hosted, now: int) -> Decision:
    if isinstance(command, Hosted):
        if command.epoch != state.epoch:
            return Refused("stale_host")
        if command.seen is not None and command.seen != state.version:
            return Refused("stale_view")
        command = command.command
    if type(command) is cmd.GiveAnswer:
        return open_kind.decide_answer(state, command, now)
    handler: Callable[[HeatState, Any, int], Decision] = _DECIDE[type(command)]
    return handler(state, command, now)


def _join(state: HeatState, command: cmd.Join, now: int) -> Decision:
    if state.phase == "finished":
        return Refused("heat_finished")
    if state.phase != "lobby" and state.rules.late_joiners == "refused":
        return Refused("late")
    if state.locked:
        return Refused("lobby_locked")
    if len(state.seats) >= state.capacity:
        return Refused("heat_full")
    number = len(state.seats) + 1
    return (ev.Joined(at=now, contestant=command.contestant, number=number, seed=command.seed),)


def _open(state: HeatState, command: cmd.OpenItem, now: int) -> Decision:
    place = coming(state)
    if state.phase not in ("lobby", "revealed", "standings"):
        return Refused("wrong_phase")
    if place is None:
        return Refused("nothing_left")
    item = state.run[place].item
    return (ev.ItemOpened(at=now, item=item.id, closes=now + item.time_limit_ms),)


def _close(state: HeatState, command: cmd.CloseItem, now: int) -> Decision:
    record = state.current
    if state.phase != "open" or record is None:
        return Refused("wrong_phase")
    if command.reason == "time" and (state.paused_at is not None or now < state.closes):
        return Refused("wrong_phase")
    absent = tuple(
        sorted(
            contestant
            for contestant, seat in state.seats.items()
            if seat.removed is None and contestant not in command.present and contestant not in state.answers
        )
    )
    answered = len(state.answers)
    return (ev.ItemClosed(at=now, item=record.item.id, reason=command.reason, answered=answered, absent=absent),)


def _reopen(state: HeatState, command: cmd.ReopenItem, now: int) -> Decision:
    record = state.current
    if state.phase != "closed" or record is None:
        return Refused("wrong_phase")
    return (ev.ItemReopened(at=now, item=record.item.id, closes=now + REOPEN_MS),)


def _reveal(state: HeatState, command: cmd.RevealItem, now: int) -> Decision:
    record = state.current
    if state.phase != "closed" or record is None:
        return Refused("wrong_phase")
    return (ev.ItemRevealed(at=now, item=record.item.id, key=command.key),)


def _show_standings(state: HeatState, command: cmd.ShowStandings, now: int) -> Decision:
    return (ev.StandingsShown(at=now),) if state.phase == "revealed" else Refused("wrong_phase")


def _pause(state: HeatState, command: cmd.Pause, now: int) -> Decision:
    if state.phase != "open" or state.paused_at is not None:
        return Refused("wrong_phase")
    return (ev.Paused(at=now),)


def _resume(state: HeatState, command: cmd.Resume, now: int) -> Decision:
    return (ev.Resumed(at=now),) if state.paused_at is not None else Refused("not_paused")


def _extend(state: HeatState, command: cmd.Extend, now: int) -> Decision:
    if state.phase != "open":
        return Refused("wrong_phase")
    if not 0 < command.milliseconds <= MAX_EXTEND_MS:
        return Refused("bad_request")
    return (ev.ItemExtended(at=now, milliseconds=command.milliseconds, reason=command.reason),)


def _skip(state: HeatState, command: cmd.SkipItem, now: int) -> Decision:
    if state.phase == "finished":
        return Refused("wrong_phase")
    place = state.index if state.phase in ("open", "closed") else coming(state)
    if place is None:
        return Refused("nothing_left")
    return (ev.ItemSkipped(at=now, item=state.run[place].item.id, by=command.by, reason=command.reason),)


def _void(state: HeatState, command: cmd.VoidItem, now: int) -> Decision:
    place = place_of(state, command.item)
    if place is None:
        return Refused("unknown_item")
    if not command.reason.strip():
        return Refused("bad_reason")
    if state.run[place].status not in ("open", "closed", "revealed"):
        return Refused("wrong_phase")
    return (ev.ItemVoided(at=now, item=command.item, by=command.by, reason=command.reason),)


def _remove(state: HeatState, command: cmd.RemoveContestant, now: int) -> Decision:
    seat = state.seats.get(command.contestant)
    if seat is None:
        return Refused("unknown_contestant")
    if seat.removed is not None:
        return Refused("removed")
    return (ev.ContestantRemoved(at=now, contestant=command.contestant, by=command.by, reason=command.reason),)


def _lock(state: HeatState, command: cmd.LockLobby, now: int) -> Decision:
    if state.phase == "finished" or command.on == state.locked:
        return Refused("wrong_phase")
    return (ev.LobbyLocked(at=now),) if command.on else (ev.LobbyUnlocked(at=now),)


def _blank(state: HeatState, command: cmd.Blank, now: int) -> Decision:
    return (ev.Blanked(at=now, on=command.on),) if command.on != state.blank else Refused("wrong_phase")


def _take_over(state: HeatState, command: cmd.TakeOver, now: int) -> Decision:
    return (ev.HostTookOver(at=now, epoch=state.epoch + 1, by=command.by),)


def _finish(state: HeatState, command: cmd.Finish, now: int) -> Decision:
    if state.phase not in ("lobby", "revealed", "standings"):
        return Refused("wrong_phase")
    return (ev.HeatFinished(at=now),)


def _advance_podium(state: HeatState, command: cmd.AdvancePodium, now: int) -> Decision:
    if state.phase != "finished" or state.podium >= 3:
        return Refused("wrong_phase")
    return (ev.PodiumAdvanced(at=now, step=state.podium + 1),)


_DECIDE: dict[type, Callable[[HeatState, Any, int], Decision]] = {
    cmd.Join: _join,
    cmd.OpenItem: _open,
    cmd.CloseItem: _close,
    cmd.ReopenItem: _reopen,
    cmd.RevealItem: _reveal,
    cmd.ShowStandings: _show_standings,
    cmd.Pause: _pause,
    cmd.Resume: _resume,
    cmd.Extend: _extend,
    cmd.SkipItem: _skip,
    cmd.VoidItem: _void,
    cmd.RemoveContestant: _remove,
    cmd.LockLobby: _lock,
    cmd.Blank: _blank,
    cmd.TakeOver: _take_over,
    cmd.Finish: _finish,
    cmd.AdvancePodium: _advance_podium,
}
