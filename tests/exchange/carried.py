"""Generated items as the bank takes them, for round trips through formats of other systems."""

from dataclasses import replace

from hypothesis import strategies as st

from question_bank.exchange.admission import kept_out
from question_bank.exchange.json_lines import write_item
from question_bank.exchange.reading import Reading, Written
from question_bank.items import ItemDraft
from tests.exchange.generated_items import items


def carried_items() -> st.SearchStrategy[ItemDraft]:
    """Items with a name, lettered options, and nothing that keeps them out of the bank."""
    named = st.builds(_named, items(lettered=True), st.text("abc题019-_.[]:", min_size=1, max_size=6))
    return named.filter(lambda item: not kept_out(item))


def _named(item: ItemDraft, id: str) -> ItemDraft:
    benchmark = None if item.point is None else item.benchmark
    difficulty = replace(
        item.difficulty, b=None if item.difficulty.b is None else max(-6.0, min(6.0, item.difficulty.b))
    )
    known = {"point": None, "topics": (), "benchmark": benchmark, "difficulty": difficulty}
    return replace(item, id=id, **known)  # type: ignore[arg-type]


def assert_carried(items: list[ItemDraft], written: Written, reading: Reading, *fields: str) -> None:
    """Every item that lost nothing (but `fields`) comes back as it was, to the byte that the bank would store."""
    lost = {loss.item for loss in written.losses if loss.field not in fields}
    back = {read.draft.id: write_item(read.draft) for read in reading.items}
    for item in items:
        if item.id not in lost:
            assert back.get(item.id) == write_item(item), reading.refused
