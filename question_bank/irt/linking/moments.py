"""Linking by the means, or the means and standard deviations, of the common items' parameters.

Mean-mean: Loyd & Hoover (1980), Journal of Educational Measurement 17, 179-193; mean-sigma: Marco (1977), Journal of
Educational Measurement 14, 139-160. Items with part marks bring each of their thresholds into the means and standard
deviations (Kolen & Brennan 2014, Test Equating, Scaling, and Linking, ch. 6). The derivatives are those of Ogasawara
(2000), Economic Review (Otaru) 51(1), 1-23.
"""

import numpy as np

from question_bank.irt.linking.anchors import Anchors
from question_bank.irt.linking.curve_slopes import FIRST_THRESHOLD
from question_bank.irt.linking.curve_slopes import A as SLOPE
from question_bank.irt.linking.result import Constants
from question_bank.irt.parameters import FloatArray


def mean_mean(new: Anchors, old: Anchors, shift_only: bool = False) -> Constants:
    """A = mean a of the new / mean a of the old items, B = mean b of the old - A mean b of the new.

    With `shift_only` A is 1.
    """
    scale = 1.0 if shift_only else float(new.a.mean() / old.a.mean())
    by_new, by_old = _nothing(new), _nothing(old)
    if not shift_only:
        by_new[0, :, SLOPE] = 1.0 / old.a.sum()
        by_old[0, :, SLOPE] = -scale / old.a.sum()
    return _with_shift(scale, new, old, by_new, by_old)


def mean_sigma(new: Anchors, old: Anchors, shift_only: bool = False) -> Constants:
    """A = sd of b of the old / sd of b of the new items, B as for mean-mean.

    Raises `ValueError` where all difficulties of one side are the same.
    """
    if shift_only:
        return mean_mean(new, old, shift_only=True)
    squares = [float(np.nansum((side.thresholds - np.nanmean(side.thresholds)) ** 2)) for side in (new, old)]
    if min(squares) <= 0:
        raise ValueError("mean-sigma needs common items whose difficulties differ")
    scale = float(np.sqrt(squares[1] / squares[0]))
    by_new, by_old = _nothing(new), _nothing(old)
    for by, side, square, sign in ((by_new, new, squares[0], -scale), (by_old, old, squares[1], scale)):
        by[0, :, FIRST_THRESHOLD:] = np.nan_to_num(sign * (side.thresholds - np.nanmean(side.thresholds)) / square)
    return _with_shift(scale, new, old, by_new, by_old)


def _with_shift(scale: float, new: Anchors, old: Anchors, by_new: FloatArray, by_old: FloatArray) -> Constants:
    there = ~np.isnan(new.thresholds)
    mean_new, mean_old = float(np.nanmean(new.thresholds)), float(np.nanmean(old.thresholds))
    by_new[1, :, FIRST_THRESHOLD:] = -scale * there / there.sum()
    by_old[1, :, FIRST_THRESHOLD:] = there / there.sum()
    by_new[1] -= mean_new * by_new[0]
    by_old[1] -= mean_new * by_old[0]
    return Constants(scale, mean_old - scale * mean_new, float("nan"), by_new, by_old)


def _nothing(side: Anchors) -> FloatArray:
    return np.zeros((2, side.a.size, side.thresholds.shape[1] + FIRST_THRESHOLD))
