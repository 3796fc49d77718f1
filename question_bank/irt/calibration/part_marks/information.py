"""The information matrix of all free parameters, exactly as the answers give it.

Louis (1982), Journal of the Royal Statistical Society B 44, 226-233: the observed information is the expected
curvature of the complete-data log-posterior less the sum over people of the posterior covariance of their
complete-data score. The outer product sums, over people, the products of the posterior means of these scores.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from question_bank.irt.calibration.part_marks import graded, partial_credit, prior
from question_bank.irt.calibration.part_marks.answers import Answers, Block
from question_bank.irt.calibration.part_marks.crew import Crew
from question_bank.irt.calibration.part_marks.expectation import (
    Expected,
    by_column,
    log_probabilities,
    log_weights,
    posteriors,
)
from question_bank.irt.calibration.part_marks.maximisation import item_terms
from question_bank.irt.calibration.part_marks.prior import Prior
from question_bank.irt.calibration.part_marks.rows import Rows
from question_bank.irt.calibration.part_marks.state import Frame, State
from question_bank.irt.parameters import FloatArray

# Posterior weights too small for any sum to notice.
NOTHING = 1e-11
# Numbers held at a time for a block of people.
CELLS = 1_000_000
# Columns of a sparse product made dense at a time.
SLICE = 512


class Sources(NamedTuple):
    """What the sums run on."""

    answers: Answers
    frame: Frame
    state: State
    nodes: FloatArray
    expected: Expected
    belief: Prior | None
    rows: Rows
    crew: Crew


def observed(sources: Sources) -> FloatArray:
    """Louis's observed information, shape (rows, rows)."""
    return _complete(sources) - _over_people(sources, posterior_covariance=True)


def outer_product(sources: Sources) -> FloatArray:
    """The sum of products of people's scores, and the prior's curvature, shape (rows, rows)."""
    frame, state, belief = sources.frame, sources.state, sources.belief
    products = _over_people(sources, posterior_covariance=False)
    if belief is not None:
        free = frame.free
        own = prior.terms(belief, state.slope[free], state.intercept[free], frame.there[free])
        products += sources.rows.scattered(own.curvature, np.flatnonzero(free))
    return products


def _complete(sources: Sources) -> FloatArray:
    frame, state, nodes, rows = sources.frame, sources.state, sources.nodes, sources.rows
    free = frame.free
    counts = sources.expected.counts[free]
    found = item_terms(frame, state.slope[free], state.intercept[free], nodes, counts, sources.belief)
    matrix = rows.scattered(found.curvature, np.flatnonzero(free))
    for group in rows.groups:
        mean, sd = rows.of_group(group)[-2:]
        away, mass = (nodes - state.mean[group]) / state.sd[group], sources.expected.mass[group]
        matrix[mean, mean] = mass.sum() / state.sd[group] ** 2
        matrix[mean, sd] = matrix[sd, mean] = 2.0 * mass @ away / state.sd[group] ** 2
        matrix[sd, sd] = mass @ (3.0 * away**2 - 1.0) / state.sd[group] ** 2
    return matrix


