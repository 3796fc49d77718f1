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

from question_bank.irt.calibration.design import CHUNK, Block, DenseBlock, Design, SparseBlock, chunks
from question_bank.irt.parameters import FloatArray

Floats = NDArray[Any]
# 256 MB of float32 for right answers and for answers seen.
KEPT_CELLS = 32_000_000
# Where answers seen are multiplied with a table both ways, chunks of this size stay in the processor's cache.
PRODUCT_CHUNK = 2048
# Chunks of fewer people cost more in calls than in arithmetic.
LEAST_CHUNK = 1024
# Up to here double precision from the start costs nothing worth saving.
FEW_CELLS = 100_000


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
    """A chunk of people; `right` and `seen` (people, items) are its answers as float32 numbers where they are kept as
    such. Of sparse answers also the transposes, whose rows are items."""

    block: Block
    right: Any
    seen: Any
    right_by_item: Any = None
    seen_by_item: Any = None


class Expectation:
    """The E-step over one design; keeps the chunks, and a pool of threads for as long as it is open."""

    def __init__(self, design: Design, pool: ThreadPoolExecutor | None, threads: int) -> None:
        self._design = design
        self._pool = pool
        # Even shares: of ten thousand people one thread would else have eight.
        size = min(_chunk_of(design), max(LEAST_CHUNK, -(-design.people // (2 * threads))))
        pieces = [_piece(block, design) for block in chunks(design, size)]
        count = max(1, min(threads, len(pieces))) if pool is not None else 1
        self._shares = [pieces[share::count] for share in range(count)]
        self._workspaces = [Workspace() for _ in self._shares]

    def __call__(self, curves: Curves, dtype: DTypeLike) -> Expected:
        """One E-step, in `np.float32` or `np.float64`; sums over chunks are float64 in either."""
        tables = Tables(curves, np.dtype(dtype))

        def work(share: list[Piece], workspace: Workspace) -> Expected:
            return _sum_over(share, tables, self._design, workspace)

        return _added(self.spread(work))

    def spread(self, work: "Callable[[list[Piece], Workspace], Any]") -> list[Any]:
        """The result of `work` for each thread's share of the chunks."""
        if self._pool is None or len(self._shares) == 1:
            return [work(*each) for each in zip(self._shares, self._workspaces, strict=True)]
        return list(self._pool.map(work, self._shares, self._workspaces))


def _chunk_of(design: Design) -> int:
    dense = all(isinstance(block, DenseBlock) for block in design.blocks)
    return PRODUCT_CHUNK if dense and not design.complete else CHUNK


class Workspace:
    """One thread's memory for a chunk at a time. Fresh memory of this size is mapped page by page at each pass, which
    takes as long as the arithmetic in it."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, Any], Floats] = {}

    def array(self, name: str, shape: tuple[int, int], dtype: Any) -> Floats:
        """An array of this shape with anything in it; the same memory whenever the name is the same."""
        size = shape[0] * shape[1]
        held = self._held.get((name, dtype))
        if held is None or held.size < size:
            held = self._held[name, dtype] = np.empty(size, dtype=dtype)
        return held[:size].reshape(shape)


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
        self.wrong_by_item = curves.wrong.astype(dtype)
        self.odds_by_item = None if curves.odds is None else curves.odds.astype(dtype)


class ChunkPosterior(NamedTuple):
    """Of a chunk of people: `weights` (nodes, people), not normalised, their sums `total` and the log-likelihoods
    `log_p` (people,); and what they were made from, `right` and `seen` (people, items) as 0/1 numbers, dense or
    sparse, `seen` None when everything was."""

    weights: Floats
    total: Floats
    log_p: Floats
    right: Any
    seen: Any


def chunk_posterior(piece: Piece, tables: "Tables", workspace: Workspace) -> ChunkPosterior:
    """The posterior of each person of a chunk at each node; it stands in the workspace until the next one."""
    if isinstance(piece.block, SparseBlock):
        return _sparse_posterior(piece, tables)
    right, seen = numbers(piece, tables.dtype, workspace)
    people, nodes = right.shape[0], tables.nodes.size
    joint = workspace.array("joint", (nodes, people), tables.dtype)
    if tables.odds is None:
        sums = right @ tables.lines
        np.multiply.outer(tables.nodes, np.ascontiguousarray(sums[:, 0]), out=joint)
        rest = sums[:, 1]
    else:
        np.matmul(tables.odds, right.T, out=joint)
        rest = np.zeros(people, dtype=tables.dtype)
    if seen is None:
        joint += tables.base[piece.block.group][:, None]
    else:
        joint += np.matmul(tables.wrong, seen.T, out=workspace.array("wrong", (nodes, people), tables.dtype))
        joint += tables.log_prior[piece.block.group][:, None]
    top = joint.max(axis=0)
    joint -= top
    np.exp(joint, out=joint)
    total = joint.sum(axis=0)
    return ChunkPosterior(joint, total, np.log(total) + top + rest, right, seen)


def _sparse_posterior(piece: Piece, tables: "Tables") -> ChunkPosterior:
    """The same person by person, which is how sparse rows are multiplied."""
    right, seen = piece.right, piece.seen
    joint = seen @ tables.wrong_by_item
    if tables.odds is None:
        sums = right @ tables.lines
        joint += np.multiply.outer(sums[:, 0], tables.nodes)
        rest = sums[:, 1]
    else:
        joint += right @ tables.odds_by_item
        rest = np.zeros(right.shape[0], dtype=tables.dtype)
    joint += tables.log_prior[piece.block.group]
    top = joint.max(axis=1)
    joint -= top[:, None]
    np.exp(joint, out=joint)
    total = joint @ np.ones(tables.nodes.size, dtype=tables.dtype)
    return ChunkPosterior(joint.T, total, np.log(total) + top + rest, right, seen)


def numbers(piece: Piece, dtype: np.dtype[Any], workspace: Workspace) -> tuple[Any, Any]:
    """Right answers and answers seen as 0/1 numbers (people, items); the latter None when everything was."""
    block = piece.block
    if isinstance(block, SparseBlock):
        return block.right, block.seen
    if piece.right is not None and dtype == np.float32:
        return piece.right, piece.seen
    right = workspace.array("right", block.codes.shape, dtype)
    if block.complete:
        np.copyto(right, block.codes)
        return right, None
    seen = workspace.array("seen", block.codes.shape, dtype)
    np.copyto(right, block.codes == 1)
    np.copyto(seen, block.codes >= 0)
    return right, seen


def _piece(block: Block, design: Design) -> Piece:
    """Numbers are kept when answers are missing and memory allows; else they are made at each pass."""
    if isinstance(block, SparseBlock):
        return Piece(block, block.right, block.seen, block.right.T.tocsr(), block.seen.T.tocsr())
    if block.complete or design.people * design.items > KEPT_CELLS:
        return Piece(block, None, None)
    return Piece(block, *numbers(Piece(block, None, None), np.dtype(np.float32), Workspace()))


def _expected_right(weights: Floats, piece: Piece, right: Any) -> Floats:
    """(items, nodes) from weights (nodes, people)."""
    if piece.right_by_item is not None:
        return np.asarray(piece.right_by_item @ weights.T)
    return np.asarray((weights @ right).T)


def _expected_seen(weights: Floats, piece: Piece, seen: Any) -> Floats:
    if piece.seen_by_item is not None:
        return np.asarray(piece.seen_by_item @ weights.T)
    return np.asarray((weights @ seen).T)


def _sum_over(share: list[Piece], tables: Tables, design: Design, workspace: Workspace) -> Expected:
    items, nodes = design.items, tables.nodes.size
    right_theta = np.zeros(items)
    right = None if tables.odds is None else np.zeros((items, nodes))
    seen_sum = None if design.complete else np.zeros((items, nodes))
    people = np.zeros((design.groups, nodes))
    log_likelihood = 0.0
    for piece in share:
        block = piece.block
        weights, total, log_p, marks, seen = chunk_posterior(piece, tables, workspace)
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
            right += _expected_right(weights, piece, marks)
        if seen_sum is not None:
            seen_sum += at_nodes if seen is None else _expected_seen(weights, piece, seen)
    return Expected(right_theta, right, seen_sum, people, log_likelihood)


def _added(parts: list[Expected]) -> Expected:
    first, *others = parts
    for other in others:
        for mine, theirs in zip(first[:4], other[:4], strict=True):
            if mine is not None and theirs is not None:
                mine += theirs
        first = first._replace(log_likelihood=first.log_likelihood + other.log_likelihood)
    return first
