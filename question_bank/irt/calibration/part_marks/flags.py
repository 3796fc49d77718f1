"""What is odd about a calibrated item, by name; the words for people are the caller's."""

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.flags import FAR_OUT, FEW_ANSWERS, FLAT
from question_bank.irt.calibration.part_marks.answers import Answers
from question_bank.irt.calibration.part_marks.ascent import Summit
from question_bank.irt.calibration.part_marks.state import STEEPEST, Frame, parameters_of
from question_bank.irt.parameters import FloatArray, locations


def item_flags(answers: Answers, frame: Frame, summit: Summit, counts: FloatArray) -> list[list[str]]:
    """Names, per item: `no_answers`, `few_answers`, `slope_at_bound`, `flat`, `reversed_key` (the more able did not
    score more) and `far_out` as for right/wrong items, and `collapsed` where a score between others was never given.

    `counts` (items,): how many answers there are.
    """
    slope = np.abs(summit.state.slope)
    answered = counts > 0
    found = {
        "no_answers": ~answered,
        "few_answers": answered & (counts < FEW_ANSWERS),
        "collapsed": answers.coding.collapsed,
        "slope_at_bound": (slope >= STEEPEST) & frame.free,
        "flat": (slope < FLAT) & frame.free & (frame.slopes == "separate"),
        "reversed_key": answered & ~_rising(summit),
        "far_out": answered & (np.abs(locations(parameters_of(summit.state, frame))) > FAR_OUT),
    }
    return [[name for name, items in found.items() if items[item]] for item in range(slope.size)]


def _rising(summit: Summit) -> NDArray[np.bool_]:
    """Whether scores and abilities go together: their covariance over everybody who answered is above zero."""
    counts, nodes = summit.expected.counts, summit.nodes
    score = np.arange(counts.shape[1])
    with np.errstate(invalid="ignore"):
        share = counts / counts.sum(axis=(1, 2), keepdims=True)
    at_node, of_score = share.sum(axis=1), share.sum(axis=2)
    together = np.einsum("jkn,k,n->j", share, score, nodes)
    return np.asarray(~(together <= (at_node @ nodes) * (of_score @ score)))
