"""Parameters, their errors and populations moved to another scale, theta' = A theta + B: a/A, A b + B, c as it is.

The curves stay what they were (Lord 1980, Applications of Item Response Theory, ch. 3), and so does the likelihood.
Errors are moved as if A and B were known; the errors of the constants themselves are in the `Link`.
"""

from typing import overload

import numpy as np

from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, StepParameters


@overload
def transformed_parameters(parameters: ItemParameters, A: float, B: float) -> ItemParameters: ...
@overload
def transformed_parameters(parameters: StepParameters, A: float, B: float) -> StepParameters: ...
def transformed_parameters(parameters: Parameters, A: float, B: float) -> Parameters:
    """Raises `ValueError` unless A is positive and both are finite."""
    _check(A, B)
    if isinstance(parameters, ItemParameters):
        return ItemParameters(parameters.a / A, A * parameters.b + B, parameters.c.copy())
    return StepParameters(parameters.a / A, A * parameters.thresholds + B, parameters.family)


def transformed_population(population: Population, A: float, B: float) -> Population:
    """The groups' means become A mean + B, their standard deviations A sd. Raises as `transformed_parameters`."""
    _check(A, B)
    return Population(
        A * population.mean + B, A * population.sd, A * population.se_mean, A * population.se_sd, population.n
    )


def transformed_errors(errors: StandardErrors, A: float) -> StandardErrors:
    """Errors of slopes are divided by A, those of difficulties and thresholds multiplied; of c they stay."""
    _check(A, 0.0)
    scale = factors(errors.parts, A)
    return errors._replace(
        a=errors.a / A,
        b=A * errors.b,
        thresholds=None if errors.thresholds is None else A * errors.thresholds,
        matrix=scale[:, None] * errors.matrix * scale,
    )


def transformed_calibration(calibration: Calibration, A: float, B: float) -> Calibration:
    """The calibration as it would stand on the other scale. Raises as `transformed_parameters`."""
    return calibration._replace(
        parameters=transformed_parameters(calibration.parameters, A, B),
        errors=None if calibration.errors is None else transformed_errors(calibration.errors, A),
        population=transformed_population(calibration.population, A, B),
    )


def factors(parts: list[str], A: float) -> FloatArray:
    """What each row of a covariance is multiplied by."""
    return np.array([1.0 / A if part == "a" else 1.0 if part == "c" else A for part in parts])


def _check(A: float, B: float) -> None:
    if not (np.isfinite(A) and np.isfinite(B) and A > 0):
        raise ValueError(f"a scale is moved by a positive A and a finite B, got {A} and {B}")