def _over_people(sources: Sources, *, posterior_covariance: bool) -> FloatArray:
    """The sum over people of the posterior covariance of their score, or of the product of its mean with itself."""
    frame, state, nodes = sources.frame, sources.state, sources.nodes
    coding = sources.answers.coding
    curves = by_column(coding, log_probabilities(frame.family, state.slope, state.intercept, frame.there, nodes))
    weights = log_weights(state, nodes)
    model = graded if frame.family == "grm" else partial_credit
    scores = model.scores(state.slope, state.intercept, frame.there, nodes)[coding.item, coding.category]
    # One column more for answers not there: nodes first, so that a node's scores lie together.
    table = np.zeros((nodes.size, scores.shape[1], coding.columns + 1))
    table[:, :, :-1] = scores.transpose(2, 1, 0)

    def work(share: Sequence[Block]) -> FloatArray:
        total = np.zeros((sources.rows.size, sources.rows.size))
        for block in share:
            indicators = block.dense() if block.indicators is None else None
            posterior, _ = posteriors(block, indicators, curves, weights[block.group])
            of_group = _group_scores(sources, block.group)
            add = _add_sparse if indicators is None else _add_dense
            add(total, sources.rows, block, posterior, table, of_group, posterior_covariance)
        return total

    blocks = sources.answers.blocks(max(64, CELLS // max(sources.rows.size, 1)))
    first, *others = sources.crew.share_out(blocks, work)
    return sum(others, start=first)


def _group_scores(sources: Sources, group: int) -> FloatArray:
    """Derivatives of the log density of theta by a moving group's mean and sd, shape (2 or 0, nodes)."""
    if not sources.frame.moving[group]:
        return np.zeros((0, sources.nodes.size))
    sd = sources.state.sd[group]
    away = (sources.nodes - sources.state.mean[group]) / sd
    return np.stack([away / sd, (away**2 - 1.0) / sd])


def _add_dense(
    total: FloatArray,
    rows: Rows,
    block: Block,
    posterior: FloatArray,
    table: FloatArray,
    of_group: FloatArray,
    posterior_covariance: bool,
) -> None:
    place = rows.of_group(block.group)
    columns = block.columns()
    root = np.sqrt(block.weights)
    mean = np.empty((place.size, block.weights.size))
    for part in range(table.shape[1]):
        of_column = table[:, part].T @ posterior
        own = np.flatnonzero(rows.part == part)
        mean[own] = np.take_along_axis(of_column, columns[rows.item[own]], axis=0)
    mean[rows.part.size :] = of_group @ posterior
    mean *= root
    # A product with its own transpose costs half as much.
    of_means = mean @ mean.T
    if not posterior_covariance:
        total[np.ix_(place, place)] += of_means
        return
    second = -of_means
    look_up = rows.part[:, None] * table.shape[2] + columns[rows.item]
    for node, chance in enumerate(posterior):
        here = np.flatnonzero(chance > NOTHING)
        score = np.empty((place.size, here.size))
        np.take(table[node].ravel(), look_up[:, here], out=score[: rows.part.size], mode="clip")
        score[rows.part.size :] = of_group[:, node, None]
        score *= np.sqrt(chance[here]) * root[here]
        second += score @ score.T
    total[np.ix_(place, place)] += second


def _add_sparse(
    total: FloatArray,
    rows: Rows,
    block: Block,
    posterior: FloatArray,
    table: FloatArray,
    of_group: FloatArray,
    posterior_covariance: bool,
) -> None:
    form = _SparseForm(rows, block)
    mean = np.zeros((form.column.size, table.shape[1]))
    of_group_mean = posterior.T @ of_group.T
    for node, chance in enumerate(posterior):
        score = table[node].T[form.column]
        mean += chance[form.person, None] * score
        if posterior_covariance:
            root = np.sqrt(np.where(chance > NOTHING, chance, 0.0) * block.weights)
            _add_product(total, form.matrix(score * root[form.person, None], root[:, None] * of_group[:, node]), 1.0)
    root = np.sqrt(block.weights)
    sign = -1.0 if posterior_covariance else 1.0
    _add_product(total, form.matrix(mean * root[form.person, None], root[:, None] * of_group_mean), sign)


class _SparseForm:
    """Where the scores of a sparse block's people stand: one entry for each part of each answered free item."""

    def __init__(self, rows: Rows, block: Block) -> None:
        self._rows, self._group = rows, block.group
        self._shape = (block.weights.size, rows.size)
        self.column = block.indicators.indices
        self.person = np.repeat(np.arange(block.weights.size), np.diff(block.indicators.indptr))
        place = np.full((block.coding.first.size, int(rows.part.max(initial=0)) + 1), -1)
        place[rows.item, rows.part] = np.arange(rows.part.size)
        self._place = place[block.coding.item[self.column]]

    def matrix(self, values: FloatArray, of_group: FloatArray) -> Any:
        """Values (answers, parts) and the group's (persons, 2 or 0) as a sparse matrix (persons, rows)."""
        there = (self._place >= 0) & (values != 0.0)
        person, part = np.nonzero(there)
        own = self._rows.of_group(self._group)[self._rows.part.size :]
        everyone = np.repeat(np.arange(self._shape[0]), own.size)
        data = np.concatenate([values[person, part], of_group.ravel()])
        row = np.concatenate([self.person[person], everyone])
        column = np.concatenate([self._place[person, part], np.tile(own, self._shape[0])])
        return sparse.csr_matrix((data, (row, column)), shape=self._shape)


def _add_product(total: FloatArray, matrix: Any, sign: float) -> None:
    turned = matrix.T.tocsr()
    for start in range(0, len(total), SLICE):
        total[start : start + SLICE] += sign * (turned[start : start + SLICE] @ matrix).toarray()
