"""The bank as a file of one of the formats, and what that format could not say."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from contest.services.import_plan import in_parts
from question_bank.catalogue import current_items
from question_bank.embargo import released
from question_bank.exchange.formats import WRITERS
from question_bank.exchange.parameter_fields import ItemFigures, with_parameters
from question_bank.exchange.reading import Written
from question_bank.items import ItemDraft
from question_bank.models import Item, ItemParameter, Picture
from question_bank.pictures import mentioned


class Exportable(NamedTuple):
    """Items with the pictures that they show, and their parameters by id where those are asked for. `held_back` items
    are left out, for they are under embargo."""

    items: list[ItemDraft]
    pictures: dict[str, bytes]
    figures: dict[str, ItemFigures] | None
    held_back: int


def exportable(
    connection: Connection, now: datetime, parameters: bool, statuses: Collection[str] = (), embargoed: bool = False
) -> Exportable:
    """The current version of every item, keys included, or of those with some statuses. Items that are under embargo
    at `now` stay behind, unless whoever asks for a copy of the whole bank says so."""
    asked = select(Item.id).where(Item.status.in_(statuses)) if statuses else select(Item.id)
    wished = set(connection.scalars(asked))
    wanted = wished if embargoed else set(connection.scalars(asked.where(released(now))))
    items = [item for item in current_items(connection) if item.id in wanted]
    figures = _figures(connection) if parameters else None
    return Exportable(items, _pictures(connection, items), figures, len(wished) - len(wanted))


def _pictures(connection: Connection, items: list[ItemDraft]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for some in in_parts(sorted({name for item in items for name in mentioned(item)})):
        rows = connection.execute(select(Picture.name, Picture.data).where(Picture.name.in_(some)))
        found.update({row.name: row.data for row in rows})
    return found


def _figures(connection: Connection) -> dict[str, ItemFigures]:
    columns = (ItemParameter.a, ItemParameter.b, ItemParameter.c, ItemParameter.se_b, ItemParameter.status)
    rows = connection.execute(
        select(Item.id, *columns).join(ItemParameter, ItemParameter.version_id == Item.current_version)
    )
    return {row[0]: ItemFigures(*row[1:]) for row in rows}


def write_items(found: Exportable, format_name: str) -> Written:
    """The file, and what it does not say, by item and field."""
    written = WRITERS[format_name](found.items, found.pictures)
    if found.figures is None:
        return written
    return with_parameters(written, format_name, found.items, found.figures)
