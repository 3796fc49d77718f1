"""Ability as a single best point: the mode of the posterior, maximum likelihood, and Warm's weighted likelihood.

All three are where a slope, that of the log-likelihood plus a pull of the method's own, falls through zero:

- MAP: the pull is -(theta - mean) / sd^2, the standard error 1 / sqrt(I + 1 / sd^2) (Samejima 1969, Psychometrika
  Monograph 17);
- ML: no pull; 1 / sqrt(I) (Birnbaum 1968, in Lord & Novick, Statistical Theories of Mental Test Scores, ch. 20);
- WLE: J / (2 I); 1 / sqrt(I) (Warm 1989, Psychometrika 54, 427-450).

I is the expected information at the estimate; J and its sources are in question_bank.irt.local_shape.
"""

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.ability import INFINITE, NO_ANSWERS, OK, Abilities
from question_bank.irt.maxima import Method, highest_points, slope_table
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.responses import answer_matrix, codes_of, highest_scores
from question_bank.irt.search_points import search_points
from question_bank.irt.table_sums import answered, in_chunks


def map_estimate(
    scores: ArrayLike, parameters: Parameters, mean: float = 0.0, sd: float = 1.0, *, threads: int = 2
) -> Abilities:
    """The mode of the posterior under the prior N(mean, sd^2). Scores, threads and errors as for `eap`.

    Nobody's answers give the prior's mean and sd, with the status "no_answers". Raises `ValueError` unless sd > 0.
    """
    if not (np.isfinite(mean) and np.isfinite(sd) and sd > 0):
        raise ValueError(f"a normal prior needs a finite mean and a positive sd, got {mean} and {sd}")
    precision = 1.0 / sd**2
    # Beyond these ends the prior outweighs all answers together.
    most = float(np.abs(parameters.a) @ (categories(parameters) - 1)) / precision + 1.0
    method = Method(lambda theta, information, warm: (mean - theta) * precision, precision)
    found = _estimates(scores, parameters, method, [mean - most, mean, mean + most], threads)
    silent = found.status == NO_ANSWERS
    return found._replace(theta=np.where(silent, mean, found.theta), se=np.where(silent, sd, found.se))


def mle(scores: ArrayLike, parameters: Parameters, *, threads: int = 2) -> Abilities:
    """The maximum of the likelihood. Scores, threads and errors as for `eap`.

    A likelihood that is highest at an end of the scale (everything right, everything wrong and, under guessing, other
    poor patterns) gives plus or minus infinity with an infinite standard error and the status "infinite". Nobody's
    answers give NaN and the status "no_answers", and so do answers to items of slope 0 alone.
    """
    method = Method(lambda theta, information, warm: np.zeros_like(theta), open_ended=True)
    return _estimates(scores, parameters, method, [], threads)


def wle(scores: ArrayLike, parameters: Parameters, *, threads: int = 2) -> Abilities:
    """Warm's weighted likelihood estimate: finite for every pattern, and biased by an order less than `mle`.

    Scores, threads and errors as for `eap`; nobody's answers as for `mle`.
    """
    return _estimates(scores, parameters, Method(_warms_pull, personal=True), [], threads)


def _warms_pull(theta: FloatArray, information: FloatArray, warm: FloatArray) -> FloatArray:
    telling = information > 0
    return np.where(telling, warm / (2.0 * np.where(telling, information, 1.0)), 0.0)


def _estimates(
    scores: ArrayLike, parameters: Parameters, method: Method, more_points: list[float], threads: int
) -> Abilities:
    highest = highest_scores(parameters)
    matrix = answer_matrix(scores, highest.size)
    table = slope_table(parameters, np.union1d(search_points(parameters), more_points))
    theta, information, items = np.empty(len(matrix)), np.empty(len(matrix)), np.empty(len(matrix), dtype=np.int64)

    def estimate(part: slice) -> None:
        codes = codes_of(matrix[part], highest, part.start)
        theta[part], information[part] = highest_points(codes, table, method)
        items[part] = answered(codes)

    in_chunks(estimate, len(matrix), threads)
    status = np.where(np.isnan(theta) | (items == 0), NO_ANSWERS, np.where(np.isinf(theta), INFINITE, OK))
    with np.errstate(divide="ignore"):
        se = 1.0 / np.sqrt(information + method.precision)
    return Abilities(theta, se, items, status)
