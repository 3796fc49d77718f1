"""A host's wish as it comes from the console, turned into a command of the rules."""

from collections.abc import Callable

import msgspec

from contest.rules import commands as cmd
from contest.rules.decide import Hosted
from contest.rules.next_step import next_step
from contest.rules.refusals import Refused
from contest.services.run_heat import HeatRun

LONGEST_REASON = 200


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `command` event of docs/protocol.md. `id` makes a repeat a repeat; `v` is what the host saw."""

    id: str
    epoch: int
    v: int
    do: str
    seconds: int | None = None
    item: str | None = None
    number: int | None = None
    reason: str = ""
    on: bool = True


# Steps of the evening: meant for what the host saw, and for nothing that has come since.
_STEPS = frozenset({"open", "close", "reopen", "reveal", "standings", "finish", "podium", "skip", "pause", "resume"})


def command_of(run: HeatRun, wish: Wish, by: str, present: frozenset[str]) -> Hosted | Refused:
    """The command that a wish means, or why it means none. `present`: who was connected while the item was open."""
    if len(wish.reason) > LONGEST_REASON or not 0 < len(wish.id) <= 64:
        return Refused("bad_request")
    name, seen = wish.do, wish.v if wish.do in _STEPS or wish.do == "next" else None
    if name == "next":
        if seen != run.state.version:
            return Refused("stale_view")
        step = next_step(run.state)
        if step is None:
            return Refused("nothing_left")
        name = step.do
    command = _build(run, name, wish, by, present)
    return command if isinstance(command, Refused) else Hosted(wish.epoch, command, seen)


def _build(run: HeatRun, name: str, wish: Wish, by: str, present: frozenset[str]) -> cmd.Command | Refused:
    plain = _PLAIN.get(name)
    if plain is not None:
        return plain()
    if name == "close":
        return cmd.CloseItem("host", present)
    if name == "reveal":
        return _reveal(run)
    if name == "extend":
        return cmd.Extend((wish.seconds or 0) * 1000)
    if name == "skip":
        return cmd.SkipItem(by, wish.reason)
    if name == "void":
        return cmd.VoidItem(wish.item or "", by, wish.reason)
    if name == "remove":
        person = run.people.by_number.get(wish.number or 0)
        return cmd.RemoveContestant(person.id, by, wish.reason) if person else Refused("unknown_contestant")
    if name == "blank":
        return cmd.Blank(wish.on)
    return Refused("bad_request")


_PLAIN: dict[str, Callable[[], cmd.Command]] = {
    "open": cmd.OpenItem,
    "reopen": cmd.ReopenItem,
    "standings": cmd.ShowStandings,
    "finish": cmd.Finish,
    "podium": cmd.AdvancePodium,
    "pause": cmd.Pause,
    "resume": cmd.Resume,
    "lock": lambda: cmd.LockLobby(True),
    "unlock": lambda: cmd.LockLobby(False),
}


def _reveal(run: HeatRun) -> cmd.Command | Refused:
    record = run.state.current
    if record is None:
        return Refused("wrong_phase")
    return cmd.RevealItem(run.keys[record.item.version].options)
