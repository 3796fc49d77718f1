"""EM to the mode, accelerated: rough and in single precision first, then in double precision on a grid that is fine
enough for what was found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from question_bank.irt.calibration.acceleration import Anderson
from question_bank.irt.calibration.design import Design, sample
from question_bank.irt.calibration.expectation import FEW_CELLS, Expectation, Expected
from question_bank.irt.calibration.maximisation import maximise, within_bounds
from question_bank.irt.calibration.state import (
    State,
    Task,
    curves_of,
    log_prior_density,
    packed,
    slope_intercept,
    unpacked,
    upright,
)
from question_bank.irt.parameters import FloatArray

Progress = Callable[[int, float], None]

TOLERANCE = 3e-5
ROUGH_NODES, LEAST_NODES = 31, 41
MOST_NODES = 601
REACH = 6.0
LUCK = 1.3
SAMPLE = 12_000
SAMPLE_FROM = 60_000
ROUGH = 1e-4
MOST_ITERATIONS = 2000
# On other grids, as they turn out to be needed.
CLIMBS = 20
# The M-step's formulas for a normal density hold for sums over a grid as well while its spacing is at most so many sds
# of the narrowest population, and it reaches so many sds beyond every population's mean; else steps would lead down.
COARSEST, LEAST_REACH = 0.8, 5.0


class Mode(NamedTuple):
    """Where EM came to stand: `expected` is the E-step at `state`."""

    state: State
    expected: Expected
    nodes: FloatArray
    log_likelihood: float
    log_posterior: float
    converged: bool
    iterations: int


def find_mode(
    task: Task,
    start: State,
    design: Design,
    pool: ThreadPoolExecutor | None,
    threads: int,
    *,
    nodes: int | None = None,
    tolerance: float | None = None,
    progress: Progress | None = None,
) -> Mode:
    """Runs EM until the accelerated step moves no coordinate by more than `tolerance` (relative where it exceeds one)
    and promises less log-posterior than `tolerance`: `TOLERANCE` unless given, a tenth of it for few answers."""
    state, done = start, 0
    if design.people >= SAMPLE_FROM:
        small = sample(design, SAMPLE)
        grid = _rough_grid(task, state, design, nodes)
        found = _climb(
            task, state, small, Expectation(small, None, 1), grid, np.float32, 100 * ROUGH, None, 0, Anderson(), True
        )
        state = found.state
    expectation, anderson = Expectation(design, pool, threads), Anderson()
    few = design.people * design.items <= FEW_CELLS
    limit = (0.1 * TOLERANCE if few else TOLERANCE) if tolerance is None else tolerance
    for _ in range(0 if few else CLIMBS):
        grid = _rough_grid(task, state, design, nodes)
        found = _climb(task, state, design, expectation, grid, np.float32, ROUGH, progress, done, anderson, not nodes)
        state, done = found.state, found.iterations
        if found.converged or done >= MOST_ITERATIONS:
            break
        anderson.forget()
    for _ in range(CLIMBS):
        grid = _grid(state, nodes) if nodes else _fine_grid(task, state, design)
        found = _climb(task, state, design, expectation, grid, np.float64, limit, progress, done, anderson, not nodes)
        state, done = upright(task, found.state), found.iterations
        stands = found.converged and state is found.state
        if done >= MOST_ITERATIONS or (stands and (nodes or _covers(grid, _fine_grid(task, state, design)))):
            break
        anderson.forget()
    return found


def _climb(
    task: Task,
    start: State,
    design: Design,
    expectation: Expectation,
    nodes: FloatArray,
    dtype: DTypeLike,
    tolerance: float,
    progress: Progress | None,
    done: int,
    anderson: Anderson,
    adaptable: bool,
) -> Mode:
    """`adaptable`: another climb on a finer grid may follow."""
    state, best, fallback = start, -np.inf, start
    converged = False
    while True:
        expected = expectation(curves_of(task, state, nodes), dtype)
        prior = log_prior_density(task, state)
        posterior = expected.log_likelihood + prior
        done += 1
        if progress is not None:
            progress(done, expected.log_likelihood)
        noise = (1e-7 if dtype == np.float32 else 1e-12) * abs(posterior)
        if not posterior >= best - noise and done < MOST_ITERATIONS:
            # The accelerated step led down: back to the plain EM step, which never does.
            anderson.forget()
            state, best = fallback, -np.inf
            continue
        best = posterior
        image = maximise(task, state, expected, nodes, design)
        here, there = packed(task, state), packed(task, image.state)
        if not here.size:
            converged = True
            break
        ahead = anderson.next(here, there, image.information)
        move = ahead - here
        gain = float(image.information * (there - here) @ move)
        # Both steps, for the accelerated one is a guess from where the last ones led.
        steps = np.maximum(np.abs(move), np.abs(there - here))
        largest = float((steps / np.maximum(1.0, np.abs(here))).max())
        if largest < tolerance and abs(gain) < max(tolerance, noise):
            converged = True
            break
        if done >= MOST_ITERATIONS or (adaptable and not _holds(nodes, state) and nodes.size < MOST_NODES):
            break
        fallback, state = image.state, within_bounds(task, unpacked(task, ahead, state))
    return Mode(state, expected, nodes, expected.log_likelihood, best, converged, done)


def _holds(grid: FloatArray, state: State) -> bool:
    """Whether sums over the grid still stand for the populations."""
    low, high = _ends(state, LEAST_REACH)
    fine = grid[1] - grid[0] <= COARSEST * np.exp(state.log_sd).min()
    return bool(fine and grid[0] <= low and high <= grid[-1])


def _rough_grid(task: Task, state: State, design: Design, nodes: int | None) -> FloatArray:
    return _grid(state, nodes) if nodes else spaced_grid(task, state, design, 1.3, 2 * REACH / (ROUGH_NODES - 1))


def _grid(state: State, count: int) -> FloatArray:
    """Equally spaced nodes over all groups' means +- 6 sd, one grid for all."""
    return np.linspace(*_ends(state), count)


