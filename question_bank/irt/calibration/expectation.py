"""The E-step: what the answers are expected to look like at each node of the latent distribution.

Bock & Aitkin (1981, Psychometrika 46, 443-459). Without guessing the answers enter the likelihood of a person through
two sums alone, of a and of d = -a b over the right answers, so a chunk of people costs one thin product, one
exponential for each node, and one product back; the items' expected right answers at each node are needed by their
sum and by their first moment only (the 2PL's sufficient statistics). With guessing they are needed node by node.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from question_bank.irt.calibration.design import Block, Design, SparseBlock, chunks
from question_bank.irt.parameters import FloatArray

Floats = NDArray[Any]
# 256 MB of float32 for right answers and for answers seen.
KEPT_CELLS = 32_000_000


class Curves(NamedTuple):
    """The model at the nodes. `log_prior` (groups, nodes); `wrong` (items, nodes) log P(wrong); `slope` and
    `intercept` (items,) of log P(right) - log P(wrong) where that is linear in theta, else None and `odds` (items,
    nodes) holds it."""

    nodes: FloatArray
    log_prior: FloatArray
    wrong: FloatArray
    slope: FloatArray
    intercept: FloatArray
    odds: FloatArray | None


class Expected(NamedTuple):
    """`right_theta` (items,): sum of E[theta] over those who were right; `right` (items, nodes) expected right
    answers, with guessing only; `seen` (items, nodes) expected answers, None when everybody answered everything;
    `people` (groups, nodes) expected people; all weighted. `log_likelihood` of all answers."""

    right_theta: FloatArray
    right: FloatArray | None
    seen: FloatArray | None
    people: FloatArray
    log_likelihood: float


class Piece(NamedTuple):
    """A chunk of people; `right` and `seen` are its answers as float32 numbers where they are kept as such."""

    block: Block
    right: Any
    seen: Any


class Expectation:
    """The E-step over one design; keeps the chunks, and a pool of threads for as long as it is open."""

    def __init__(self, design: Design, pool: ThreadPoolExecutor | None, threads: int) -> None:
        self._design = design
        self._pool = pool
        pieces = [Piece(block, *_kept(block, design)) for block in chunks(design)]
        count = max(1, min(threads, len(pieces))) if pool is not None else 1
        self._shares = [pieces[share::count] for share in range(count)]

    def __call__(self, curves: Curves, dtype: DTypeLike) -> Expected:
        """One E-step, in `np.float32` or `np.float64`; sums over chunks are float64 in either."""
        tables = Tables(curves, np.dtype(dtype))

        def work(share: list[Piece]) -> Expected:
            return _sum_over(share, tables, self._design)

        return _added(self.spread(work))

    def spread(self, work: Callable[[list[Piece]], Any]) -> list[Any]:
        """The result of `work` for each thread's share of the chunks."""
        if self._pool is None or len(self._shares) == 1:
            return [work(share) for share in self._shares]
        return list(self._pool.map(work, self._shares))


