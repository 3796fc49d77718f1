"""Ability told by a person's other answers: what an item is judged by must not hold the item itself.

With papers of twenty items one answer moves an EAP by a tenth of a standard deviation: sorted by it, the right answers
to a worthless item would seem to come from the able. So each answer has an ability of its own, that of all the others.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from question_bank.analysis.answer_table import AnswerTable, FloatArray, IntArray
from question_bank.irt.curves import log_probabilities
from question_bank.irt.parameters import ItemParameters
from question_bank.irt.quadrature import Grid, normal_grid

# Answers worked on at a time: a row of the grid each, some 25 MB.
CHUNK = 50_000
# So many people tell a mean and a spread well enough.
ENOUGH_PEOPLE = 20_000
ROUNDS = 25
LEAST_SD = 0.3
# A group of fewer people is taken to be like all.
FEWEST_IN_GROUP = 100


class Population(NamedTuple):
    """Ability points (nodes,); the log of how many are there in each group, (groups, nodes); and everybody's group,
    (persons,)."""

    nodes: FloatArray
    log_weights: FloatArray
    group: IntArray
    mean: float
    sd: float

    @property
    def grid(self) -> Grid:
        """All people's normal distribution."""
        return normal_grid(self.mean, self.sd)


class Rest(NamedTuple):
    """Of each answer: `theta`, the mean of the person's ability by all other answers; `expected`, the chance of a right
    answer that these give; and `slope`, by how much that chance rises with ability; all (answers,). Of each item:
    `presence`, how many of those who answered it are expected at each ability point, (items, nodes)."""

    theta: FloatArray
    expected: FloatArray
    slope: FloatArray
    presence: FloatArray


def population_of(table: AnswerTable, parameters: ItemParameters, groups: ArrayLike | None = None) -> Population:
    """The normal distributions that people come from, by maximum likelihood with the items' parameters held.

    `groups` (persons,), whole numbers from 0: people of one day, or of one heat, who must not be thought as able as
    all. N(0, 1) where nobody answered. EM in mean and standard deviation; of very many people an even part tells it.
    """
    group = np.zeros(table.persons, dtype=np.int64) if groups is None else np.asarray(groups, dtype=np.int64)
    everybody = np.unique(table.person)
    mean, sd = _normal(table, parameters, everybody, 0.0, 1.0)
    nodes = normal_grid(mean, sd).nodes
    found = []
    for each in range(int(group.max(initial=0)) + 1):
        own = everybody[group[everybody] == each] if groups is not None else everybody[:0]
        enough = own.size >= FEWEST_IN_GROUP
        found.append(_log_density(nodes, *(_normal(table, parameters, own, mean, sd) if enough else (mean, sd))))
    return Population(nodes, np.array(found), group, mean, sd)


def _normal(
    table: AnswerTable, parameters: ItemParameters, people: IntArray, mean: float, sd: float
) -> tuple[float, float]:
    """Mean and standard deviation of some people, beginning with those given."""
    if not people.size:
        return mean, sd
    some = people[:: max(1, people.size // ENOUGH_PEOPLE)]
    kept = np.zeros(table.persons, dtype=np.bool_)
    kept[some] = True
    nodes = normal_grid(mean, sd).nodes
    likelihood = _log_likelihood(table.with_rows(kept[table.person]), parameters, nodes)[some]
    for _ in range(ROUNDS):
        weights = _shares(likelihood + _log_density(nodes, mean, sd))
        mean = float((weights @ nodes).mean())
        sd = max(LEAST_SD, float(np.sqrt((weights @ (nodes - mean) ** 2).mean())))
    return mean, sd


def _log_density(nodes: FloatArray, mean: float, sd: float) -> FloatArray:
    density = -0.5 * ((nodes - mean) / sd) ** 2
    return np.asarray(density - np.logaddexp.reduce(density))


def _shares(logs: FloatArray) -> FloatArray:
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def rest_abilities(table: AnswerTable, parameters: ItemParameters, people: Population) -> Rest:
    """`parameters` are those of the table's items. Somebody without other answers is taken to be like their group."""
    joint = _log_likelihood(table, parameters, people.nodes) + people.log_weights[people.group]
    right, wrong = _log_p(parameters, people.nodes)
    curves = np.exp(right)
    # dP/dtheta = a (P - c) (1 - P) / (1 - c)
    c = parameters.c[:, None]
    rises = parameters.a[:, None] * (curves - c) * (1.0 - curves) / (1.0 - c)
    theta, expected, slope = (np.empty(table.item.size) for _ in range(3))
    presence = np.zeros((table.items, people.nodes.size))
    for start in range(0, table.item.size, CHUNK):
        rows = slice(start, start + CHUNK)
        item, score = table.item[rows], table.score[rows]
        others = joint[table.person[rows]] - np.where(score[:, None] == 1, right[item], wrong[item])
        weights = _shares(others)
        theta[rows] = weights @ people.nodes
        expected[rows] = (weights * curves[item]).sum(axis=1)
        slope[rows] = (weights * rises[item]).sum(axis=1)
        there = sparse.csr_array((np.ones(item.size), (item, np.arange(item.size))), shape=(table.items, item.size))
        presence += there @ weights
    return Rest(theta, expected, slope, presence)


def _log_p(parameters: ItemParameters, nodes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Of right and of wrong, each (items, nodes)."""
    found = log_probabilities(nodes, parameters)
    return np.ascontiguousarray(found.right.T), np.ascontiguousarray(found.wrong.T)


def _log_likelihood(table: AnswerTable, parameters: ItemParameters, nodes: FloatArray) -> FloatArray:
    """Of everybody's answers, (persons, nodes)."""
    right, wrong = _log_p(parameters, nodes)
    shape = (table.persons, table.items)

    def marks(score: int) -> sparse.csr_array:
        own: IntArray = np.flatnonzero(table.score == score)
        return sparse.csr_array((np.ones(own.size), (table.person[own], table.item[own])), shape=shape)

    return np.asarray(marks(1) @ right + marks(0) @ wrong)
