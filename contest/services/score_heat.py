"""The literacy reading of a heat: from its records to abilities, a contestant's card, and the map for organizers.

Nothing here asks for points, and nothing in the points' reading asks for this.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from contest.assessment.ledger import LedgerItem, ResponseRecord, literacy_ledger
from contest.assessment.levels import CUTS, LEVELS, Level, read_level
from contest.assessment.reading import Missed, reading_hints
from contest.assessment.scale import Scale, reference_scale, scale_scores
from contest.assessment.subscores import Subscore, subscores
from contest.models.timetable import HeatItem
from contest.rules.state import HeatState, ItemRecord
from contest.rules.statuses import status_of
from question_bank.irt.ability import Abilities, eap
from question_bank.irt.parameters import ItemParameters, item_parameters
from question_bank.irt.wright import wright_map
from question_bank.items import SOUND_STATUSES
from question_bank.models import Item, ItemParameter, ItemVersion
from question_bank.taxonomy import DIMENSIONS

# Beside the marks of a scale, where whole names of levels do not fit.
SHORT_NAMES = {"basic": "基本", "literate": "具备", "advanced": "高阶"}
MAP_BIN = 0.25


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


class AbilityMap(NamedTuple):
    """`edges` (bins + 1,) in units of theta; `people` (bins,) expected in each; `items` in each, by their places among
    the items that count."""

    edges: NDArray[np.float64]
    people: NDArray[np.float64]
    items: list[list[int]]


class HeatScorer:
    """Holds the parameters of a heat's items and the scale of the shipped bank; made once for a heat."""

    def __init__(self, measured: dict[str, Measured], scale: Scale) -> None:
        self._measured = measured
        self._scale = scale

    def score(self, state: HeatState) -> HeatLiteracy:
        """Everybody's ability after the items revealed so far. Linear in contestants x items; not for the hub."""
        records, contestants = counting(state), present(state)
        abilities = eap(_matrix(state, records, contestants), self._parameters(records))
        return HeatLiteracy(contestants, abilities, self._scale.score_of(abilities.theta))

    def map_of(self, state: HeatState) -> AbilityMap:
        """Abilities over the difficulties of the items revealed so far."""
        records = counting(state)
        found = wright_map(_matrix(state, records, present(state)), self._parameters(records), width=MAP_BIN)
        homes = [[int(item) for item in np.flatnonzero(found.item_bins == each)] for each in range(len(found.people))]
        return AbilityMap(found.edges, found.people, homes)

    def card_of(self, state: HeatState, contestant: str) -> dict[str, Any] | None:
        """One contestant's card, as docs/protocol.md has it; None when no item has counted for them.

        A score is told for any number of items with its interval, wide for few; a level from twenty on.
        """
        records = counting(state)
        scores = _matrix(state, records, [contestant])
        if not records or np.isnan(scores).all():
            return None
        found = scale_scores(scores, self._parameters(records), self._scale, CUTS)
        count = int(found.items[0])
        # Whole points are shown, and levels go by what is shown: a 55 never stands beside the level below 55.
        score, lo, hi = (round(float(each[0])) for each in (found.score, found.lo, found.hi))
        named = read_level(lo, hi, count)
        counts = subscores(scores[0], [self._measured[record.item.version].dimension for record in records])
        return {
            "provisional": True,
            "items": count,
            "score": score,
            "lo": lo,
            "hi": hi,
            "level": named.level.code if named.level else None,
            "between": [level.code for level in named.between] if named.between else None,
            "lowest": {"level": LEVELS[0].code, "name": LEVELS[0].name},
            "cuts": [_cut_card(level) for level in LEVELS[1:]],
            "dimensions": [_dimension_card(each) for each in counts],
            "reading": self._reading(records, scores[0], counts),
        }

    def _parameters(self, records: Sequence[ItemRecord]) -> ItemParameters:
        rows = [self._measured[record.item.version] for record in records]
        return item_parameters([row.a for row in rows], [row.b for row in rows], [row.c for row in rows])

    def _reading(
        self, records: Sequence[ItemRecord], scores: NDArray[np.float64], counts: Sequence[Subscore]
    ) -> list[dict[str, str]]:
        known = [self._measured[record.item.version] for record in records]
        missed = [
            Missed(item.reading, item.dimension, item.b)
            for item, score in zip(known, scores, strict=True)
            if score == 0
        ]
        return [
            {"text": hint.text, "dimension": _dimension_name(hint.dimension)} for hint in reading_hints(missed, counts)
        ]


def counting(state: HeatState) -> list[ItemRecord]:
    """The items that speak of literacy: revealed, not void, neither warm-up nor pilot."""
    return [record for record in state.run if record.status == "revealed" and record.item.scored]


def present(state: HeatState) -> list[str]:
    return [contestant for contestant, seat in state.seats.items() if seat.removed is None]


def _matrix(state: HeatState, records: Sequence[ItemRecord], contestants: Sequence[str]) -> NDArray[np.float64]:
    """Contestants x items of 0, 1 and NaN."""
    items = [LedgerItem(record.item.id, frozenset(record.key)) for record in records]
    responses = (_response(state, record, contestant) for record in records for contestant in contestants)
    return literacy_ledger(items, responses, contestants).scores


def _response(state: HeatState, record: ItemRecord, contestant: str) -> ResponseRecord:
    status = status_of(record, contestant, state.seats[contestant])
    chosen = frozenset(record.answers[contestant].options) if status == "answered" else frozenset()
    return ResponseRecord(contestant, record.item.id, status, chosen)


def _cut_card(level: Level) -> dict[str, Any]:
    return {"level": level.code, "name": level.name, "short": SHORT_NAMES[level.code], "score": level.cut}


def _dimension_card(count: Subscore) -> dict[str, Any]:
    name = _dimension_name(count.dimension)
    return {"code": count.dimension, "name": name, "right": count.right, "asked": count.asked, "enough": count.enough}


def _dimension_name(code: str) -> str:
    return next(name for dimension, name in DIMENSIONS.items() if dimension.value == code)


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
    measured = {row.id: Measured(row.a, row.b, row.c, row.dimension or "", row.reading) for row in own}
    bank = connection.execute(
        select(*columns)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .join(Item, Item.current_version == ItemVersion.id)
        .where(Item.status.in_(SOUND_STATUSES), ItemVersion.dimension.is_not(None))
    ).all()
    parameters = item_parameters(*([getattr(row, name) for row in bank] for name in "abc"))
    return HeatScorer(measured, reference_scale(parameters, [row.dimension or "" for row in bank]))
