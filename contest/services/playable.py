"""What a heat is made of, loaded once: the items as contestants will see them, and apart from them the keys."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from contest.models.timetable import Heat, HeatItem
from contest.rules.refusals import Refusal
from question_bank.markup import has_maths
from question_bank.models import ItemKey, ItemVersion


class ShownItem(NamedTuple):
    """What may be shown of an item while it is open. `texts` maps the bank's option ids to their texts; `maths`:
    whether a formula stands in the stem or an option."""

    version: str
    type: str
    stem: str
    texts: dict[str, str]
    dimension: str
    topics: tuple[str, ...]
    maths: bool


class Key(NamedTuple):
    """What must not be shown before the reveal."""

    options: tuple[str, ...]
    explanation: str
    reading: str


class HeatFacts(NamedTuple):
    id: str
    contest_id: str
    name: str
    kind: str
    pin: str
    screen_key: str
    capacity: int


def heat_facts(connection: Connection, heat_id: str) -> HeatFacts:
    """Raises `Refusal`: `unknown_heat`."""
    row = connection.execute(
        select(Heat.id, Heat.contest_id, Heat.name, Heat.kind, Heat.pin, Heat.screen_key, Heat.capacity).where(
            Heat.id == heat_id
        )
    ).first()
    if row is None:
        raise Refusal("unknown_heat")
    return HeatFacts(*row)


def shown_items(connection: Connection, heat_id: str) -> dict[str, ShownItem]:
    """The heat's items by version id, without keys."""
    rows = connection.execute(
        select(
            ItemVersion.id,
            ItemVersion.type,
            ItemVersion.stem,
            ItemVersion.options,
            ItemVersion.dimension,
            ItemVersion.topics,
        )
        .join(HeatItem, HeatItem.version_id == ItemVersion.id)
        .where(HeatItem.heat_id == heat_id)
    )
    return {row.id: _shown(row) for row in rows}


def _shown(row: Any) -> ShownItem:
    texts = {option["id"]: option["text"] for option in row.options}
    maths = any(has_maths(text) for text in (row.stem, *texts.values()))
    return ShownItem(row.id, row.type, row.stem, texts, row.dimension, tuple(row.topics), maths)


def keys_of(connection: Connection, heat_id: str) -> dict[str, Key]:
    """The keys by version id, for the host's private view and the reveal."""
    rows = connection.execute(
        select(ItemKey.version_id, ItemKey.key, ItemKey.explanation, ItemVersion.reading)
        .join(ItemVersion, ItemVersion.id == ItemKey.version_id)
        .join(HeatItem, HeatItem.version_id == ItemKey.version_id)
        .where(HeatItem.heat_id == heat_id)
    )
    return {row.version_id: Key(tuple(row.key), row.explanation, row.reading) for row in rows}
