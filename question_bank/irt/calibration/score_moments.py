"""What standard errors are made of: moments of the score vector under each person's posterior.

The score of a person at a node is the derivative of the log-probability of the answers there, by each item's a, d and
logit c, and by the group's mean and log sd. Rows are in that order, part by part: all items' a, all d, all logit c,
all groups' mean, all log sd.
"""

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from question_bank.irt.calibration.design import Design, SparseBlock
from question_bank.irt.calibration.expectation import (
    FEW_CELLS,
    ChunkPosterior,
    Curves,
    Expectation,
    Piece,
    Tables,
    Workspace,
    chunk_posterior,
)
from question_bank.irt.calibration.state import State
from question_bank.irt.parameters import FloatArray

# Nodes that hold less than this share of all people add nothing that could be seen in a standard error. The observed
# information is a small difference of large sums where slopes are steep and guessing is hardly told: at 1e-6 errors of
# such slopes would be wrong by several percent.
NEGLIGIBLE = 1e-10


class NodeScores(NamedTuple):
    """Scores at the nodes. `wrong` (parts, items, nodes): of a wrong answer; `rise`: what a right one has more;
    `group` (groups, 2, nodes): of the group's mean and log sd."""

    wrong: FloatArray
    rise: FloatArray
    group: FloatArray


class ScoreMoments(NamedTuple):
    """Sums over people: `outer`, the product of each person's mean score with itself, and `second`, the mean of the
    product, both (rows, rows); the latter None where it was not asked for."""

    outer: FloatArray
    second: FloatArray | None


def node_scores(curves: Curves, guessing: FloatArray | None, state: State) -> NodeScores:
    """`guessing` (items,) is c, or None for models without."""
    nodes = curves.nodes
    basis = np.stack([nodes, np.ones_like(nodes)])[:, None, :]
    knowing = 1.0 / (1.0 + np.exp(-(curves.slope[:, None] * nodes + curves.intercept[:, None])))
    sd = np.exp(state.log_sd)[:, None]
    standard = (nodes - state.mean[:, None]) / sd
    group = np.stack([standard / sd, standard**2 - 1.0], axis=1)
    wrong = -knowing * basis
    if guessing is None:
        return NodeScores(wrong, np.broadcast_to(basis, wrong.shape), group)
    c = guessing[:, None]
    p = c + (1.0 - c) * knowing
    right_by_logit = (1.0 - c) * knowing * (1.0 - knowing) / p
    right_by_c = c * (1.0 - c) * (1.0 - knowing) / p
    wrong_by_c = np.broadcast_to(-c, p.shape)
    right = np.concatenate([right_by_logit * basis, right_by_c[None]])
    wrong = np.concatenate([wrong, wrong_by_c[None]])
    return NodeScores(wrong, right - wrong, group)


def score_moments(
    expectation: Expectation, curves: Curves, scores: NodeScores, design: Design, second: bool
) -> ScoreMoments:
    """Both moments over the whole design; for many answers in single precision by chunks, double precision across.

    The first costs people x rows^2 operations. The second needs people x items^2 for each node; with complete answers
    to items without guessing three moments of theta stand for the nodes.
    """
    few = design.people * design.items <= FEW_CELLS
    tables = Tables(curves, np.dtype(np.float64 if few else np.float32))

    def work(share: list[Piece], workspace: Workspace) -> ScoreMoments:
        return _moments(share, tables, scores, design, second, workspace)

    parts = expectation.spread(work)
    outer = sum(part.outer for part in parts)
    return ScoreMoments(outer, sum(part.second for part in parts) if second else None)


def _moments(
    share: list[Piece], tables: Tables, scores: NodeScores, design: Design, second: bool, workspace: Workspace
) -> ScoreMoments:
    rows = scores.wrong.shape[0] * design.items + 2 * design.groups
    outer = np.zeros((rows, rows))
    pairs = _Pairs(scores, design, tables) if second else None
    of_people = []
    for piece in share:
        found = chunk_posterior(piece, tables, workspace)
        weights = found.weights
        weights /= found.total
        own = None if piece.block.weights is None else piece.block.weights.astype(tables.dtype)
        if isinstance(piece.block, SparseBlock):
            of_people.append(_sparse_scores(piece, found, own, scores, design))
        else:
            _add_outer(outer, piece, found, own, scores, design)
        if pairs is not None:
            pairs.add(piece, found, own)
    if of_people:
        _add_sparse_outer(outer, sparse.vstack(of_people, format="csr"))
    return ScoreMoments(outer, None if pairs is None else pairs.total())


def _rows_of(group: int, scores: NodeScores, design: Design) -> np.ndarray[Any, np.dtype[np.intp]]:
    """The two rows of a group's distribution."""
    first = scores.wrong.shape[0] * design.items
    return np.array([first + group, first + design.groups + group])


