"""Rows that were refused and corrected since, put back into what was read."""

from collections.abc import Mapping

from question_bank.exchange.admission import remark_of
from question_bank.exchange.reading import Reading, ReadItem, RefusedItem
from question_bank.exchange.template import item_of_cells
from question_bank.items import ItemDraft, ItemType


def key_of(sheet: str, row: int) -> str:
    """A row's name in the corrections of a file."""
    return f"{sheet}\n{row}"


def corrected(reading: Reading, corrections: Mapping[str, Mapping[str, str]]) -> Reading:
    """The reading with the corrected rows in the place of what the file says there."""
    if not corrections:
        return reading
    items = [read for read in reading.items if key_of(read.sheet, read.row) not in corrections]
    refused = [each for each in reading.refused if key_of(each.remark.sheet, each.remark.row) not in corrections]
    for sheet, row in _places(reading):
        if cells := corrections.get(key_of(sheet, row)):
            mended = mend(sheet, row, cells)
            if isinstance(mended, ReadItem):
                items.append(mended)
            else:
                refused.append(mended)
    return reading._replace(items=tuple(items), refused=tuple(refused))


def _places(reading: Reading) -> list[tuple[str, int]]:
    """Each row once, in the order of the file."""
    read = [(each.sheet, each.row) for each in reading.items]
    return list(dict.fromkeys([*read, *((each.remark.sheet, each.remark.row) for each in reading.refused)]))


def mend(sheet: str, row: int, cells: Mapping[str, str]) -> ReadItem | RefusedItem:
    """What a row's cells say: an item, or what is still wrong with them."""
    item = item_of_cells(cells)
    if isinstance(item, ItemDraft):
        return ReadItem(item, sheet, row)
    nobody = ItemDraft(cells.get("编号", "").strip(), ItemType.SINGLE, "", (), ())
    return RefusedItem(remark_of(ReadItem(nobody, sheet, row), item), cells)
