"""One item as the bank's desk shows it: what it says, where it stands, who said what, how often it was asked."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, distinct, func, select

from contest.models.people import Account
from contest.models.records import Response
from contest.services.item_enemies import enemies_of
from contest.services.item_origin import Origin, reviewed_elsewhere
from contest.services.item_standing import Located, located
from question_bank.catalogue import version_named
from question_bank.differences import Piece, differences
from question_bank.items import ItemDraft, Problem, gaps_of
from question_bank.keys import NumericKey, SpokenKey
from question_bank.models import ItemComment, ItemEvent, ItemParameter, ItemReview, ItemVersion

# A response says that its item was put before somebody, unless it says one of these.
NOT_SHOWN = ("not_reached", "not_presented")


class Exposure(NamedTuple):
    """In how many heats any version of the item was shown, and how many people answered it."""

    heats: int
    people: int


class Change(NamedTuple):
    """One field that a version changed, word by word."""

    field: str
    pieces: list[Piece]


class VersionRow(NamedTuple):
    id: str
    number: int
    at: datetime
    by: str
    note: str
    current: bool
    changes: list[Change]


class ItemPage(NamedTuple):
    located: Located
    item: ItemDraft
    number: int
    gaps: list[Problem]
    parameters: dict[str, Any] | None
    versions: list[VersionRow]
    events: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    reviewed_elsewhere: Origin | None
    enemies: list[dict[str, Any]]
    exposure: Exposure
    names: dict[str, str]


def item_page(connection: Connection, item_id: str) -> ItemPage:
    """Raises `Refusal` `unknown_item`."""
    there = located(connection, item_id)
    item = version_named(connection, there.version)
    assert item is not None  # a current version is always there
    names = account_names(connection)
    versions = _versions(connection, there, names)
    events = _dated(connection, select(ItemEvent).where(ItemEvent.item_id == item_id).order_by(ItemEvent.id.desc()))
    parameters = connection.execute(select(ItemParameter).where(ItemParameter.version_id == there.version)).first()
    return ItemPage(
        located=there,
        item=item,
        number=next(row.number for row in versions if row.current),
        gaps=gaps_of(item),
        parameters=dict(parameters._mapping) if parameters else None,
        versions=versions,
        events=events,
        comments=_dated(connection, select(ItemComment).where(ItemComment.item_id == item_id).order_by(ItemComment.id)),
        reviews=_dated(
            connection, select(ItemReview).where(ItemReview.version_id == there.version).order_by(ItemReview.at)
        ),
        reviewed_elsewhere=reviewed_elsewhere(connection, item_id, events),
        enemies=enemies_of(connection, item_id),
        exposure=exposure_of(connection, item_id),
        names=names,
    )


def account_names(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(select(Account.id, Account.name)).all())


def exposure_of(connection: Connection, item_id: str) -> Exposure:
    versions = select(ItemVersion.id).where(ItemVersion.item_id == item_id)
    shown = select(func.count(distinct(Response.heat_id))).where(
        Response.version_id.in_(versions), Response.status.not_in(NOT_SHOWN)
    )
    people = select(func.count(distinct(Response.contestant_id))).where(
        Response.version_id.in_(versions), Response.status == "answered"
    )
    return Exposure(connection.scalar(shown) or 0, connection.scalar(people) or 0)


def _dated(connection: Connection, query: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [{**row, "at": at_utc(row["at"])} for row in rows]


def at_utc(moment: datetime) -> datetime:
    # SQLite forgets the time zone; what is stored is UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _versions(connection: Connection, there: Located, names: dict[str, str]) -> list[VersionRow]:
    """Newest first, each with what it changed in the one before."""
    query = select(ItemVersion).where(ItemVersion.item_id == there.item).order_by(ItemVersion.number)
    found: list[VersionRow] = []
    former: ItemDraft | None = None
    for row in connection.execute(query).all():
        item = version_named(connection, row.id)
        assert item is not None  # it stands in the same table
        changes = changes_between(former, item) if former else []
        by = names.get(row.changed_by or "", "")
        found.append(
            VersionRow(row.id, row.number, at_utc(row.created_at), by, row.note, row.id == there.version, changes)
        )
        former = item
    return found[::-1]


def changes_between(former: ItemDraft, item: ItemDraft) -> list[Change]:
    """The fields that differ, in the order in which they are read."""
    before, after = as_texts(former), as_texts(item)
    return [
        Change(field, differences(before.get(field, ""), after.get(field, "")))
        for field in {**before, **after}
        if before.get(field, "") != after.get(field, "")
    ]


def as_texts(item: ItemDraft) -> dict[str, str]:
    """Every field of an item as text; options each by themselves."""
    b = "" if item.difficulty.b is None else f"{item.difficulty.b:g}"
    return {
        "type": item.type.value,
        "stem": item.stem,
        **{f"option {option.id}": option.text for option in item.options},
        "key": key_text(item),
        "explanation": item.explanation,
        "benchmark": str(item.benchmark or ""),
        "point": str(item.point or ""),
        "dimension": item.dimension.value if item.dimension else "",
        "topics": "、".join(item.topics),
        "groups": "、".join(item.groups),
        "tags": "、".join(item.tags),
        "seconds": str(item.seconds or ""),
        "source": item.source,
        "reading": item.reading,
        "difficulty": " ".join(filter(None, (b, item.difficulty.reason))),
        **{f"misconception {name}": text for name, text in item.misconceptions.items()},
    }


def key_text(item: ItemDraft) -> str:
    if isinstance(item.key, NumericKey):
        tolerance = f" ± {item.key.tolerance:g}" if item.key.tolerance else ""
        return f"{item.key.value:g}{tolerance} {item.key.unit}".strip()
    if isinstance(item.key, SpokenKey):
        return "／".join((*item.key.accepted, *([item.key.marking] if item.key.marking else [])))
    return "、".join(item.key)
