"""The bank's tables. An item's key lives in a table of its own, away from its stem, so that no query for what
contestants may see can carry it along."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Float, ForeignKey, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Every table of the program hangs on this metadata; Alembic compares against it."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[str]: JSON, datetime: DateTime(timezone=True)}


class Item(Model):
    """An item's identity; what it says stands in its versions."""

    __tablename__ = "items"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(16), index=True)
    current_version: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]

    versions: Mapped[list["ItemVersion"]] = relationship(back_populates="item", order_by="ItemVersion.number")


class ItemVersion(Model):
    """What contestants may see of an item, never overwritten: a change is a new version."""

    __tablename__ = "item_versions"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(16), index=True)
    stem: Mapped[str] = mapped_column(Text)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    benchmark: Mapped[int] = mapped_column(Integer, index=True)
    point: Mapped[int] = mapped_column(Integer)
    dimension: Mapped[str] = mapped_column(String(24), index=True)
    topics: Mapped[list[str]]
    groups: Mapped[list[str]]
    source: Mapped[str] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="versions")


class ItemKey(Model):
    """The key of one version, its explanation, and what each wrong choice tells of the person who made it."""

    __tablename__ = "item_keys"

    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), primary_key=True)
    key: Mapped[list[str]]
    explanation: Mapped[str] = mapped_column(Text)
    misconceptions: Mapped[dict[str, Any]]


class ItemParameter(Model):
    """The response model's parameters of one version; `provisional` until data have replaced the author's judgement."""

    __tablename__ = "item_parameters"

    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(16), default="provisional")
    model: Mapped[str] = mapped_column(String(8))
    a: Mapped[float] = mapped_column(Float)
    b: Mapped[float] = mapped_column(Float)
    c: Mapped[float] = mapped_column(Float)
    author_b: Mapped[float] = mapped_column(Float)
    reason: Mapped[str] = mapped_column(Text, default="")
