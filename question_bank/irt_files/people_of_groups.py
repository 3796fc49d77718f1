"""Where the people of a file of answers come from, by the populations of a file of parameters; and their abilities."""

from typing import Any, Literal, NamedTuple

import numpy as np

from question_bank.irt.ability import Abilities, eap, moments
from question_bank.irt.fit.population import GroupPriors, group_priors, mixed_grid
from question_bank.irt.parameters import Parameters
from question_bank.irt.point_estimates import map_estimate, mle, wle
from question_bank.irt.quadrature import Grid, grid_for
from question_bank.irt_files.parameter_file import GroupPopulation, ParameterFile
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.responses import Responses, ScoreArray, SparseScores, dense_blocks

Method = Literal["eap", "map", "mle", "wle"]


class Origin(NamedTuple):
    """`grid` is the population of all, `groups` everybody's own where groups are told apart, and else None."""

    grid: Grid
    groups: GroupPriors | None


def origin_of(file: ParameterFile, parameters: Parameters, responses: Responses, group: str | None) -> Origin:
    """The file's population or, with the column `group` that the responses were read with, everybody's own.

    Raises `BadFile` for labels that the file of parameters has no population for.
    """
    grid = population_of(file.population, parameters)
    if group is None:
        return Origin(grid, None)
    places = {each.group: place for place, each in enumerate(file.population)}
    labels, place = np.unique(responses.groups[group], return_inverse=True)
    problems = Problems(responses.source)
    for label in labels.tolist():
        if label not in places:
            problems.add(f"{file.source} 的 population 里没有“{label}”组", None, group)
    problems.refuse()
    index = np.array([places[label] for label in labels.tolist()])[place]
    means, sds = ([each.mean for each in file.population], [each.sd for each in file.population])
    return Origin(grid, group_priors(grid, means, sds, index))


def population_of(groups: list[GroupPopulation], parameters: Parameters) -> Grid:
    """Several groups count by their numbers of people, or alike where the file does not tell them."""
    if not groups:
        return grid_for(parameters)
    share = [group.n or 0.0 for group in groups]
    return mixed_grid(
        parameters,
        [group.mean for group in groups],
        [group.sd for group in groups],
        share if min(share) > 0 else [1.0] * len(groups),
    )


def abilities(method: Method, scores: ScoreArray | SparseScores, parameters: Parameters, origin: Origin) -> Abilities:
    """Everybody's ability; EAP and MAP by the population that they come from."""
    if isinstance(scores, SparseScores):
        return _joined([_of_block(method, block, parameters, origin, part) for part, block in dense_blocks(scores)])
    return _of_block(method, scores, parameters, origin, slice(0, len(scores)))


def _of_block(method: Method, block: ScoreArray, parameters: Parameters, origin: Origin, part: slice) -> Abilities:
    if method in ("mle", "wle"):
        return mle(block, parameters) if method == "mle" else wle(block, parameters)
    if origin.groups is None:
        return _under(method, block, parameters, origin.grid)
    group = origin.groups.group[part]
    order = np.argsort(group, kind="stable")
    found = _joined(
        [
            _under(method, block[group == own], parameters, Grid(origin.grid.nodes, origin.groups.log_weights[own]))
            for own in np.unique(group)
        ]
    )
    back = np.argsort(order, kind="stable")
    columns: Any = (column[back] for column in found)
    return Abilities(*columns)


def _under(method: Method, block: ScoreArray, parameters: Parameters, grid: Grid) -> Abilities:
    if method == "eap":
        return eap(block, parameters, grid)
    mean, sd = moments(np.exp(grid.log_weights), grid)
    return map_estimate(block, parameters, float(mean), float(sd))


def _joined(parts: list[Abilities]) -> Abilities:
    columns: Any = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Abilities(*columns)
