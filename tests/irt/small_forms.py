"""Forms of three or four items under every model, and all that one can answer to them."""

from itertools import product

import numpy as np

from question_bank.irt.parameters import FloatArray, Parameters, categories, item_parameters, step_parameters

STEPS = [[-1.5, 0.2, 1.1], [0.4, np.nan, np.nan], [-0.3, 0.9, np.nan]]
UNORDERED = [[-1.5, 0.2, -1.1], [0.4, np.nan, np.nan], [0.9, -0.3, np.nan]]
MODELS: dict[str, Parameters] = {
    "two": item_parameters([1.2, 0.7, 2.0, 0.4], [-1.0, 0.3, 1.4, -2.0]),
    "guessing": item_parameters([1.2, 0.7, 2.0, 3.5], [-1.0, 0.3, 1.4, 0.5], [0.1, 0.2, 0.5, 0.25]),
    "some guessing": item_parameters([1.2, 0.7, 2.0, 3.5], [-1.0, 0.3, 1.4, 0.5], [0.0, 0.2, 0.5, 0.25]),
    "falling": item_parameters([1.0, -1.3, 0.6, 2.0], [0.0, 0.5, -1.0, 1.0], [0.0, 0.2, 0.0, 0.25]),
    "grm": step_parameters([1.2, 0.7, 2.0], STEPS, "grm"),
    "gpcm": step_parameters([1.2, -0.7, 2.0], UNORDERED, "gpcm"),
}


def every_pattern(parameters: Parameters) -> FloatArray:
    """All answer patterns with and without gaps, but for the one without any answer."""
    patterns = np.array(list(product(*[[np.nan, *range(count)] for count in categories(parameters)])))
    return np.asarray(patterns[~np.isnan(patterns).all(axis=1)])
