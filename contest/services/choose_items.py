"""Finding items for a heat: by hand from a searchable list, or drawn to a difficulty and the survey's dimensions."""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import normal_grid
from question_bank.models import Item, ItemParameter, ItemVersion
from question_bank.taxonomy import DIMENSION_WEIGHTS

# Expected percent right among adults that the three words for difficulty stand for.
TARGETS = {"easy": 75.0, "middle": 62.0, "hard": 50.0}
DRAWS = 400


class BankItem(NamedTuple):
    """An item as the desk's list shows it. `percent`: expected share of adults who get it right."""

    id: str
    version: str
    type: str
    stem: str
    benchmark: int
    dimension: str
    topics: list[str]
    b: float
    percent: int


def bank_list(connection: Connection) -> list[BankItem]:
    """Every item that may be played, in the order of the benchmarks."""
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
        .where(Item.status != "retired")
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


def draw(items: Sequence[BankItem], length: int, difficulty: str, topics: set[str], seed: int) -> list[BankItem]:
    """`length` items, easy before hard, with the survey's shares of dimensions and the wanted expected percent.

    The best of many draws by chance: the mean percent nearest to the target, as few benchmarks twice as can be.
    Returns fewer when the topics do not hold enough.
    """
    pool = [item for item in items if not topics or topics & set(item.topics)]
    chance = random.Random(seed)
    best = min((_one_draw(pool, length, chance) for _ in range(DRAWS)), key=lambda drawn: _distance(drawn, difficulty))
    return sorted(best, key=lambda item: -item.percent)


def _one_draw(pool: Sequence[BankItem], length: int, chance: random.Random) -> list[BankItem]:
    shuffled = chance.sample(pool, len(pool))
    chosen: list[BankItem] = []
    for dimension, weight in DIMENSION_WEIGHTS.items():
        own = [item for item in shuffled if item.dimension == dimension.value]
        chosen.extend(own[: round(length * weight)])
    rest = [item for item in shuffled if item not in chosen]
    return [*chosen, *rest][:length]


def _distance(drawn: Sequence[BankItem], difficulty: str) -> float:
    if not drawn:
        return 0.0
    repeated = len(drawn) - len({item.benchmark for item in drawn})
    mean = sum(item.percent for item in drawn) / len(drawn)
    return abs(mean - TARGETS[difficulty]) + 0.5 * repeated
