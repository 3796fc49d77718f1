"""Does an item work alike for groups of contestants who know equally much? All items, each grouping."""

from typing import Any

import numpy as np

from contest.services.bank_answers import BankAnswers
from contest.services.group_names import Grouping, groupings
from question_bank.irt.dif import Comparison, NothingToCompare, compare_groups
from question_bank.irt.parameters import take
from question_bank.irt.quadrature import Grid

# Fewer people of a group, or answers of them to an item, tell nothing (ETS asks for 200 of the smaller group).
FEWEST_PEOPLE, FEWEST_ANSWERS = 200, 100
# An even part of very many people tells as much as is asked for.
MOST_PEOPLE = 20_000
Json = dict[str, Any]


def compared(answers: BankAnswers, grid: Grid) -> list[list[Json]]:
    """For each item a row a focal group: how much harder it is for them than for equally able people of the reference
    group (Mantel-Haenszel delta, negative: harder), with the ETS class A, B or C."""
    found: list[list[Json]] = [[] for _ in answers.items]
    for grouping in groupings(answers.people):
        _add(found, answers, grouping, grid)
    return found


def _add(found: list[list[Json]], answers: BankAnswers, grouping: Grouping, grid: Grid) -> None:
    labels = np.array(grouping.labels, dtype=np.str_)
    names, counts = np.unique(labels[labels != ""], return_counts=True)
    large = set(names[counts >= FEWEST_PEOPLE].tolist())
    if grouping.reference not in large or len(large) < 2:
        return
    people = np.flatnonzero(np.isin(labels, sorted(large)))
    people = people[:: max(1, people.size // MOST_PEOPLE)]
    scores = _matrix(answers, people)
    asked = np.flatnonzero((scores >= 0).sum(axis=0) >= FEWEST_ANSWERS)
    if not asked.size:
        return
    try:
        comparisons = compare_groups(
            scores[:, asked], labels[people], grouping.reference, parameters=take(answers.parameters, asked), grid=grid
        )
    except NothingToCompare:
        return
    for comparison in comparisons:
        for place, item in enumerate(asked.tolist()):
            if min(comparison.n_reference[place], comparison.n_focal[place]) >= FEWEST_ANSWERS:
                found[item].append(_row(grouping, comparison, place))


def _matrix(answers: BankAnswers, people: np.ndarray) -> np.ndarray:
    """These people x all items, -1 where an item was not presented."""
    rows = np.full(answers.table.persons, -1, dtype=np.int64)
    rows[people] = np.arange(people.size)
    own = rows[answers.table.person] >= 0
    scores = np.full((people.size, answers.table.items), -1, dtype=np.int8)
    scores[rows[answers.table.person[own]], answers.table.item[own]] = answers.table.score[own]
    return scores


def _row(grouping: Grouping, comparison: Comparison, place: int) -> Json:
    tests = comparison.mantel_haenszel
    return {
        "grouping": grouping.name,
        "focal": comparison.focal,
        "reference": grouping.reference,
        "n_focal": float(comparison.n_focal[place]),
        "n_reference": float(comparison.n_reference[place]),
        "delta": float(tests.delta[place]),
        "se": float(tests.se_delta[place]),
        "p": float(tests.p[place]),
        "class": str(tests.classes[place]),
    }
