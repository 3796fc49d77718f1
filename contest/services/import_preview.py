"""What the page of an import shows: the beginning of each list, the cells of what is refused, old beside new of what
changes."""

from typing import Any

import msgspec

from contest.services.import_plan import ChangedItem, ImportPlan
from question_bank.exchange.corrections import key_of
from question_bank.exchange.reading import ReadItem, RefusedItem, Remark
from question_bank.exchange.template import cells_of_item

SHOWN = 200


class ItemLine(msgspec.Struct, frozen=True):
    sheet: str
    row: int
    id: str
    type: str
    stem: str
    answer: str


class Difference(msgspec.Struct, frozen=True):
    """One cell of the template, as the bank has it and as the file has it."""

    column: str
    former: str
    new: str


class ChangedLine(msgspec.Struct, frozen=True):
    item: ItemLine
    status: str
    differences: list[Difference]


class RemarkLine(msgspec.Struct, frozen=True):
    sheet: str
    row: int
    column: str
    id: str
    code: str
    reason: str


class RefusedLine(msgspec.Struct, frozen=True):
    """`key` names the row when it is corrected."""

    key: str
    remark: RemarkLine
    cells: dict[str, str]


class Preview(msgspec.Struct, frozen=True):
    """At most `SHOWN` of each list; `counts` says how many there are, by the lists' names."""

    format: str
    counts: dict[str, int]
    new: list[ItemLine]
    changed: list[ChangedLine]
    unchanged: list[ItemLine]
    refused: list[RefusedLine]
    skipped: list[RemarkLine]
    notes: list[RemarkLine]


LISTS = ("new", "changed", "unchanged", "refused", "skipped", "notes")


def preview_of(plan: ImportPlan) -> Preview:
    whole: dict[str, tuple[Any, ...]] = {name: getattr(plan, name) for name in LISTS}
    return Preview(
        format=plan.format,
        counts={name: len(values) for name, values in whole.items()},
        new=[_line(read) for read in plan.new[:SHOWN]],
        changed=[_changed(change) for change in plan.changed[:SHOWN]],
        unchanged=[_line(read) for read in plan.unchanged[:SHOWN]],
        refused=[_refused(each) for each in plan.refused[:SHOWN]],
        skipped=[_remark(each) for each in plan.skipped[:SHOWN]],
        notes=[_remark(each) for each in plan.notes[:SHOWN]],
    )


def _line(read: ReadItem) -> ItemLine:
    cells = cells_of_item(read.draft)
    return ItemLine(read.sheet, read.row, read.draft.id, read.draft.type.value, read.draft.stem, cells["答案"])


def _changed(change: ChangedItem) -> ChangedLine:
    former, new = cells_of_item(change.former), cells_of_item(change.read.draft)
    columns = [column for column in new if former.get(column, "") != new[column]]
    gone = [column for column in former if column not in new]
    differences = [Difference(name, former.get(name, ""), new.get(name, "")) for name in (*columns, *gone)]
    return ChangedLine(_line(change.read), change.status, differences)


def _remark(remark: Remark) -> RemarkLine:
    return RemarkLine(*remark)


def _refused(each: RefusedItem) -> RefusedLine:
    return RefusedLine(key_of(each.remark.sheet, each.remark.row), _remark(each.remark), dict(each.cells))
