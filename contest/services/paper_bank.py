"""The bank as the editor of blueprints sees it: how many of what it holds, and what a blueprint promises beforehand."""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from contest.clock import utc_now
from contest.services.form_figures import CURVE, mean_percent
from contest.services.paper_texts import title_of
from question_bank.assembly.assembling import USUAL_OBJECTIVE
from question_bank.assembly.requirements import requirements
from question_bank.blueprint import BadBlueprint, Blueprint
from question_bank.candidates import MEASURED_TYPES, PERCENT, Candidates, bank_candidates, bank_enemies, with_enemies
from question_bank.difficulty import AUDIENCES
from question_bank.foresight import Foreseen, foresee
from question_bank.irt.categories import category_information
from question_bank.items import SOUND_STATUSES
from question_bank.models import Item, ItemVersion
from question_bank.toml_fields import FieldProblem

# Fields of which the editor shows every value with a row of its own.
FIELDS = ("type", "dimension", "benchmark", "topic", "group", "tag", "point")
FOUND = 20


class BankFacts(NamedTuple):
    """`held`: of each field, how many sound items have each value; `sound` in all, `provisional` of them."""

    held: dict[str, dict[str, int]]
    sound: int
    provisional: int


def bank_facts(connection: Connection) -> BankFacts:
    candidates = bank_candidates(connection, utc_now())
    held = {
        field: dict(Counter(value for values in candidates.pool.texts(field) for value in values)) for field in FIELDS
    }
    return BankFacts(held, len(candidates.pool.ids), len(candidates.provisional))


class Outlook(NamedTuple):
    """What a blueprint promises before anything is assembled.

    `problems`: it does not fit the bank (in words); `foreseen`: it cannot be kept. `percents`: of each audience, the
    mean expected percent of the items that may be chosen, and of the hardest and the easiest so many as a form has.
    `information` at the objective's `theta` and `curve`: of a form of average items.
    """

    problems: tuple[FieldProblem, ...]
    foreseen: tuple[Foreseen, ...]
    eligible: int
    percents: dict[str, tuple[float, float, float]]
    theta: tuple[float, ...]
    information: tuple[float, ...]
    curve: tuple[float, ...]


def outlook(connection: Connection, blueprint: Blueprint, forms: int) -> Outlook:
    """Cheap: counts, means and sorted numbers, no solver."""
    candidates = bank_candidates(connection, utc_now())
    complete = with_enemies(blueprint, bank_enemies(connection))
    left_out = set(blueprint.exclude)
    kept = [place for place, name in enumerate(candidates.pool.ids) if name not in left_out]
    theta = (blueprint.objective or USUAL_OBJECTIVE).theta
    points = np.concatenate([np.asarray(theta, dtype=np.float64), CURVE])
    information = category_information(points, candidates.parameters)[:, kept]
    mean = information.mean(axis=1) * blueprint.length if kept else np.zeros(len(points))
    return Outlook(
        _problems(complete, candidates),
        tuple(foresee(complete, candidates.pool, forms)),
        len(kept),
        {each.code: _percents(candidates, kept, blueprint.length, each.code) for each in AUDIENCES},
        theta,
        tuple(float(value) for value in mean[: len(theta)]),
        tuple(float(value) for value in mean[len(theta) :]),
    )


def _problems(blueprint: Blueprint, candidates: Candidates) -> tuple[FieldProblem, ...]:
    try:
        requirements(blueprint, candidates.pool)
    except BadBlueprint as error:
        return error.problems
    return ()


def _percents(candidates: Candidates, kept: list[int], length: int, audience: str) -> tuple[float, float, float]:
    own = np.sort(candidates.pool.numbers(PERCENT + audience)[kept])
    if not len(own):
        return (0.0, 0.0, 0.0)
    some = min(length, len(own))
    return mean_percent(candidates, kept, audience), float(own[:some].mean()), float(own[len(own) - some :].mean())


def search_items(connection: Connection, words: str) -> list[dict[str, Any]]:
    """Sound items whose stem has all the words, or whose id begins with them, as the editor lists them."""
    return _listed(connection, _matching(words), FOUND) if words.split() else []


def versions_found(connection: Connection, words: str) -> frozenset[str]:
    """The current versions of all that `search_items` would find."""
    current = select(ItemVersion.id).join(Item, Item.current_version == ItemVersion.id)
    return frozenset(connection.scalars(current.where(_matching(words))))


def _matching(words: str) -> ColumnElement[bool]:
    stem = [ItemVersion.stem.contains(part, autoescape=True) for part in words.split()]
    named = Item.id.startswith(words.strip(), autoescape=True)
    return Item.status.in_(SOUND_STATUSES) & ItemVersion.type.in_(MEASURED_TYPES) & or_(named, and_(*stem))


def items_named(connection: Connection, ids: list[str]) -> list[dict[str, Any]]:
    return _listed(connection, Item.id.in_(ids), len(ids))


def _listed(connection: Connection, which: ColumnElement[bool], most: int) -> list[dict[str, Any]]:
    columns = (Item.id, ItemVersion.stem, ItemVersion.type, ItemVersion.benchmark)
    rows = connection.execute(
        select(*columns)
        .join(Item, Item.current_version == ItemVersion.id)
        .where(which)
        .order_by(ItemVersion.benchmark, Item.id)
        .limit(most)
    )
    return [{**row, "stem": title_of(row["stem"])} for row in rows.mappings()]
