"""Numbered text: writing, for text files and for Word. What has been written is read again before it is given away.

Each column is first said as people write it. Where that would not be read back as it was, it is said as it stands,
between joiners that nobody sees; what even then does not come back is told as a loss.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from question_bank.exchange.fit_texts import with_fit_texts
from question_bank.exchange.losses import picture_losses
from question_bank.exchange.numbered_parts import Level, Part, parts_of
from question_bank.exchange.reading import BadExchange, Loss, Reading, Written
from question_bank.exchange.template import cells_of_item
from question_bank.items import ItemDraft

# Lines of such files end in one way.
CARRIAGE_RETURN = "\r"


class File(NamedTuple):
    """What was made of parts, and the row where each of them begins."""

    content: bytes
    rows: Sequence[int]


Make = Callable[[Sequence[Part]], File]
Read = Callable[[bytes, str], Reading]


def written(items: Iterable[ItemDraft], make: Make, read: Read, without_pictures: str) -> Written:
    """A file of the items; `without_pictures` is why a picture does not come along."""
    fitted = [with_fit_texts(item, CARRIAGE_RETURN) for item in items]
    own = [item for item, _ in fitted]
    # A difficulty as a number is no way to write for people, who would take it for a share of right answers.
    levels: list[dict[str, Level]] = [{"难度": Level.EXACT} for _ in own]
    for attempt in Level:
        parts = list(parts_of(own, levels))
        file = make(parts)
        back, pictures = _read_back(file, parts, read)
        wrong = {place: _differing(item, back.get(place)) for place, item in enumerate(own)}
        if attempt is Level.WORDS or not any(wrong.values()):
            break
        for place, columns in wrong.items():
            levels[place].update((column, _next(levels[place].get(column))) for column in columns)
    losses = [loss for _, lost in fitted for loss in lost]
    for place, item in enumerate(own):
        losses += [Loss(item.id, column, "读回来与原来不尽相同") for column in wrong[place]]
        losses += picture_losses(item, without_pictures, pictures)
    return Written(file.content, tuple(losses))


def _next(level: Level | None) -> Level:
    return Level.WORDS if level is Level.EXACT else Level.EXACT


def _read_back(file: File, parts: Sequence[Part], read: Read) -> tuple[dict[int, ItemDraft], Mapping[str, bytes]]:
    """The items by their places, as far as they were found where they were written; and the pictures."""
    try:
        reading = read(file.content, "")
    except BadExchange:
        return {}, {}
    begun = {row: part.item for row, part in zip(file.rows, parts, strict=True) if part.begins}
    items = {begun[found.row]: found.draft for found in reading.items if found.row in begun}
    return items, reading.pictures


def _differing(item: ItemDraft, back: ItemDraft | None) -> list[str]:
    """The columns that say something else than they should."""
    cells = cells_of_item(item)
    if back is None:
        return [column for column, text in cells.items() if text and column != "题型"]
    if back == item:
        return []
    said = cells_of_item(back)
    return [column for column in cells if cells[column] != said[column] and column != "题型"] or ["题干"]
