"""Forms from a pool under a blueprint."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from question_bank.assembly.goals import Chosen, Goal, LargestLeast, LargestSum, LevelGoal, NearTarget
from question_bank.assembly.impossible import explain, refuse_impossible_alone
from question_bank.assembly.model import Demands, demands, selection, with_distances
from question_bank.assembly.pool import Pool
from question_bank.assembly.requirements import requirements
from question_bank.assembly.search import Outcome, ProvedImpossible, balanced, search
from question_bank.assembly.solver import Deadline, choice, deadline, solve
from question_bank.blueprint import MAX_INFORMATION, MAXIMIN, TARGET, Blueprint, Objective
from question_bank.irt.parameters import FloatArray

# Where a blueprint says nothing of an objective.
USUAL_OBJECTIVE = Objective(MAX_INFORMATION, (-1.0, 0.0, 1.0))
# The solver's tolerances are absolute: the most informative item gets this information.
LARGEST = 100.0
# Gaps below this are the solver's tolerance.
NO_GAP = 1e-6
# Where the objective leaves it open forms are made alike: under maximum information as near to their mean as this share
# of it, or as a share of the time left allows.
ALIKE, ALIKE_TIME = 0.02, 0.15


class Assembly(NamedTuple):
    """Forms and how good they are.

    `forms`: each form's items by their place in the pool, in the pool's order. `status` is "optimal" when it is proved
    that nothing is better; `gap` is the relative distance of `objective` from `bound`, beyond which nothing can be
    (infinite while none is known).
    `information` has shape (forms, points), at the points `theta` of the objective.
    """

    status: Literal["optimal", "feasible"]
    objective: float
    bound: float
    gap: float
    forms: list[list[int]]
    theta: tuple[float, ...]
    information: FloatArray


def assemble(
    blueprint: Blueprint, pool: Pool, information: FloatArray, forms: int, elapsed: Callable[[], float]
) -> Assembly:
    """`forms` parallel forms, best by the blueprint's objective.

    `information` (points, items): each item's at the objective's points (`USUAL_OBJECTIVE` where there is none).
    `elapsed` tells seconds since some moment. Raises `BadBlueprint` where the blueprint does not fit the pool,
    `Impossible` with the rules that make it so, and `NotFound` when time ran out first.
    """
    objective = blueprint.objective or USUAL_OBJECTIVE
    scale = LARGEST / (information.max(initial=0.0) or LARGEST)
    goal = _goal(objective, information * scale, scale)
    until = deadline(elapsed, blueprint.solver.seconds)
    demanded, outcome = _searched(goal, blueprint, pool, forms, until)
    chosen = outcome.chosen
    if objective.kind == MAX_INFORMATION and forms > 1:
        near = ALIKE * float((chosen @ information.T).mean()) * scale
        chosen = balanced(chosen, demanded, information * scale, near, until.part(ALIKE_TIME))
    if objective.kind == MAXIMIN and forms > 1:
        chosen = _alike(goal, outcome, demanded, information * scale, blueprint.solver.gap, until.part(ALIKE_TIME))
    if objective.kind == TARGET and outcome.proved and not objective.tolerance:
        chosen = _nearest_in_sum(goal, chosen, demanded, until)
    return _assembly(objective, goal, outcome._replace(chosen=chosen), information, scale, blueprint.solver.gap)


def draw(blueprint: Blueprint, pool: Pool, weights: FloatArray, elapsed: Callable[[], float]) -> list[int]:
    """The items of one form, by their place in the pool: of all that fulfil the blueprint, the set with the largest sum
    of `weights` (items,). Raises as `assemble` does."""
    until = deadline(elapsed, blueprint.solver.seconds)
    _, outcome = _searched(LargestSum(weights), blueprint, pool, 1, until)
    return [int(place) for place in np.flatnonzero(outcome.chosen[0])]


def _goal(objective: Objective, measures: FloatArray, scale: float) -> LargestSum | LevelGoal:
    if objective.kind == MAX_INFORMATION:
        return LargestSum(measures.sum(axis=0))
    if objective.kind == MAXIMIN:
        return LargestLeast(measures)
    return NearTarget(measures, np.array(objective.values) * scale, objective.tolerance * scale)


def _searched(
    goal: LargestSum | LevelGoal, blueprint: Blueprint, pool: Pool, forms: int, until: Deadline
) -> tuple[Demands, Outcome]:
    required = requirements(blueprint, pool)
    refuse_impossible_alone(required, blueprint, pool)
    demanded = demands(required, len(pool.ids), blueprint.max_use)
    try:
        return demanded, search(goal, demanded, forms, blueprint.solver.gap, until)
    except ProvedImpossible as proof:
        raise explain(required, blueprint, pool, forms, until.elapsed) from proof


def _alike(
    goal: Goal, outcome: Outcome, demanded: Demands, measures: FloatArray, gap: float, until: Deadline
) -> Chosen:
    """Forms that are no worse than the gap asked for, or than they were, and alike where the least of them does not
    bind."""
    good_enough = max(goal.cost(outcome.chosen), outcome.bound + gap * abs(outcome.bound))
    alike = balanced(outcome.chosen, demanded, measures, np.inf, until)
    return alike if goal.cost(alike) <= good_enough else outcome.chosen


def _nearest_in_sum(goal: Goal, chosen: Chosen, demanded: Demands, until: Deadline) -> Chosen:
    """Of the choices whose largest distance is as small as can be, the one with the smallest sum of distances."""
    assert isinstance(goal, NearTarget)
    cost = goal.cost(chosen)
    programme = with_distances(selection(demanded, len(chosen)), goal.measures, goal.target, cost)
    nearest = choice(solve(programme, 0.0, until.left()), len(chosen))
    if nearest is None or goal.cost(nearest) > cost + NO_GAP:
        return chosen
    return min(chosen, nearest, key=lambda each: float(np.abs(each @ goal.measures.T - goal.target).sum()))


def _assembly(
    objective: Objective, goal: Goal, outcome: Outcome, information: FloatArray, scale: float, gap_asked: float
) -> Assembly:
    sums = outcome.chosen @ information.T
    cost = goal.cost(outcome.chosen)
    bound = min(cost, outcome.bound)
    gap = (cost - bound) / abs(cost) if cost != bound else 0.0
    is_optimal = outcome.proved and (gap_asked == 0.0 or gap <= NO_GAP)
    if is_optimal:
        gap, bound = 0.0, cost
    achieved = _achieved(objective, sums)
    sign = 1.0 if objective.kind == TARGET else -1.0
    return Assembly(
        status="optimal" if is_optimal else "feasible",
        objective=achieved,
        bound=achieved if is_optimal else sign * bound / scale,
        gap=gap,
        forms=[[int(place) for place in np.flatnonzero(form)] for form in outcome.chosen],
        theta=objective.theta,
        information=sums,
    )


def _achieved(objective: Objective, sums: FloatArray) -> float:
    """The objective in its own unit, from the forms' information (forms, points)."""
    if objective.kind == MAX_INFORMATION:
        return float(sums.sum())
    if objective.kind == MAXIMIN:
        return float(sums.min())
    return float(np.abs(sums - np.array(objective.values)).max())
