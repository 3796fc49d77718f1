"""Sums over each person's answers of what a table holds for every item and score, at every node of a grid.

The log-likelihood at the nodes is such a sum, and so is its slope. They are matrix products of indicators with the
table: no loop over people, items or nodes.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.blas import one_blas_thread
from question_bank.irt.parameters import FloatArray
from question_bank.irt.responses import Codes

# People worked on at a time: their indicators and sums stay in the processor's cache.
CHUNK = 2048
# Fewer people are done before a second thread would have begun.
ENOUGH_FOR_THREADS = 20_000


def in_chunks(work: Callable[[slice], None], persons: int, threads: int = 1) -> None:
    """Calls `work` with slices that together cover all people; on several threads where there are very many people.

    BLAS is held to one thread: on a busy machine the threads that it would spread such small products over wait for one
    another many times as long as the products take.
    """
    parts = [slice(start, min(start + CHUNK, persons)) for start in range(0, persons, CHUNK)]
    with one_blas_thread():
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
    return np.asarray(score_indicators(codes, scores) @ table.reshape(scores * items, nodes))


def score_indicators(codes: Codes, scores: int) -> FloatArray:
    """1 where a person has a score on an item and 0 elsewhere, shape (persons, scores x items), score by score."""
    given = np.empty((len(codes), scores, codes.shape[1]), dtype=np.bool_)
    for score in range(scores):
        np.equal(codes, score, out=given[:, score])
    return given.reshape(len(codes), -1).astype(np.float64)


def answered(codes: Codes) -> NDArray[np.int64]:
    """How many items each person was presented, shape (persons,)."""
    return np.asarray((codes >= 0).view(np.int8).sum(axis=1, dtype=np.int32), dtype=np.int64)
