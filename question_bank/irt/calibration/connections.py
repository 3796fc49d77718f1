"""Whether a design hangs together: items that no chain of people connects cannot be put on one scale."""

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from question_bank.irt.calibration.design import DenseBlock, Design, chunks


def separate_parts(design: Design) -> list[list[int]]:
    """The sets of items that share no people, each by index; one set when all items hang together.

    Items without answers belong to no set.
    """
    if design.complete:
        return [list(range(design.items))]
    together = sparse.csr_array((design.items, design.items), dtype=np.float32)
    answered = np.flatnonzero(design.answers > 0)
    labels = np.zeros(design.items, dtype=np.int32)
    for block in chunks(design):
        seen = sparse.csr_array(block.codes >= 0) if isinstance(block, DenseBlock) else block.seen
        # Each person ties the items answered to the first one of them: a star connects as well as all the pairs do.
        first = seen.indices[np.minimum(seen.indptr[:-1], max(0, seen.nnz - 1))]
        rows = np.repeat(first, np.diff(seen.indptr))
        ties = (np.ones(seen.nnz, dtype=np.float32), (rows, seen.indices))
        together = together + sparse.coo_array(ties, shape=together.shape).tocsr()
        _, labels = csgraph.connected_components(together, directed=False)
        if np.unique(labels[answered]).size <= 1:
            break
    return [np.flatnonzero((labels == label) & (design.answers > 0)).tolist() for label in np.unique(labels[answered])]
