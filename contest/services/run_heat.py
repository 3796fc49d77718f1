"""A heat while it is played: its state in memory, always one fold of its journal, and the way in for every command.

The order is: decide, apply, hand to the journal; after the commit tell whoever asked and whoever listens. Nothing is
acknowledged or shown before its commit. When a commit fails the state in memory is thrown away (`stale`) and loaded
afresh; until then everything is refused with `retry`.

No framework and no scheduler here: the clock, the journal and the listeners are given.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec
from sqlalchemy import Engine

from contest.clock import Clock
from contest.database import reading
from contest.journal.append import EMPTY, Head
from contest.journal.entries import ContestantRow, Entry, ResponseRow, encode
from contest.journal.group_commit import Outcome
from contest.journal.replay import state_of
from contest.rules.commands import Command
from contest.rules.decide import Hosted, decide
from contest.rules.events import Answered, AnyEvent, ContestantRemoved, HeatFinished, ItemRevealed, ItemVoided
from contest.rules.refusals import Refused
from contest.rules.scoreboard import Tallies, advance, tallies_of
from contest.rules.standings import Place, rank
from contest.rules.state import HeatState, apply
from contest.services.people import People, load_people
from contest.services.playable import HeatFacts, Key, ShownItem, heat_facts, keys_of, shown_items
from contest.services.remembered import Remembered
from contest.services.response_rows import row_of_answer, rows_without_answer

Committed = Callable[[], None]
Failed = Callable[[str], None]


class Journal(Protocol):
    """The group commit, as a heat sees it."""

    def adopt(self, heat_id: str, head: Head) -> None: ...

    def submit(self, heat_id: str, entries: tuple[Entry, ...], done: Callable[[Outcome], None]) -> None: ...


class Listener(Protocol):
    """Who is told after each commit, in the order of the journal."""

    def happened(self, run: "HeatRun", events: tuple[AnyEvent, ...]) -> None: ...

    def went_stale(self, run: "HeatRun") -> None: ...


class Loaded(msgspec.Struct):
    """Everything a heat is, read in one transaction."""

    facts: HeatFacts
    state: HeatState
    head: Head
    people: People
    items: dict[str, ShownItem]
    keys: dict[str, Key]
    # The newest events that are no answers, for the host's log.
    history: tuple[AnyEvent, ...]


def load_heat(engine: Engine, heat_id: str) -> Loaded:
    """Raises `Refusal` `unknown_heat`; `ValueError` for a journal that cannot be read."""
    with reading(engine) as connection:
        facts = heat_facts(connection, heat_id)
        state, head, events = state_of(connection, heat_id)
        return Loaded(
            facts,
            state,
            head,
            load_people(connection, heat_id),
            shown_items(connection, heat_id),
            keys_of(connection, heat_id),
            tuple(event for event in events if type(event) is not Answered)[-HISTORY:],
        )


# How many events a heat remembers for its log; joins in a row make one line.
HISTORY = 2000


class HeatRun:
    """One live heat. All methods belong to the hub's thread and return at once."""

    def __init__(self, loaded: Loaded, journal: Journal, listener: Listener, clock: Clock) -> None:
        self._journal = journal
        self._listener = listener
        self.clock = clock
        self.adopt(loaded)

    def adopt(self, loaded: Loaded) -> None:
        """Takes a freshly loaded heat for the truth."""
        self.facts = loaded.facts
        self.state = loaded.state
        self.head = loaded.head
        self.people = loaded.people
        self.items = loaded.items
        self.keys = loaded.keys
        self.history = loaded.history
        self.stale = False
        self.tallies: Tallies = tallies_of(self.state)
        self.places: list[Place] = []
        self.place_of: dict[str, Place] = {}
        self.former_places: dict[str, int] = {}
        # The share of right answers to each item, as the host's view shows it.
        self.percents: Remembered[int | None] = Remembered(len(self.state.run))
        self._rank()
        self._options_by_wire = {
            record.item.id: dict(zip(record.item.wire, record.item.options, strict=True)) for record in self.state.run
        }
        self._journal.adopt(self.facts.id, loaded.head)

    @property
    def id(self) -> str:
        return self.facts.id

    def option_of(self, item: str, wire: str) -> str | None:
        return self._options_by_wire.get(item, {}).get(wire)

    def perform(
        self,
        command: Command | Hosted,
        key: str,
        committed: Committed,
        failed: Failed,
        now: int | None = None,
        contestants: tuple[ContestantRow, ...] = (),
    ) -> Refused | None:
        """Does what a command asks, or says at once why not.

        `key` names the wish so that it cannot be written twice. `committed` or `failed` (with a refusal's name) runs
        later, after the transaction; neither runs when a refusal is returned.
        """
        if self.stale:
            return Refused("retry")
        decision = decide(self.state, command, self.clock.now_ms() if now is None else now)
        if isinstance(decision, Refused):
            return decision
        entries = tuple(
            Entry(self.id, f"{key}.{part}" if part else key, encode(event), self._responses(event), contestants)
            for part, event in enumerate(decision)
        )
        for event in decision:
            self.state = apply(self.state, event)
        self._journal.submit(self.id, entries, lambda outcome: self._settled(outcome, decision, committed, failed))
        return None

    def after_commit(self, committed: Committed, failed: Failed) -> None:
        """Runs `committed` once everything decided so far is on disk."""

        def done(outcome: Outcome) -> None:
            failed(outcome.error) if outcome.error else committed()

        self._journal.submit(self.id, (), done)

    def _settled(self, outcome: Outcome, events: tuple[AnyEvent, ...], committed: Committed, failed: Failed) -> None:
        if outcome.error is not None:
            failed(outcome.error)
            if not self.stale:
                self.stale = True
                self._listener.went_stale(self)
            return
        self.head = outcome.head or EMPTY
        committed()
        self._listener.happened(self, events)

    def _responses(self, event: AnyEvent) -> tuple[ResponseRow, ...]:
        if type(event) is Answered:
            return (row_of_answer(self.state, event),)
        if type(event) is ItemRevealed:
            return rows_without_answer(self.state, event)
        return ()

    def score(self, events: tuple[AnyEvent, ...]) -> bool:
        """Brings tallies and places up to the committed events; True when somebody's points may have changed."""
        if any(type(event) in _RECOUNTED for event in events):
            self.tallies = tallies_of(self.state)
        elif any(type(event) is ItemRevealed for event in events) and self.state.current is not None:
            self.tallies = advance(self.tallies, self.state.rules, self.state.current, self.state.seats)
        elif not any(type(event) is HeatFinished for event in events):
            return False
        self._rank()
        return True

    def _rank(self) -> None:
        # Before the first item has counted everybody stands alike: there is nothing to have moved from.
        played = any(place.tally.asked for place in self.places)
        self.former_places = {place.contestant: place.place for place in self.places} if played else {}
        self.places = rank(self.state.rules, self.tallies, self.state.seats)
        self.place_of = {place.contestant: place for place in self.places}


# Events that take points back.
_RECOUNTED = (ItemVoided, ContestantRemoved)
