"""Which items each person was given: people with the same ones took the same form."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.fit.answer_rows import AnswerRows

NO_FORM = -1
# Forms unpacked at a time when items are counted.
FORMS_AT_A_TIME = 4096


class Forms(NamedTuple):
    """`form` (persons,): the index of each person's form, -1 for people without answers or weight. `packed` (forms,
    bytes) holds each form's items as bits. `per_item` (items,): in how many forms an item stands. `items` counts the
    items."""

    form: NDArray[np.intp]
    packed: NDArray[np.uint8]
    per_item: NDArray[np.int64]
    items: int

    def items_of(self, form: int) -> NDArray[np.intp]:
        """The indices of a form's items, rising."""
        return np.flatnonzero(np.unpackbits(self.packed[form], count=self.items))


def forms_of(rows: AnswerRows) -> Forms:
    packed = np.empty((rows.persons, -(-rows.items // 8)), dtype=np.uint8)
    for part, codes in rows.chunks():
        packed[part] = np.packbits(codes >= 0, axis=1)
    packed[rows.weights == 0] = 0
    empty = ~packed.any(axis=1)
    different, form = _different(packed)
    if empty.any():
        # Sorted, the form without items comes first.
        different, form = different[1:], form - 1
    return Forms(form, different, _forms_per_item(different, rows.items), rows.items)


def _different(packed: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """The rows that differ, and which of them each row is."""
    if not len(packed) or bool((packed == packed[0]).all()):
        return packed[:1], np.zeros(len(packed), dtype=np.intp)
    whole = np.ascontiguousarray(packed).view([("", packed.dtype)] * packed.shape[1]).ravel()
    _, first, form = np.unique(whole, return_index=True, return_inverse=True)
    return packed[first], form.astype(np.intp).ravel()


def _forms_per_item(packed: NDArray[np.uint8], items: int) -> NDArray[np.int64]:
    total = np.zeros(items, dtype=np.int64)
    for start in range(0, len(packed), FORMS_AT_A_TIME):
        total += np.unpackbits(packed[start : start + FORMS_AT_A_TIME], axis=1, count=items).sum(axis=0, dtype=np.int64)
    return total
