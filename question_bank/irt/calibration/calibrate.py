"""Item parameters from answers: marginal maximum likelihood, or the mode of the posterior.

Bock & Aitkin (1981, Psychometrika 46, 443-459) with several groups after Bock & Zimowski (1997, in van der Linden &
Hambleton, Handbook of Modern Item Response Theory, 433-448) and modal estimation after Mislevy (1986, Psychometrika
51, 177-195).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.blas import one_blas_thread
from question_bank.irt.calibration.connections import separate_parts
from question_bank.irt.calibration.design import Design, make_design, stars
from question_bank.irt.calibration.errors import standard_errors as errors_at
from question_bank.irt.calibration.expectation import Expectation
from question_bank.irt.calibration.expectation_maximisation import Mode, Progress, find_mode
from question_bank.irt.calibration.flags import item_flags
from question_bank.irt.calibration.maximisation import SMALLEST_LOG_SD
from question_bank.irt.calibration.part_marks.calibrate import StepModel, calibrate_part_marks
from question_bank.irt.calibration.people import coded_groups, people_counted, refuse_empty_groups, weights_of
from question_bank.irt.calibration.priors import default_priors
from question_bank.irt.calibration.refusals import Disconnected, NotEstimable
from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.calibration.state import State, Task, first_state, parameters_of
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters

Model = Literal["1pl", "2pl", "3pl", "grm", "gpcm", "pcm"]
PriorsName = Literal["default", "none"]
MODELS: tuple[str, ...] = get_args(Model)
THREADS = 2
# The code of the group that is N(0, 1).
REFERENCE = 0
# A logit of c that is no guessing in double precision.
NO_GUESSING = -40.0


def calibrate(
    responses: Any,
    model: Model = "2pl",
    *,
    priors: PriorsName = "default",
    author_b: ArrayLike | None = None,
    options: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    reference: Any = None,
    fixed: tuple[Parameters, ArrayLike] | None = None,
    fixed_scores: Sequence[Sequence[int] | None] | None = None,
    frequency: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    standard_errors: bool = True,
    nodes: int | None = None,
    tolerance: float | None = None,
    equivalent_groups: bool = False,
    hold_c: bool = False,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Calibration:
    """Estimates all items' parameters, and the groups' latent means and standard deviations.

    `responses`: a matrix or data frame (persons, items) of 1, 0 and NaN or a negative number where an item was not
    presented; `SparseScores`; or an iterable of int8 matrices. For "grm", "gpcm" and "pcm" scores are integers.
    `author_b` (items,) in units of theta and `options` (items,) serve the priors; NaN where not known. `groups`
    (persons,) holds labels; `reference` is the label of the group that is N(0, 1), the first one seen unless given, and
    the first in the result; the others follow as they are seen.
    `fixed`: parameters of all items and which of them (items,) stay as they are; they hold the scale, and every group's
    mean and sd are estimated; `fixed_scores` are, for part marks, the scores that each fixed item's categories stand
    for, 0, 1, ... unless given. `frequency` and `weights` (persons,) multiply. `nodes`: as many as are needed unless
    given. `tolerance`: the largest change of a parameter, and of the log-posterior, at which EM stops.
    `equivalent_groups` vouches that people who took items with nothing in common are random parts of one population.
    `hold_c` (3pl): c stays at 1 / options, so that b is told by some hundreds of answers and not by many thousands.
    `progress` is called with the iteration and the log-likelihood.

    Raises `NotEstimable` with its code: "c_without_prior", "constant_items", "no_answers", "empty_groups",
    "disconnected", "fixed_slopes", "too_many_categories", "unknown_scores"; and `ValueError` for scores, shapes and
    names that do not fit.
    """
    _check_names(model, priors)
    if nodes is not None and nodes < 2:
        raise ValueError(f"at least two nodes are needed, not {nodes}")
    threads = max(1, threads)
    labels, codes = coded_groups(groups, reference)
    mass = weights_of(frequency, weights)
    if model in get_args(StepModel):
        found = calibrate_part_marks(
            responses,
            cast(StepModel, model),
            priors=priors,
            author_b=author_b,
            groups=codes,
            n_groups=max(1, len(labels)),
            reference=REFERENCE,
            fixed=_fixed_steps(fixed),
            fixed_scores=fixed_scores,
            weights=mass,
            standard_errors=standard_errors,
            nodes=nodes,
            equivalent_groups=equivalent_groups,
            threads=threads,
            progress=progress,
            **({} if tolerance is None else {"tolerance": tolerance}),
        )
        refuse_empty_groups(labels, found.population.n)
        people = found.persons if frequency is None else people_counted(found.population.n, frequency, weights)
        warnings = _warnings(people, len(found.flags), found.errors, found.population.sd)
        return found._replace(persons=people, group_names=labels, warnings=warnings)
    if model == "3pl" and priors == "none":
        detail = "3pl without priors: c is hardly told by the answers alone, and wanders to its bounds"
        raise NotEstimable("c_without_prior", detail=detail)
    design = make_design(responses, codes, max(1, len(labels)), mass)
    refuse_empty_groups(labels, design.group_size)
    known = _fixed(fixed, design.items)
    _refuse_what_cannot_be_told(design, priors, known)
    if not equivalent_groups:
        _refuse_disconnected(design, known)
    task = _task(model, priors, design, known, author_b, options, hold_c)
    start = _start(task, design, known, model)
    # exp(-logit) is infinite far below a steep item, and 1 / (1 + infinity) the zero that is meant.
    with one_blas_thread(), ThreadPoolExecutor(threads) as pool, np.errstate(over="ignore"):
        mode = find_mode(task, start, design, pool, threads, nodes=nodes, tolerance=tolerance, progress=progress)
        errors, group_errors = None, (np.full(design.groups, np.nan), np.full(design.groups, np.nan))
        if standard_errors:
            errors, group_errors = errors_at(task, mode, design, Expectation(design, pool, threads))
    people = design.people if frequency is None else people_counted(design.group_size, frequency, weights)
    return _result(model, priors, labels, task, mode, design, errors, group_errors, people)


def _warnings(people: int, items: int, errors: StandardErrors | None, sd: FloatArray) -> tuple[str, ...]:
    found = {
        "narrow_population": bool((sd < 1.001 * np.exp(SMALLEST_LOG_SD)).any()),
        "fewer_people_than_items": people < items,
        "not_determined": errors is not None and bool(np.isnan(errors.matrix).any()),
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _fixed_steps(fixed: tuple[Parameters, ArrayLike] | None) -> tuple[StepParameters, ArrayLike] | None:
    if fixed is None:
        return None
    if not isinstance(fixed[0], StepParameters):
        raise ValueError("items with part marks are held by slopes and thresholds")
    return fixed[0], fixed[1]


class _Known(NamedTuple):
    parameters: ItemParameters
    mask: NDArray[np.bool_]


def _check_names(model: str, priors: str) -> None:
    if model not in MODELS:
        raise ValueError(f"a model is one of {', '.join(MODELS)}, not {model!r}")
    if priors not in get_args(PriorsName):
        raise ValueError(f"priors are default or none, not {priors!r}")


def _fixed(fixed: tuple[Parameters, ArrayLike] | None, items: int) -> _Known | None:
    if fixed is None:
        return None
    parameters, mask = fixed[0], np.asarray(fixed[1], dtype=bool)
    if not isinstance(parameters, ItemParameters):
        raise ValueError("right/wrong items are held by parameters a, b and c")
    if mask.shape != (items,) or parameters.b.shape != (items,):
        raise ValueError(f"fixed parameters and their mask must have shape ({items},)")
    if (parameters.a[mask] <= 0).any():
        raise NotEstimable(
            "fixed_slopes", np.flatnonzero(mask & (parameters.a <= 0)).tolist(), "a fixed slope is not positive"
        )
    return _Known(parameters, mask) if mask.any() else None


def _refuse_what_cannot_be_told(design: Design, priors: str, known: _Known | None) -> None:
    if priors != "none":
        return
    free = np.ones(design.items, dtype=bool) if known is None else ~known.mask
    unseen = np.flatnonzero(free & (design.answers == 0))
    if unseen.size:
        raise NotEstimable("no_answers", unseen.tolist(), "items without answers have no maximum likelihood estimate")
    constant = np.flatnonzero(free & ((design.right == 0) | (design.right == design.answers)))
    if constant.size:
        raise NotEstimable("constant_items", constant.tolist(), "items that all, or none, had right have an infinite b")


def _refuse_disconnected(design: Design, known: _Known | None) -> None:
    """Parts without people in common stand on one scale only where fixed items are among each part's."""
    if design.complete:
        return
    parts = separate_parts(stars(design), design.answers > 0)
    loose = parts if known is None else [part for part in parts if not known.mask[part].any()]
    if len(parts) > 1 and loose:
        raise Disconnected(parts)


