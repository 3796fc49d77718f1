"""Trees of markup as JSON has them, for Python and the pages' scripts to be compared by."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from question_bank.markup import Block, Bold, Inline, Maths, Paragraph, Picture

# What a text means, case by case: the one table that both readers of the markup are held to.
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "markup_cases.json").read_text("utf-8"))


def tree_of(blocks: tuple[Block, ...]) -> list[Any]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"paragraph": _line(block.inlines)}
    head = None if block.head is None else [_line(cell) for cell in block.head]
    return {"table": {"head": head, "rows": [[_line(cell) for cell in row] for row in block.rows]}}


def _line(line: tuple[Inline, ...]) -> list[Any]:
    return [_inline(inline) for inline in line]


def _inline(inline: Inline) -> Any:
    if isinstance(inline, Bold):
        return {"bold": _line(inline.pieces)}
    if isinstance(inline, Maths):
        return {"maths": inline.latex}
    return {"picture": inline.name, "alt": inline.alt} if isinstance(inline, Picture) else inline.text


def marked_texts() -> SearchStrategy[str]:
    """Texts in which marks meet far more often than by chance."""
    letters = ["**", "![", "](media:a.png)", "\n|", "|\n", "|-|", "$x", *"*$|!\\[]()-: \n\t\u30001a水"]
    return st.lists(st.sampled_from(letters), max_size=30).map("".join)
