"""What every reader of a file gives, and every writer: the same words for all formats.

A reader is a function `read(content: bytes, file: str) -> Reading`; a writer is a function
`write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written`. Neither knows a database.
"""

from collections.abc import Mapping
from typing import NamedTuple

from question_bank.items import ItemDraft


class BadExchange(ValueError):
    """A file that is no such file at all, or that is too large or hostile to be read; the text says which and why."""


class Remark(NamedTuple):
    """Something to tell of one place in a file, in the reader's own words.

    `row` is the spreadsheet's row, a text file's line, the ordinal of the item in XML and QTI; 0 for the file itself.
    `code` names the kind of remark for programs: no_key, unknown_option, duplicate_id, …
    """

    sheet: str = ""
    row: int = 0
    column: str = ""
    id: str = ""
    code: str = ""
    reason: str = ""


class ReadItem(NamedTuple):
    """An item that was read, from where, and its cells as the workbook template has them (for correcting it later)."""

    draft: ItemDraft
    sheet: str
    row: int


class RefusedItem(NamedTuple):
    """An item that cannot enter. `cells` is what it said, by the columns of the workbook template (`template.py`), so
    that it can be corrected in place or set aside as a workbook; several faults stand in one remark, joined by “；”."""

    remark: Remark
    cells: Mapping[str, str]


class Reading(NamedTuple):
    """A whole file. `skipped` is what the bank does not have (an essay question, say), `notes` what a reader did that
    its author should know. `pictures` are the files that the items' markup refers to as `media:NAME`, as found."""

    format: str
    items: tuple[ReadItem, ...]
    refused: tuple[RefusedItem, ...] = ()
    skipped: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    pictures: Mapping[str, bytes] = {}


class Loss(NamedTuple):
    """What a format could not carry of one item."""

    item: str
    field: str
    reason: str


class Written(NamedTuple):
    """A whole file, and what it does not say."""

    content: bytes
    losses: tuple[Loss, ...] = ()
