"""Where the items of a form come from: the bank's tables, or a file of parameters with attributes beside it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, select

from question_bank.assembly.pool import Pool
from question_bank.blueprint import Blueprint
from question_bank.difficulty import AUDIENCES, Audience, expected_shares
from question_bank.embargo import released
from question_bank.irt.parameters import ItemParameters, Parameters, locations
from question_bank.irt_files.item_file import ItemFile
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.items import SOUND_STATUSES, ItemType
from question_bank.models import Item, ItemEnemy, ItemParameter, ItemVersion

# What a rule calls the percent of an audience that is expected to have an item right: percent_adults, …
PERCENT = "percent_"
PROVISIONAL = "provisional"
MEASURED_TYPES = frozenset(ItemType) - {ItemType.SPOKEN}


class Candidates(NamedTuple):
    """Items that may be chosen, with their parameters in the same order. From the bank `versions` are the current
    version of each, and `provisional` those whose parameters no data have touched; both are empty from files."""

    pool: Pool
    parameters: Parameters
    versions: tuple[str, ...] = ()
    provisional: frozenset[str] = frozenset()


Enemies = tuple[tuple[str, ...], ...]


def bank_candidates(
    connection: Connection,
    now: datetime,
    types: Collection[str] = MEASURED_TYPES,
    audiences: Sequence[Audience] = AUDIENCES,
) -> Candidates:
    """The current version of every item of some types that is sound and under no embargo.

    Rules may speak of type, benchmark, point, dimension, topic, group, tag, status, options (how many), parameters
    (calibrated or provisional), a, b and c, and of the percent of each audience that is expected to have an item right:
    a sum of percent_adults between 50 times 58 and 50 times 62 asks for a form of 50 items of which adults have some
    60 % right.
    """
    sound = Item.status.in_(SOUND_STATUSES) & (Item.current_version == ItemVersion.id) & ItemVersion.type.in_(types)
    sound &= released(now)
    return _candidates(connection, sound, audiences)


def version_candidates(
    connection: Connection, versions: Collection[str], audiences: Sequence[Audience] = AUDIENCES
) -> Candidates:
    """Some versions with the same attributes, whatever has become of their items since, in the order of their ids."""
    return _candidates(connection, ItemVersion.id.in_(versions), audiences)


def _candidates(connection: Connection, which: ColumnElement[bool], audiences: Sequence[Audience]) -> Candidates:
    columns = (
        ItemVersion.id.label("version"),
        ItemVersion.item_id.label("id"),
        ItemVersion.type,
        ItemVersion.benchmark,
        ItemVersion.point,
        ItemVersion.dimension,
        ItemVersion.topics,
        ItemVersion.groups,
        ItemVersion.tags,
        Item.status,
        ItemVersion.options,
        ItemParameter.status.label("parameters"),
        ItemParameter.a,
        ItemParameter.b,
        ItemParameter.c,
    )
    rows = connection.execute(
        select(*columns)
        .join(Item, Item.id == ItemVersion.item_id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(which)
        .order_by(ItemVersion.item_id)
    )
    found: list[dict[str, Any]] = [{**row, "options": len(row["options"])} for row in rows.mappings()]
    versions, ids = (tuple(row.pop(name) for row in found) for name in ("version", "id"))
    parameters = ItemParameters(*(np.array([row[name] for row in found], dtype=np.float64) for name in "abc"))
    _add_percents(found, parameters, audiences)
    everything = frozenset(connection.scalars(select(Item.id)))
    return Candidates(
        Pool(ids, tuple(found), everything - set(ids)),
        parameters,
        versions,
        frozenset(name for name, row in zip(ids, found, strict=True) if row["parameters"] == PROVISIONAL),
    )


def _add_percents(rows: list[dict[str, Any]], parameters: ItemParameters, audiences: Sequence[Audience]) -> None:
    for audience in audiences:
        for row, share in zip(rows, expected_shares(parameters, audience), strict=True):
            row[PERCENT + audience.code] = round(100.0 * float(share), 2)


def bank_enemies(connection: Connection) -> Enemies:
    """Pairs of items that the bank says must not stand in one form."""
    columns = (ItemEnemy.first, ItemEnemy.second)
    return tuple((row.first, row.second) for row in connection.execute(select(*columns).order_by(*columns)))


def with_enemies(blueprint: Blueprint, enemies: Enemies) -> Blueprint:
    """The blueprint with more enemies behind its own; those that it has already are not said twice."""
    known = {frozenset(each) for each in blueprint.enemies}
    return blueprint._replace(enemies=(*blueprint.enemies, *(each for each in enemies if frozenset(each) not in known)))


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
