"""The bank's tables. An item's key lives in a table of its own, away from its stem, so that no query for what
contestants may see can carry it along."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
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
    # Who wrote it: an account's id, or None for an item that came with the program or from a command.
    author_id: Mapped[str | None] = mapped_column(String(32))
    # The version that its author has put before the reviewers.
    submitted_version: Mapped[str | None] = mapped_column(String(80))
    # Not to be shown to anybody outside the bank before this moment.
    embargo_until: Mapped[datetime | None]
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
    benchmark: Mapped[int | None] = mapped_column(Integer, index=True)
    point: Mapped[int | None] = mapped_column(Integer)
    dimension: Mapped[str | None] = mapped_column(String(24), index=True)
    topics: Mapped[list[str]]
    groups: Mapped[list[str]]
    tags: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    seconds: Mapped[int] = mapped_column(Integer, server_default="0")
    source: Mapped[str] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(Text, default="")
    # The author's judgement of the difficulty and its reason; what data say of it stands in `item_parameters`.
    author_b: Mapped[float | None] = mapped_column(Float)
    author_reason: Mapped[str] = mapped_column(Text, server_default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    # Who changed it, in which import, and why.
    changed_by: Mapped[str | None] = mapped_column(String(32))
    import_id: Mapped[str | None] = mapped_column(ForeignKey("item_imports.id"), index=True)
    note: Mapped[str] = mapped_column(Text, server_default="")
    created_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="versions")


class ItemKey(Model):
    """The key of one version, its explanation, and what each wrong choice tells of the person who made it."""

    __tablename__ = "item_keys"

    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), primary_key=True)
    # As `question_bank.keys.key_as_data` gives it: option ids, a number with its tolerance, or spoken answers.
    key: Mapped[Any] = mapped_column(JSON)
    explanation: Mapped[str] = mapped_column(Text)
    misconceptions: Mapped[dict[str, Any]]


class ItemParameter(Model):
    """The response model's parameters of one version; `provisional` until data have replaced the author's judgement.

    Spoken items have none, for no model knows them.
    """

    __tablename__ = "item_parameters"

    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(16), default="provisional")  # "provisional" | "calibrated"
    model: Mapped[str] = mapped_column(String(8))
    a: Mapped[float] = mapped_column(Float)
    b: Mapped[float] = mapped_column(Float)
    c: Mapped[float] = mapped_column(Float)
    se_a: Mapped[float | None] = mapped_column(Float)
    se_b: Mapped[float | None] = mapped_column(Float)
    se_c: Mapped[float | None] = mapped_column(Float)
    # How many answers they rest on, and which calibration gave them.
    n: Mapped[int] = mapped_column(Integer, server_default="0")
    calibration_id: Mapped[str | None] = mapped_column(ForeignKey("calibrations.id"))


class Calibration(Model):
    """One calibration whose parameters entered the bank, with the whole document that it printed."""

    __tablename__ = "calibrations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    made_by: Mapped[str | None] = mapped_column(String(32))
    made_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(Text)
    model: Mapped[str] = mapped_column(String(8))
    people: Mapped[int] = mapped_column(Integer)
    document: Mapped[dict[str, Any]]


class ItemFigures(Model):
    """What all answers say of one version, as the last analysis computed it; it can be computed anew at any time."""

    __tablename__ = "item_figures"

    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), primary_key=True)
    figures: Mapped[dict[str, Any]]


class ItemReview(Model):
    """What one pair of eyes says of one version: `approved`, or `changes` with what ought to be changed."""

    __tablename__ = "item_reviews"
    __table_args__ = (UniqueConstraint("version_id", "reviewer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"), index=True)
    reviewer_id: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime]


class ItemComment(Model):
    """A remark on an item, made at a version, open until somebody settles it."""

    __tablename__ = "item_comments"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("item_versions.id"))
    author_id: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(32))


class ItemEvent(Model):
    """What happened to an item and who did it: never updated, never deleted.

    `action`: created, changed, restored, status, submitted, reviewed, commented, settled, tagged, enemies, embargo,
    calibrated. `details` holds former and new.
    """

    __tablename__ = "item_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    version_id: Mapped[str | None] = mapped_column(String(80))
    account_id: Mapped[str | None] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(24))
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class ItemEnemy(Model):
    """Two items that must not stand in one form, for one gives the other away; `first` sorts before `second`."""

    __tablename__ = "item_enemies"

    first: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    second: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(Text, server_default="")


class ItemSearch(Model):
    """What items are found by, written by `question_bank.search_index`. Triggers take a row out when its item gets
    another status or points to another version, or when that version's own row changes; a row that is missing is made
    before the next search. No foreign key: it must never keep an item from being deleted."""

    __tablename__ = "item_search"

    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version_id: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(16))
    type: Mapped[str] = mapped_column(String(16))
    benchmark: Mapped[int | None] = mapped_column(Integer)
    dimension: Mapped[str | None] = mapped_column(String(24))
    # How much a reviewer would still ask for.
    gaps: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    # All its words as they are compared, and its topics, groups and tags as `|topic:health|tag:…|`.
    text: Mapped[str] = mapped_column(Text)
    labels: Mapped[str] = mapped_column(Text)


class Picture(Model):
    """A picture as it was encoded anew, named by its SHA-256; the markup of items refers to it as `media:NAME`."""

    __tablename__ = "pictures"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    mime: Mapped[str] = mapped_column(String(32))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class ItemImport(Model):
    """One file that entered the bank as one transaction, with what it changed: shown as a report, and undone by it."""

    __tablename__ = "item_imports"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(String(32))
    file: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(16))
    report: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class SavedBlueprint(Model):
    """A blueprint as organizers keep it, in the words of `question_bank.blueprint`."""

    __tablename__ = "blueprints"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str | None] = mapped_column(String(32))
    changed_at: Mapped[datetime]


class FormSet(Model):
    """Parallel forms that were assembled from a blueprint: which item versions stand in each, and their information."""

    __tablename__ = "form_sets"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    blueprint_id: Mapped[str | None] = mapped_column(ForeignKey("blueprints.id"))
    name: Mapped[str] = mapped_column(String(120))
    document: Mapped[dict[str, Any]]
    made_by: Mapped[str | None] = mapped_column(String(32))
    made_at: Mapped[datetime]


class BankSetting(Model):
    """How the bank is run, by name: `two_pairs_of_eyes`, `solo`, …; what is not stored has its default."""

    __tablename__ = "bank_settings"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
