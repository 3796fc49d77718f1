"""Sums over each person's answers of what a table holds for every item and score, at every node of a grid.

The log-likelihood at the nodes is such a sum, and so is its slope. They are matrix products of indicators with the
table: no loop over people, items or nodes.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import FloatArray
from question_bank.irt.responses import Codes

# People worked on at a time: their indicators and sums stay in the processor's cache.
CHUNK = 1024
# Fewer people are done before a second thread would have begun.
ENOUGH_FOR_THREADS = 20_000
# OpenBLAS wakes threads of its own for products of more multiplications than this, which then stand in each other's
# way when several threads of ours ask for products at once. Slices below it run where they are asked for.
QUIET_PRODUCT = 2**18
FEWEST_ROWS = 4


def in_chunks(work: Callable[[slice], None], persons: int, threads: int = 1) -> None:
    """Calls `work` with slices that together cover all people; on several threads where there are very many people."""
    parts = [slice(start, min(start + CHUNK, persons)) for start in range(0, persons, CHUNK)]
    if threads < 2 or persons < ENOUGH_FOR_THREADS:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(threads) as pool:
        # Consuming the results raises what a thread raised, the first rows' error first.
        for _ in pool.map(work, parts):
            pass


def score_sums(codes: Codes, table: FloatArray) -> FloatArray:
    """Sum over items of table[score, item, node], shape (persons, nodes); what was not presented adds nothing.

    `table` has shape (categories, items, nodes) and is finite.
    """
    scores, items, nodes = table.shape
    given = np.empty((len(codes), scores, items), dtype=np.bool_)
    for score in range(scores):
        np.equal(codes, score, out=given[:, score])
    indicators = given.reshape(len(codes), scores * items).astype(np.float64)
    return product(indicators, table.reshape(scores * items, nodes))


def answered(codes: Codes) -> NDArray[np.int64]:
    """How many items each person was presented, shape (persons,)."""
    return np.asarray((codes >= 0).view(np.int8).sum(axis=1, dtype=np.int32), dtype=np.int64)


def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """left @ right, in slices of rows that BLAS does not spread over threads."""
    limit = QUIET_PRODUCT // max(right.size, 1)
    if limit < FEWEST_ROWS or len(left) <= limit:
        return np.asarray(left @ right)
    rows = 2 ** (limit.bit_length() - 1)
    whole = len(left) // rows * rows
    slices = np.matmul(left[:whole].reshape(-1, rows, left.shape[1]), right)
    top = slices.reshape(whole, right.shape[1])
    return top if whole == len(left) else np.concatenate([top, left[whole:] @ right])
