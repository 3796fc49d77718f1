"""Item parameters from answers: marginal maximum likelihood, or the mode of the posterior under priors.

`calibrate` is the one door for every model; the rest of the room is what stands behind it.
"""

from question_bank.irt.calibration.calibrate import Model, PriorsName, calibrate
from question_bank.irt.calibration.design import SparseScores
from question_bank.irt.calibration.refusals import Disconnected, NotEstimable
from question_bank.irt.calibration.result import Calibration, Population, StandardErrors

__all__ = [
    "Calibration",
    "Disconnected",
    "Model",
    "NotEstimable",
    "Population",
    "PriorsName",
    "SparseScores",
    "StandardErrors",
    "calibrate",
]
