"""A heat's state and `apply`, the fold that makes it from events.

Maps are persistent (`rpds.HashTrieMap`): an answer makes a new state in microseconds and the old one stays whole.
"""

from typing import Literal, TypeAlias

import msgspec
from rpds import HashTrieMap

from contest.rules import events as ev
from contest.rules.events import AnyEvent, CloseReason, RunItem
from contest.rules.parameters import OpenRules

Phase = Literal["lobby", "open", "closed", "revealed", "standings", "finished"]
ItemStatus = Literal["coming", "open", "closed", "revealed", "void", "skipped"]


class Answer(msgspec.Struct, frozen=True):
    """The latest revision of a contestant's answer to one item. `elapsed` counts from the opening, pauses left out."""

    revision: int
    options: tuple[str, ...]
    at: int
    elapsed: int


class Seat(msgspec.Struct, frozen=True):
    number: int
    seed: str
    joined: int
    removed: int | None = None


# In quotes: the class cannot be subscripted while the program runs.
Answers: TypeAlias = "HashTrieMap[str, Answer]"
Seats: TypeAlias = "HashTrieMap[str, Seat]"


class ItemRecord(msgspec.Struct, frozen=True):
    """What has happened to one place of the run. `answers` and `key` are filled at the close and at the reveal."""

    item: RunItem
    status: ItemStatus = "coming"
    opened: int = 0
    closed: int = 0
    reason: CloseReason | None = None
    answers: Answers = HashTrieMap()
    absent: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()


class HeatState(msgspec.Struct, frozen=True):
    """`version` counts public changes; answers and joins do not touch it. `index` is the place of the run on screen,
    -1 before the first. `answers` belong to the item that is open or closed but not yet revealed."""

    heat: str
    rules: OpenRules
    seed: str
    capacity: int
    run: tuple[ItemRecord, ...]
    phase: Phase = "lobby"
    index: int = -1
    version: int = 1
    epoch: int = 0
    opened: int = 0
    closes: int = 0
    paused_at: int | None = None
    locked: bool = False
    blank: bool = False
    podium: int = 0
    removed: int = 0
    seats: Seats = HashTrieMap()
    answers: Answers = HashTrieMap()

    @property
    def seated(self) -> int:
        """How many have a seat and were not shown out."""
        return len(self.seats) - self.removed

    @property
    def current(self) -> ItemRecord | None:
        return self.run[self.index] if self.index >= 0 else None


def coming(state: HeatState) -> int | None:
    """The place of the next item to be played, or None at the end of the run."""
    return next((place for place, record in enumerate(state.run) if record.status == "coming"), None)


def number_of(state: HeatState, place: int) -> int:
    """The number that people call an item by, from 1 on; a warm-up is 0. Pilot items count, for nobody is to know which
    they are before they have been answered."""
    if state.run[place].item.warm_up:
        return 0
    return sum(1 for record in state.run[: place + 1] if not record.item.warm_up)


def place_of(state: HeatState, item: str) -> int | None:
    return next((place for place, record in enumerate(state.run) if record.item.id == item), None)


def begin(event: ev.HeatCreated) -> HeatState:
    """The state of a heat in which nothing but its creation has happened."""
    run = tuple(ItemRecord(item) for item in event.items)
    return HeatState(event.heat, event.rules, event.seed, event.capacity, run)


def apply(state: HeatState, event: AnyEvent) -> HeatState:
    """The next state. Trusts the event: what may happen was decided before it was written down.

    Raises `KeyError` for an event that does not fit the state, which only a damaged journal can hold.
    """
    if type(event) is ev.Answered:
        return _answered(state, event)
    if type(event) is ev.Joined:
        seat = Seat(event.number, event.seed, event.at)
        return _changed(state, seats=state.seats.insert(event.contestant, seat))
    changed = _APPLY[type(event)](state, event)  # type: ignore[operator]
    return _changed(changed, version=state.version + 1)


def _changed(state: HeatState, **fields: object) -> HeatState:
    return msgspec.structs.replace(state, **fields)


def _answered(state: HeatState, event: ev.Answered) -> HeatState:
    answer = Answer(event.revision, event.options, event.at, event.at - state.opened)
    return _changed(state, answers=state.answers.insert(event.contestant, answer))


def _with_record(state: HeatState, place: int, **fields: object) -> tuple[ItemRecord, ...]:
    record = msgspec.structs.replace(state.run[place], **fields)
    return (*state.run[:place], record, *state.run[place + 1 :])


def _known_place(state: HeatState, item: str) -> int:
    place = place_of(state, item)
    if place is None:
        raise KeyError(item)
    return place


def _item_opened(state: HeatState, event: ev.ItemOpened) -> HeatState:
    place = _known_place(state, event.item)
    run = _with_record(state, place, status="open", opened=event.at)
    return _changed(
        state, phase="open", index=place, run=run, opened=event.at, closes=event.closes, answers=HashTrieMap()
    )


