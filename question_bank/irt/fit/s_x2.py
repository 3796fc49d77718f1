"""S-X2: does an item's curve hold among people with the same total score?

Orlando & Thissen (2000, Applied Psychological Measurement 24, 50-64; 2003, 27, 289-298); for part marks Kang & Chen
(2008, Journal of Educational Measurement 45, 391-406). The sum over cells of (O - E)^2 / E, over the total scores
1 ... highest - 1 with the item in the total; under the model nearly chi-squared.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from question_bank.irt.calibration.calibrate import Model
from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.forms import forms_of
from question_bank.irt.fit.freedom import estimated
from question_bank.irt.fit.joining import joined
from question_bank.irt.fit.score_groups import ScoreGroups, score_groups
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, take
from question_bank.irt.quadrature import Grid, grid_for

Reason = Literal["no_answers", "different_forms", "too_few_groups"]


class SX2(NamedTuple):
    """`statistic`, `df`, `p`, `rmsea` and `n` (people whose totals were used), all of shape (items,); NaN with a
    `reasons` entry where the statistic cannot be had: nobody answered, the item stood in several forms (or some left
    out answers, so that totals do not compare), or too few score groups remain for the parameters."""

    statistic: FloatArray
    df: FloatArray
    p: FloatArray
    rmsea: FloatArray
    n: FloatArray
    reasons: list[Reason | None]


def s_x2(
    answers: Answers,
    parameters: Parameters,
    grid: Grid | None = None,
    *,
    model: Model | None,
    weights: ArrayLike | None = None,
) -> SX2:
    """S-X2 of each item that stood in one form only, among those who took that form whole.

    `answers`: (persons, items), integers from 0 on, NaN or a negative integer: not presented. `grid` is the population,
    N(0, 1) unless given. df = cells - groups - parameters of the item, which `model` counts; None when the parameters
    were not estimated from these answers. `weights` (persons,): how many people each row stands for.
    RMSEA = sqrt(max(0, (X2 - df) / (df (n - 1)))).
    """
    rows = AnswerRows(answers, parameters, weights)
    forms = forms_of(rows)
    found = _Found(rows.items)
    found.reasons[:] = ["no_answers" if count == 0 else "different_forms" for count in forms.per_item]
    free = estimated(parameters, model).per_item
    population = grid_for(parameters) if grid is None else grid
    for form in range(len(forms.packed)):
        items = forms.items_of(form)
        alone = forms.per_item[items] == 1
        if not alone.any():
            continue
        takers = forms.form == form
        tables = score_groups(rows, takers, items, of_items(parameters, items), population)
        people = float(rows.weights[takers].sum())
        for item, table in ((item, table) for item, table, own in zip(items, tables, alone, strict=True) if own):
            found.put(int(item), table, people, int(free[item]))
    return found.result()


def of_items(parameters: Parameters, items: NDArray[np.intp]) -> Parameters:
    if isinstance(parameters, ItemParameters):
        return take(parameters, items)
    return take(parameters, items)


class _Found:
    """Gathers what is found for each item."""

    def __init__(self, items: int) -> None:
        self.statistic, self.df, self.people = np.full(items, np.nan), np.full(items, np.nan), np.full(items, np.nan)
        self.reasons: list[Reason | None] = [None] * items

    def put(self, item: int, table: ScoreGroups, people: float, parameters: int) -> None:
        self.people[item] = people
        cells = joined(table.observed[1:-1], table.expected[1:-1])
        df = 0 if cells is None else cells.number - len(cells.expected) - parameters
        if cells is None or df <= 0:
            self.reasons[item] = "too_few_groups"
            return
        there = cells.expected > 0
        off = cells.observed[there] - cells.expected[there]
        self.statistic[item], self.df[item] = (off**2 / cells.expected[there]).sum(), df
        self.reasons[item] = None

    def result(self) -> SX2:
        p = np.asarray(chi2.sf(self.statistic, self.df))
        return SX2(self.statistic, self.df, p, rmsea(self.statistic, self.df, self.people), self.people, self.reasons)


def rmsea(statistic: ArrayLike, df: ArrayLike, people: ArrayLike) -> FloatArray:
    """Misfit per degree of freedom, free of the sample's size: sqrt(max(0, (X2 - df) / (df (n - 1)))) (Steiger &
    Lind 1980; Browne & Cudeck 1993)."""
    surplus, each = np.subtract(statistic, df), np.multiply(df, np.subtract(people, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sqrt(np.maximum(0.0, surplus / each)))
