"""Everything that can have happened in a heat. An event is what the journal stores, so a field once written stays
readable for ever: add fields with defaults, never rename or remove one.

`at` is milliseconds of the server's clock. Contestants appear only by their random ids.

Events are `msgspec.Struct`s rather than dataclasses: the same class is the value that rules work with and the schema
of the journal's JSON, and making one costs a fifth of a frozen dataclass on the path of every answer.
"""

from typing import Literal

import msgspec

from contest.rules.parameters import OpenRules

CloseReason = Literal["host", "all_answered", "time"]
ExtendReason = Literal["host", "stall", "restart", "outage"]


class RunItem(msgspec.Struct, frozen=True):
    """One place of the run: an item version, and its options in the order and under the names of this heat.

    `options` are the bank's ids in the order shown to all, `wire` the opaque ids they go by on the wire.
    """

    id: str
    version: str
    type: Literal["true_false", "single", "multiple"]
    options: tuple[str, ...]
    wire: tuple[str, ...]
    time_limit_ms: int
    weight: float = 1.0
    warm_up: bool = False
    # Tried out: asked like any other, numbered like any other, and counted nowhere.
    pilot: bool = False

    @property
    def scored(self) -> bool:
        """Whether its answers may count at all, in points or in literacy."""
        return not (self.warm_up or self.pilot)


class Event(msgspec.Struct, frozen=True, tag_field="t", kw_only=True):
    at: int


class HeatCreated(Event, frozen=True, tag="heat_created", kw_only=True):
    heat: str
    rules: OpenRules
    seed: str
    capacity: int
    items: tuple[RunItem, ...]


class Joined(Event, frozen=True, tag="joined", kw_only=True):
    contestant: str
    number: int
    seed: str


class Answered(Event, frozen=True, tag="answered", kw_only=True):
    """One revision of one answer. `at` was stamped as the frame was read."""

    contestant: str
    item: str
    revision: int
    options: tuple[str, ...]


class ItemOpened(Event, frozen=True, tag="item_opened", kw_only=True):
    item: str
    closes: int


class ItemExtended(Event, frozen=True, tag="item_extended", kw_only=True):
    milliseconds: int
    reason: ExtendReason


class Paused(Event, frozen=True, tag="paused", kw_only=True):
    pass


class Resumed(Event, frozen=True, tag="resumed", kw_only=True):
    pass


class ItemClosed(Event, frozen=True, tag="item_closed", kw_only=True):
    """`absent`: contestants who were not connected at any moment while the item was open and gave no answer; they
    never reached it. Everybody else without an answer saw it: timed out if the time ran out, else omitted."""

    item: str
    reason: CloseReason
    answered: int
    absent: tuple[str, ...] = ()


class ItemReopened(Event, frozen=True, tag="item_reopened", kw_only=True):
    item: str
    closes: int


class ItemRevealed(Event, frozen=True, tag="item_revealed", kw_only=True):
    """From here on the key is public. It enters the journal, and so the state, with this event and not before."""

    item: str
    key: tuple[str, ...]


class StandingsShown(Event, frozen=True, tag="standings_shown", kw_only=True):
    pass


class ItemSkipped(Event, frozen=True, tag="item_skipped", kw_only=True):
    item: str
    by: str
    reason: str


class ItemVoided(Event, frozen=True, tag="item_voided", kw_only=True):
    item: str
    by: str
    reason: str


class ContestantRemoved(Event, frozen=True, tag="contestant_removed", kw_only=True):
    contestant: str
    by: str
    reason: str


class LobbyLocked(Event, frozen=True, tag="lobby_locked", kw_only=True):
    pass


class LobbyUnlocked(Event, frozen=True, tag="lobby_unlocked", kw_only=True):
    pass


class Blanked(Event, frozen=True, tag="blanked", kw_only=True):
    on: bool


class HostTookOver(Event, frozen=True, tag="host_took_over", kw_only=True):
    epoch: int
    by: str


class HeatFinished(Event, frozen=True, tag="heat_finished", kw_only=True):
    pass


class PodiumAdvanced(Event, frozen=True, tag="podium_advanced", kw_only=True):
    step: int


AnyEvent = (
    HeatCreated | Joined | Answered | ItemOpened | ItemExtended | Paused | Resumed | ItemClosed | ItemReopened
    | ItemRevealed | StandingsShown | ItemSkipped | ItemVoided | ContestantRemoved | LobbyLocked | LobbyUnlocked
    | Blanked | HostTookOver | HeatFinished | PodiumAdvanced
)  # fmt: skip
