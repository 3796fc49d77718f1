"""What is handed to the journal, and how events turn into its text and back."""

from typing import NamedTuple

import msgspec

from contest.rules.events import AnyEvent

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class ResponseRow(NamedTuple):
    """One row of `responses`, in the order of its columns behind the heat."""

    contestant_id: str
    item: str
    version_id: str
    attempt: int
    revision: int
    status: str
    options: tuple[str, ...] | None
    shown: tuple[str, ...]
    received_ms: int | None
    elapsed_ms: int | None
    round_kind: str
    mode: str
    exposure: int


class ContestantRow(NamedTuple):
    """One row of `contestants` behind the heat. Hashes are hexadecimal text."""

    id: str
    number: int
    nickname: str
    name_key: str
    district: str | None
    age_band: str | None
    target_group: str | None
    sex: str | None
    consent_ms: int | None
    seat_hash: str
    resume_hash: str
    shuffle_seed: str
    joined_ms: int


class Entry(NamedTuple):
    """One event on its way into a heat's journal, with the rows that must be written in the same transaction.

    `key` is what makes a repeat a repeat; it is unique in the heat.
    """

    heat_id: str
    key: str
    payload: str
    responses: tuple[ResponseRow, ...] = ()
    contestants: tuple[ContestantRow, ...] = ()


def encode(event: AnyEvent) -> str:
    return _encoder.encode(event).decode()


def decode(payload: str) -> AnyEvent:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` for text that is no event."""
    return _decoder.decode(payload)
