"""Calibrates items with part marks from everybody's scores."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.blas import one_blas_thread
from question_bank.irt.calibration.part_marks.answers import Answers
from question_bank.irt.calibration.part_marks.ascent import Climb, Progress, Summit
from question_bank.irt.calibration.part_marks.coding import BoolArray
from question_bank.irt.calibration.part_marks.connections import refuse_disconnected
from question_bank.irt.calibration.part_marks.crew import Crew
from question_bank.irt.calibration.part_marks.errors import Errors, standard_errors_of
from question_bank.irt.calibration.part_marks.flags import item_flags
from question_bank.irt.calibration.part_marks.information import Sources
from question_bank.irt.calibration.part_marks.intake import column, take_in
from question_bank.irt.calibration.part_marks.prior import default_prior
from question_bank.irt.calibration.part_marks.reading import Settled
from question_bank.irt.calibration.part_marks.rows import rows_of
from question_bank.irt.calibration.part_marks.start import first_state
from question_bank.irt.calibration.part_marks.state import Frame, parameters_of
from question_bank.irt.calibration.priors import item_column
from question_bank.irt.calibration.refusals import NotEstimable
from question_bank.irt.calibration.result import Calibration, Population
from question_bank.irt.parameters import StepFamily, StepParameters, categories

StepModel = Literal["grm", "gpcm", "pcm"]
FAMILIES: Mapping[str, StepFamily] = {"grm": "grm", "gpcm": "gpcm", "pcm": "gpcm"}
TOLERANCE = 1e-6
THREADS = 2


class _Anchors(NamedTuple):
    """Parameters of all items, and (items,) which of them hold."""

    parameters: StepParameters
    hold: BoolArray


def calibrate_part_marks(
    scores: Any,
    model: StepModel,
    *,
    priors: Literal["default", "none"] = "default",
    author_b: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    n_groups: int = 1,
    reference: int = 0,
    fixed: tuple[StepParameters, ArrayLike] | None = None,
    fixed_scores: Sequence[Sequence[int] | None] | None = None,
    weights: ArrayLike | None = None,
    standard_errors: bool = True,
    nodes: int | None = None,
    tolerance: float = TOLERANCE,
    equivalent_groups: bool = False,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Calibration:
    """Slopes and thresholds at the mode of their marginal posterior, or of plain maximum likelihood.

    Models: "grm" graded response, "gpcm" generalised partial credit, "pcm" partial credit, which has one common slope,
    estimated. `scores`: a matrix or data frame (persons, items) of whole scores with NaN or a negative number for not
    presented, an iterable of such matrices with the same columns, `SparseScores`, or a triple (persons, items,
    scores) of single answers. The lowest score that anybody reached on an item becomes category 0; scores above it
    that nobody reached are collapsed and the item is flagged "collapsed"; other flags are those of right/wrong items.

    `priors`: "default" (see `part_marks.prior`) or "none". `author_b` (items,), NaN where there is none. `groups`
    (persons,) are codes below `n_groups`; each group has a mean and sd of its own, N(0, 1) for the `reference`, unless
    there are fixed items: `fixed` gives parameters of all items and (items,) which of them hold, `fixed_scores` the
    scores that their categories stand for. `weights` (persons,) count people. `nodes`: as many as the curves need,
    unless given. `equivalent_groups` vouches that people who took items with nothing in common are random parts of one
    population. `progress` is told each iteration's number and log-likelihood.

    Raises `NotEstimable` ("no_answers", "constant_items", "too_many_categories", "unknown_scores", "fixed_slopes", and
    `Disconnected`) and `ValueError` for arrays that do not fit and, naming row and column, for scores that are no whole
    numbers.
    """
    if model not in FAMILIES or priors not in ("default", "none"):
        raise ValueError(f"there is no model {model!r} for part marks with priors {priors!r}")
    anchors = None if fixed is None else _anchors(fixed, model)
    answers = take_in(scores, weights, groups, n_groups, _settled(anchors, fixed_scores))
    items = len(answers.coding.scores)
    free = np.ones(items, dtype=np.bool_) if anchors is None else ~column("fixed", anchors.hold, items)
    if not equivalent_groups:
        refuse_disconnected(answers, free)
    frame = Frame(
        family=FAMILIES[model],
        there=answers.coding.there,
        free=free,
        moving=_moving(answers, n_groups, reference if free.all() else None),
        slopes="separate" if model != "pcm" else "common" if free.all() else "held",
        positive=priors == "default",
    )
    belief = None
    if priors == "default":
        belief = default_prior(frame.there[free], item_column("author_b", author_b, items)[free], frame.slopes)
    given = answers.given()
    start = first_state(frame, answers.coding, given, None if anchors is None else anchors.parameters)
    counts = np.add.reduceat(given, answers.coding.first)
    errors = None
    with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
        crew = Crew(pool, threads)
        summit = Climb(answers, frame, belief, counts / answers.weights.sum(), crew, progress).to_mode(
            start, nodes, tolerance
        )
        if standard_errors:
            found = summit.state, summit.nodes, summit.expected
            errors = standard_errors_of(Sources(answers, frame, *found, belief, rows_of(frame), crew))
    return Calibration(
        model=model,
        priors=priors,
        parameters=_parameters(summit, frame, anchors),
        population=_population(answers, summit, errors, n_groups),
        group_names=[str(group) for group in range(n_groups)],
        errors=None if errors is None else errors.items,
        log_likelihood=summit.expected.log_likelihood,
        log_posterior=summit.log_posterior,
        converged=summit.converged,
        iterations=summit.iterations,
        nodes=summit.nodes.size,
        persons=answers.people,
        answers=counts,
        flags=item_flags(answers, frame, summit, counts),
        scores=answers.coding.scores,
    )


def _anchors(fixed: tuple[StepParameters, ArrayLike], model: StepModel) -> _Anchors | None:
    """The fixed items, if there are any; the free items of a partial credit model take over their one slope."""
    parameters, mask = fixed
    hold = column("fixed", mask, parameters.a.size).astype(np.bool_)
    if parameters.family != FAMILIES[model]:
        raise ValueError(f"fixed parameters are of the family {parameters.family}, not {FAMILIES[model]}")
    held = np.flatnonzero(hold)
    if not held.size:
        return None
    slope = parameters.a[held]
    if (slope <= 0).any():
        raise NotEstimable("fixed_slopes", held[slope <= 0].tolist(), "a fixed slope is not positive")
    if model != "pcm":
        return _Anchors(parameters, hold)
    if np.ptp(slope) > 1e-9:
        raise NotEstimable("fixed_slopes", held.tolist(), "a partial credit model has one slope for all items")
    return _Anchors(parameters._replace(a=np.where(hold, parameters.a, slope[0])), hold)


def _settled(anchors: _Anchors | None, scores: Sequence[Sequence[int] | None] | None) -> Settled:
    """What is known of the fixed items' categories."""
    if anchors is None:
        return Settled({}, {})
    counts = categories(anchors.parameters)
    held = np.flatnonzero(anchors.hold).tolist()
    known = {} if scores is None else {item: list(own) for item in held if (own := scores[item]) is not None}
    return Settled({item: int(counts[item]) for item in held}, known)


def _moving(answers: Answers, n_groups: int, reference: int | None) -> BoolArray:
    """Whose mean and sd are estimated: all groups that gave answers, but the reference's."""
    moving = np.bincount(answers.groups, answers.weights, minlength=n_groups) > 0
    if reference is not None:
        moving[reference] = False
    return np.asarray(moving)


def _parameters(summit: Summit, frame: Frame, anchors: _Anchors | None) -> StepParameters:
    """What was found, with the fixed items' thresholds to the last digit as they were given."""
    found = parameters_of(summit.state, frame)
    if anchors is not None:
        given = anchors.parameters.thresholds[anchors.hold][:, : found.thresholds.shape[1]]
        found.thresholds[anchors.hold, : given.shape[1]] = given
    return found


def _population(answers: Answers, summit: Summit, errors: Errors | None, n_groups: int) -> Population:
    unknown = np.full(n_groups, np.nan)
    se_mean, se_sd = (unknown, unknown) if errors is None else (errors.mean, errors.sd)
    people = np.asarray(np.bincount(answers.groups, answers.weights, minlength=n_groups), dtype=np.float64)
    return Population(summit.state.mean, summit.state.sd, se_mean, se_sd, people)
