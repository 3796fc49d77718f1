"""Ability points that surround every maximum of a likelihood, however far out."""

import numpy as np

from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters

# Around the items, points stand this far apart at most, and at most half the width of the steepest item, 1 / a.
WIDEST_CELL = 0.25
MOST_POINTS = 200
MARGIN = 3.0
POINTS_OUTSIDE = 32
# Beyond this many widths 1 / a of the flattest item the log-likelihood is within 1e-9 of its limit at infinity.
SURELY_OUTSIDE = 25.0


def search_points(parameters: Parameters) -> FloatArray:
    """Rising points: close together around the items, then ever wider apart.

    At the ends the slope of the log-likelihood has the sign that it keeps to infinity: there the part of one item at
    its flat side, at most a m exp(-T) each for items of slope a and m steps, is outweighed in sum by the part of any
    item on its steep side, at least a (1 - exp(-T)), with T = log(1 + sum of a m / least a) at most.
    """
    places = parameters.b if isinstance(parameters, ItemParameters) else parameters.thresholds
    steps = np.ones_like(parameters.a) if places.ndim == 1 else (~np.isnan(places)).sum(axis=1)
    slopes = np.abs(parameters.a)
    telling = slopes > 0
    if not telling.any():
        return np.array([-MARGIN, 0.0, MARGIN])
    low, high = float(np.nanmin(places[telling])) - MARGIN, float(np.nanmax(places[telling])) + MARGIN
    least = float(slopes[telling].min())
    reach = (SURELY_OUTSIDE + np.log1p((slopes * steps).sum() / least)) / least
    cell = max(min(WIDEST_CELL, 0.5 / float(slopes.max())), (high - low) / MOST_POINTS)
    inside = np.linspace(low, high, 2 + int((high - low) / cell))
    outside = np.geomspace(cell, max(reach, 2 * cell), POINTS_OUTSIDE)
    return np.concatenate([low - outside[::-1], inside, high + outside])
