"""What the items of a set of forms say, keys included: for organizers and for printing, never for contestants."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from question_bank.items import SOUND_STATUSES, ItemType
from question_bank.keys import NumericKey, key_from_data
from question_bank.markup import plain
from question_bank.models import Item, ItemKey, ItemVersion


class PaperItem(NamedTuple):
    """One version.

    `options` are (letter, text) as they are printed, `key` is the answer in the same letters; for a true/false item it
    is "true" or "false", which a page says in its own words. `stem`, the options' texts and `explanation` are markup;
    `title` is the stem's first line as a list shows it, `more` what of the stem it leaves out. `current`: no newer
    version has replaced it, `sound`: its item may still stand in a paper.
    """

    version: str
    id: str
    type: str
    title: str
    more: str
    stem: str
    options: tuple[tuple[str, str], ...]
    key: str
    explanation: str
    benchmark: int | None
    dimension: str | None
    topics: tuple[str, ...]
    current: bool
    sound: bool


def paper_items(connection: Connection, versions: Collection[str]) -> dict[str, PaperItem]:
    """By version."""
    columns = (
        ItemVersion.id.label("version"),
        ItemVersion.item_id,
        ItemVersion.type,
        ItemVersion.stem,
        ItemVersion.options,
        ItemVersion.benchmark,
        ItemVersion.dimension,
        ItemVersion.topics,
        ItemKey.key,
        ItemKey.explanation,
        Item.status,
        Item.current_version,
    )
    rows = connection.execute(
        select(*columns)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(ItemVersion.id.in_(versions))
    )
    return {row.version: _item(row) for row in rows}


def _item(row: Any) -> PaperItem:
    letters = {option["id"]: chr(ord("A") + place) for place, option in enumerate(row.options)}
    shown = row.type != ItemType.TRUE_FALSE
    return PaperItem(
        version=row.version,
        id=row.item_id,
        type=row.type,
        title=title_of(row.stem),
        more=_beyond_title(row.stem),
        stem=row.stem,
        options=tuple((letters[option["id"]], option["text"]) for option in row.options) if shown else (),
        key=_key_in_letters(row.type, row.key, letters),
        explanation=row.explanation,
        benchmark=row.benchmark,
        dimension=row.dimension,
        topics=tuple(row.topics),
        current=row.version == row.current_version,
        sound=row.status in SOUND_STATUSES,
    )


def title_of(stem: str) -> str:
    """The first line of a stem without its markup."""
    return next((line for line in plain(stem).splitlines() if line.strip()), "")


def _beyond_title(stem: str) -> str:
    """The rest of a stem whose title is its first line as it stands, else all of it."""
    title = title_of(stem)
    first, _newline, rest = stem.partition("\n")
    return rest.strip() if first == title else stem


def _key_in_letters(kind: str, data: Any, letters: dict[str, str]) -> str:
    key = key_from_data(data)
    if isinstance(key, NumericKey):
        tolerance = f" ± {key.tolerance:g}" if key.tolerance else ""
        return f"{key.value:g}{tolerance} {key.unit}".strip()
    if not isinstance(key, tuple):
        return ""
    if kind == ItemType.TRUE_FALSE:
        return "true" if key[0] == "T" else "false"
    chosen = [letters[option] for option in key]
    return " → ".join(chosen) if kind == ItemType.ORDERING else "".join(sorted(chosen))
