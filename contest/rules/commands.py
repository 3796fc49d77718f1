"""What somebody may wish for. A command says nothing about whether it will be granted."""

import msgspec

from contest.rules.events import CloseReason, ExtendReason


class Join(msgspec.Struct, frozen=True):
    contestant: str
    seed: str


class GiveAnswer(msgspec.Struct, frozen=True):
    """`options` are the bank's ids, in any order."""

    contestant: str
    item: str
    revision: int
    options: tuple[str, ...]


class OpenItem(msgspec.Struct, frozen=True):
    pass


class CloseItem(msgspec.Struct, frozen=True):
    """`present`: everybody who was connected at some moment while the item was open."""

    reason: CloseReason
    present: frozenset[str] = frozenset()


class ReopenItem(msgspec.Struct, frozen=True):
    pass


class RevealItem(msgspec.Struct, frozen=True):
    """The key comes with the command: the state does not know it before."""

    key: tuple[str, ...]


class ShowStandings(msgspec.Struct, frozen=True):
    pass


class Pause(msgspec.Struct, frozen=True):
    pass


class Resume(msgspec.Struct, frozen=True):
    pass


class Extend(msgspec.Struct, frozen=True):
    milliseconds: int
    reason: ExtendReason = "host"


class SkipItem(msgspec.Struct, frozen=True):
    by: str
    reason: str


class VoidItem(msgspec.Struct, frozen=True):
    item: str
    by: str
    reason: str


class RemoveContestant(msgspec.Struct, frozen=True):
    contestant: str
    by: str
    reason: str


class LockLobby(msgspec.Struct, frozen=True):
    on: bool


class Blank(msgspec.Struct, frozen=True):
    on: bool


class TakeOver(msgspec.Struct, frozen=True):
    by: str


class Finish(msgspec.Struct, frozen=True):
    pass


class AdvancePodium(msgspec.Struct, frozen=True):
    pass


Command = (
    Join | GiveAnswer | OpenItem | CloseItem | ReopenItem | RevealItem | ShowStandings | Pause | Resume | Extend
    | SkipItem | VoidItem | RemoveContestant | LockLobby | Blank | TakeOver | Finish | AdvancePodium
)  # fmt: skip
