"""Person fit: is somebody's pattern of answers likely at their ability?

lz (Drasgow, Levine & Williams 1985, British Journal of Mathematical and Statistical Psychology 38, 67-86) is the
log-likelihood of the answers at the estimated ability, l, standardised: (l - E(l)) / sd(l). As the ability comes from
the same answers, its spread is below 1, and it calls too few people unlikely.

lz* (Snijders 2001, Psychometrika 66, 331-342; for maximum likelihood, Warm's and the posterior mode spelt out by Magis,
Raîche & Béland 2012, Journal of Educational and Behavioral Statistics 37, 57-81; for part marks Sinharay 2016,
Psychometrika 81, 992-1013) corrects that. With S the slope of the log-likelihood at the estimate, I the information and
c = Cov(l, S) / I, it is (l - E(l) - c S) / sqrt(Var(l) - c^2 I). (Snijders writes the sum over r_i of his estimating
equation, which is S, by the term r_0 that it balances; S = -r_0.) As l - c S does not move with ability to first
order, that holds at any good estimate, the posterior mean too.

Both are near N(0, 1) for people who fit; far below zero: easy items missed and hard ones solved.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.categories import CategoryCurves
from question_bank.irt.fit.answer_rows import AnswerRows, Answers, Given
from question_bank.irt.fit.expected_scores import answer_curves, checked_abilities, of_estimated
from question_bank.irt.parameters import FloatArray, Parameters

# Of Var(l), below which what is left of it after c^2 I is rounding: with equally hard, equally steep items every
# pattern of the same score is as likely as any other.
LEAST_LEFT = 1e-9


class PersonFit(NamedTuple):
    """`lz` and `lz_star` (persons,); NaN for people without a finite ability or without answers, and where all patterns
    with the same ability are equally likely."""

    lz: FloatArray
    lz_star: FloatArray


def person_fit(answers: Answers, parameters: Parameters, theta: ArrayLike) -> PersonFit:
    """lz and lz* at the abilities `theta` (persons,), of any estimator; answers as for `s_x2`."""
    rows = AnswerRows(answers, parameters)
    points = checked_abilities(theta, rows.persons)
    lz, lz_star = np.full(rows.persons, np.nan), np.full(rows.persons, np.nan)

    def standardised(given: Given) -> tuple[FloatArray, FloatArray]:
        own = of_estimated(given, points)
        return _standardised(own, answer_curves(own, points, parameters))

    for given, found in rows.worked(standardised):
        lz[given.part], lz_star[given.part] = found
    return PersonFit(lz, lz_star)


def _standardised(given: Given, curves: CategoryCurves) -> tuple[FloatArray, FloatArray]:
    chance = np.exp(curves.log_p)
    # Scores that an item lacks have no chance, and so no part in any mean.
    log_p = np.where(chance > 0, curves.log_p, 0.0)
    mean = (chance * log_p).sum(axis=1)

    def total(of_answers: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(given.person, of_answers, given.persons), dtype=np.float64)

    answers = np.arange(given.score.size)
    surplus = total(curves.log_p[answers, given.score] - mean)
    variance = total((chance * log_p**2).sum(axis=1) - mean**2)
    slope = total(curves.slope[answers, given.score])
    together = total((chance * log_p * curves.slope).sum(axis=1))
    information = total((chance * curves.slope**2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        c = together / information
        left = variance - c * together
        left[left <= LEAST_LEFT * variance] = np.nan
        return np.where(variance > 0, surplus / np.sqrt(variance), np.nan), (surplus - c * slope) / np.sqrt(left)
