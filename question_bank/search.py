"""Finding items in the bank: by their words in any language, by what they are, by where they stand.

Words are sought anywhere in an item's texts, so that two characters of a Chinese word find it. The index is one narrow
table that is read from end to end: 50,000 items take a few hundredths of a second, and one or two characters, which an
index of three-character runs could not find, take no longer (measured in `benchmarks/search.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Connection, Select, func, select

from question_bank.items import ItemStatus
from question_bank.models import Item, ItemComment, ItemParameter, ItemReview, ItemSearch, ItemVersion
from question_bank.search_index import folded, label

PAGE = 50
MOST_WORDS = 8
Sort = Literal["changed", "id", "benchmark", "easy", "hard"]
SORTS: tuple[Sort, ...] = get_args(Sort)


class Wanted(NamedTuple):
    """What is looked for; what is empty or None is not asked about. Several of a kind: any of them, but all `words`.

    `low` and `high` bound the difficulty b; `held`: items that are still under embargo at that moment; `mine`: the
    account that wrote them; `waiting`: put before the reviewers and not yet through.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    benchmark: int | None = None
    dimension: str = ""
    topic: str = ""
    group: str = ""
    tag: str = ""
    low: float | None = None
    high: float | None = None
    parameters: str = ""
    open_comments: bool = False
    gaps: bool = False
    waiting: bool = False
    held: datetime | None = None
    mine: str = ""
    sort: Sort = "changed"
    page: int = 1


class Found(NamedTuple):
    """How many items there are, and one page of them."""

    total: int
    rows: list[dict[str, Any]]


def search(connection: Connection, wanted: Wanted) -> Found:
    """The page of items that `wanted` asks for; a page beyond the end is empty."""
    conditions = list(_conditions(connection, wanted))
    skipped = PAGE * (max(wanted.page, 1) - 1)
    if not (wanted.words or wanted.low is not None or wanted.high is not None):
        return Found(_total(connection, wanted, conditions), _page(connection, wanted, conditions, skipped))
    # Counted while the page is found, so that texts or parameters are read once.
    counted = _joined(select(ItemSearch.item_id, func.count().over()), wanted).where(*conditions)
    page = connection.execute(counted.order_by(*_order(wanted.sort)).limit(PAGE).offset(skipped)).all()
    total = page[0][1] if page else _total(connection, wanted, conditions) if skipped else 0
    return Found(total, _rows(connection, [row.item_id for row in page]))


def all_found(connection: Connection, wanted: Wanted, most: int) -> list[str]:
    """The ids of all items that are found, at most so many."""
    conditions = list(_conditions(connection, wanted))
    query = _joined(select(ItemSearch.item_id), wanted).where(*conditions).order_by(*_order(wanted.sort))
    return list(connection.scalars(query.limit(most)))


def _total(connection: Connection, wanted: Wanted, conditions: Sequence[ColumnElement[bool]]) -> int:
    return connection.scalar(_joined(select(func.count()), wanted).where(*conditions)) or 0


def _page(
    connection: Connection, wanted: Wanted, conditions: Sequence[ColumnElement[bool]], skipped: int
) -> list[dict[str, Any]]:
    query = _joined(select(ItemSearch.item_id), wanted).where(*conditions).order_by(*_order(wanted.sort))
    return _rows(connection, connection.scalars(query.limit(PAGE).offset(skipped)).all())


def _joined(query: Any, wanted: Wanted) -> Any:
    query = query.select_from(ItemSearch)
    if wanted.mine or wanted.held:
        query = query.join(Item, Item.id == ItemSearch.item_id)
    if wanted.parameters or wanted.low is not None or wanted.high is not None or wanted.sort in ("easy", "hard"):
        query = query.outerjoin(ItemParameter, ItemParameter.version_id == ItemSearch.version_id)
    return query


