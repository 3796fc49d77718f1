"""The journal with its hash chain, and the response record that both ledgers read."""

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from question_bank.models import Model


class JournalHead(Model):
    """The last link of a heat's chain. Whoever appends locks this row first."""

    __tablename__ = "journal_heads"

    heat_id: Mapped[str] = mapped_column(ForeignKey("heats.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


class JournalEntry(Model):
    """One event, as the exact text that was hashed. Never updated, never deleted."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("heat_id", "key"), {"sqlite_with_rowid": False})

    heat_id: Mapped[str] = mapped_column(ForeignKey("heats.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    # What makes a repeat a repeat: "a:q7:CONTESTANT:1:2" for an answer, "c:ID" for a command, and so on.
    key: Mapped[str] = mapped_column(String(120))
    payload: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class Response(Model):
    """One revision of one contestant's answer to one item version, or the reason why there is none.

    `status`: answered, omitted, timed_out, not_reached, not_presented. `final` revisions are found by the highest
    `revision` of a contestant, item and attempt.
    """

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("heat_id", "item", "contestant_id", "attempt", "revision"),
        Index("ix_responses_version_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    heat_id: Mapped[str] = mapped_column(String(24))
    contestant_id: Mapped[str] = mapped_column(String(24))
    item: Mapped[str] = mapped_column(String(8))
    version_id: Mapped[str] = mapped_column(String(80))
    attempt: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    # Chosen options by their ids in the bank, and the order in which all of them stood on the phone.
    options: Mapped[list[Any] | None] = mapped_column(JSON)
    shown: Mapped[list[Any] | None] = mapped_column(JSON)
    received_ms: Mapped[int | None] = mapped_column(BigInteger)
    elapsed_ms: Mapped[int | None] = mapped_column(Integer)
    round_kind: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    exposure: Mapped[int] = mapped_column(Integer)
