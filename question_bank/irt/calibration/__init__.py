"""Item parameters from answers: marginal maximum likelihood, or the mode of the posterior under priors.

`calibrate` is the one door for every model; the rest of the room is what stands behind it.
"""

from question_bank.irt.calibration.calibrate import Model, PriorsName, calibrate
from question_bank.irt.calibration.refusals import Disconnected, EmptyGroups, NotEstimable
from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.calibration.sparse_scores import SparseScores

__all__ = [
    "Calibration",
    "Disconnected",
    "EmptyGroups",
    "Model",
    "NotEstimable",
    "Population",
    "PriorsName",
    "SparseScores",
    "StandardErrors",
    "calibrate",
]
