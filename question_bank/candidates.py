"""Where the items of a form come from: the bank's tables, or a file of parameters with attributes beside it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from question_bank.assembly.pool import Pool
from question_bank.embargo import released
from question_bank.irt.parameters import ItemParameters, Parameters, locations
from question_bank.irt_files.item_file import ItemFile
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.items import SOUND_STATUSES, ItemType
from question_bank.models import Item, ItemParameter, ItemVersion

PROVISIONAL = "provisional"
MEASURED_TYPES = frozenset(ItemType) - {ItemType.SPOKEN}


class Candidates(NamedTuple):
    """Items that may be chosen, with their parameters in the same order. From the bank `versions` are the current
    version of each, and `provisional` those whose parameters no data have touched; both are empty from files."""

    pool: Pool
    parameters: Parameters
    versions: tuple[str, ...] = ()
    provisional: frozenset[str] = frozenset()


def bank_candidates(connection: Connection, now: datetime, types: Collection[str] = MEASURED_TYPES) -> Candidates:
    """The current version of every item of some types that is sound and under no embargo. Rules may speak of type,
    benchmark, point, dimension, topic, group, status, options (how many), parameters (calibrated or provisional), a, b
    and c."""
    columns = (
        ItemVersion.id.label("version"),
        ItemVersion.item_id.label("id"),
        ItemVersion.type,
        ItemVersion.benchmark,
        ItemVersion.point,
        ItemVersion.dimension,
        ItemVersion.topics,
        ItemVersion.groups,
        Item.status,
        ItemVersion.options,
        ItemParameter.status.label("parameters"),
        ItemParameter.a,
        ItemParameter.b,
        ItemParameter.c,
    )
    rows = connection.execute(
        select(*columns)
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(Item.status.in_(SOUND_STATUSES), ItemVersion.type.in_(types), released(now))
        .order_by(ItemVersion.item_id)
    )
    found: list[dict[str, Any]] = [{**row, "options": len(row["options"])} for row in rows.mappings()]
    versions, ids = (tuple(row.pop(name) for row in found) for name in ("version", "id"))
    everything = frozenset(connection.scalars(select(Item.id)))
    return Candidates(
        Pool(ids, tuple(found), everything - set(ids)),
        ItemParameters(*(np.array([row[name] for row in found], dtype=np.float64) for name in "abc")),
        versions,
        frozenset(name for name, row in zip(ids, found, strict=True) if row["parameters"] == PROVISIONAL),
    )


def file_candidates(file: ParameterFile) -> Candidates:
    """The items of a file of parameters, with the attributes that it gives them; a, b and c are numbers too."""
    c = file.parameters.c if isinstance(file.parameters, ItemParameters) else np.zeros(len(file.ids))
    numbers = zip(file.parameters.a.tolist(), locations(file.parameters).tolist(), c.tolist(), strict=True)
    attributes = tuple(
        {**own, **dict(zip("abc", abc, strict=True))} for own, abc in zip(file.attributes, numbers, strict=True)
    )
    return Candidates(Pool(tuple(file.ids), attributes), file.parameters)


def joined(candidates: Candidates, items: ItemFile) -> Candidates:
    """With a file's attributes beside their own, which they replace where the file says something. Items that only the
    file has cannot be chosen, for they have no parameters."""
    told = {
        name: {field: value for field, value in _row(items, place).items() if value != ""}
        for place, name in enumerate(items.ids)
    }
    pool = candidates.pool
    attributes = tuple({**own, **told.get(name, {})} for name, own in zip(pool.ids, pool.attributes, strict=True))
    elsewhere = pool.elsewhere | (set(items.ids) - set(pool.ids))
    return candidates._replace(pool=Pool(pool.ids, attributes, elsewhere))


def _row(items: ItemFile, place: int) -> dict[str, object]:
    numbers = {"options": items.options[place], "author_b": items.author_b[place]}
    return {**items.attributes[place], **{name: float(value) for name, value in numbers.items() if value == value}}