def _add_outer(
    outer: FloatArray,
    piece: Piece,
    found: ChunkPosterior,
    own: Any,
    scores: NodeScores,
    design: Design,
) -> None:
    weights, _, _, right, seen = found
    dtype = weights.dtype
    parts, items = scores.wrong.shape[0], design.items
    mean = np.empty((right.shape[0], parts * items + 2), dtype=dtype)
    for part in range(parts):
        columns = slice(part * items, (part + 1) * items)
        of_wrong = weights.T @ np.ascontiguousarray(scores.wrong[part].T, dtype=dtype)
        if seen is not None:
            of_wrong *= seen
        if parts == 2:
            # Without guessing a right answer adds theta and one, whatever the item.
            rise = weights.T @ scores.rise[part, 0].astype(dtype)
            mean[:, columns] = of_wrong + right * rise[:, None]
        else:
            mean[:, columns] = of_wrong + right * (weights.T @ np.ascontiguousarray(scores.rise[part].T, dtype=dtype))
    mean[:, -2:] = weights.T @ scores.group[piece.block.group].T.astype(dtype)
    product = mean.T @ (mean if own is None else mean * own[:, None])
    rows = np.concatenate([np.arange(parts * items), _rows_of(piece.block.group, scores, design)])
    outer[np.ix_(rows, rows)] += product


def _sparse_scores(
    piece: Piece, found: ChunkPosterior, own: Any, scores: NodeScores, design: Design
) -> sparse.csr_array:
    """Each person's mean score, times the root of the weight: entries for the items answered, and for the group."""
    right, seen = found.right, found.seen
    parts, items = scores.wrong.shape[0], design.items
    people = seen.shape[0]
    at_nodes = found.weights.sum(axis=1)
    live = np.flatnonzero(at_nodes > NEGLIGIBLE * at_nodes.sum())
    by_person = np.ascontiguousarray(found.weights.T[:, live])
    answers = np.diff(seen.indptr)
    person = np.repeat(np.arange(people), answers)
    # Rows of both matrices are sorted the same way: a right answer is found by its place among the answers.
    is_right = _marks(right, seen)
    mine = by_person[person]
    values = np.empty((seen.nnz, parts), dtype=np.float32)
    for part in range(parts):
        wrong = scores.wrong[part][:, live].astype(np.float32)
        values[:, part] = np.einsum("nk,nk->n", mine, wrong[seen.indices])
        rise = scores.rise[part][:, live].astype(np.float32)
        gain = (by_person @ rise[0])[person] if parts == 2 else np.einsum("nk,nk->n", mine, rise[seen.indices])
        values[:, part] += is_right * gain
    columns = seen.indices[:, None] + np.arange(parts, dtype=np.int32) * items
    of_items = sparse.csr_array((values.ravel(), columns.ravel(), parts * seen.indptr), shape=(people, parts * items))
    group = by_person @ scores.group[piece.block.group][:, live].T.astype(np.float32)
    of_groups = sparse.lil_array((2, 2 * design.groups), dtype=np.float32)
    of_groups[0, piece.block.group] = of_groups[1, design.groups + piece.block.group] = 1.0
    both = sparse.hstack([of_items, sparse.csr_array(group) @ of_groups.tocsr()], format="csr")
    return both if own is None else sparse.diags_array(np.sqrt(own)) @ both


def _marks(right: sparse.csr_array, seen: sparse.csr_array) -> Any:
    """1 where the answer is right, in the order of `seen`'s entries."""
    marks = seen + right
    return (marks.data - 1.0) if np.array_equal(marks.indices, seen.indices) else _marks_in_order(right, seen)


def _marks_in_order(right: sparse.csr_array, seen: sparse.csr_array) -> Any:
    person = np.repeat(np.arange(seen.shape[0]), np.diff(seen.indptr))
    return np.asarray(right[person, seen.indices]).ravel()


def _add_sparse_outer(outer: FloatArray, scores: sparse.csr_array) -> None:
    outer += (scores.T.tocsr() @ scores).toarray()


