"""The answers of all finished heats that may speak of items: a first meeting with the item, alone, for nothing but the
answer's own sake."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Text, cast, or_, select

from contest.clock import from_ms
from contest.journal.entries import decode
from contest.models.people import Contestant
from contest.models.records import JournalEntry, Response
from contest.models.timetable import Heat, HeatItem
from contest.rules.events import ContestantRemoved, ItemSkipped, ItemVoided
from contest.services.bank_items import BankItem, bank_items, chance_of
from question_bank.analysis import AnswerTable
from question_bank.irt.parameters import ItemParameters
from question_bank.items import TAPPED_TYPES

# Everyone answers by themselves, and a wrong answer costs nobody else anything.
INDIVIDUAL_KINDS = ("open", "paper")
TOLD = ("answered", "omitted", "timed_out")
UNTOLD = ""
TOLD_OF_THEMSELVES = ("age_band", "district", "target_group", "sex")
DAY_MS = 86_400_000


class People(NamedTuple):
    """By person, each (persons,): which heat they played in (its place in `heats`), and what they told of themselves;
    "" where they told nothing."""

    heat: NDArray[np.int64]
    age_band: list[str]
    district: list[str]
    target_group: list[str]
    sex: list[str]


class BankAnswers(NamedTuple):
    """`table` numbers people as `people` does and items as `items` does. `excluded` counts answers that were left out
    because their item was made void or skipped, or their contestant was shown out."""

    items: list[BankItem]
    people: People
    heats: list[str]
    table: AnswerTable
    excluded: int

    @property
    def parameters(self) -> ItemParameters:
        return ItemParameters(*(np.array([getattr(item, name) for item in self.items]) for name in "abc"))

    @property
    def chance(self) -> list[float]:
        """The share of each item that luck alone has right."""
        return [chance_of(item) for item in self.items]


def collect_answers(connection: Connection) -> BankAnswers:
    """Everything in one pass: some seconds for a million answers, so not for the hub."""
    items = bank_items(connection)
    places = {item.version: place for place, item in enumerate(items)}
    marks = {item.version: _Marker(item) for item in items if item.type in TAPPED_TYPES}
    left_out = _left_out(connection)
    persons: dict[str, int] = {}
    heats: dict[str, int] = {}
    person_heat: list[int] = []
    rows, excluded = _Rows(), 0
    for row in connection.execute(_responses(), execution_options={"yield_per": 10_000}):
        if (row.heat_id, row.item) in left_out or (row.heat_id, row.contestant_id) in left_out:
            excluded += 1
            continue
        if (marker := marks.get(row.version_id)) is None:
            continue
        person = persons.setdefault(row.contestant_id, len(persons))
        if person == len(person_heat):
            person_heat.append(heats.setdefault(row.heat_id, len(heats)))
        rows.add(person, places[row.version_id], *marker.read(row.chosen), row.elapsed_ms, row.received_ms)
    table = rows.table(np.array(person_heat, dtype=np.int64), len(items))
    return BankAnswers(items, _people(connection, persons, person_heat), list(heats), table, excluded)


class _Marker:
    """Reads the chosen options of one item, as the database's own text, each wording once."""

    def __init__(self, item: BankItem) -> None:
        self._bits = {option: 1 << place for place, option in enumerate(item.options)}
        self._key = item.key
        self._seen: dict[str | None, tuple[int, int]] = {None: (0, 0)}

    def read(self, text: str | None) -> tuple[int, int]:
        """The choice as bits, and 1 where it is the key."""
        if text not in self._seen:
            chosen = msgspec.json.decode(text, type=list[str] | None) if text else None
            choice = sum(self._bits.get(option, 0) for option in chosen or [])
            self._seen[text] = choice, int(choice == self._key)
        return self._seen[text]


