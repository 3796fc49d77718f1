"""Item response theory on plain arrays: numpy and scipy in, named tuples out; no items, no web, no files.

Response matrix: persons x items, 1 right, 0 wrong, NaN not presented. Logistic metric, D = 1.
"""

from question_bank.irt.ability import Abilities, Ability, Posterior, eap, moments
from question_bank.irt.curves import (
    LogProbabilities,
    expected_score,
    information,
    log_probabilities,
    probability,
)
from question_bank.irt.likelihood import LikelihoodTable, likelihood_table, log_likelihood, log_marginal
from question_bank.irt.parameters import ItemParameters, item_parameters, provisional_parameters, take
from question_bank.irt.point_estimates import map_estimate, mle, wle
from question_bank.irt.posterior import above, posterior_weights, quantiles
from question_bank.irt.quadrature import Grid, grid_for, normal_grid
from question_bank.irt.wright import WrightMap, wright_map

__all__ = [
    "Abilities",
    "Ability",
    "Grid",
    "ItemParameters",
    "LikelihoodTable",
    "LogProbabilities",
    "Posterior",
    "WrightMap",
    "above",
    "eap",
    "expected_score",
    "grid_for",
    "information",
    "item_parameters",
    "likelihood_table",
    "log_likelihood",
    "log_marginal",
    "log_probabilities",
    "map_estimate",
    "mle",
    "moments",
    "normal_grid",
    "posterior_weights",
    "probability",
    "provisional_parameters",
    "quantiles",
    "take",
    "wle",
    "wright_map",
]
