"""How much of the differences between people's estimates is difference in ability: as found, and as expected."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from question_bank.irt.categories import category_information
from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.forms import FORMS_AT_A_TIME, forms_of
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, grid_for


def empirical_reliability(
    theta: FloatArray, se: FloatArray, *, shrunken: bool, weights: ArrayLike | None = None
) -> float:
    """From estimates and their standard errors (persons,); people without finite ones are left out.

    Posterior means and modes (`shrunken`) vary less than ability does: var / (var + mean se^2). Other estimates vary by
    their error besides: (var - mean se^2) / var, not below 0. NaN with fewer than two people. Sources: du Toit (2003,
    IRT from SSI, ch. 3); Wright & Masters (1982, ch. 5), whose separation reliability is the latter.
    """
    known = np.isfinite(theta) & np.isfinite(se)
    if known.sum() < 2:
        return float("nan")
    mass = np.ones(known.size) if weights is None else np.asarray(weights, dtype=np.float64)
    mass, points = mass[known], theta[known]
    spread = float(np.average((points - np.average(points, weights=mass)) ** 2, weights=mass))
    error = float(np.average(se[known] ** 2, weights=mass))
    if spread == 0.0:
        return float("nan")
    return spread / (spread + error) if shrunken else max(0.0, 1.0 - error / spread)


def marginal_reliability(
    answers: Answers, parameters: Parameters, grid: Grid | None = None, *, weights: ArrayLike | None = None
) -> float:
    """1 less the mean error variance over the variance of ability, in the population of `grid`, N(0, 1) unless given.

    Green, Bock, Humphreys, Linn & Reckase (1984, Journal of Educational Measurement 21, 347-360), with the error
    variance 1 / (I + 1 / var) of a posterior; the mean over the papers that people had, where these differ. NaN if
    nobody had any.
    """
    population = grid_for(parameters) if grid is None else grid
    rows = AnswerRows(answers, parameters, weights)
    share = np.exp(population.log_weights)
    mean = float(share @ population.nodes)
    variance = float(share @ (population.nodes - mean) ** 2)
    information = category_information(population.nodes, parameters).T
    forms = forms_of(rows)
    mass = np.bincount(forms.form[forms.form >= 0], rows.weights[forms.form >= 0], len(forms.packed))
    total = 0.0
    for start in range(0, len(forms.packed), FORMS_AT_A_TIME):
        part = slice(start, start + FORMS_AT_A_TIME)
        items = np.unpackbits(forms.packed[part], axis=1, count=rows.items)
        told = sparse.csr_array(items.astype(np.float64)) @ information
        total += float(mass[part] @ (told / (told + 1.0 / variance)) @ share)
    return total / float(mass.sum()) if mass.sum() else float("nan")
