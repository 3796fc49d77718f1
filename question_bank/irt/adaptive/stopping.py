"""When an adaptive test ends: at its length, once theta is known well enough, or once a classification is."""

import math
from typing import Literal, NamedTuple

import numpy as np

from question_bank.irt.categories import category_curves
from question_bank.irt.parameters import FloatArray, Parameters

# Why a test ended; empty while it goes on.
Stop = Literal["", "length", "se", "sprt", "exhausted"]
Verdict = Literal["", "above", "below"]


class Sprt(NamedTuple):
    """Wald's sequential probability ratio test of theta = cut - delta against theta = cut + delta.

    Eggen (1999), Item selection in adaptive testing with the sequential probability ratio test, Applied Psychological
    Measurement 23, 249-261. `alpha` is the chance to call somebody at cut - delta above, `beta` to call somebody at
    cut + delta below, both in (0, 0.5); cut and delta > 0 in units of theta.
    """

    cut: float
    delta: float
    alpha: float
    beta: float

    @property
    def upper(self) -> float:
        """The log likelihood ratio from which on the verdict is "above": log((1 - beta) / alpha)."""
        return math.log((1.0 - self.beta) / self.alpha)

    @property
    def lower(self) -> float:
        """The log likelihood ratio from which down the verdict is "below": log(beta / (1 - alpha))."""
        return math.log(self.beta / (1.0 - self.alpha))


def checked_sprt(sprt: Sprt) -> Sprt:
    """Raises `ValueError` for a cut that is not finite, delta <= 0, or alpha or beta outside (0, 0.5)."""
    if not (math.isfinite(sprt.cut) and math.isfinite(sprt.delta) and sprt.delta > 0):
        raise ValueError(f"a classification needs a finite cut and a positive delta, got {sprt.cut} and {sprt.delta}")
    if not (0.0 < sprt.alpha < 0.5 and 0.0 < sprt.beta < 0.5):
        raise ValueError(f"error rates lie between 0 and 0.5, got alpha {sprt.alpha} and beta {sprt.beta}")
    return sprt


def log_ratios(parameters: Parameters, sprt: Sprt) -> FloatArray:
    """What each score adds to the log likelihood ratio, shape (items, scores); 0 for scores that an item lacks."""
    below, above = category_curves([sprt.cut - sprt.delta, sprt.cut + sprt.delta], parameters).log_p
    there = np.isfinite(above)
    return np.where(there, above - np.where(there, below, 0.0), 0.0)


def verdict(sprt: Sprt, log_ratio: float) -> Verdict:
    """Where the examinee stands, or "" while the ratio lies between the bounds."""
    if log_ratio >= sprt.upper:
        return "above"
    return "below" if log_ratio <= sprt.lower else ""


def truncated_verdict(sprt: Sprt, log_ratio: float) -> Verdict:
    """The verdict of a test that had to end between the bounds: that of the nearer bound."""
    return "above" if log_ratio >= (sprt.upper + sprt.lower) / 2.0 else "below"
