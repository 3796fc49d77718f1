"""Whether the answers hang together; see `question_bank.irt.calibration.connections`."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.connections import separate_parts
from question_bank.irt.calibration.part_marks.answers import Answers
from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.refusals import Disconnected


def refuse_disconnected(answers: Answers, free: BoolArray) -> None:
    """Raises `Disconnected`, unless all items hang together, or each part has an item that is not `free` (items,)."""
    answered = np.add.reduceat(answers.given(), answers.coding.first) > 0
    parts = separate_parts(_stars(answers), answered)
    if len(parts) > 1 and any(free[part].all() for part in parts):
        raise Disconnected(parts)


def _stars(answers: Answers) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """For each chunk of people the items that each answered, beside the first of them."""
    for block in answers.blocks():
        if block.codes is not None:
            item, person = np.nonzero(block.codes >= 0)
            yield (block.codes >= 0).argmax(axis=0)[person], item
        else:
            item = block.coding.item[block.indicators.indices]
            yield np.repeat(item[block.indicators.indptr[:-1]], np.diff(block.indicators.indptr)), item
