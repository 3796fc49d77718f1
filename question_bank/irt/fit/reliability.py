"""Marginal reliability where people had unequal papers."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from question_bank.irt.categories import category_information
from question_bank.irt.fit.answer_rows import AnswerRows, Answers
from question_bank.irt.fit.forms import FORMS_AT_A_TIME, forms_of
from question_bank.irt.parameters import Parameters
from question_bank.irt.quadrature import Grid, grid_for


def mean_marginal_reliability(
    answers: Answers, parameters: Parameters, grid: Grid | None = None, *, weights: ArrayLike | None = None
) -> float:
    """The mean over people of the marginal reliability of the papers that they had (`marginal_reliability`).

    The population is that of `grid`, N(0, 1) unless given; answers and weights as for `s_x2`. NaN without any answer.
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
        form, item = np.nonzero(items)
        told = sparse.csr_array((np.ones(form.size), (form, item)), shape=items.shape) @ information
        total += float(mass[part] @ (told / (told + 1.0 / variance)) @ share)
    return total / float(mass.sum()) if mass.sum() else float("nan")
