"""What is sought: how a goal enters the programme, and what a choice of items costs by it."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from question_bank.assembly.model import Programme, with_cost, with_distance, with_excess, with_least
from question_bank.irt.parameters import FloatArray

Chosen = NDArray[np.bool_]


class Wanted(NamedTuple):
    """What is wanted of each form's sums of `measures` (points, items): `target` (points,), where `enough` away is as
    good as on it, and with `least` everything above it too."""

    measures: FloatArray
    target: FloatArray
    enough: float = 0.0
    least: bool = False

    def distance(self, sums: FloatArray) -> FloatArray:
        """How far sums (…, points) are from what is wanted: squares, added over the points."""
        away = sums - self.target
        short = -away if self.least else np.abs(away)
        return np.asarray((np.maximum(short - self.enough, 0.0) ** 2).sum(axis=-1))


class Goal(Protocol):
    """`chosen` has shape (forms, items)."""

    def attach(self, programme: Programme, forms: int = 1) -> Programme:
        """The programme with this goal; `forms` is how many forms one of its columns stands for."""
        ...

    def of(self, items: NDArray[np.intp]) -> "Goal":
        """The same goal for some of the items, by index."""
        ...

    def cost(self, chosen: Chosen) -> float:
        """What the solver makes small, computed from the choice itself."""
        ...


class LargestSum(NamedTuple):
    """The sum of `weights` (items,) over all forms is to be large."""

    weights: FloatArray

    def attach(self, programme: Programme, forms: int = 1) -> Programme:
        return with_cost(programme, -self.weights)

    def of(self, items: NDArray[np.intp]) -> Goal:
        return LargestSum(self.weights[items])

    def cost(self, chosen: Chosen) -> float:
        return -float((chosen @ self.weights).sum())


class LargestLeast(NamedTuple):
    """The least of the forms' sums of `measures` (points, items) is to be large."""

    measures: FloatArray

    def attach(self, programme: Programme, forms: int = 1) -> Programme:
        return with_least(programme, self.measures / forms)

    def of(self, items: NDArray[np.intp]) -> Goal:
        return LargestLeast(self.measures[:, items])

    def cost(self, chosen: Chosen) -> float:
        return -float((chosen @ self.measures.T).min())

    def wanted(self, bound: float) -> Wanted:
        return Wanted(self.measures, np.full(len(self.measures), -bound), least=True)


class NearTarget(NamedTuple):
    """The forms' sums of `measures` (points, items) are to be near `target` (points,): the largest distance counts, and
    what is within `enough` is as good as on target."""

    measures: FloatArray
    target: FloatArray
    enough: float

    def attach(self, programme: Programme, forms: int = 1) -> Programme:
        return with_distance(programme, self.measures / forms, self.target, self.enough)

    def of(self, items: NDArray[np.intp]) -> Goal:
        return self._replace(measures=self.measures[:, items])

    def cost(self, chosen: Chosen) -> float:
        return max(self.enough, float(np.abs(chosen @ self.measures.T - self.target).max()))

    def wanted(self, bound: float) -> Wanted:
        return Wanted(self.measures, self.target, self.enough)


# Goals that ask the same of each form.
LevelGoal = LargestLeast | NearTarget


class WithinBounds(NamedTuple):
    """The forms' sums of `measures` (sums, items) are to stray as little as can be from between `lower` and `upper`
    (sums,)."""

    measures: FloatArray
    lower: FloatArray
    upper: FloatArray

    def attach(self, programme: Programme, forms: int = 1) -> Programme:
        return with_excess(programme, self.measures / forms, self.lower, self.upper)

    def of(self, items: NDArray[np.intp]) -> Goal:
        return self._replace(measures=self.measures[:, items])

    def cost(self, chosen: Chosen) -> float:
        sums = chosen @ self.measures.T
        return max(0.0, float((sums - self.upper).max()), float((self.lower - sums).max()))
