"""Checks of fit of the answers in one file against the parameters in another."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np

from question_bank.irt.ability import Abilities, eap, moments
from question_bank.irt.fit.checks import Checks, check_fit
from question_bank.irt.fit.population import mixed_grid, most_telling
from question_bank.irt.fit.reliability import mean_marginal_reliability
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.point_estimates import map_estimate, mle, wle
from question_bank.irt.quadrature import Grid, grid_for
from question_bank.irt.reliability import empirical_reliability
from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.parameter_file import GroupPopulation, ParameterFile
from question_bank.irt_files.problems import refusal
from question_bank.irt_files.responses import (
    Responses,
    ScoreArray,
    SparseScores,
    dense_blocks,
    given,
    names,
    people_per_row,
)

Method = Literal["eap", "map", "mle", "wle"]
SHRUNKEN = ("eap", "map")


class FitReport(NamedTuple):
    """The checks, with what they were made of: `ids` of items and `persons` by name, in the answers' order; `counts`
    (persons,) how many people each row stands for, None for one each; `method` that of the abilities."""

    checks: Checks
    ids: list[str]
    persons: list[str]
    counts: FloatArray | None
    abilities: Abilities
    model: str
    method: Method
    empirical_reliability: float
    marginal_reliability: float


def fit_report(
    responses: Responses,
    file: ParameterFile,
    *,
    method: Method = "wle",
    external: bool = False,
    complete_only: bool = False,
    progress: Callable[[float], None] | None = None,
) -> FitReport:
    """All checks of fit. The population is that of the parameter file, N(0, 1) where it has none, and the mixture of
    its groups where it has several. `external`: the parameters were not estimated from these answers. `complete_only`
    as for `check_fit`.

    Raises `BadFile` for items without parameters, scores that a model does not know, and where nobody answered.
    """
    if not (given(responses) >= 0).any():
        raise refusal(responses.source, "没有一个人作答")
    found = aligned(responses, file)
    grid = population_of(file, most_telling(found.parameters, _most_answers(found.scores)))
    weights = people_per_row(responses)
    abilities = _abilities(method, found.scores, found.parameters, grid)
    model: Any = None if external else file.model
    checks = check_fit(
        found.scores,
        found.parameters,
        abilities.theta,
        grid,
        model=model,
        more_parameters=0 if external else _estimated_moments(file.population),
        shrunken=method in SHRUNKEN,
        complete_only=complete_only,
        weights=weights,
        progress=progress,
    )
    return FitReport(
        checks=checks,
        ids=found.ids,
        persons=names(responses),
        counts=weights,
        abilities=abilities,
        model=file.model,
        method=method,
        empirical_reliability=empirical_reliability(
            abilities.theta, abilities.se, "posterior" if method in SHRUNKEN else "sampling", weights
        ),
        marginal_reliability=mean_marginal_reliability(found.scores, found.parameters, grid, weights=weights),
    )


def population_of(file: ParameterFile, parameters: Parameters) -> Grid:
    """Several groups count by their numbers of people, or alike where the file does not tell them."""
    groups = file.population
    if not groups:
        return grid_for(parameters)
    share = [group.n or 0.0 for group in groups]
    return mixed_grid(
        parameters,
        [group.mean for group in groups],
        [group.sd for group in groups],
        share if min(share) > 0 else [1.0] * len(groups),
    )


def _most_answers(scores: ScoreArray | SparseScores) -> int:
    """How many items one person answered at most."""
    if isinstance(scores, SparseScores):
        return int(np.bincount(scores.person).max(initial=0))
    return max((int((block >= 0).sum(axis=1).max(initial=0)) for _, block in dense_blocks(scores)), default=0)


def _estimated_moments(groups: list[GroupPopulation]) -> int:
    """How many means and sds were estimated: those with a standard error; without any, those of all groups but one."""
    errors = [error for group in groups for error in (group.se_mean, group.se_sd)]
    if all(error is None for error in errors):
        return 2 * max(0, len(groups) - 1)
    return sum(bool(error) for error in errors)


def _abilities(method: Method, scores: ScoreArray | SparseScores, parameters: Parameters, grid: Grid) -> Abilities:
    if isinstance(scores, SparseScores):
        parts = [_abilities(method, block, parameters, grid) for _, block in dense_blocks(scores)]
        columns: Any = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Abilities(*columns)
    if method == "eap":
        return eap(scores, parameters, grid)
    if method == "map":
        mean, sd = moments(np.exp(grid.log_weights), grid)
        return map_estimate(scores, parameters, float(mean), float(sd))
    return mle(scores, parameters) if method == "mle" else wle(scores, parameters)
