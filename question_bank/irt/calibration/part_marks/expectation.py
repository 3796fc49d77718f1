"""The E-step: everybody's posterior over the nodes, and how often each category is to be expected at each node.

Bock & Aitkin (1981), Marginal maximum likelihood estimation of item parameters, Psychometrika 46, 443-459.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from question_bank.irt.calibration.part_marks import graded, partial_credit
from question_bank.irt.calibration.part_marks.answers import Answers, Block
from question_bank.irt.calibration.part_marks.coding import BoolArray, Coding
from question_bank.irt.calibration.part_marks.crew import Crew
from question_bank.irt.calibration.part_marks.state import Frame, State
from question_bank.irt.parameters import FloatArray, StepFamily


class Expected(NamedTuple):
    """`counts` (items, categories, nodes), `mass` (groups, nodes) and the marginal log-likelihood without priors."""

    counts: FloatArray
    mass: FloatArray
    log_likelihood: float


def log_probabilities(
    family: StepFamily, slope: FloatArray, intercept: FloatArray, there: BoolArray, nodes: FloatArray
) -> FloatArray:
    """Log P of each category at each node, shape (items, categories, nodes)."""
    of_model = graded.log_probabilities if family == "grm" else partial_credit.log_probabilities
    return of_model(slope, intercept, there, nodes)


def log_weights(state: State, nodes: FloatArray) -> FloatArray:
    """Logarithms of each group's prior weights, shape (groups, nodes); the weights add up to one."""
    log_density = -0.5 * ((nodes - state.mean[:, None]) / state.sd[:, None]) ** 2
    return np.asarray(log_density - np.logaddexp.reduce(log_density, axis=1, keepdims=True))


class Expectation:
    """The E-step over one set of answers, whose blocks it keeps; a crew shares them."""

    def __init__(self, answers: Answers, frame: Frame, crew: Crew) -> None:
        self._coding, self._frame, self._crew = answers.coding, frame, crew
        self._blocks = answers.blocks()

    def __call__(self, state: State, nodes: FloatArray, dtype: DTypeLike) -> Expected:
        """One pass over everybody, in `np.float32` or `np.float64`; sums over blocks are float64 in either."""
        frame, coding = self._frame, self._coding
        log_p = log_probabilities(frame.family, state.slope, state.intercept, frame.there, nodes)
        curves, prior = by_column(coding, log_p).astype(dtype), log_weights(state, nodes).astype(dtype)

        def work(share: Sequence[Block]) -> Expected:
            return _sum_over(share, curves, prior)

        first, *others = self._crew.share_out(self._blocks, work)
        counts = np.zeros_like(log_p)
        counts[coding.item, coding.category] = sum((other.counts for other in others), start=first.counts)
        return Expected(
            counts,
            sum((other.mass for other in others), start=first.mass),
            sum((other.log_likelihood for other in others), start=first.log_likelihood),
        )


def by_column(coding: Coding, curves: FloatArray) -> FloatArray:
    """Curves (items, categories, nodes) in the order of columns, shape (columns, nodes)."""
    return np.asarray(curves[coding.item, coding.category])


def posteriors(
    block: Block, indicators: NDArray[Any] | None, curves: NDArray[Any], prior: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """P(node | answers), shape (nodes, persons), and the logarithm of each pattern's probability (persons,)."""
    joint = curves.T @ indicators if indicators is not None else (block.indicators @ curves).T
    joint += prior[:, None]
    top = joint.max(axis=0)
    joint -= top
    np.exp(joint, out=joint)
    total = joint.sum(axis=0)
    joint /= total
    return joint, top + np.log(total)


def _sum_over(share: Sequence[Block], curves: NDArray[Any], prior: NDArray[Any]) -> Expected:
    counts, mass, log_likelihood = np.zeros(curves.shape), np.zeros(prior.shape), 0.0
    for block in share:
        indicators = block.dense(curves.dtype) if block.indicators is None else None
        posterior, marginal = posteriors(block, indicators, curves, prior[block.group])
        log_likelihood += float(block.weights @ marginal)
        posterior *= block.weights.astype(curves.dtype)
        mass[block.group] += posterior.sum(axis=1)
        counts += indicators @ posterior.T if indicators is not None else block.indicators.T @ posterior.T
    return Expected(counts, mass, log_likelihood)
