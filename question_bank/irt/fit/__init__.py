"""Does the model hold? Item fit, person fit, local independence and the fit of the whole."""

from question_bank.irt.fit.answer_rows import AnswerList, Answers
from question_bank.irt.fit.checks import Checks, check_fit
from question_bank.irt.fit.criteria import Criteria, criteria
from question_bank.irt.fit.flags import DependentPair, dependent_pairs, item_flags, overall_flags, unlikely_share
from question_bank.irt.fit.freedom import Estimated, estimated
from question_bank.irt.fit.m2 import M2, m2
from question_bank.irt.fit.mean_squares import MeanSquares, UsualInfit, mean_squares, usual_infit
from question_bank.irt.fit.person_fit import PersonFit, person_fit
from question_bank.irt.fit.population import GroupPriors, group_priors, mixed_grid
from question_bank.irt.fit.q3 import Q3, q3
from question_bank.irt.fit.rmsd import RMSD, rmsd
from question_bank.irt.fit.s_x2 import SX2, s_x2

__all__ = [
    "M2",
    "Q3",
    "RMSD",
    "SX2",
    "AnswerList",
    "Answers",
    "Checks",
    "Criteria",
    "DependentPair",
    "Estimated",
    "GroupPriors",
    "MeanSquares",
    "PersonFit",
    "UsualInfit",
    "check_fit",
    "criteria",
    "dependent_pairs",
    "estimated",
    "group_priors",
    "item_flags",
    "m2",
    "mean_squares",
    "mixed_grid",
    "overall_flags",
    "person_fit",
    "q3",
    "rmsd",
    "s_x2",
    "unlikely_share",
    "usual_infit",
]
