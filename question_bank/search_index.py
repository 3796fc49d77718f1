"""The words that items are found by, kept beside them: texts as they are compared, without case and width."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from question_bank.catalogue import current_versions
from question_bank.items import ItemDraft, gaps_of
from question_bank.keys import SpokenKey
from question_bank.models import Item, ItemSearch


def folded(text: str) -> str:
    """As texts are compared: without case, half and full width alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def label(kind: str, value: str) -> str:
    """How a topic, group or tag stands among an item's labels."""
    return f"|{kind}:{folded(value)}|"


def is_behind(connection: Connection) -> bool:
    """Whether items were made or changed since the index was written."""
    items = connection.scalar(select(func.count()).select_from(Item))
    return items != connection.scalar(select(func.count()).select_from(ItemSearch))


def catch_up(connection: Connection) -> int:
    """Writes the rows that are missing, in the caller's writing transaction; returns how many."""
    missing = connection.scalars(
        select(Item.id).outerjoin(ItemSearch, ItemSearch.item_id == Item.id).where(ItemSearch.item_id.is_(None))
    ).all()
    statuses = dict(connection.execute(select(Item.id, Item.status)).all()) if missing else {}
    rows = [
        {**_row(item), "version_id": version, "changed_at": at, "status": statuses[item.id]}
        for version, at, item in current_versions(connection, missing)
    ]
    if rows:
        connection.execute(insert(ItemSearch), rows)
    return len(rows)


def words_of(item: ItemDraft) -> str:
    """Everything that an item says, and its id, one after another."""
    spoken = item.key.accepted if isinstance(item.key, SpokenKey) else ()
    texts = (item.id, item.stem, *(each.text for each in item.options), *spoken, item.explanation, item.source)
    return folded("\n".join((*texts, *item.tags)))


def _row(item: ItemDraft) -> dict[str, Any]:
    return {
        "item_id": item.id,
        "type": item.type.value,
        "benchmark": item.benchmark,
        "dimension": item.dimension.value if item.dimension else None,
        "gaps": len(gaps_of(item)),
        "text": words_of(item),
        "labels": _labels({"topic": item.topics, "group": item.groups, "tag": item.tags}),
    }


def _labels(kinds: dict[str, Sequence[str]]) -> str:
    return "".join(label(kind, value) for kind, values in kinds.items() for value in values)
