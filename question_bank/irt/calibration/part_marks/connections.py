"""Whether the answers hang together: items that no chain of people connects cannot be put on one scale."""

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from question_bank.irt.calibration.part_marks.answers import Answers, Block
from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.refusals import Disconnected


def refuse_disconnected(answers: Answers, free: BoolArray) -> None:
    """Raises `Disconnected`, unless all items hang together, or each part has an item that is not `free` (items,)."""
    parts = separate_parts(answers)
    if len(parts) > 1 and any(free[part].all() for part in parts):
        raise Disconnected(parts)


def separate_parts(answers: Answers) -> list[list[int]]:
    """The sets of answered items that share no people, each by index; one set when all items hang together."""
    answered = np.flatnonzero(np.add.reduceat(answers.given(), answers.coding.first) > 0)
    items = answers.coding.first.size
    ties = np.zeros((items, items), dtype=np.bool_)
    labels = np.arange(items)
    for block in answers.blocks():
        _tie(ties, block)
        _, labels = csgraph.connected_components(sparse.csr_array(ties), directed=False)
        if np.unique(labels[answered]).size == 1:
            break
    return [answered[labels[answered] == label].tolist() for label in np.unique(labels[answered])]


def _tie(ties: BoolArray, block: Block) -> None:
    """Ties all items of a person to the first one of them: a star connects as well as all pairs do."""
    if block.codes is not None:
        item, person = np.nonzero(block.codes >= 0)
        first = (block.codes >= 0).argmax(axis=0)
        ties[first[person], item] = True
        return
    item = block.coding.item[block.indicators.indices]
    starts, sizes = block.indicators.indptr[:-1], np.diff(block.indicators.indptr)
    ties[np.repeat(item[starts], sizes), item] = True
