"""Accounts, one-time links, and contestants: the only tables that hold anybody's name."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from question_bank.models import Model


class Account(Model):
    """Somebody who signs in: organizer, author, judge or admin."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(Text)
    # Grows at each password change or forced sign-out: sessions that carry an older number are void at once.
    session_epoch: Mapped[int] = mapped_column(Integer, default=1)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class OneTimeLink(Model):
    """A secret link that opens a door once; only the SHA-256 of its token is stored."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))  # "first_account" | "sign_in" | "host"
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    heat_id: Mapped[str | None] = mapped_column(ForeignKey("heats.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Contestant(Model):
    """One person's seat in one heat. The journal and the responses know only `id`, which is random."""

    __tablename__ = "contestants"
    __table_args__ = (
        UniqueConstraint("heat_id", "name_key", name="uq_contestants_name"),
        UniqueConstraint("heat_id", "number", name="uq_contestants_number"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    heat_id: Mapped[str] = mapped_column(ForeignKey("heats.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    nickname: Mapped[str] = mapped_column(String(48))
    # The nickname as it is compared: case-folded, width-folded, without spaces.
    name_key: Mapped[str] = mapped_column(String(48))
    district: Mapped[str | None] = mapped_column(String(24))
    age_band: Mapped[str | None] = mapped_column(String(16))
    target_group: Mapped[str | None] = mapped_column(String(24))
    sex: Mapped[str | None] = mapped_column(String(8))
    consent_ms: Mapped[int | None] = mapped_column(BigInteger)
    # SHA-256 of the 128-bit seat secret and of the visible resume code.
    seat_hash: Mapped[str] = mapped_column(String(64), unique=True)
    resume_hash: Mapped[str] = mapped_column(String(64), unique=True)
    shuffle_seed: Mapped[str] = mapped_column(String(16))
    joined_ms: Mapped[int] = mapped_column(BigInteger)
