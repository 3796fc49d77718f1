"""All items with their figures, and one item with everything that is known of it, for the pages of analysis."""

from typing import Any

from sqlalchemy import Connection, select

from contest.models.records import Response
from contest.models.timetable import Heat
from contest.services.item_remarks import remarks_of, verdict_of
from contest.services.stem_lines import line_of
from question_bank.markup import plain
from question_bank.models import Item, ItemFigures, ItemKey, ItemParameter, ItemVersion

Json = dict[str, Any]
# What a row of the table draws: every fourth point of the curve.
SPARSE = 4


def analysed_items(connection: Connection) -> list[Json]:
    """The current version of every item that was answered: what the table shows, and what it can be sorted by."""
    rows = connection.execute(
        select(
            ItemVersion.id, ItemVersion.item_id, ItemVersion.type, ItemVersion.stem, ItemVersion.dimension,
            ItemVersion.benchmark, Item.status, ItemParameter.a, ItemParameter.b, ItemParameter.se_b,
            ItemParameter.status.label("parameters"), ItemFigures.figures,
        )
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemFigures, ItemFigures.version_id == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .order_by(ItemVersion.benchmark, ItemVersion.item_id)
    )  # fmt: skip
    return [_row(row) for row in rows]


def _row(row: Any) -> Json:
    figures = row.figures
    remarks = remarks_of(figures)
    return {
        "id": row.item_id,
        "stem": line_of(row.stem),
        "type": row.type,
        "dimension": row.dimension,
        "benchmark": row.benchmark,
        "status": row.status,
        "n": int(figures["n"]),
        "share": figures["share"],
        "low": figures["low"],
        "high": figures["high"],
        "correlation": figures["correlation"],
        "a": row.a,
        "b": row.b,
        "se_b": row.se_b,
        "provisional": row.parameters == "provisional",
        "rmsd": figures["rmsd"],
        "group": _widest(figures["groups"]),
        "seconds": figures["times"]["median"],
        "heats": figures["exposure"]["heats"],
        "curve": figures["curve"]["share"][::SPARSE],
        "verdict": verdict_of(remarks),
        "remarks": [remark._asdict() for remark in remarks],
    }


def _widest(groups: list[Json]) -> Json | None:
    """The group that differs most from its reference group at the same ability."""
    told = [row for row in groups if row["delta"] is not None]
    if not told:
        return None
    row = max(told, key=lambda each: abs(each["delta"]))
    return {"delta": row["delta"], "class": row["class"], "focal": row["focal"]}


def finished_since(connection: Connection, heats: list[str]) -> int:
    """How many heats have been finished that an analysis of these heats does not know."""
    finished = connection.scalars(
        select(Heat.id)
        .where(Heat.status == "finished")
        .where(select(Response.id).where(Response.heat_id == Heat.id, Response.status == "answered").exists())
    )
    return len(set(finished) - set(heats))


def analysed_item(connection: Connection, item_id: str) -> Json | None:
    """An item with its text, its key and all figures of its current version; `figures` is None before it was answered
    and analysed. None for an item that the bank does not have."""
    row = connection.execute(
        select(
            ItemVersion.id, ItemVersion.item_id, ItemVersion.type, ItemVersion.stem, ItemVersion.options,
            ItemVersion.dimension, ItemVersion.benchmark, ItemVersion.number, ItemVersion.author_b, Item.status,
            ItemKey.key, ItemKey.explanation, ItemKey.misconceptions, ItemParameter.a, ItemParameter.b,
            ItemParameter.c, ItemParameter.se_a, ItemParameter.se_b, ItemParameter.n,
            ItemParameter.status.label("parameters"), ItemFigures.figures,
        )
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .outerjoin(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .outerjoin(ItemFigures, ItemFigures.version_id == ItemVersion.id)
        .where(Item.id == item_id)
    ).first()  # fmt: skip
    if row is None:
        return None
    found = dict(row._mapping)
    remarks = remarks_of(row.figures) if row.figures else []
    return {
        **found,
        "line": line_of(row.stem),
        "options": [{**option, "text": plain(option["text"])} for option in row.options],
        "explanation": plain(row.explanation),
        "key": row.key if isinstance(row.key, list) else [],
        "verdict": verdict_of(remarks) if row.figures else "wait",
        "remarks": [remark._asdict() for remark in remarks],
        "versions": _versions(connection, item_id),
    }


def _versions(connection: Connection, item_id: str) -> list[Json]:
    """Of each version how many answered and how many had it right, newest first."""
    rows = connection.execute(
        select(ItemVersion.number, ItemFigures.figures)
        .outerjoin(ItemFigures, ItemFigures.version_id == ItemVersion.id)
        .where(ItemVersion.item_id == item_id)
        .order_by(ItemVersion.number.desc())
    )
    return [
        {
            "number": row.number,
            "n": int(row.figures["n"]) if row.figures else 0,
            "share": row.figures["share"] if row.figures else None,
        }
        for row in rows
    ]
