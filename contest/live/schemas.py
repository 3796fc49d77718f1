"""What clients may send over Socket.IO, checked once at the door. Unknown fields are refused."""

import msgspec


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request without content."""


class JoinRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nickname: str
    district: str | None = None
    age_band: str | None = None
    group: str | None = None
    sex: str | None = None
    consent: bool = False


class AnswerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    rev: int
    options: tuple[str, ...]


class SyncRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int = 0


class ClockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    t: float


class ClaimRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
