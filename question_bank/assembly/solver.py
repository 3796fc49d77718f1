"""One call of the solver (HiGHS, through scipy), with its answer made plain."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from question_bank.assembly.goals import Chosen
from question_bank.assembly.model import Programme
from question_bank.irt.parameters import FloatArray

PROVED, LIMIT, IMPOSSIBLE = 0, 1, 2


class Deadline(NamedTuple):
    """`elapsed` tells seconds since some moment; the deadline is when it tells `at`."""

    elapsed: Callable[[], float]
    at: float

    def left(self, share: float = 1.0) -> float:
        """A share of the seconds that are left."""
        return max(0.0, share * (self.at - self.elapsed()))

    def part(self, share: float) -> "Deadline":
        return self._replace(at=self.elapsed() + self.left(share))


def deadline(elapsed: Callable[[], float], seconds: float) -> Deadline:
    return Deadline(elapsed, elapsed() + seconds)


class Solution(NamedTuple):
    """`x`: the whole-number columns, or None when none was found. `bound`: no choice costs less.

    "proved": x is within the gap asked for. "impossible": proved that there is no x. "open": time ran out.
    """

    x: FloatArray | None
    bound: float
    verdict: Literal["proved", "impossible", "open"]


OPEN = Solution(None, -np.inf, "open")


def solve(programme: Programme, gap: float, seconds: float) -> Solution:
    """The cheapest x to a relative gap, or the best found in so many seconds."""
    if seconds <= 0.0:
        return OPEN
    answer = milp(
        programme.cost,
        integrality=np.arange(programme.cost.size) < programme.whole,
        bounds=Bounds(programme.least, programme.most),
        constraints=LinearConstraint(programme.matrix, programme.lower, programme.upper),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    if answer.status == IMPOSSIBLE:
        return Solution(None, np.inf, "impossible")
    x = None if answer.x is None else np.round(answer.x[: programme.whole])
    bound = -np.inf if answer.mip_dual_bound is None else float(answer.mip_dual_bound)
    return Solution(x, bound, "proved" if answer.status == PROVED and x is not None else "open")


def relaxed(programme: Programme) -> FloatArray | None:
    """The cheapest x, all columns, if parts of items could be taken; None if there is none even then. Raises
    `ArithmeticError` when the solver fails."""
    answer = milp(
        programme.cost,
        bounds=Bounds(programme.least, programme.most),
        constraints=LinearConstraint(programme.matrix, programme.lower, programme.upper),
    )
    if answer.x is None and answer.status != IMPOSSIBLE:
        raise ArithmeticError(answer.message)
    return None if answer.x is None else np.asarray(answer.x)


def choice(solution: Solution, forms: int) -> Chosen | None:
    """The items of each form, shape (forms, items), from the columns of a selection."""
    return None if solution.x is None else solution.x.reshape(forms, -1) > 0.5
