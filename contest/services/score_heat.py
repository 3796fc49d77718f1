"""The literacy reading of a heat: from its records to abilities, a contestant's card, and the map for organizers.

Nothing here asks for points, and nothing in the points' reading asks for this.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from contest.assessment.ledger import LedgerAnswer, LedgerItem, response_matrix, score_of
from contest.assessment.levels import CUTS, LEVEL_NAMES, SHORT_NAMES, Cut, verdict
from contest.assessment.reading import Missed, next_reading
from contest.assessment.scale import Scale
from contest.assessment.subscores import subscores
from contest.models.timetable import HeatItem
from contest.rules.state import HeatState, ItemRecord
from contest.rules.statuses import status_of
from question_bank.irt.ability import Abilities, eap, posterior
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import normal_grid
from question_bank.irt.wright import WrightMap, wright_map
from question_bank.models import Item, ItemParameter, ItemVersion
from question_bank.taxonomy import DIMENSIONS


class Measured(NamedTuple):
    """What measurement knows of one item version."""

    a: float
    b: float
    c: float
    dimension: str
    reading: str


class HeatLiteracy(NamedTuple):
    """`contestants` in the order of the arrays' rows."""

    contestants: list[str]
    abilities: Abilities
    scores: NDArray[np.float64]


class HeatScorer:
    """Holds the parameters of a heat's items and the scale of the shipped bank; made once for a heat."""

    def __init__(self, measured: dict[str, Measured], scale: Scale) -> None:
        self._measured = measured
        self._scale = scale
        self._grid = normal_grid()

    def _counting(self, state: HeatState) -> list[ItemRecord]:
        return [record for record in state.run if record.status == "revealed" and not record.item.warm_up]

    def _parameters(self, records: Sequence[ItemRecord]) -> ItemParameters:
        rows = [self._measured[record.item.version] for record in records]
        return ItemParameters(*(np.array([getattr(row, name) for row in rows], dtype=np.float64) for name in "abc"))

    def _row(self, state: HeatState, records: Sequence[ItemRecord], contestant: str) -> list[LedgerAnswer]:
        seat = state.seats[contestant]
        row = []
        for record in records:
            answer = record.answers.get(contestant)
            options = frozenset(answer.options) if answer else frozenset()
            row.append(LedgerAnswer(status_of(record, contestant, seat), options))
        return row

    def score(self, state: HeatState) -> HeatLiteracy:
        """Everybody's ability after the items revealed so far. Linear in contestants x items; not for the hub."""
        records = self._counting(state)
        contestants = [contestant for contestant, seat in state.seats.items() if seat.removed is None]
        items = [LedgerItem(record.item.id, frozenset(record.key)) for record in records]
        matrix = response_matrix(items, [self._row(state, records, contestant) for contestant in contestants])
        abilities = eap(matrix, self._parameters(records), self._grid)
        return HeatLiteracy(contestants, abilities, self._scale.score(abilities.theta))

    def map_of(self, state: HeatState) -> WrightMap:
        """Abilities over the difficulties of the items revealed so far."""
        records = self._counting(state)
        contestants = [contestant for contestant, seat in state.seats.items() if seat.removed is None]
        items = [LedgerItem(record.item.id, frozenset(record.key)) for record in records]
        matrix = response_matrix(items, [self._row(state, records, contestant) for contestant in contestants])
        parameters = self._parameters(records)
        return wright_map(posterior(matrix, parameters, self._grid), self._grid.nodes, parameters.b)

    def card_of(self, state: HeatState, contestant: str) -> dict[str, Any] | None:
        """One contestant's card, as docs/protocol.md has it; None when no item has counted for them.

        A score is told for any number of items, with its interval; a level from twenty on.
        """
        records = self._counting(state)
        items = [LedgerItem(record.item.id, frozenset(record.key)) for record in records]
        row = self._row(state, records, contestant)
        scores = np.array([score_of(item, answer) for item, answer in zip(items, row, strict=True)])
        if not len(scores) or np.isnan(scores).all():
            return None
        parameters = self._parameters(records)
        weights = posterior(scores, parameters, self._grid)[0]
        theta = float(weights @ self._grid.nodes)
        told = self._scale.told(theta, self._grid.nodes, weights)
        count = int((~np.isnan(scores)).sum())
        named = verdict(told, count)
        return {
            "provisional": True,
            "items": count,
            "score": round(told.score),
            "lo": round(told.lo),
            "hi": round(told.hi),
            "level": named.level,
            "between": list(named.between) if named.between else None,
            "cuts": [_cut_card(cut) for cut in CUTS],
            "lowest": {"level": "low", "name": LEVEL_NAMES["low"]},
            "dimensions": self._dimensions(records, scores),
            "reading": self._reading(records, scores),
        }

    def _dimensions(self, records: Sequence[ItemRecord], scores: NDArray[np.float64]) -> list[dict[str, Any]]:
        names = [self._measured[record.item.version].dimension for record in records]
        return [
            {
                "code": each.dimension.value,
                "name": DIMENSIONS[each.dimension],
                "right": each.right,
                "asked": each.asked,
                "enough": each.enough,
            }
            for each in subscores(scores, names)
        ]

    def _reading(self, records: Sequence[ItemRecord], scores: NDArray[np.float64]) -> list[dict[str, str]]:
        seen = []
        for record, score in zip(records, scores, strict=True):
            if not np.isnan(score):
                known = self._measured[record.item.version]
                seen.append(Missed(known.reading, known.dimension, known.b, score == 1.0))
        names = {dimension.value: name for dimension, name in DIMENSIONS.items()}
        return [{"text": each.text, "dimension": names[each.dimension]} for each in next_reading(seen)]


def _cut_card(cut: Cut) -> dict[str, Any]:
    return {"level": cut.code, "name": LEVEL_NAMES[cut.code], "short": SHORT_NAMES[cut.code], "score": cut.score}


def load_scorer(connection: Connection, heat_id: str) -> HeatScorer:
    """Reads the parameters of the heat's items, and those of the whole bank for the scale."""
    columns = (
        ItemVersion.id,
        ItemParameter.a,
        ItemParameter.b,
        ItemParameter.c,
        ItemVersion.dimension,
        ItemVersion.reading,
    )
    own = connection.execute(
        select(*columns)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .join(HeatItem, HeatItem.version_id == ItemVersion.id)
        .where(HeatItem.heat_id == heat_id)
    )
    measured = {row[0]: Measured(*row[1:]) for row in own}
    bank = connection.execute(
        select(*columns)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .join(Item, Item.current_version == ItemVersion.id)
        .where(Item.status != "retired")
    ).all()
    parameters = ItemParameters(*(np.array([row[place] for row in bank], dtype=np.float64) for place in (1, 2, 3)))
    return HeatScorer(measured, Scale(parameters, [row[4] for row in bank]))
