"""The answers of all finished heats that may speak of items: a first meeting with the item, alone, for nothing but the
answer's own sake."""

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
from question_bank.analysis import AnswerTable
from question_bank.irt.parameters import ItemParameters
from question_bank.items import TAPPED_TYPES, ItemType
from question_bank.markup import signs
from question_bank.models import Item, ItemKey, ItemParameter, ItemVersion

# Everyone answers by themselves, and a wrong answer costs nobody else anything.
INDIVIDUAL_KINDS = ("open", "paper")
TOLD = ("answered", "omitted", "timed_out")
UNTOLD = ""
DAY_MS = 86_400_000


class BankItem(NamedTuple):
    """One version of an item that has parameters, as analysis needs it. `options` are the bank's ids in order, `key`
    the right ones as bits; `load` counts the characters to be read."""

    version: str
    item: str
    type: str
    current: bool
    status: str
    options: tuple[str, ...]
    key: int
    load: float
    a: float
    b: float
    c: float
    se_b: float | None
    n: int
    parameters: str
    author_b: float | None


class People(NamedTuple):
    """By person, each (persons,): which heat they played in (its place in `heats`), and what they told of themselves;
    "" where they told nothing."""

    heat: NDArray[np.int64]
    age_band: list[str]
    district: list[str]
    target_group: list[str]


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


def chance_of(item: BankItem) -> float:
    if item.type == ItemType.TRUE_FALSE:
        return 0.5
    if item.type == ItemType.SINGLE and item.options:
        return 1.0 / len(item.options)
    return 1.0 / (2 ** len(item.options) - 1) if item.type == ItemType.MULTIPLE else 0.0


def collect_answers(connection: Connection) -> BankAnswers:
    """Everything in one pass; some ten seconds for a million answers, so not for the hub."""
    items = bank_items(connection)
    places = {item.version: place for place, item in enumerate(items)}
    marks = {item.version: _Marker(item) for item in items if item.type in TAPPED_TYPES}
    left_out = _left_out(connection)
    persons: dict[str, int] = {}
    heats: dict[str, int] = {}
    rows: dict[tuple[int, int], tuple[int, int, float, float]] = {}
    person_heat: list[int] = []
    excluded = 0
    for row in connection.execute(_responses()):
        if (row.heat_id, row.item) in left_out or (row.heat_id, row.contestant_id) in left_out:
            excluded += 1
            continue
        if (marker := marks.get(row.version_id)) is None:
            continue
        heat = heats.setdefault(row.heat_id, len(heats))
        person = persons.setdefault(row.contestant_id, len(persons))
        if person == len(person_heat):
            person_heat.append(heat)
        choice, score = marker.read(row.chosen)
        ms = float("nan") if row.elapsed_ms is None else float(row.elapsed_ms)
        received = float("nan") if row.received_ms is None else float(row.received_ms)
        # Revisions come in order: the last one stands.
        rows[person, places[row.version_id]] = (score, choice, ms, received)
    table = _table(rows, np.array(person_heat, dtype=np.int64), len(items))
    return BankAnswers(items, _people(connection, persons, person_heat), list(heats), table, excluded)


def bank_items(connection: Connection) -> list[BankItem]:
    """Every version with parameters, of every item, in the order of ids."""
    rows = connection.execute(
        select(
            ItemVersion.id, ItemVersion.item_id, ItemVersion.type, ItemVersion.options, ItemVersion.stem,
            ItemVersion.author_b, Item.status, Item.current_version, ItemKey.key, ItemParameter.a, ItemParameter.b,
            ItemParameter.c, ItemParameter.se_b, ItemParameter.n, ItemParameter.status.label("parameters"),
        )
        .join(Item, Item.id == ItemVersion.item_id)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .order_by(ItemVersion.item_id, ItemVersion.number)
    )  # fmt: skip
    return [_bank_item(row) for row in rows]


def _bank_item(row: Any) -> BankItem:
    options = tuple(option["id"] for option in row.options)
    right = set(row.key) if isinstance(row.key, list) else set()
    return BankItem(
        version=row.id,
        item=row.item_id,
        type=row.type,
        current=row.current_version == row.id,
        status=row.status,
        options=options,
        key=sum(1 << place for place, option in enumerate(options) if option in right),
        load=float(max(1, sum(signs(text) for text in (row.stem, *(option["text"] for option in row.options))))),
        a=row.a,
        b=row.b,
        c=row.c,
        se_b=row.se_b,
        n=row.n,
        parameters=row.parameters,
        author_b=row.author_b,
    )


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


def _table(
    rows: dict[tuple[int, int], tuple[int, int, float, float]], heat: NDArray[np.int64], items: int
) -> AnswerTable:
    where = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    what = np.array(list(rows.values()), dtype=np.float64).reshape(-1, 4)
    person, item = where[:, 0], where[:, 1]
    return AnswerTable(
        person=person,
        item=item,
        score=what[:, 0].astype(np.int8),
        choice=what[:, 1].astype(np.int64),
        ms=what[:, 2],
        day=_days(what[:, 3], heat[person] if person.size else person),
        persons=heat.size,
        items=items,
    )


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
    told: dict[str, list[str]] = {name: [UNTOLD] * len(persons) for name in ("age_band", "district", "target_group")}
    columns = (Contestant.id, Contestant.age_band, Contestant.district, Contestant.target_group)
    for row in connection.execute(select(*columns)):
        if (place := persons.get(row.id)) is not None:
            for name, values in told.items():
                values[place] = getattr(row, name) or UNTOLD
    return People(np.array(heat, dtype=np.int64), **told)
