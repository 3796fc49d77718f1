"""Blueprints to begin with; each can be assembled from the bank that ships."""

from question_bank.blueprint import MAXIMIN, Blueprint, Count, Each, Objective, Solver, Sum

EVERYWHERE = Objective(MAXIMIN, (-1.0, 0.0, 1.0))
NEARLY_BEST = Solver(gap=0.01, seconds=60.0)
# Answered by one tap or a few: nothing to write, nothing to put in order.
TAPPED_ONLY = (Count("type", "ordering", 0, 0), Count("type", "numeric", 0, 0))

# 50 items over the 26 benchmarks, the survey's dimensions, two forms for two days.
NATIONAL = Blueprint(
    length=50,
    forms=2,
    counts=(
        Count("dimension", "knowledge", 18, 22),
        Count("dimension", "methods", 8, 12),
        Count("dimension", "spirit_thought", 8, 12),
        Count("dimension", "application", 8, 12),
        Count("type", "true_false", 0, 20),
        Count("topic", "health", 0, 12),
    ),
    eaches=(Each("benchmark", 1, 4),),
    sums=(Sum("percent_adults", 50 * 56.0, 50 * 64.0),),
    objective=EVERYWHERE,
    solver=NEARLY_BEST,
)
# A round in a hall: short, by tapping, not too hard for people who came to enjoy it.
HALL = Blueprint(
    length=20,
    warm_up=1,
    counts=(
        *TAPPED_ONLY,
        Count("type", "true_false", 4, 8),
        Count("dimension", "knowledge", 6, 10),
        Count("dimension", "methods", 3, 6),
        Count("dimension", "spirit_thought", 3, 6),
        Count("dimension", "application", 3, 6),
    ),
    eaches=(Each("benchmark", 0, 2),),
    sums=(Sum("percent_contestants", 20 * 65.0, 20 * 72.0),),
    objective=EVERYWHERE,
    solver=NEARLY_BEST,
)
# A quiz for a school: two forms for neighbours at one desk.
SCHOOL = Blueprint(
    length=30,
    forms=2,
    counts=(
        Count("group", "youth", 8),
        Count("dimension", "methods", 6, 10),
        Count("dimension", "knowledge", 10, 15),
        Count("type", "true_false", 4, 10),
        Count("type", "ordering", 0, 2),
        Count("type", "numeric", 0, 2),
    ),
    eaches=(Each("benchmark", 0, 3),),
    sums=(Sum("percent_youth", 30 * 60.0, 30 * 68.0),),
    objective=EVERYWHERE,
    solver=NEARLY_BEST,
)
BLANK = Blueprint(length=20, objective=EVERYWHERE, solver=NEARLY_BEST)
TEMPLATES = {"national": NATIONAL, "hall": HALL, "school": SCHOOL, "blank": BLANK}
