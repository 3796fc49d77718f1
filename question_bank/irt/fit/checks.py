"""All checks of fit of a set of answers at once."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.ability import moments
from question_bank.irt.calibration.calibrate import Model
from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.criteria import Criteria, criteria
from question_bank.irt.fit.flags import DependentPair, dependent_pairs, item_flags, overall_flags, unlikely_share
from question_bank.irt.fit.freedom import estimated
from question_bank.irt.fit.m2 import M2, m2
from question_bank.irt.fit.mean_squares import MeanSquares, UsualInfit, mean_squares, usual_infit
from question_bank.irt.fit.person_fit import PersonFit, person_fit
from question_bank.irt.fit.population import GroupPriors
from question_bank.irt.fit.pseudo_counts import pseudo_counts
from question_bank.irt.fit.q3 import Q3, q3
from question_bank.irt.fit.rmsd import RMSD, rmsd_of
from question_bank.irt.fit.s_x2 import SX2, s_x2
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, grid_for

# Share of people without a finite ability above which infit is not judged.
LEFT_OUT = 0.02


class Checks(NamedTuple):
    """What each check found; see there. `answers` (items,) and `people` are weighted counts, of people with an answer;
    `parameters` how many the model estimated; `unlikely` the share of people with an lz* below -1.645; `item_flags`
    (per item) and `flags` name what is odd."""

    answers: FloatArray
    people: float
    s_x2: SX2
    rmsd: RMSD
    mean_squares: MeanSquares
    usual_infit: UsualInfit
    q3: Q3
    dependent: list[DependentPair]
    person_fit: PersonFit
    unlikely: float
    m2: M2
    log_likelihood: float
    parameters: int
    criteria: Criteria
    item_flags: list[list[str]]
    flags: list[str]


def check_fit(
    answers: Answers,
    parameters: Parameters,
    theta: ArrayLike,
    grid: Grid | None = None,
    *,
    model: Model | None,
    more_parameters: int = 0,
    shrunken: bool = False,
    complete_only: bool = False,
    weights: ArrayLike | None = None,
    groups: GroupPriors | None = None,
    progress: Callable[[float], None] | None = None,
) -> Checks:
    """Item fit (S-X2, RMSD, infit, outfit), local independence (Q3), person fit (lz, lz*), and M2, AIC and BIC.

    `answers`, `grid`, `model` and `weights` as for `s_x2`; `theta` (persons,) everybody's estimated ability, at which
    infit, outfit, Q3 and person fit are taken; `more_parameters` counts means and sds of groups, which AIC and BIC take
    into account; `shrunken` says that abilities are posterior means or modes; `complete_only` leaves people who did not
    answer all items out of S-X2 and M2, which want equal papers; `groups` tells the groups apart whose mixture `grid`
    is, for the log-likelihood and RMSD. `progress` is called with the share done, from 0 to 1.
    """
    said = progress if progress is not None else _silent
    population = grid_for(parameters) if grid is None else grid
    rows = AnswerRows(answers, parameters, weights)
    pseudo = pseudo_counts(rows, parameters, population, groups)
    distances = rmsd_of(pseudo, parameters, population)
    said(0.15)
    alike = np.where(rows.complete(), rows.weights, 0.0) if complete_only else rows.weights
    totals = s_x2(answers, parameters, population, model=model, weights=alike)
    said(0.25)
    whole = m2(answers, parameters, population, model=model, weights=alike)
    said(0.35)
    squares = mean_squares(answers, parameters, theta, weights=weights)
    said(0.55)
    residual = q3(answers, parameters, theta, weights=weights)
    said(0.75)
    people = person_fit(answers, parameters, theta)
    said(1.0)
    usual = usual_infit(parameters, population, residual.n, 1.0 / _variance(population) if shrunken else 0.0)
    # Without the best and the poorest the infit is another one than that to be expected.
    whole_range = squares.left_out <= LEFT_OUT * pseudo.people
    infit = squares.item_infit if whole_range else np.full(rows.items, np.nan)
    pairs = dependent_pairs(residual)
    unlikely = unlikely_share(people, rows.weights)
    count = estimated(parameters, model).total + more_parameters
    return Checks(
        answers=pseudo.answers,
        people=pseudo.people,
        s_x2=totals,
        rmsd=distances,
        mean_squares=squares,
        usual_infit=usual,
        q3=residual,
        dependent=pairs,
        person_fit=people,
        unlikely=unlikely,
        m2=whole,
        log_likelihood=pseudo.log_likelihood,
        parameters=count,
        criteria=criteria(pseudo.log_likelihood, count, pseudo.people),
        item_flags=item_flags(pseudo.answers, totals, distances, infit, usual, pairs),
        flags=overall_flags(whole, unlikely, float(rows.weights[np.isfinite(people.lz_star)].sum())),
    )


def _variance(grid: Grid) -> float:
    return float(moments(np.exp(grid.log_weights), grid)[1]) ** 2


def _silent(share: float) -> None:
    """Nobody is waiting to be told."""