class _Pairs:
    """Accumulates the second moment of the scores, pair of items by pair of items.

    Without guessing a score is (right - seen P) times theta or one: what pairs right answers needs three moments of
    theta, what pairs a right answer with another item's P their posterior means, and only P with P is summed node by
    node. With guessing everything is.
    """

    def __init__(self, scores: NodeScores, design: Design, tables: Tables) -> None:
        self._scores = scores
        self._design = design
        items, nodes, groups = design.items, tables.nodes.size, design.groups
        self._light = scores.wrong.shape[0] == 2
        self._powers = np.stack([tables.nodes**power for power in range(3)])
        # P at the nodes is minus the score of a wrong answer by d.
        self._p = None if not self._light else -scores.wrong[1].astype(tables.dtype)
        tensors = 0 if design.complete else nodes
        self._right_right = np.zeros((3 if self._light else nodes, items, items))
        self._right_seen = np.zeros((3 if self._light and tensors else tensors, items, items))
        self._seen_seen = np.zeros((tensors, items, items))
        self._right = np.zeros((groups, nodes, items))
        self._seen = np.zeros((groups, nodes, items))
        self._people = np.zeros((groups, nodes))

    def add(self, piece: Piece, found: ChunkPosterior, own: Any) -> None:
        weights, right, seen, group = found.weights, found.right, found.seen, piece.block.group
        if isinstance(piece.block, SparseBlock):
            raise ValueError("second moments are for dense answers")
        if own is not None:
            weights *= own
        at_nodes = weights.sum(axis=1, dtype=np.float64)
        self._people[group] += at_nodes
        self._right[group] += weights @ right
        self._seen[group] += at_nodes[:, None] if seen is None else weights @ seen
        if seen is None and not self._design.complete:
            seen = np.ones_like(right)
        live = np.flatnonzero(at_nodes > NEGLIGIBLE * at_nodes.sum())
        if self._light:
            self._add_moments(weights, right, seen)
        else:
            self._add_right(weights, right, seen, live)
        if seen is not None:
            for node in live:
                # A matrix times its own transpose is a symmetric product, at half the price.
                scaled = seen * np.sqrt(weights[node])[:, None]
                self._seen_seen[node] += scaled.T @ scaled

    def _add_moments(self, weights: Any, right: Any, seen: Any) -> None:
        for power, values in enumerate(self._powers):
            self._right_right[power] += (right * (values @ weights)[:, None]).T @ right
            if seen is not None:
                mean_p = weights.T @ np.ascontiguousarray((self._p * values).T)
                self._right_seen[power] += right.T @ (seen * mean_p)

    def _add_right(self, weights: Any, right: Any, seen: Any, live: Any) -> None:
        for node in live:
            root = np.sqrt(weights[node])[:, None]
            scaled = right * root
            self._right_right[node] += scaled.T @ scaled
            if seen is not None:
                self._right_seen[node] += scaled.T @ (seen * root)

    def total(self) -> FloatArray:
        """The second moment over all rows."""
        wrong, rise, group = self._scores
        parts, items, _ = wrong.shape
        groups = self._design.groups
        size = parts * items
        total = np.zeros((size + 2 * groups, size + 2 * groups))
        for one in range(parts):
            for other in range(one, parts):
                block = self._block(wrong, rise, one, other)
                rows, columns = slice(one * items, (one + 1) * items), slice(other * items, (other + 1) * items)
                total[rows, columns] = block
                total[columns, rows] = block.T
        for own in range(groups):
            both = _rows_of(own, self._scores, self._design)
            answers = np.einsum("ki,pik->pik", self._right[own], rise) + np.einsum(
                "ki,pik->pik", self._seen[own], wrong
            )
            cross = np.einsum("pik,qk->piq", answers, group[own]).reshape(size, 2)
            total[:size, both] = cross
            total[both, :size] = cross.T
            total[np.ix_(both, both)] = np.einsum("k,pk,qk->pq", self._people[own], group[own], group[own])
        return total

    def _block(self, wrong: FloatArray, rise: FloatArray, one: int, other: int) -> FloatArray:
        """Rows: items by one part, columns: items by another."""
        w1, w2, r1, r2 = wrong[one], wrong[other], rise[one], rise[other]
        right, people = self._right.sum(axis=0), self._people.sum(axis=0)
        # Without guessing rise is theta for the first part and one for the second: powers add up.
        power = 2 - one - other
        rr = self._right_right[power] if self._light else _by_nodes(self._right_right, r1, r2)
        if self._design.complete:
            rs = (right.T * r1) @ w2.T
            sr = ((right.T * r2) @ w1.T).T
            ss = (w1 * people) @ w2.T
            return np.asarray(rr + rs + sr + ss)
        if self._light:
            rs = -self._right_seen[power]
            sr = rs.T
        else:
            rs = _by_nodes(self._right_seen, r1, w2)
            sr = _by_nodes(self._right_seen, r2, w1).T
        return np.asarray(rr + rs + sr + _by_nodes(self._seen_seen, w1, w2))


def _by_nodes(tensor: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """Sum over nodes k of tensor[k, i, j] rows[i, k] columns[j, k]."""
    total = np.zeros(tensor.shape[1:])
    for node, counts in enumerate(tensor):
        total += counts * np.multiply.outer(rows[:, node], columns[:, node])
    return total
