"""Two calibrations on one scale: theta_old = A theta_new + B."""

from question_bank.irt.linking.methods import link
from question_bank.irt.linking.result import METHODS, Link, Method, ParameterCovariance
from question_bank.irt.linking.transformation import (
    transformed_calibration,
    transformed_errors,
    transformed_parameters,
    transformed_population,
)

__all__ = [
    "METHODS",
    "Link",
    "Method",
    "ParameterCovariance",
    "link",
    "transformed_calibration",
    "transformed_errors",
    "transformed_parameters",
    "transformed_population",
]
