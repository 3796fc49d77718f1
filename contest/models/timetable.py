"""Contests and their heats: what is played, when, by which rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, String, false
from sqlalchemy.orm import Mapped, mapped_column

from question_bank.models import Model


class Contest(Model):
    __tablename__ = "contests"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class Heat(Model):
    """One playing of one round in front of one crowd."""

    __tablename__ = "heats"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    contest_id: Mapped[str] = mapped_column(ForeignKey("contests.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    rules: Mapped[dict[str, Any]]
    pin: Mapped[str] = mapped_column(String(12), unique=True)
    # The whole projector link is the secret, so that guessing heat ids shows nothing; reusable, hence stored in clear.
    screen_key: Mapped[str] = mapped_column(String(32), unique=True)
    seed: Mapped[str] = mapped_column(String(32))
    capacity: Mapped[int] = mapped_column(Integer)
    # "ready" | "running" | "finished": a cache of the journal for lists; the journal decides.
    status: Mapped[str] = mapped_column(String(16), index=True)
    # Milliseconds of the server's clock when the conductor last said that it was alive (promise 3).
    alive_ms: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class HeatItem(Model):
    """The run of a heat: which item version stands at which place."""

    __tablename__ = "heat_items"

    heat_id: Mapped[str] = mapped_column(ForeignKey("heats.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"))
    warm_up: Mapped[bool] = mapped_column(default=False)
    # Tried out: answered like any other, in neither ledger, and calibrated afterwards.
    pilot: Mapped[bool] = mapped_column(default=False, server_default=false())
    weight: Mapped[float] = mapped_column(Float, default=1.0)
    time_limit_s: Mapped[int] = mapped_column(Integer)


class HeatResult(Model):
    """What a finished heat says of one contestant, in two ledgers that never mix. Recomputable from the journal."""

    __tablename__ = "heat_results"

    contestant_id: Mapped[str] = mapped_column(ForeignKey("contestants.id"), primary_key=True)
    heat_id: Mapped[str] = mapped_column(ForeignKey("heats.id"), index=True)
    # contest ledger
    place: Mapped[int | None] = mapped_column(Integer)
    points: Mapped[int] = mapped_column(Integer)
    right: Mapped[int] = mapped_column(Integer)
    # literacy ledger
    theta: Mapped[float | None] = mapped_column(Float)
    theta_se: Mapped[float | None] = mapped_column(Float)
    items_scored: Mapped[int] = mapped_column(Integer)
    # chain position that these figures were computed from
    journal_count: Mapped[int] = mapped_column(Integer)
    journal_head: Mapped[str] = mapped_column(String(64))
