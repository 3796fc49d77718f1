"""Finding items for a heat: by hand from a searchable list, or drawn to a difficulty and the survey's dimensions."""

import random
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, func, select

from contest.clock import utc_now
from contest.models.records import Response
from question_bank.embargo import released
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import normal_grid
from question_bank.items import SOUND_STATUSES, TAPPED_TYPES, ItemStatus, ItemType
from question_bank.models import Item, ItemParameter, ItemVersion
from question_bank.taxonomy import DIMENSION_WEIGHTS

# Expected percent right among adults that the three words for difficulty stand for.
TARGETS = {"easy": 75.0, "middle": 62.0, "hard": 50.0}
DRAWS = 400
# A warm-up is one of so many of the easiest.
EASIEST = 6


class Wishes(NamedTuple):
    """What a drawn set is to be. Empty `topics` or `benchmarks`: any."""

    length: int
    difficulty: str
    topics: frozenset[str] = frozenset()
    benchmarks: frozenset[int] = frozenset()


class BankItem(NamedTuple):
    """An item as the desk's list shows it. `percent`: expected share of adults who get it right."""

    id: str
    version: str
    type: str
    stem: str
    benchmark: int | None
    dimension: str | None
    topics: list[str]
    b: float
    percent: int
    # On trial: it may be asked, and does not count.
    pilot: bool = False


def bank_list(connection: Connection) -> list[BankItem]:
    """Every item that may count in a live round and is under no embargo, in the order of the benchmarks."""
    return _listed(connection, SOUND_STATUSES)


def pilot_list(connection: Connection) -> list[BankItem]:
    """Every item on trial that a live round may ask, those with the fewest answers first."""
    answers = dict(
        connection.execute(
            select(Response.version_id, func.count())
            .join(ItemVersion, ItemVersion.id == Response.version_id)
            .join(Item, Item.current_version == ItemVersion.id)
            .where(Item.status == ItemStatus.PILOT, Response.status == "answered")
            .group_by(Response.version_id)
        ).all()
    )
    found = [item._replace(pilot=True) for item in _listed(connection, {ItemStatus.PILOT})]
    return sorted(found, key=lambda item: answers.get(item.version, 0))


def _listed(connection: Connection, statuses: Collection[ItemStatus]) -> list[BankItem]:
    rows = connection.execute(
        select(
            ItemVersion.item_id,
            ItemVersion.id,
            ItemVersion.type,
            ItemVersion.stem,
            ItemVersion.benchmark,
            ItemVersion.dimension,
            ItemVersion.topics,
            ItemParameter.a,
            ItemParameter.b,
            ItemParameter.c,
        )
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(Item.status.in_(statuses), ItemVersion.type.in_(TAPPED_TYPES), released(utc_now()))
        .order_by(ItemVersion.benchmark, ItemVersion.item_id)
    ).all()
    parameters = ItemParameters(*(np.array([getattr(row, name) for row in rows], dtype=float) for name in "abc"))
    percents = expected_percents(parameters) if rows else []
    return [
        BankItem(*row[:7], b=row.b, percent=round(float(percent))) for row, percent in zip(rows, percents, strict=True)
    ]


def expected_percents(parameters: ItemParameters) -> Any:
    """Percent of adults (theta ~ N(0, 1)) expected to get each item right, shape (items,)."""
    grid = normal_grid()
    return 100.0 * (np.exp(grid.log_weights) @ probability(grid.nodes, parameters))


def draw(items: Sequence[BankItem], wishes: Wishes, seed: int) -> list[BankItem]:
    """Items as wished, easy before hard, with the survey's shares of dimensions.

    The best of many draws by chance: the mean percent nearest to the target, as few benchmarks twice as can be.
    Returns fewer when the topics and benchmarks do not hold enough.
    """
    pool = [item for item in items if _is_wished(item, wishes)]
    chance = random.Random(seed)
    target = TARGETS[wishes.difficulty]
    best = min(
        (_one_draw(pool, wishes.length, chance) for _ in range(DRAWS)), key=lambda drawn: _distance(drawn, target)
    )
    return sorted(best, key=lambda item: -item.percent)


def warm_up(items: Sequence[BankItem], drawn: Sequence[BankItem], seed: int) -> BankItem | None:
    """One of the easiest true-or-false items that were not drawn: a first tap that nearly everybody gets right."""
    taken = {item.id for item in drawn}
    easy = sorted(
        (item for item in items if item.type == ItemType.TRUE_FALSE and item.id not in taken),
        key=lambda item: -item.percent,
    )[:EASIEST]
    return random.Random(seed).choice(easy) if easy else None


def _is_wished(item: BankItem, wishes: Wishes) -> bool:
    by_topic = not wishes.topics or bool(wishes.topics & set(item.topics))
    return by_topic and (not wishes.benchmarks or item.benchmark in wishes.benchmarks)


def _one_draw(pool: Sequence[BankItem], length: int, chance: random.Random) -> list[BankItem]:
    shuffled = chance.sample(pool, len(pool))
    chosen: list[BankItem] = []
    for dimension, weight in DIMENSION_WEIGHTS.items():
        own = [item for item in shuffled if item.dimension == dimension.value]
        chosen.extend(own[: round(length * weight)])
    taken = {item.id for item in chosen}
    return [*chosen, *(item for item in shuffled if item.id not in taken)][:length]


def _distance(drawn: Sequence[BankItem], target: float) -> float:
    if not drawn:
        return 0.0
    repeated = len(drawn) - len({item.benchmark for item in drawn})
    mean = sum(item.percent for item in drawn) / len(drawn)
    return abs(mean - target) + 0.5 * repeated