def _task(
    model: str,
    priors: str,
    design: Design,
    known: _Known | None,
    author_b: ArrayLike | None,
    options: ArrayLike | None,
    hold_c: bool,
) -> Task:
    held = None if priors == "none" else default_priors(design.items, author_b, options)
    # Fixed items of another calibration may have guessing; the model is then the 3PL with their c held.
    guessing = model == "3pl" or (known is not None and bool((known.parameters.c[known.mask] > 0).any()))
    if guessing and held is None:
        raise NotEstimable("c_without_prior", detail="fixed items with c > 0 need the default priors")
    free = np.ones((3 if guessing else 2, design.items), dtype=bool)
    if known is not None:
        free[:, known.mask] = False
        if model == "1pl":
            free[0] = False
    if guessing and (model != "3pl" or hold_c):
        free[2] = False
    free_groups = np.ones(design.groups, dtype=bool)
    if known is None:
        free_groups[REFERENCE] = False
    return Task(model == "1pl", guessing, held, free, free_groups)


def _start(task: Task, design: Design, known: _Known | None, model: str) -> State:
    start = first_state(task, design, None if known is None else known.parameters)
    if known is None:
        return start
    items = start.items.copy()
    if model == "1pl":
        slopes = items[0, known.mask]
        if np.ptp(slopes) > 1e-9:
            raise NotEstimable("fixed_slopes", np.flatnonzero(known.mask).tolist(), "a 1pl has one slope for all items")
        items[0, ~known.mask] = slopes[0]
    if task.guessing and model != "3pl":
        items[2, ~known.mask] = NO_GUESSING
    return start._replace(items=items)


def _result(
    model: str,
    priors: str,
    labels: list[str],
    task: Task,
    mode: Mode,
    design: Design,
    errors: StandardErrors | None,
    group_errors: tuple[FloatArray, FloatArray],
    people: int,
) -> Calibration:
    state = mode.state
    return Calibration(
        model=model,
        priors=priors,
        parameters=parameters_of(task, state),
        population=Population(state.mean, np.exp(state.log_sd), *group_errors, design.group_size),
        group_names=labels,
        errors=errors,
        log_likelihood=mode.log_likelihood,
        log_posterior=mode.log_posterior,
        converged=mode.converged,
        iterations=mode.iterations,
        nodes=int(mode.nodes.size),
        persons=people,
        answers=design.answers,
        flags=item_flags(task, mode, design),
        scores=[[0, 1]] * design.items,
        warnings=_warnings(people, design.items, errors, np.exp(state.log_sd)),
    )