def _ends(state: State, reach: float = REACH) -> tuple[float, float]:
    sd = np.exp(state.log_sd)
    return float((state.mean - reach * sd).min()), float((state.mean + reach * sd).max())


def _fine_grid(task: Task, state: State, design: Design) -> FloatArray:
    """The grid for the polish; with 1.1 of the narrowest sd its error is under 1e-5 of what is a small part."""
    return spaced_grid(task, state, design, 1.1, 2 * REACH / (LEAST_NODES - 1))


def spaced_grid(task: Task, state: State, design: Design, share: float, widest: float) -> FloatArray:
    """A grid whose spacing h resolves the narrowest of what is summed over it.

    The rectangle rule's error on a normal density of sd s is exp(-2 pi^2 s^2 / h^2), on a logistic curve of slope a
    exp(-2 pi^2 / (a h)): h is `share` of the narrowest posterior's sd, at most 1 / a, and at most `widest` sds of
    the narrowest population.
    """
    a, d = slope_intercept(task, state)
    low, high = _ends(state)
    points = np.linspace(low, high, 61)
    p = 1.0 / (1.0 + np.exp(-(a[:, None] * points + d[:, None])))
    information = float(((a**2)[:, None] * p * (1.0 - p)).sum(axis=0).max())
    # Of who answered part of the items the information is that part's, give or take a third.
    information *= min(1.0, LUCK * design.longest / design.items)
    sd = float(np.exp(state.log_sd).min())
    narrowest = 1.0 / np.sqrt(information + 1.0 / sd**2)
    spacing = min(share * narrowest, 1.0 / max(float(np.abs(a).max()), 1e-6), widest * sd)
    return np.linspace(low, high, min(MOST_NODES, int(np.ceil((high - low) / spacing - 1e-9)) + 1))


def _covers(grid: FloatArray, wanted: FloatArray) -> bool:
    """Whether a grid still does for a state that has moved a little meanwhile."""
    spacing, own = wanted[1] - wanted[0], grid[1] - grid[0]
    reach = wanted[-1] - wanted[0]
    return bool(own <= 1.1 * spacing and grid[0] <= wanted[0] + 0.05 * reach and grid[-1] >= wanted[-1] - 0.05 * reach)
