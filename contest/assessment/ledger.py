"""The literacy ledger: response records as a matrix of right and wrong.

What enters has no field for time, streak, weight or points, so none of them can ever count here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Status = Literal["answered", "omitted", "timed_out", "not_reached", "not_presented"]
Use = Literal["scored", "warm_up", "void", "pilot"]

SCORED_AS_WRONG: frozenset[Status] = frozenset({"omitted", "timed_out"})


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """An item as it was used: the key's option ids, and whether its answers speak of literacy at all."""

    id: str
    key: frozenset[str]
    use: Use = "scored"


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """What one contestant finally did with one item. `chosen` holds option ids, in the key's own naming.

    Raises `ValueError` where status and options contradict each other.
    """

    contestant: str
    item: str
    status: Status
    chosen: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.status == "answered") != bool(self.chosen):
            raise ValueError(f"{self.contestant}, {self.item}: {self.status} with {len(self.chosen)} options chosen")


class Ledger(NamedTuple):
    """`scores` has shape (contestants, items): 1 right, 0 wrong, NaN missing. Rows and columns as named."""

    contestants: tuple[str, ...]
    items: tuple[str, ...]
    scores: FloatArray


def literacy_ledger(
    items: Sequence[LedgerItem], responses: Iterable[ResponseRecord], contestants: Sequence[str] | None = None
) -> Ledger:
    """The matrix of the scored items, in the order given; warm-up, void and pilot items have no column.

    Answered counts all or nothing, the chosen options against the key. Omitted and timed out count as wrong.
    Not reached, not presented, and pairs without a record are missing. Without `contestants` the rows are those who
    have a record, as they first appear. Raises `ValueError` for an unknown item or contestant, an item given twice,
    a second record of the same pair, or a scored item without a key.
    """
    known = _known(items)
    columns = {item.id: column for column, item in enumerate(i for i in items if i.use == "scored")}
    records = list(responses)
    named = dict.fromkeys(record.contestant for record in records) if contestants is None else contestants
    rows = {contestant: row for row, contestant in enumerate(named)}
    scores = np.full((len(rows), len(columns)), np.nan)
    for record in _once(records, known, rows):
        if record.item in columns:
            scores[rows[record.contestant], columns[record.item]] = _score(record, known[record.item])
    return Ledger(tuple(rows), tuple(columns), scores)


def _known(items: Sequence[LedgerItem]) -> dict[str, LedgerItem]:
    known = {item.id: item for item in items}
    if len(known) != len(items):
        raise ValueError("an item stands in the ledger twice")
    for item in items:
        if item.use == "scored" and not item.key:
            raise ValueError(f"item {item.id} has no key")
    return known


def _once(
    records: list[ResponseRecord], known: dict[str, LedgerItem], rows: dict[str, int]
) -> Iterable[ResponseRecord]:
    seen: set[tuple[str, str]] = set()
    for record in records:
        pair = (record.contestant, record.item)
        if record.item not in known:
            raise ValueError(f"unknown item {record.item}")
        if record.contestant not in rows:
            raise ValueError(f"unknown contestant {record.contestant}")
        if pair in seen:
            raise ValueError(f"two records of contestant {record.contestant} and item {record.item}")
        seen.add(pair)
        yield record


def _score(record: ResponseRecord, item: LedgerItem) -> float:
    if record.status == "answered":
        return float(record.chosen == item.key)
    return 0.0 if record.status in SCORED_AS_WRONG else float("nan")