def _item_extended(state: HeatState, event: ev.ItemExtended) -> HeatState:
    return _changed(state, closes=state.closes + event.milliseconds)


def _paused(state: HeatState, event: ev.Paused) -> HeatState:
    return _changed(state, paused_at=event.at)


def _resumed(state: HeatState, event: ev.Resumed) -> HeatState:
    # Opening and deadline move together, so that neither the time left nor anybody's elapsed time holds the pause.
    pause = event.at - (state.paused_at if state.paused_at is not None else event.at)
    return _changed(state, paused_at=None, opened=state.opened + pause, closes=state.closes + pause)


def _item_closed(state: HeatState, event: ev.ItemClosed) -> HeatState:
    run = _with_record(
        state,
        state.index,
        status="closed",
        closed=event.at,
        reason=event.reason,
        answers=state.answers,
        absent=frozenset(event.absent),
    )
    return _changed(state, phase="closed", run=run, paused_at=None)


def _item_reopened(state: HeatState, event: ev.ItemReopened) -> HeatState:
    # Elapsed times go on from where the clock stood at the close.
    gap = event.at - state.run[state.index].closed
    run = _with_record(state, state.index, status="open", closed=0, reason=None, absent=frozenset())
    return _changed(state, phase="open", run=run, opened=state.opened + gap, closes=event.closes)


def _item_revealed(state: HeatState, event: ev.ItemRevealed) -> HeatState:
    run = _with_record(state, state.index, status="revealed", key=event.key)
    return _changed(state, phase="revealed", run=run)


def _standings_shown(state: HeatState, event: ev.StandingsShown) -> HeatState:
    return _changed(state, phase="standings")


def _item_skipped(state: HeatState, event: ev.ItemSkipped) -> HeatState:
    place = _known_place(state, event.item)
    run = _with_record(state, place, status="skipped", answers=HashTrieMap())
    on_screen = place == state.index and state.phase in ("open", "closed")
    return _changed(state, run=run, phase="standings" if on_screen else state.phase, paused_at=None)


def _item_voided(state: HeatState, event: ev.ItemVoided) -> HeatState:
    place = _known_place(state, event.item)
    on_screen = place == state.index and state.phase in ("open", "closed")
    kept = state.answers if on_screen else state.run[place].answers
    run = _with_record(state, place, status="void", answers=kept, closed=state.run[place].closed or event.at)
    return _changed(state, run=run, phase="revealed" if on_screen else state.phase, paused_at=None)


def _contestant_removed(state: HeatState, event: ev.ContestantRemoved) -> HeatState:
    seat = msgspec.structs.replace(state.seats[event.contestant], removed=event.at)
    return _changed(state, seats=state.seats.insert(event.contestant, seat), removed=state.removed + 1)


def _lobby_locked(state: HeatState, event: ev.LobbyLocked) -> HeatState:
    return _changed(state, locked=True)


def _lobby_unlocked(state: HeatState, event: ev.LobbyUnlocked) -> HeatState:
    return _changed(state, locked=False)


def _blanked(state: HeatState, event: ev.Blanked) -> HeatState:
    return _changed(state, blank=event.on)


def _host_took_over(state: HeatState, event: ev.HostTookOver) -> HeatState:
    return _changed(state, epoch=event.epoch)


def _heat_finished(state: HeatState, event: ev.HeatFinished) -> HeatState:
    return _changed(state, phase="finished", blank=False)


def _podium_advanced(state: HeatState, event: ev.PodiumAdvanced) -> HeatState:
    return _changed(state, podium=event.step)


_APPLY = {
    ev.ItemOpened: _item_opened,
    ev.ItemExtended: _item_extended,
    ev.Paused: _paused,
    ev.Resumed: _resumed,
    ev.ItemClosed: _item_closed,
    ev.ItemReopened: _item_reopened,
    ev.ItemRevealed: _item_revealed,
    ev.StandingsShown: _standings_shown,
    ev.ItemSkipped: _item_skipped,
    ev.ItemVoided: _item_voided,
    ev.ContestantRemoved: _contestant_removed,
    ev.LobbyLocked: _lobby_locked,
    ev.LobbyUnlocked: _lobby_unlocked,
    ev.Blanked: _blanked,
    ev.HostTookOver: _host_took_over,
    ev.HeatFinished: _heat_finished,
    ev.PodiumAdvanced: _podium_advanced,
}


def replay(history: list[AnyEvent]) -> HeatState:
    """Folds a whole journal. Raises `ValueError` when it does not begin with the heat's creation."""
    if not history or not isinstance(history[0], ev.HeatCreated):
        raise ValueError("a heat's journal begins with heat_created")
    state = begin(history[0])
    for event in history[1:]:
        state = apply(state, event)
    return state
