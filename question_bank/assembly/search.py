"""The way to good forms within a given time.

One form is one programme. For several, the programme of all forms together (question_bank.assembly.model.together) is
solved first: it has no symmetry, so it is quick, bounds what is possible and says which items are worth having. For
the largest sum it is the whole task, once its items are dealt out to the forms. The other goals try the full
programme, then such a deal, and then assemble two forms at a time afresh, the worst with another, while that helps.
Where there are more than two forms, a deal without a goal comes first, made better by exchanging items
(question_bank.assembly.swaps): for many forms nothing else comes near the bound in the time there is.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.assembly.goals import Chosen, Goal, LargestSum, LevelGoal, NearTarget, WithinBounds
from question_bank.assembly.model import Demands, selection, together
from question_bank.assembly.solver import OPEN, Deadline, Solution, choice, solve
from question_bank.assembly.swaps import swapped
from question_bank.irt.parameters import FloatArray

# Shares of the time left: for the forms together (where that is the whole task, and where it is a hint), for the full
# programme, for dealing out, for two forms afresh.
WHOLE_TASK, HINT, FULL, DEAL, PAIR = 0.5, 0.1, 0.35, 0.25, 0.15
# For dealing items out and exchanging them.
SWAPS = 0.4
# Programmes of more columns are not solved as a whole: nothing comes of it in minutes.
LARGE = 10_000
# Costs nearer than this are the same to the solver.
TINY = 1e-6


class NotFound(Exception):
    """Time ran out before a single set of forms was found, and before it was proved that there is none."""


class ProvedImpossible(Exception):
    """No forms fulfil the demands."""


class Outcome(NamedTuple):
    """The best choice found; no choice costs less than `bound`; `proved` when the gap asked for was reached."""

    chosen: Chosen
    bound: float
    proved: bool


def search(goal: LargestSum | LevelGoal, demands: Demands, forms: int, gap: float, until: Deadline) -> Outcome:
    """Raises `NotFound` and `ProvedImpossible`."""
    if forms == 1:
        return _whole(goal, demands, 1, gap, until)
    time = until.left(WHOLE_TASK if isinstance(goal, LargestSum) else HINT)
    joint = solve(goal.attach(together(demands, forms), forms), gap, time)
    if joint.verdict == "impossible":
        raise ProvedImpossible
    if isinstance(goal, LargestSum):
        return _largest_sum(goal, demands, forms, gap, until, joint)
    return _best_of_worst(goal, demands, forms, gap, until, joint)


def _whole(goal: Goal, demands: Demands, forms: int, gap: float, until: Deadline) -> Outcome:
    return _outcome(solve(goal.attach(selection(demands, forms)), gap, until.left()), forms)


def _largest_sum(goal: Goal, demands: Demands, forms: int, gap: float, until: Deadline, joint: Solution) -> Outcome:
    dealt = _dealt_out(demands, forms, joint, until.part(WHOLE_TASK))
    if dealt is not None:
        return Outcome(dealt, joint.bound, joint.verdict == "proved")
    full = _whole(goal, demands, forms, gap, until)
    return full._replace(bound=max(full.bound, joint.bound))


def _best_of_worst(
    goal: LevelGoal, demands: Demands, forms: int, gap: float, until: Deadline, joint: Solution
) -> Outcome:
    quick = _exchanged(goal, demands, forms, joint, until.part(SWAPS))
    if quick is not None and goal.cost(quick) <= joint.bound + gap * abs(joint.bound) + TINY:
        return Outcome(quick, joint.bound, True)
    full = _full(goal, demands, forms, gap, until)
    if full.verdict != "open":
        return _outcome(full, forms)
    bound = max(full.bound, joint.bound)
    # Two forms leave nothing to assemble afresh, and so all of the time to the deal.
    dealt = _dealt(goal, demands, forms, joint, until.left(DEAL if forms > 2 else 1.0))
    candidates = [each for each in (quick, choice(full, forms), dealt) if each is not None]
    if not candidates:
        return _whole(goal, demands, forms, gap, until)
    best = min(candidates, key=goal.cost)
    aim = bound + gap * abs(bound)
    if forms > 2:
        best = improved(goal, demands, best, aim, until)
    return Outcome(best, bound, goal.cost(best) <= aim + TINY)


def _exchanged(goal: LevelGoal, demands: Demands, forms: int, joint: Solution, until: Deadline) -> Chosen | None:
    dealt = _dealt_out(demands, forms, joint, until.part(FULL))
    return None if dealt is None else swapped(dealt, demands, goal.wanted(joint.bound), until)


def _full(goal: LevelGoal, demands: Demands, forms: int, gap: float, until: Deadline) -> Solution:
    programme = selection(demands, forms)
    return solve(goal.attach(programme), gap, until.left(FULL)) if programme.whole <= LARGE else OPEN


def _outcome(solution: Solution, forms: int) -> Outcome:
    if solution.verdict == "impossible":
        raise ProvedImpossible
    chosen = choice(solution, forms)
    if chosen is None:
        raise NotFound
    return Outcome(chosen, solution.bound, solution.verdict == "proved")


def _dealt(goal: Goal, demands: Demands, forms: int, joint: Solution, seconds: float) -> Chosen | None:
    """The items of the joint solution dealt out to the forms as well as can be, each as often as it says there; None if
    that was not found to be possible."""
    if joint.x is None:
        return None
    used, deal = _deal(demands, joint.x)
    dealt = choice(solve(goal.of(used).attach(selection(deal, forms)), 0.0, seconds), forms)
    return None if dealt is None else _spread(dealt, used, demands.use_most.size)


def _dealt_out(demands: Demands, forms: int, joint: Solution, until: Deadline) -> Chosen | None:
    """The same without a goal. Sums that the joint solution has used up to the last are hard to halve exactly, so they
    may be overdrawn at first; the forms then make it up among each other."""
    if joint.x is None:
        return None
    used, deal = _deal(demands, joint.x)
    is_sum = (deal.matrix % 1.0 != 0.0).any(axis=1)
    sums = WithinBounds(deal.matrix[is_sum], deal.lower[is_sum], deal.upper[is_sum])
    counts = deal._replace(matrix=deal.matrix[~is_sum], lower=deal.lower[~is_sum], upper=deal.upper[~is_sum])
    programme = selection(counts, forms)
    dealt = choice(solve(sums.attach(programme) if is_sum.any() else programme, 0.0, until.left(FULL)), forms)
    if dealt is not None and is_sum.any():
        dealt = improved(sums, counts, dealt, 0.0, until)
        dealt = dealt if sums.cost(dealt) <= TINY else None
    return None if dealt is None else _spread(dealt, used, demands.use_most.size)


def _deal(demands: Demands, use: FloatArray) -> tuple[NDArray[np.intp], Demands]:
    """The items in use, and the demands on them, each to be used so many times."""
    used = np.flatnonzero(use)
    return used, demands.of(used)._replace(use_least=use[used], use_most=use[used])


def _spread(chosen: Chosen, places: NDArray[np.intp], items: int) -> Chosen:
    """A choice among the items at `places` as a choice among all of them."""
    wide = np.zeros((len(chosen), items), dtype=np.bool_)
    wide[:, places] = chosen
    return wide


def improved(goal: Goal, demands: Demands, chosen: Chosen, aim: float, until: Deadline) -> Chosen:
    """The forms after assembling the costliest with another one afresh, again and again, while the cost falls and lies
    above `aim`."""
    step = until.left(PAIR)
    while (better := _one_pair_better(goal, demands, chosen, aim, until, step)) is not None:
        chosen = better
    return chosen


def _one_pair_better(
    goal: Goal, demands: Demands, chosen: Chosen, aim: float, until: Deadline, step: float
) -> Chosen | None:
    order = sorted(range(len(chosen)), key=lambda form: goal.cost(chosen[[form]]))
    worst = order.pop()
    for partner in order:
        pair = [worst, partner]
        if until.left() <= 0.0 or goal.cost(chosen[pair]) <= aim + TINY:
            return None
        others = np.delete(chosen, pair, axis=0).sum(axis=0)
        free = demands._replace(
            use_least=np.maximum(demands.use_least - others, 0.0), use_most=demands.use_most - others
        )
        two = choice(solve(goal.attach(selection(free, 2)), 0.0, min(step, until.left())), 2)
        if two is not None and goal.cost(two) < goal.cost(chosen[pair]) - TINY:
            better = chosen.copy()
            better[pair] = two
            return better
    return None


def balanced(chosen: Chosen, demands: Demands, measures: FloatArray, near: float, until: Deadline) -> Chosen:
    """The same items in as many forms each, dealt so that the forms' sums of `measures` (points, items) come within
    `near` of their mean, or as near as the time allows."""
    used, deal = _deal(demands, chosen.sum(axis=0).astype(np.float64))
    goal = NearTarget(measures[:, used], (measures[:, used] @ deal.use_most) / len(chosen), near)
    # With no bound on how near is near enough, exchanges are all that is done.
    nearer = swapped(chosen[:, used], deal, goal._replace(enough=0.0).wanted(0.0), until.part(SWAPS))
    return _spread(improved(goal, deal, nearer, near, until), used, chosen.shape[1])
