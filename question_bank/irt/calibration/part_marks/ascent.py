"""EM to the mode, accelerated by Anderson's method; a step that lowers the log-posterior is taken back. Rough and in
single precision first, on a part of the people where there are many; then in double precision on a grid that is fine
enough for the curves found."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from question_bank.irt.calibration.acceleration import Anderson
from question_bank.irt.calibration.part_marks import prior
from question_bank.irt.calibration.part_marks.answers import Answers
from question_bank.irt.calibration.part_marks.crew import Crew
from question_bank.irt.calibration.part_marks.expectation import Expectation, Expected
from question_bank.irt.calibration.part_marks.graded import feasible
from question_bank.irt.calibration.part_marks.grid import COARSE_SPACING, MOST_NODES, covers, lay, resolves, spacing
from question_bank.irt.calibration.part_marks.maximisation import maximise
from question_bank.irt.calibration.part_marks.prior import Prior
from question_bank.irt.calibration.part_marks.state import STEEPEST, Frame, State
from question_bank.irt.parameters import FloatArray

Progress = Callable[[int, float], None]

MOST_ITERATIONS = 2_000
ROUGH = 3e-3
SAMPLE = 12_000
SAMPLE_FROM = 60_000
# How often a part of the people must have given each category: one that nobody gave has no place.
ENOUGH = 10


class Summit(NamedTuple):
    """Where the climb came to stand; `expected` is the E-step there."""

    state: State
    nodes: FloatArray
    expected: Expected
    log_posterior: float
    converged: bool
    iterations: int


class Climb(NamedTuple):
    """What does not change on the way up. `presented` (items,): the share of people who saw each item."""

    answers: Answers
    frame: Frame
    belief: Prior | None
    presented: FloatArray
    crew: Crew
    progress: Progress | None

    def to_mode(self, start: State, nodes: int | None, tolerance: float) -> Summit:
        """Climbs until neither EM's step nor the accelerated one moves anything by more than `tolerance` (relative,
        above one) and the latter promises less log-posterior than that. On `nodes` nodes, or on as many as the curves
        need: where those found need a finer or a wider grid, another climb starts from there."""
        here = self._on_a_part(start, nodes)
        everybody = Expectation(self.answers, self.frame, self.crew)
        found = self._on(everybody, self._coarse(here, nodes), here, ROUGH, np.float32, 0, nodes is None)
        while True:
            grid = lay(found.state, self.frame, spacing(self.frame, found.state, self.presented), nodes)
            found = self._on(everybody, grid, found.state, tolerance, np.float64, found.iterations, nodes is None)
            if self.frame.slopes == "common" and found.state.slope.max() < 0:
                # Its mirror image is as likely, with theta counted upwards.
                slope, mean = -found.state.slope, 0.0 - found.state.mean
                found = found._replace(state=found.state._replace(slope=slope, mean=mean))
                continue
            needed = spacing(self.frame, found.state, self.presented)
            fine = nodes is not None or grid.size >= MOST_NODES or grid[1] - grid[0] <= 1.2 * needed
            fine = fine and (nodes is not None or resolves(grid, found.state))
            if found.iterations >= MOST_ITERATIONS or (fine and covers(grid, found.state)):
                return found

    def _on_a_part(self, start: State, nodes: int | None) -> State:
        """A rough mode for a part of very many people; the start where they are few, or left out a category."""
        people = self.answers.weights.size
        if people < SAMPLE_FROM:
            return start
        part = self.answers.sample(people // SAMPLE)
        if part.given().min() < ENOUGH:
            return start
        few = Expectation(part, self.frame, Crew())
        return self._on(
            few, self._coarse(start, nodes), start, 10.0 * ROUGH, np.float32, 0, nodes is None, quiet=True
        ).state

    def _coarse(self, state: State, nodes: int | None) -> FloatArray:
        return lay(state, self.frame, COARSE_SPACING, nodes)

    def _on(
        self,
        expectation: Expectation,
        nodes: FloatArray,
        start: State,
        tolerance: float,
        dtype: DTypeLike,
        done: int,
        adaptable: bool,
        quiet: bool = False,
    ) -> Summit:
        """EM on one grid; where a population leaves it or, if it is `adaptable`, is too narrow for it, stops at the
        state that does."""
        anderson, state, fallback, best = Anderson(), start, start, -np.inf
        while True:
            expected = expectation(state, nodes, dtype)
            posterior = expected.log_likelihood + self._prior(state)
            done += 1
            noise = (1e-7 if dtype == np.float32 else 1e-12) * abs(posterior)
            if not posterior >= best - noise and done < MOST_ITERATIONS:
                anderson.forget()
                state, best = fallback, -np.inf
                continue
            best = posterior
            if self.progress is not None and not quiet:
                self.progress(done, expected.log_likelihood)
            image = maximise(self.frame, state, expected, nodes, self.belief)
            here, there = self.frame.pack(state), self.frame.pack(image.state)
            ahead = anderson.next(here, there, image.information) if here.size else here
            move = ahead - here
            # Either step alone can be small by chance, or because it is a slow one.
            way = np.maximum(np.abs(move), np.abs(there - here))
            largest = float((way / np.maximum(1.0, np.abs(here))).max(initial=0.0))
            converged = largest < tolerance and abs(float(image.gradient @ move)) < max(tolerance, noise)
            if converged or done >= MOST_ITERATIONS:
                return Summit(state, nodes, expected, posterior, converged, done)
            if not covers(nodes, image.state) or (adaptable and not resolves(nodes, image.state)):
                return Summit(image.state, nodes, expected, posterior, False, done)
            fallback, state = image.state, self._allowed(self.frame.unpack(ahead, state), image.state)

    def _prior(self, state: State) -> float:
        if self.belief is None:
            return 0.0
        free = self.frame.free
        slope, intercept = state.slope[free], state.intercept[free]
        return float(prior.log_density(self.belief, slope, intercept, self.frame.there[free]).sum())

    def _allowed(self, ahead: State, image: State) -> State:
        """The accelerated step; but the plain one for items that it would bring out of bounds."""
        good = np.abs(ahead.slope) <= STEEPEST
        if self.frame.positive:
            good &= ahead.slope > 0.1 * image.slope
        if self.frame.family == "grm":
            good &= feasible(ahead.intercept, self.frame.there)
        if self.frame.slopes == "common":
            good = np.full_like(good, good.all())
        slope = np.where(good, ahead.slope, image.slope)
        return ahead._replace(slope=slope, intercept=np.where(good[:, None], ahead.intercept, image.intercept))
