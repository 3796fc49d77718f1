"""Item response theory on plain arrays: numpy and scipy in, named tuples out; no items, no web, no files.

Response matrix: persons x items, 1 right, 0 wrong (or part marks from 0 on), NaN not presented. Logistic metric, D = 1.
"""

from question_bank.irt.ability import Abilities, Ability, Posterior, eap, moments
from question_bank.irt.classification import Classification, classify_abilities, classify_sum_scores
from question_bank.irt.curves import (
    LogProbabilities,
    expected_score,
    information,
    log_probabilities,
    probability,
)
from question_bank.irt.form_curves import FormCurves, form_curves
from question_bank.irt.likelihood import LikelihoodTable, likelihood_table, log_likelihood, log_marginal
from question_bank.irt.parameters import (
    ItemParameters,
    Parameters,
    StepParameters,
    item_parameters,
    provisional_parameters,
    step_parameters,
    take,
)
from question_bank.irt.point_estimates import map_estimate, mle, wle
from question_bank.irt.posterior import above, posterior_weights, quantiles
from question_bank.irt.quadrature import Grid, grid_for, normal_grid
from question_bank.irt.reliability import empirical_reliability, marginal_reliability
from question_bank.irt.responses import answer_codes
from question_bank.irt.sum_scores import SumScoreTable, sum_score_probabilities, sum_score_table
from question_bank.irt.wright import WrightMap, wright_map

__all__ = [
    "Abilities",
    "Ability",
    "Classification",
    "FormCurves",
    "Grid",
    "ItemParameters",
    "LikelihoodTable",
    "LogProbabilities",
    "Parameters",
    "Posterior",
    "StepParameters",
    "SumScoreTable",
    "WrightMap",
    "above",
    "answer_codes",
    "classify_abilities",
    "classify_sum_scores",
    "eap",
    "empirical_reliability",
    "expected_score",
    "form_curves",
    "grid_for",
    "information",
    "item_parameters",
    "likelihood_table",
    "log_likelihood",
    "log_marginal",
    "log_probabilities",
    "map_estimate",
    "marginal_reliability",
    "mle",
    "moments",
    "normal_grid",
    "posterior_weights",
    "probability",
    "provisional_parameters",
    "quantiles",
    "step_parameters",
    "sum_score_probabilities",
    "sum_score_table",
    "take",
    "wle",
    "wright_map",
]