def _responses() -> Any:
    return (
        select(
            Response.heat_id,
            Response.contestant_id,
            Response.item,
            Response.version_id,
            cast(Response.options, Text).label("chosen"),
            Response.elapsed_ms,
            Response.received_ms,
        )
        .join(Heat, Heat.id == Response.heat_id)
        .join(HeatItem, (HeatItem.heat_id == Response.heat_id) & (HeatItem.version_id == Response.version_id))
        .where(
            Heat.status == "finished",
            HeatItem.warm_up.is_(False),
            Response.exposure == 1,
            Response.attempt == 1,
            Response.status.in_(TOLD),
            Response.round_kind.in_(INDIVIDUAL_KINDS),
        )
        .order_by(Heat.created_at, Response.heat_id, Response.contestant_id, Response.item, Response.revision)
    )


def _left_out(connection: Connection) -> set[tuple[str, str]]:
    """(heat, item) of what was made void or skipped, and (heat, contestant) of who was shown out."""
    kinds = ("item_voided", "item_skipped", "contestant_removed")
    found = set()
    for row in connection.execute(
        select(JournalEntry.heat_id, JournalEntry.payload).where(
            or_(*(JournalEntry.payload.like(f'{{"t":"{kind}"%') for kind in kinds))
        )
    ):
        event = decode(row.payload)
        if isinstance(event, ItemVoided | ItemSkipped):
            found.add((row.heat_id, event.item))
        elif isinstance(event, ContestantRemoved):
            found.add((row.heat_id, event.contestant))
    return found


class _Rows:
    """Answers as they are read, 48 bytes each, for a city's are some millions."""

    WIDTH = 6

    def __init__(self) -> None:
        self._cells = array("d")
        self._last = (-1, -1)

    def add(
        self, person: int, item: int, choice: int, score: int, elapsed_ms: int | None, received_ms: int | None
    ) -> None:
        """Revisions come one after another: the last one stands."""
        if self._last == (person, item):
            del self._cells[-self.WIDTH :]
        self._last = (person, item)
        self._cells.extend((person, item, choice, score, _known(elapsed_ms), _known(received_ms)))

    def table(self, heat: NDArray[np.int64], items: int) -> AnswerTable:
        cells = np.array(self._cells, dtype=np.float64).reshape(-1, self.WIDTH)
        person = cells[:, 0].astype(np.int64)
        return AnswerTable(
            person=person,
            item=cells[:, 1].astype(np.int64),
            score=cells[:, 3].astype(np.int8),
            choice=cells[:, 2].astype(np.int64),
            ms=cells[:, 4].copy(),
            day=_days(cells[:, 5], heat[person]),
            persons=heat.size,
            items=items,
        )


def _known(value: int | None) -> float:
    return float("nan") if value is None else float(value)


def _days(received: NDArray[np.float64], heat: NDArray[np.int64]) -> NDArray[np.int64]:
    """Calendar days where the server stands. Whoever gave no answer was there when the others of the heat were."""
    if not received.size:
        return np.zeros(0, dtype=np.int64)
    filled = received.copy()
    for each in np.unique(heat[np.isnan(received)]):
        own = received[(heat == each) & ~np.isnan(received)]
        filled[(heat == each) & np.isnan(received)] = np.median(own) if own.size else np.nanmin(received)
    filled = np.nan_to_num(filled)
    zone = from_ms(int(filled.max())).astimezone().utcoffset()
    east = zone.total_seconds() * 1000 if zone else 0.0
    return np.asarray((filled + east) // DAY_MS, dtype=np.int64)


def date_of(day: int) -> str:
    """The date of a day of the table."""
    return datetime.fromtimestamp(day * DAY_MS / 1000, UTC).strftime("%Y-%m-%d")


def _people(connection: Connection, persons: dict[str, int], heat: Sequence[int]) -> People:
    told: dict[str, list[str]] = {name: [UNTOLD] * len(persons) for name in TOLD_OF_THEMSELVES}
    columns = (Contestant.id, *(getattr(Contestant, name) for name in TOLD_OF_THEMSELVES))
    for row in connection.execute(select(*columns)):
        if (place := persons.get(row.id)) is not None:
            for name, values in told.items():
                values[place] = getattr(row, name) or UNTOLD
    return People(np.array(heat, dtype=np.int64), **told)