def _conditions(connection: Connection, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    holds = func.strpos if connection.dialect.name == "postgresql" else func.instr
    found: list[ColumnElement[bool]] = [
        holds(ItemSearch.text, word) > 0 for word in folded(wanted.words).split()[:MOST_WORDS]
    ]
    for kind, value in (("topic", wanted.topic), ("group", wanted.group), ("tag", wanted.tag)):
        if value:
            found.append(holds(ItemSearch.labels, label(kind, value)) > 0)
    return [*found, *_plain(wanted), *_of_item(wanted)]


def _plain(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.types, ItemSearch.type.in_(wanted.types)),
        (wanted.statuses, ItemSearch.status.in_(wanted.statuses)),
        (wanted.benchmark is not None, ItemSearch.benchmark == wanted.benchmark),
        (wanted.dimension, ItemSearch.dimension == wanted.dimension),
        (wanted.gaps, ItemSearch.gaps > 0),
        (wanted.open_comments, ItemSearch.item_id.in_(_commented())),
        (wanted.parameters, ItemParameter.status == wanted.parameters),
    ]
    found = [condition for wish, condition in asked if wish]
    if wanted.low is not None:
        found.append(ItemParameter.b >= wanted.low)
    if wanted.high is not None:
        found.append(ItemParameter.b <= wanted.high)
    return found


def _of_item(wanted: Wanted) -> list[ColumnElement[bool]]:
    submitted = select(Item.id).where(Item.status == ItemStatus.DRAFT, Item.submitted_version == Item.current_version)
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.waiting, ItemSearch.item_id.in_(submitted)),
        (wanted.mine, Item.author_id == wanted.mine),
    ]
    found = [condition for wish, condition in asked if wish]
    return found if wanted.held is None else [*found, Item.embargo_until > wanted.held]


def _commented() -> Select[Any]:
    return select(ItemComment.item_id).where(ItemComment.settled_at.is_(None))


def _order(sort: Sort) -> tuple[Any, ...]:
    first: dict[Sort, ColumnElement[Any]] = {
        "changed": ItemSearch.changed_at.desc(),
        "benchmark": ItemSearch.benchmark.asc().nulls_last(),
        "easy": ItemParameter.b.asc().nulls_last(),
        "hard": ItemParameter.b.desc().nulls_last(),
    }
    return (*([first[sort]] if sort in first else []), ItemSearch.item_id)


def _rows(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What a list shows of each item, in the order of `ids`."""
    columns = (
        ItemVersion.item_id.label("id"),
        ItemVersion.id.label("version"),
        ItemVersion.number,
        ItemVersion.type,
        ItemVersion.stem,
        ItemVersion.benchmark,
        ItemVersion.dimension,
        ItemVersion.tags,
        ItemSearch.gaps,
        Item.status,
        Item.author_id,
        Item.embargo_until,
        (Item.submitted_version == Item.current_version).label("submitted"),
        ItemParameter.status.label("parameters"),
        ItemParameter.b,
    )
    rows = connection.execute(
        select(*columns)
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemSearch, ItemSearch.item_id == Item.id)
        .outerjoin(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(Item.id.in_(ids))
    ).mappings()
    comments, approved = _counts(connection, ids)
    found = {row["id"]: {**row, "comments": comments.get(row["id"], 0)} for row in rows}
    for row in found.values():
        row["approved"] = approved.get(row["version"], 0)
    return [found[each] for each in ids if each in found]


def _counts(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Open comments by item, approvals by version."""
    comments = select(ItemComment.item_id, func.count()).where(
        ItemComment.item_id.in_(ids), ItemComment.settled_at.is_(None)
    )
    approvals = (
        select(ItemReview.version_id, func.count())
        .join(Item, Item.current_version == ItemReview.version_id)
        .where(Item.id.in_(ids), ItemReview.verdict == "approved")
    )
    return (
        dict(connection.execute(comments.group_by(ItemComment.item_id)).all()),
        dict(connection.execute(approvals.group_by(ItemReview.version_id)).all()),
    )
