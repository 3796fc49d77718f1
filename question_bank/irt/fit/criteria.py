"""AIC (Akaike 1974) and BIC (Schwarz 1978): which of several models of the same answers to prefer; lower is better."""

from math import log, nan
from typing import NamedTuple


class Criteria(NamedTuple):
    aic: float
    bic: float


def criteria(log_likelihood: float, parameters: int, persons: float) -> Criteria:
    """-2 log-likelihood + 2 parameters, and + log(persons) parameters; NaN for nobody's answers."""
    if persons <= 0:
        return Criteria(nan, nan)
    return Criteria(2.0 * parameters - 2.0 * log_likelihood, log(persons) * parameters - 2.0 * log_likelihood)
