"""Sorting what a reader found into items and refusals: the same rules for every format of questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from question_bank.exchange.faults import Fault
from question_bank.exchange.limits import MOST_ROWS
from question_bank.exchange.reading import BadExchange, Reading, ReadItem, RefusedItem, Remark
from question_bank.exchange.template import cells_of_item
from question_bank.items import ItemDraft, faults_of

_COLUMNS = {"stem": "题干", "options": "选项A", "key": "答案"}


class Found(NamedTuple):
    """One question as far as it could be understood, the line or ordinal where it stands, and what is wrong there."""

    draft: ItemDraft
    row: int
    faults: tuple[Fault, ...] = ()


class Finds(NamedTuple):
    """What a reader has gathered of a file: questions, what the bank does not have, what its author should know, and
    what could not even become a draft."""

    found: list[Found]
    skipped: list[Remark]
    notes: list[Remark]
    refused: list[RefusedItem]

    def refuse(self, cells: Mapping[str, str], row: int, faults: Sequence[Fault]) -> None:
        self.refused.append(RefusedItem(_remark(cells.get("编号", ""), row, faults), cells))

    def skip(self, row: int, id: str, code: str, reason: str) -> None:
        self.skipped.append(Remark(row=row, column="题型", id=id, code=code, reason=reason))

    def note(self, row: int, column: str, id: str, code: str, reason: str) -> None:
        self.notes.append(Remark("", row, column, id, code, reason))


Thing = TypeVar("Thing")


def at_most(things: Iterable[Thing]) -> Iterator[Thing]:
    """The questions of a file, one after the other. Raises `BadExchange` when there are too many."""
    for number, thing in enumerate(things):
        if number >= MOST_ROWS:
            raise BadExchange(f"超过 {MOST_ROWS} 道题；请分成几个文件")
        yield thing


def sorted_reading(format_name: str, finds: Finds, pictures: Mapping[str, bytes] | None = None) -> Reading:
    """The reading in which what can be asked is an item and the rest is refused with reasons."""
    items: list[ReadItem] = []
    refused = list(finds.refused)
    first_rows: dict[str, int] = {}
    for draft, row, faults in finds.found:
        faults = (*(faults or _own_faults(draft)), *_repeated(draft.id, first_rows.setdefault(draft.id, row), row))
        if faults:
            refused.append(RefusedItem(_remark(draft.id, row, faults), cells_of_item(draft)))
        else:
            items.append(ReadItem(draft, "", row))
    refused.sort(key=lambda each: each.remark.row)
    return Reading(format_name, tuple(items), tuple(refused), tuple(finds.skipped), tuple(finds.notes), pictures or {})


def _own_faults(draft: ItemDraft) -> tuple[Fault, ...]:
    return tuple(
        Fault(_COLUMNS[problem.field], f"bad_{problem.field}", f"{problem.problem}，请改正")
        for problem in faults_of(draft)
    )


def _repeated(id: str, first: int, row: int) -> tuple[Fault, ...]:
    if not id or first == row:
        return ()
    return (Fault("编号", "duplicate_id", f"编号“{id}”在第 {first} 行（题）已经用过，请改成别的编号"),)


def _remark(id: str, row: int, faults: Sequence[Fault]) -> Remark:
    """One remark for all faults of an item; column and code are those of the first."""
    reasons = "；".join(dict.fromkeys(fault.reason for fault in faults))
    return Remark("", row, faults[0].column, id, faults[0].code, reasons)