class Tables:
    """The curves in the precision and layout of the products."""

    def __init__(self, curves: Curves, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.nodes = curves.nodes.astype(dtype)
        self.log_prior = curves.log_prior.astype(dtype)
        self.wrong = np.ascontiguousarray(curves.wrong.T.astype(dtype))
        self.all_wrong = curves.wrong.sum(axis=0)
        # For complete answers the sum over all items' log P(wrong) belongs to the node, not to the person.
        self.base = (curves.log_prior + self.all_wrong).astype(dtype)
        self.lines = np.stack([curves.slope, curves.intercept], axis=1).astype(dtype)
        self.odds = None if curves.odds is None else np.ascontiguousarray(curves.odds.T.astype(dtype))


class ChunkPosterior(NamedTuple):
    """Of a chunk of people: `weights` (nodes, people), not normalised, their sums `total` and the log-likelihoods
    `log_p` (people,); and what they were made from, `right` and `seen` (people, items) as 0/1 numbers, dense or
    sparse, `seen` None when everything was."""

    weights: Floats
    total: Floats
    log_p: Floats
    right: Any
    seen: Any


def chunk_posterior(piece: Piece, tables: "Tables") -> ChunkPosterior:
    """The posterior of each person of a chunk at each node."""
    block = piece.block
    right, seen = numbers(piece, tables.dtype)
    if tables.odds is None:
        sums = right @ tables.lines
        joint = np.multiply.outer(tables.nodes, sums[:, 0])
        rest = sums[:, 1]
    else:
        joint = _times(tables.odds, right)
        rest = np.zeros(right.shape[0], dtype=tables.dtype)
    if seen is None:
        joint += tables.base[block.group][:, None]
    else:
        joint += _times(tables.wrong, seen)
        joint += tables.log_prior[block.group][:, None]
    top = joint.max(axis=0)
    joint -= top
    np.exp(joint, out=joint)
    total = joint.sum(axis=0)
    return ChunkPosterior(joint, total, np.log(total) + top + rest, right, seen)


def numbers(piece: Piece, dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Right answers and answers seen as 0/1 numbers (people, items); the latter None when everything was."""
    block = piece.block
    if isinstance(block, SparseBlock):
        return block.right.astype(dtype, copy=False), block.seen.astype(dtype, copy=False)
    if piece.right is not None:
        return piece.right.astype(dtype, copy=False), (
            None if piece.seen is None else piece.seen.astype(dtype, copy=False)
        )
    if block.complete:
        return block.codes.astype(dtype), None
    return (block.codes == 1).astype(dtype), (block.codes >= 0).astype(dtype)


def _kept(block: Block, design: Design) -> tuple[Any, Any]:
    """The numbers of a chunk, kept when answers are missing and memory allows; else they are made at each pass."""
    if isinstance(block, SparseBlock) or block.complete or design.people * design.items > KEPT_CELLS:
        return None, None
    return numbers(Piece(block, None, None), np.dtype(np.float32))


def _times(table: Floats, people: Any) -> Floats:
    """(nodes, items) times the transpose of (people, items), which may be sparse."""
    if isinstance(people, np.ndarray):
        return np.asarray(table @ people.T)
    return np.asarray(np.ascontiguousarray((people @ table.T).T))


def back(weights: Floats, people: Any) -> Floats:
    """(nodes, people) times (people, items): (items, nodes)."""
    if isinstance(people, np.ndarray):
        return np.asarray((weights @ people).T)
    return np.asarray(people.T @ np.ascontiguousarray(weights.T))


def _sum_over(share: list[Piece], tables: Tables, design: Design) -> Expected:
    items, nodes = design.items, tables.nodes.size
    right_theta = np.zeros(items)
    right = None if tables.odds is None else np.zeros((items, nodes))
    seen_sum = None if design.complete else np.zeros((items, nodes))
    people = np.zeros((design.groups, nodes))
    log_likelihood = 0.0
    for piece in share:
        block = piece.block
        weights, total, log_p, marks, seen = chunk_posterior(piece, tables)
        own = None if block.weights is None else block.weights.astype(tables.dtype)
        scale = 1 / total if own is None else own / total
        weighted = log_p if block.weights is None else log_p * block.weights
        log_likelihood += float(weighted.sum(dtype=np.float64))
        at_nodes = weights @ scale
        people[block.group] += at_nodes
        if right is None and seen_sum is None:
            right_theta += ((tables.nodes @ weights) * scale) @ marks
            continue
        weights *= scale
        if right is None:
            right_theta += marks.T @ (tables.nodes @ weights)
        else:
            right += back(weights, marks)
        if seen_sum is not None:
            seen_sum += at_nodes if seen is None else back(weights, seen)
    return Expected(right_theta, right, seen_sum, people, log_likelihood)


def _added(parts: list[Expected]) -> Expected:
    first, *others = parts
    for other in others:
        for mine, theirs in zip(first[:4], other[:4], strict=True):
            if mine is not None and theirs is not None:
                mine += theirs
        first = first._replace(log_likelihood=first.log_likelihood + other.log_likelihood)
    return first
