"""Checks of fit of the answers in one file against the parameters in another."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from question_bank.irt.ability import Abilities
from question_bank.irt.fit.checks import Checks, check_fit
from question_bank.irt.fit.population import most_telling
from question_bank.irt.fit.reliability import mean_marginal_reliability
from question_bank.irt.parameters import FloatArray
from question_bank.irt.reliability import empirical_reliability
from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.parameter_file import GroupPopulation, ParameterFile
from question_bank.irt_files.people_of_groups import Method, abilities, origin_of
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

SHRUNKEN = ("eap", "map")


class FitReport(NamedTuple):
    """The checks, with what they were made of: `ids` of items and `persons` by name, in the answers' order; `counts`
    (persons,) how many people each row stands for, None for one each; `method` that of the abilities; `mixed` the
    groups of the parameter file where nobody's group is known. `empirical_reliability` is that of the abilities,
    `eap_reliability` that of posterior means, which stays between 0 and 1 where answers tell little."""

    checks: Checks
    ids: list[str]
    persons: list[str]
    counts: FloatArray | None
    abilities: Abilities
    model: str
    method: Method
    mixed: list[str]
    empirical_reliability: float
    eap_reliability: float
    marginal_reliability: float


def fit_report(
    responses: Responses,
    file: ParameterFile,
    *,
    method: Method = "wle",
    group: str | None = None,
    external: bool = False,
    complete_only: bool = False,
    progress: Callable[[float], None] | None = None,
) -> FitReport:
    """All checks of fit. The population is that of the parameter file, N(0, 1) where it has none; where it has several
    groups, that of everybody's own by the column `group` that the responses were read with, or else the mixture of all.
    `external`: the parameters were not estimated from these answers. `complete_only` as for `check_fit`.

    Raises `BadFile` for items without parameters, scores that a model does not know, groups that the parameter file
    does not have, and where nobody answered.
    """
    if not (given(responses) >= 0).any():
        raise refusal(responses.source, "没有一个人作答")
    found = aligned(responses, file)
    origin = origin_of(file, most_telling(found.parameters, _most_answers(found.scores)), responses, group)
    weights = people_per_row(responses)
    estimates = abilities(method, found.scores, found.parameters, origin)
    means = estimates if method == "eap" else abilities("eap", found.scores, found.parameters, origin)
    model: Any = None if external else file.model
    checks = check_fit(
        found.scores,
        found.parameters,
        estimates.theta,
        origin.grid,
        model=model,
        more_parameters=0 if external else _estimated_moments(file.population),
        shrunken=method in SHRUNKEN,
        complete_only=complete_only,
        weights=weights,
        groups=origin.groups,
        progress=progress,
    )
    return FitReport(
        checks=checks,
        ids=found.ids,
        persons=names(responses),
        counts=weights,
        abilities=estimates,
        model=file.model,
        method=method,
        mixed=[] if group is not None or len(file.population) < 2 else [each.group for each in file.population],
        empirical_reliability=empirical_reliability(
            estimates.theta, estimates.se, "posterior" if method in SHRUNKEN else "sampling", weights
        ),
        eap_reliability=empirical_reliability(means.theta, means.se, "posterior", weights),
        marginal_reliability=mean_marginal_reliability(found.scores, found.parameters, origin.grid, weights=weights),
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
